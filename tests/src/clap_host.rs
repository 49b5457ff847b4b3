//! A CLAP host: loads the built bundle through its entry point, plays audio through it, keeps its state.
//!
//! Like a real DAW, it opens the library with the system's loader, runs audio on a separate thread, and serves
//! callbacks on the main thread. Its editor windows are in [`crate::editor_window`].

use std::ffi::CString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use clack_extensions::audio_ports::PluginAudioPorts;
use clack_extensions::gui::PluginGui;
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::entry::{EntryDescriptor, PluginEntryError};
use clack_host::prelude::*;

mod feed;
mod handlers;
mod looped;
mod render;
mod stage;

pub use feed::{AUDIO_THREAD, Pace, PlayCount, Playback};
pub use handlers::{Handlers, Requests};
pub use looped::{Blocks, Loop, Looped};
pub use render::render;

use crate::clip::Clip;
use crate::saved_state::SavedState;

/// Why a request to the host failed.
#[derive(Debug)]
pub enum HostFault {
    /// No bundle at this path: `cargo xtask bundle groundtruth-plugin --release` makes it.
    MissingBundle(PathBuf),
    /// The library does not load, or has no valid entry.
    Entry(PluginEntryError),
    /// The entry lists no plugin.
    NoPlugin,
    /// The plugin refuses to be created, activated or deactivated.
    Instance(PluginInstanceError),
    /// The plugin lacks an extension that the call needs.
    NoExtension(&'static str),
    /// The plugin returned "failed"; CLAP has no reasons.
    Refused(&'static str),
    /// The audio thread panicked.
    AudioThread,
    /// The plugin changed samples or refused blocks.
    NotTransparent(PlayCount),
    /// The saved state holds no report: the audio was shorter than one record.
    NoReport,
}

impl fmt::Display for HostFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostFault::MissingBundle(path) => write!(
                f,
                "no bundle at {}: run `cargo xtask bundle groundtruth-plugin --release` first",
                path.display()
            ),
            HostFault::Entry(error) => write!(f, "the bundle does not load: {error}"),
            HostFault::NoPlugin => f.write_str("the bundle lists no plugin"),
            HostFault::Instance(error) => write!(f, "the plugin failed: {error}"),
            HostFault::NoExtension(name) => write!(f, "the plugin lacks the extension {name}"),
            HostFault::Refused(what) => write!(f, "the plugin refused to {what}"),
            HostFault::AudioThread => f.write_str("the audio thread panicked"),
            HostFault::NotTransparent(count) => write!(
                f,
                "the plugin altered {} samples and refused {} blocks",
                count.altered_samples, count.failed_blocks
            ),
            HostFault::NoReport => {
                f.write_str("the saved state holds no reading; is the audio shorter than one record?")
            }
        }
    }
}

impl std::error::Error for HostFault {}

impl From<PluginInstanceError> for HostFault {
    fn from(error: PluginInstanceError) -> HostFault {
        HostFault::Instance(error)
    }
}

/// A loaded plugin library.
#[derive(Clone)]
pub struct Library {
    entry: PluginEntry,
    id: CString,
    host: HostInfo,
}

impl Library {
    /// Opens a bundle with the system's loader and lists its plugins.
    pub fn open(bundle: &Path) -> Result<Library, HostFault> {
        if !bundle.exists() {
            return Err(HostFault::MissingBundle(bundle.to_owned()));
        }
        // SAFETY: the bundle is our own build; its entry point follows the CLAP specification.
        let entry = unsafe { PluginEntry::load(bundle) }.map_err(HostFault::Entry)?;
        Library::from_entry(entry)
    }

    /// Uses a plugin that is linked into this program, through the same C interface.
    pub fn linked(descriptor: &'static EntryDescriptor) -> Result<Library, HostFault> {
        // SAFETY: the descriptor is a plugin's exported static, valid for the whole run.
        let entry = unsafe { PluginEntry::load_from_raw(descriptor, c"linked") }.map_err(HostFault::Entry)?;
        Library::from_entry(entry)
    }

    fn from_entry(entry: PluginEntry) -> Result<Library, HostFault> {
        let id = entry
            .get_plugin_factory()
            .and_then(|factory| Some(factory.plugin_descriptors().next()?.id()?.to_owned()))
            .ok_or(HostFault::NoPlugin)?;
        let host = HostInfo::new("Groundtruth test host", "Groundtruth", "", env!("CARGO_PKG_VERSION"))
            .expect("no nul in the host's name");
        Ok(Library { entry, id, host })
    }

    /// The plugin's id.
    pub fn plugin_id(&self) -> &str {
        self.id.to_str().unwrap_or("not UTF-8")
    }
}

/// One instance of the plugin. Stays on the thread that made it, as CLAP's main thread.
pub struct Instance {
    plugin: PluginInstance<Handlers>,
    requests: Requests,
}

impl Instance {
    /// Creates and initialises an instance.
    pub fn new(library: &Library) -> Result<Instance, HostFault> {
        let requests = Requests::default();
        let (shared, main_thread) = (requests.clone(), requests.clone());
        let plugin = PluginInstance::<Handlers>::new(
            move |_| handlers::Shared::new(shared),
            move |_| handlers::MainThread(main_thread),
            &library.entry,
            &library.id,
            &library.host,
        )?;
        Ok(Instance { plugin, requests })
    }

    /// Handles the plugin's requests to the main thread since the last call. Call it often.
    pub fn serve(&mut self) {
        if self.requests.take_callback() {
            self.plugin.call_on_main_thread_callback();
        }
    }

    /// Requests from the plugin.
    pub fn requests(&self) -> &Requests {
        &self.requests
    }

    /// Direct access for calls that this host does not wrap.
    pub fn plugin(&mut self) -> &mut PluginInstance<Handlers> {
        &mut self.plugin
    }

    /// Plays a clip to its end on an audio thread and deactivates; returns the counts of the pass.
    ///
    /// [`Pace::Offline`] renders: the plugin is set to offline before activation.
    pub fn play_to_end(&mut self, clip: &Clip, pace: Pace) -> Result<PlayCount, HostFault> {
        let playback = self.start(clip, pace, false)?;
        while !playback.is_finished() {
            self.serve();
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        self.finish(playback)
    }

    /// Starts playing on an audio thread; [`Instance::finish`] ends it.
    pub fn start(&mut self, clip: &Clip, pace: Pace, repeat: bool) -> Result<Playback, HostFault> {
        self.set_render_mode(if pace == Pace::Offline { RenderMode::Offline } else { RenderMode::Realtime })?;
        let configuration = PluginAudioConfiguration {
            sample_rate: clip.sample_rate_hz,
            min_frames_count: 1,
            max_frames_count: feed::BLOCK_FRAMES as u32,
        };
        let processor = self.plugin.activate(|_, _| (), configuration)?;
        Ok(Playback::start(processor, clip.clone(), pace, repeat))
    }

    /// Stops the audio thread, deactivates, and returns the counts of the pass.
    pub fn finish(&mut self, playback: Playback) -> Result<PlayCount, HostFault> {
        let (processor, count) = playback.stop()?;
        self.plugin.deactivate(processor);
        self.serve();
        Ok(count)
    }

    /// Starts a closed loop on an audio thread; [`Instance::finish_loop`] ends it.
    ///
    /// A plugin that passes its input feeds the device with what came from it.
    pub fn start_loop(&mut self, looped: Loop) -> Result<Looped, HostFault> {
        let mode = if looped.pace == Pace::Offline { RenderMode::Offline } else { RenderMode::Realtime };
        self.set_render_mode(mode)?;
        let configuration = PluginAudioConfiguration {
            sample_rate: looped.sample_rate_hz,
            min_frames_count: 1,
            max_frames_count: looped::MOST_FRAMES as u32,
        };
        let processor = self.plugin.activate(|_, _| (), configuration)?;
        Ok(Looped::start(processor, looped))
    }

    /// Stops the loop, deactivates, and returns what the plugin heard.
    pub fn finish_loop(&mut self, looped: Looped) -> Result<[Vec<f32>; 2], HostFault> {
        let (processor, heard) = looped.stop()?;
        self.plugin.deactivate(processor);
        self.serve();
        Ok(heard)
    }

    fn set_render_mode(&mut self, mode: RenderMode) -> Result<(), HostFault> {
        let render: PluginRender = self.extension("clap.render")?;
        render
            .set(&self.plugin.plugin_handle(), mode)
            .map_err(|_| HostFault::Refused("change the render mode"))
    }

    /// Saves the state, as a DAW does with its session.
    pub fn save_state(&mut self) -> Result<SavedState, HostFault> {
        let state: PluginState = self.extension("clap.state")?;
        let mut bytes = Vec::new();
        state
            .save(&self.plugin.plugin_handle(), &mut bytes)
            .map_err(|_| HostFault::Refused("save its state"))?;
        SavedState::from_bytes(&bytes).ok_or(HostFault::Refused("save a state that can be read"))
    }

    /// Loads a state.
    pub fn load_state(&mut self, saved: &SavedState) -> Result<(), HostFault> {
        self.load_state_bytes(&saved.to_bytes())
    }

    /// Loads a state from arbitrary bytes.
    pub fn load_state_bytes(&mut self, bytes: &[u8]) -> Result<(), HostFault> {
        let state: PluginState = self.extension("clap.state")?;
        let mut reader = bytes;
        state
            .load(&self.plugin.plugin_handle(), &mut reader)
            .map_err(|_| HostFault::Refused("load the state"))
    }

    /// Number of audio input and output ports.
    pub fn port_counts(&mut self) -> Result<(u32, u32), HostFault> {
        let ports: PluginAudioPorts = self.extension("clap.audio-ports")?;
        let handle = self.plugin.plugin_handle();
        Ok((ports.count(&handle, true), ports.count(&handle, false)))
    }

    pub(crate) fn gui(&self) -> Result<PluginGui, HostFault> {
        self.extension("clap.gui")
    }

    fn extension<E>(&self, name: &'static str) -> Result<E, HostFault>
    where
        E: clack_host::extensions::Extension<ExtensionSide = clack_host::extensions::PluginExtensionSide>,
    {
        self.plugin.plugin_shared_handle().get_extension().ok_or(HostFault::NoExtension(name))
    }
}

/// The audio thread of a [`Playback`] and what it returns.
pub(crate) type AudioThread = JoinHandle<(StoppedPluginAudioProcessor<Handlers>, PlayCount)>;
