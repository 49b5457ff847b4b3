//! Groundtruth as a CLAP and VST3 plugin: only wiring.
//!
//! The audio thread only copies blocks to a ring, and from another one while a test signal plays; everything else happens on the instance's analysis thread
//! ([`Instance`]) and in its window ([`Editor`]).

mod audio;
mod clap_entry;
pub mod editor;
pub mod files;
mod host;
mod instance;
mod instances;
pub mod jobs;
mod params;
pub mod playing;
pub mod session;
pub mod settings;
mod settings_text;
pub mod shelf;
mod state;
mod vst3_entry;

use std::sync::Arc;

use nice_plug::prelude::*;

use audio::AudioEnd;
pub use clap_entry::clap_entry;
pub use editor::Editor;
use host::HostLink;
pub use instance::Instance;
pub use instances::created_by_this_thread;
pub use params::{HostSide, Parameters, SavedFields, Task, WithParameters, WithoutParameters};
pub use vst3_entry::GetPluginFactory;

/// The CLAP plugin.
pub type Groundtruth = GroundtruthPlugin<WithParameters>;

/// The VST3 plugin.
pub type GroundtruthVst3 = GroundtruthPlugin<WithoutParameters>;

/// One instance of the plugin, for either format.
pub struct GroundtruthPlugin<H: HostSide> {
    params: Arc<H::Params>,
    instance: Arc<Instance>,
    audio: AudioEnd,
}

impl<H: HostSide> Default for GroundtruthPlugin<H> {
    fn default() -> GroundtruthPlugin<H> {
        let instance = Arc::new(Instance::new(HostLink::to_creator()));
        instances::register(&instance);
        let audio = AudioEnd::new(instance.playback());
        GroundtruthPlugin { params: Arc::new(H::params(instance.clone())), instance, audio }
    }
}

impl<H: HostSide> GroundtruthPlugin<H> {
    /// State shared by this instance's threads.
    pub fn instance(&self) -> &Arc<Instance> {
        &self.instance
    }
}

impl<H: HostSide> Drop for GroundtruthPlugin<H> {
    fn drop(&mut self) {
        self.instance.host_link().close();
    }
}

impl<H: HostSide> Plugin for GroundtruthPlugin<H> {
    const NAME: &'static str = "Groundtruth";
    const VENDOR: &'static str = "Groundtruth";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    // Mono without sidechain: VST3 layout matching may assign a stereo sidechain to a mono one.
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[
        AudioIOLayout {
            main_input_channels: NonZeroU32::new(2),
            main_output_channels: NonZeroU32::new(2),
            aux_input_ports: &[new_nonzero_u32(2)],
            ..AudioIOLayout::const_default()
        },
        AudioIOLayout {
            main_input_channels: NonZeroU32::new(1),
            main_output_channels: NonZeroU32::new(1),
            ..AudioIOLayout::const_default()
        },
    ];

    type Editor = Editor;
    type SysExMessage = ();
    type BackgroundTask = Task;

    fn task_executor(&mut self) -> TaskExecutor<Self> {
        let (instance, params) = (self.instance.clone(), self.params.clone());
        Box::new(move |task| H::perform(&params, &instance, task))
    }

    fn params(&self) -> Arc<dyn Params> {
        self.params.clone()
    }

    fn editor(&mut self, executor: AsyncExecutor<Self>) -> Option<Editor> {
        let (instance, params) = (self.instance.clone(), self.params.clone());
        Some(Editor::new(self.instance.clone(), move |task| {
            if H::needs_main_thread(task) {
                executor.execute_gui(task);
            } else {
                H::perform(&params, &instance, task);
            }
        }))
    }

    fn setup_logger() -> Option<bool> {
        // No logger: a plugin is a guest in its process, and the framework would log from the audio thread. "False"
        // also keeps the process's panic hook, which "true" would replace by a silent one.
        Some(false)
    }

    fn filter_state(state: &mut PluginState) {
        state::filter(state);
    }

    fn activate(
        &mut self,
        layout: &AudioIOLayout,
        buffers: &BufferConfig,
        context: &mut impl ActivateContext<Self>,
    ) -> bool {
        // VST3 reports the mode one setup late; the ring's fill level is used instead.
        let is_offline =
            buffers.process_mode == ProcessMode::Offline && context.plugin_api() == PluginApi::Clap;
        let format = audio::format(layout, buffers.sample_rate);
        self.audio.activate(format, is_offline, |format| self.instance.connect(format));
        true
    }

    fn reset(&mut self) {
        self.audio.reset();
    }

    fn deactivate(&mut self) {
        if self.audio.outran_real_time() {
            self.instance.drain();
        }
    }

    fn process(
        &mut self,
        buffer: &mut Buffer,
        aux: &mut AuxiliaryBuffers,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        self.audio.process(buffer, aux, context.transport());
        // "Normal" would allow a CLAP host to sleep on quiet input, during a noise measurement.
        ProcessStatus::Tail(0)
    }
}

impl ClapPlugin for Groundtruth {
    const CLAP_ID: &'static str = "audio.groundtruth.analyzer";
    const CLAP_DESCRIPTION: Option<&'static str> =
        Some("Harmonic spectrum, crosstalk and noise floor of amplifiers");
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[
        ClapFeature::AudioEffect,
        ClapFeature::Analyzer,
        ClapFeature::Utility,
        ClapFeature::Stereo,
        ClapFeature::Mono,
    ];
}

impl Vst3Plugin for GroundtruthVst3 {
    const VST3_CLASS_ID: [u8; 16] = *b"GroundtruthAnlyz";
    const VST3_SUBCATEGORIES: &'static [Vst3SubCategory] =
        &[Vst3SubCategory::Fx, Vst3SubCategory::Analyzer, Vst3SubCategory::Stereo];
}
