//! A plugin behind its bare C interface, called without anything in between.

use std::ffi::{CStr, c_char, c_void};
use std::ptr;
use std::sync::Arc;

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::events::{clap_event_header, clap_input_events, clap_output_events};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::clap_process;
use clap_sys::version::CLAP_VERSION;
use groundtruth_tests::headless_host::HeadlessHost;
use nice_plug::prelude::*;
use nice_plug::wrapper::clap::Wrapper;

use crate::{FRAMES, SAMPLE_RATE_HZ};

/// An active, started plugin. Never destroyed: the program ends with it.
pub struct WrappedPlugin(*const clap_plugin);

impl WrappedPlugin {
    /// A plugin of this type.
    pub fn new<P: ClapPlugin>() -> WrappedPlugin {
        // SAFETY: the host struct is static; the wrapper is leaked, so the struct in it remains valid; calls are in the
        // order required by CLAP.
        unsafe {
            let wrapper = Arc::into_raw(Wrapper::<P>::new(&HOST));
            let plugin: *const clap_plugin = (*wrapper).clap_plugin.as_ptr();
            assert!((*plugin).init.is_some_and(|init| init(plugin)));
            let activate = (*plugin).activate.expect("plugins can be activated");
            assert!(activate(plugin, SAMPLE_RATE_HZ, 1, FRAMES as u32));
            assert!((*plugin).start_processing.is_some_and(|start| start(plugin)));
            WrappedPlugin(plugin)
        }
    }

    /// The active plugin of a host, which must outlive this.
    pub fn of_host(host: &mut HeadlessHost) -> WrappedPlugin {
        WrappedPlugin(host.instance().plugin().plugin_handle().as_raw())
    }

    /// One block.
    pub fn process(&self, block: &mut Block) {
        block.with_process(|process| {
            // SAFETY: the plugin is active and started, and used by one thread.
            let status = unsafe { (*self.0).process.map(|call| call(self.0, process)) };
            assert_eq!(status, Some(clap_sys::process::CLAP_PROCESS_CONTINUE));
        });
    }
}

/// One stereo block in place, with a silent sidechain.
pub struct Block {
    main: [Vec<f32>; 2],
    sidechain: [Vec<f32>; 2],
}

impl Block {
    pub fn new() -> Block {
        let channel = |sample| vec![sample; FRAMES];
        Block { main: [channel(0.25), channel(0.25)], sidechain: [channel(0.0), channel(0.0)] }
    }

    fn with_process(&mut self, call: impl FnOnce(&clap_process)) {
        let mut main = self.main.each_mut().map(|channel| channel.as_mut_ptr());
        let mut sidechain = self.sidechain.each_mut().map(|channel| channel.as_mut_ptr());
        let mut outputs = [port(&mut main)];
        let inputs = [outputs[0], port(&mut sidechain)];
        call(&clap_process {
            steady_time: -1,
            frames_count: FRAMES as u32,
            transport: ptr::null(),
            audio_inputs: inputs.as_ptr(),
            audio_outputs: outputs.as_mut_ptr(),
            audio_inputs_count: 2,
            audio_outputs_count: 1,
            in_events: &NO_EVENTS,
            out_events: &VOID,
        });
    }
}

fn port(channels: &mut [*mut f32; 2]) -> clap_audio_buffer {
    clap_audio_buffer {
        data32: channels.as_mut_ptr(),
        data64: ptr::null_mut(),
        channel_count: 2,
        latency: 0,
        constant_mask: 0,
    }
}

static HOST: clap_host = clap_host {
    clap_version: CLAP_VERSION,
    host_data: ptr::null_mut(),
    name: NAME.as_ptr(),
    vendor: NAME.as_ptr(),
    url: NAME.as_ptr(),
    version: NAME.as_ptr(),
    get_extension: Some(no_extension),
    request_restart: Some(ignore),
    request_process: Some(ignore),
    request_callback: Some(ignore),
};
const NAME: &CStr = c"bench";

unsafe extern "C" fn no_extension(_: *const clap_host, _: *const c_char) -> *const c_void {
    ptr::null()
}

unsafe extern "C" fn ignore(_: *const clap_host) {}

static NO_EVENTS: clap_input_events =
    clap_input_events { ctx: ptr::null_mut(), size: Some(none), get: Some(nothing) };
static VOID: clap_output_events = clap_output_events { ctx: ptr::null_mut(), try_push: Some(refuse) };

unsafe extern "C" fn none(_: *const clap_input_events) -> u32 {
    0
}

unsafe extern "C" fn nothing(_: *const clap_input_events, _: u32) -> *const clap_event_header {
    ptr::null()
}

unsafe extern "C" fn refuse(_: *const clap_output_events, _: *const clap_event_header) -> bool {
    false
}

/// A plugin of the same layout that does nothing.
#[derive(Default)]
pub struct Empty;

#[derive(Params, Default)]
struct NoParams {}

impl Plugin for Empty {
    const NAME: &'static str = "Empty";
    const VENDOR: &'static str = "";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = "0.0.0";
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = groundtruth_plugin::Groundtruth::AUDIO_IO_LAYOUTS;
    type Editor = ();
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn Params> {
        Arc::new(NoParams {})
    }

    fn process(
        &mut self,
        _buffer: &mut Buffer,
        _aux: &mut AuxiliaryBuffers,
        _context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        ProcessStatus::Tail(0)
    }
}

impl ClapPlugin for Empty {
    const CLAP_ID: &'static str = "audio.groundtruth.empty";
    const CLAP_DESCRIPTION: Option<&'static str> = None;
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[ClapFeature::AudioEffect];
}
