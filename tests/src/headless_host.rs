//! Drives the linked plugin block by block on the calling thread: any rate, block size and layout, in place or not,
//! across the C interface that a DAW uses.
//!
//! [`crate::clap_host`] plays whole clips in real time; this host gives a test exact control.

use std::ptr;

use clack_extensions::audio_ports_config::{AudioPortsConfigBuffer, PluginAudioPortsConfig};
use clack_extensions::params::{ParamInfoBuffer, PluginParams};
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::events::Pckn;
use clack_host::events::event_types::{ParamValueEvent, TransportEvent};
use clack_host::prelude::*;
use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_TRANSPORT, CLAP_TRANSPORT_IS_PLAYING, clap_event_header,
    clap_event_transport,
};

use crate::clap_host::{Handlers, HostFault, Instance, Library};
use crate::saved_state::SavedState;

/// Connection of the sidechain port.
#[derive(Clone, Copy, Debug)]
pub enum Sidechain<'a> {
    /// The layout has no sidechain port.
    NoPort,
    /// A port without channels, as hosts pass for one that is not connected.
    Unconnected,
    /// Two channels, each at least as long as the block.
    Connected(&'a [Vec<f32>]),
}

/// The channels of one block.
#[derive(Debug)]
pub enum MainAudio<'a> {
    /// Input and output in the same buffers, as most hosts do.
    InPlace(&'a mut [Vec<f32>]),
    /// Separate buffers of the same lengths.
    Apart(&'a [Vec<f32>], &'a mut [Vec<f32>]),
}

/// An instance of the plugin that is linked into this program.
pub struct HeadlessHost {
    // Before the instance: it must be gone first.
    processor: Option<StartedPluginAudioProcessor<Handlers>>,
    instance: Instance,
    transport: Option<TransportEvent>,
}

/// The plugin that is linked into this program.
///
/// # Panics
/// When it lists no plugin.
pub fn linked_library() -> Library {
    Library::linked(&groundtruth_plugin::clap_entry).expect("the linked plugin lists itself")
}

impl HeadlessHost {
    /// A fresh instance, not active.
    pub fn new(library: &Library) -> HeadlessHost {
        let instance = Instance::new(library).expect("the plugin makes instances");
        HeadlessHost { processor: None, instance, transport: None }
    }

    /// The instance, for calls that this host does not wrap.
    pub fn instance(&mut self) -> &mut Instance {
        &mut self.instance
    }

    /// Chooses the layout with this many main channels; the plugin must not be active.
    pub fn select_channels(&mut self, channels: usize) {
        let handle = self.instance.plugin().plugin_handle();
        let layouts: PluginAudioPortsConfig = handle.get_extension().expect("the plugin has layouts");
        let mut buffer = AudioPortsConfigBuffer::new();
        let id = (0..layouts.count(&handle))
            .filter_map(|index| {
                let layout = layouts.get(&handle, index, &mut buffer)?;
                (layout.main_output?.channel_count as usize == channels).then_some(layout.id)
            })
            .next()
            .expect("a layout with these channels");
        layouts.select(&handle, id).expect("an inactive plugin changes its layout");
    }

    /// Sets whether the following blocks are an offline render.
    pub fn set_offline(&mut self, offline: bool) {
        let handle = self.instance.plugin().plugin_handle();
        let render: PluginRender = handle.get_extension().expect("the plugin renders offline");
        let mode = if offline { RenderMode::Offline } else { RenderMode::Realtime };
        render.set(&handle, mode).expect("the plugin takes the mode");
    }

    /// Activates and starts processing; deactivates first where needed.
    pub fn activate(&mut self, sample_rate_hz: f64, longest_block_frames: u32) {
        self.deactivate();
        let configuration = PluginAudioConfiguration {
            sample_rate: sample_rate_hz,
            min_frames_count: 1,
            max_frames_count: longest_block_frames,
        };
        let plugin = self.instance.plugin();
        let processor = plugin.activate(|_, _| (), configuration).expect("the plugin activates");
        self.processor = Some(processor.start_processing().expect("the plugin starts processing"));
    }

    /// Stops processing and deactivates, if active.
    pub fn deactivate(&mut self) {
        if let Some(processor) = self.processor.take() {
            self.instance.plugin().deactivate(processor.stop_processing());
        }
        self.instance.serve();
    }

    /// Resets the active plugin.
    pub fn reset(&mut self) {
        self.processor().reset();
    }

    /// Hands the audio side to another thread; [`HeadlessHost::give_back`] returns it.
    pub fn take_processor(&mut self) -> StartedPluginAudioProcessor<Handlers> {
        self.processor.take().expect("the plugin is active")
    }

    /// Takes the audio side back.
    pub fn give_back(&mut self, processor: StartedPluginAudioProcessor<Handlers>) {
        self.processor = Some(processor);
    }

    /// Says with the following blocks whether the transport is rolling; at first nothing is said.
    pub fn set_rolling(&mut self, is_rolling: bool) {
        self.transport = Some(transport(is_rolling));
    }

    /// Processes one block of the active plugin.
    pub fn process(&mut self, main: MainAudio<'_>, sidechain: Sidechain<'_>) -> ProcessStatus {
        let transport = self.transport;
        process_with_transport(self.processor(), main, sidechain, transport.as_ref())
            .expect("the plugin processes")
    }

    /// Plays channels of equal length in place, in blocks of `block_frames`, with nothing on the sidechain.
    pub fn play(&mut self, channels: &[Vec<f32>], block_frames: usize) {
        let sidechain = if channels.len() == 2 { Sidechain::Unconnected } else { Sidechain::NoPort };
        for first in (0..channels[0].len()).step_by(block_frames) {
            let last = (first + block_frames).min(channels[0].len());
            let mut block: Vec<Vec<f32>> =
                channels.iter().map(|samples| samples[first..last].to_vec()).collect();
            self.process(MainAudio::InPlace(&mut block), sidechain);
        }
    }

    /// Sets a parameter of the inactive plugin to any value, as a controller would; returns the value that the plugin
    /// then reports.
    ///
    /// # Panics
    /// When the plugin has no parameter of this name.
    pub fn set_parameter(&mut self, name: &str, value: f64) -> f64 {
        let handle = self.instance.plugin().plugin_handle();
        let params: PluginParams = handle.get_extension().expect("the plugin has parameters");
        let id = (0..params.count(&handle))
            .find_map(|index| {
                let mut buffer = ParamInfoBuffer::new();
                let info = params.get_info(&handle, index, &mut buffer)?;
                (info.name == name.as_bytes()).then_some(info.id)
            })
            .expect("a parameter of this name");
        let mut events = EventBuffer::new();
        events.push(&ParamValueEvent::new(0, id, Pckn::match_all(), value));
        let mut inactive = self.instance.plugin().inactive_plugin_handle().expect("the plugin is not active");
        params.flush(&mut inactive, &events.as_input(), &mut OutputEvents::void());
        self.instance.serve();
        params.get_value(&self.instance.plugin().plugin_handle(), id).expect("the parameter has a value")
    }

    /// Saves the state.
    pub fn save(&mut self) -> SavedState {
        self.instance.save_state().expect("the plugin saves its state")
    }

    /// Loads a state.
    ///
    /// # Errors
    /// When the plugin refuses it.
    pub fn load(&mut self, state: &SavedState) -> Result<(), HostFault> {
        self.instance.load_state(state)
    }

    /// Whether the plugin accepts these bytes as a state.
    pub fn accepts_state_bytes(&mut self, mut bytes: &[u8]) -> bool {
        let handle = self.instance.plugin().plugin_handle();
        let state: PluginState = handle.get_extension().expect("the plugin has a state");
        state.load(&handle, &mut bytes).is_ok()
    }

    fn processor(&mut self) -> &mut StartedPluginAudioProcessor<Handlers> {
        self.processor.as_mut().expect("the plugin is active")
    }
}

impl Drop for HeadlessHost {
    fn drop(&mut self) {
        self.deactivate();
    }
}

/// Processes one block without a transport. Allocates nothing.
///
/// # Errors
/// What the plugin answers.
pub fn process_block(
    processor: &mut StartedPluginAudioProcessor<Handlers>,
    main: MainAudio<'_>,
    sidechain: Sidechain<'_>,
) -> Result<ProcessStatus, PluginInstanceError> {
    process_with_transport(processor, main, sidechain, None)
}

/// A transport that has no position and is rolling or not.
fn transport(is_rolling: bool) -> TransportEvent {
    let header = clap_event_header {
        size: size_of::<clap_event_transport>() as u32,
        time: 0,
        space_id: CLAP_CORE_EVENT_SPACE_ID,
        type_: CLAP_EVENT_TRANSPORT,
        flags: 0,
    };
    TransportEvent::from_raw(&clap_event_transport {
        header,
        flags: if is_rolling { CLAP_TRANSPORT_IS_PLAYING } else { 0 },
        song_pos_beats: 0,
        song_pos_seconds: 0,
        tempo: 0.0,
        tempo_inc: 0.0,
        loop_start_beats: 0,
        loop_end_beats: 0,
        loop_start_seconds: 0,
        loop_end_seconds: 0,
        bar_start: 0,
        bar_number: 0,
        tsig_num: 0,
        tsig_denom: 0,
    })
}

fn process_with_transport(
    processor: &mut StartedPluginAudioProcessor<Handlers>,
    mut main: MainAudio<'_>,
    sidechain: Sidechain<'_>,
    transport: Option<&TransportEvent>,
) -> Result<ProcessStatus, PluginInstanceError> {
    let (mut inputs, mut outputs) = main.pointers();
    let mut references = [ptr::null_mut(); 2];
    if let Sidechain::Connected(channels) = sidechain {
        references = [0, 1].map(|channel: usize| channels[channel].as_ptr().cast_mut());
    }
    let frames = main.frames();
    let reference_count = if matches!(sidechain, Sidechain::Connected(_)) { 2 } else { 0 };
    let ports = if matches!(sidechain, Sidechain::NoPort) { 1 } else { 2 };
    let input_ports = [port(&mut inputs, main.channels()), port(&mut references, reference_count)];
    let mut output_ports = [port(&mut outputs, main.channels())];
    // SAFETY: every pointer stands for a buffer of at least `frames` samples that outlives the call; the
    // plugin writes to the outputs only, which this function borrows exclusively.
    let (input, mut output) = unsafe {
        (
            InputAudioBuffers::from_raw_buffers(&input_ports[..ports], frames),
            OutputAudioBuffers::from_raw_buffers(&mut output_ports, frames),
        )
    };
    let events = &InputEvents::empty();
    processor.process(&input, &mut output, events, &mut OutputEvents::void(), None, transport)
}

impl MainAudio<'_> {
    fn channels(&self) -> usize {
        match self {
            MainAudio::InPlace(buffers) => buffers.len(),
            MainAudio::Apart(input, _) => input.len(),
        }
    }

    fn frames(&self) -> u32 {
        match self {
            MainAudio::InPlace(buffers) => buffers[0].len() as u32,
            MainAudio::Apart(input, _) => input[0].len() as u32,
        }
    }

    /// Input and output channel pointers.
    fn pointers(&mut self) -> ([*mut f32; 2], [*mut f32; 2]) {
        let mut inputs = [ptr::null_mut(); 2];
        let mut outputs = [ptr::null_mut(); 2];
        match self {
            MainAudio::InPlace(buffers) => {
                for (channel, buffer) in buffers.iter_mut().enumerate() {
                    outputs[channel] = buffer.as_mut_ptr();
                }
                inputs = outputs;
            }
            MainAudio::Apart(input, output) => {
                for (channel, (input, output)) in input.iter().zip(output.iter_mut()).enumerate() {
                    inputs[channel] = input.as_ptr().cast_mut();
                    outputs[channel] = output.as_mut_ptr();
                }
            }
        }
        (inputs, outputs)
    }
}

fn port(channels: &mut [*mut f32; 2], count: usize) -> clap_audio_buffer {
    clap_audio_buffer {
        data32: if count == 0 { ptr::null_mut() } else { channels.as_mut_ptr() },
        data64: ptr::null_mut(),
        channel_count: count as u32,
        latency: 0,
        constant_mask: 0,
    }
}
