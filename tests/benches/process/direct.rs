//! Our `Plugin::process`, called as the framework calls it but without the framework.

use std::hint::black_box;
use std::time::Duration;

use groundtruth_analysis::PlayerStatus;
use groundtruth_measure::BenchForm;
use groundtruth_plugin::playing::{PlayOrder, PlaySignal};
use groundtruth_plugin::{Groundtruth, Task};
use nice_plug::prelude::*;

use crate::{FRAMES, SAMPLE_RATE_HZ};

/// The plugin, active and listened to, with one block of audio.
pub struct DirectPlugin {
    plugin: Groundtruth,
    context: Context,
    main: Buffer<'static>,
    aux: AuxiliaryBuffers<'static>,
}

impl DirectPlugin {
    pub fn new() -> DirectPlugin {
        let mut plugin = Groundtruth::default();
        let mut settings = plugin.instance().settings();
        settings.analyse_while_closed = true;
        plugin.instance().set_settings(settings);
        let mut context = Context { transport: Transport::new(SAMPLE_RATE_HZ as f32) };
        let buffers = BufferConfig {
            sample_rate: SAMPLE_RATE_HZ as f32,
            min_buffer_size: None,
            max_buffer_size: FRAMES as u32,
            process_mode: ProcessMode::Realtime,
        };
        assert!(plugin.activate(&Groundtruth::AUDIO_IO_LAYOUTS[0], &buffers, &mut context));
        plugin.reset();
        let inputs = vec![leaked_stereo(0.0)].leak();
        let aux = AuxiliaryBuffers { inputs, outputs: &mut [] };
        DirectPlugin { plugin, context, main: leaked_stereo(0.25), aux }
    }

    /// Plays the bench track from now on.
    pub fn play(&mut self) {
        let instance = self.plugin.instance().clone();
        let order = PlayOrder { signal: PlaySignal::Bench(BenchForm::Full), level_dbfs: -12.0 };
        instance.confirm_level_dbfs(order.level_dbfs);
        instance.play(order, "bench track").expect("the level is confirmed");
        while !self.is_playing() {
            self.process();
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Whether frames of the track have been played, and more will be.
    pub fn is_playing(&self) -> bool {
        let status = self.plugin.instance().player_status();
        matches!(status, PlayerStatus::Playing(played) if played.played_s > 0.1)
    }

    /// One block with a silent sidechain, which the framework always hands over.
    pub fn process(&mut self) {
        black_box(self.plugin.process(&mut self.main, &mut self.aux, &mut self.context));
    }
}

/// A block that is never freed: the framework's buffers borrow their samples.
fn leaked_stereo(sample: f32) -> Buffer<'static> {
    let mut buffer = Buffer::default();
    // SAFETY: leaked slices are never freed, and all of them have the given length.
    unsafe {
        buffer.set_slices(FRAMES, |slices| slices.extend((0..2).map(|_| vec![sample; FRAMES].leak())));
    }
    buffer
}

/// What the framework would answer.
struct Context {
    transport: Transport,
}

impl ProcessContext<Groundtruth> for Context {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    fn execute_background(&self, _task: Task) {}
    fn execute_gui(&self, _task: Task) {}
    fn transport(&self) -> &Transport {
        &self.transport
    }
    fn next_event(&mut self) -> Option<PluginNoteEvent<Groundtruth>> {
        None
    }
    fn try_send_event(
        &mut self,
        event: PluginNoteEvent<Groundtruth>,
    ) -> Result<(), (PluginNoteEvent<Groundtruth>, nice_plug::context::process::SendEventError)> {
        Err((event, nice_plug::context::process::SendEventError::NoOutputBuffer))
    }
    fn set_latency_samples(&self, _samples: u32) {}
    fn request_restart(&self) {}
    fn set_current_voice_capacity(&self, _capacity: u32) {}
}

impl ActivateContext<Groundtruth> for Context {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    fn execute(&self, _task: Task) {}
    fn set_latency_samples(&self, _samples: u32) {}
    fn set_current_voice_capacity(&self, _capacity: u32) {}
}
