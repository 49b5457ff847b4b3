//! The host's services to the plugin: the minimum the framework needs, with each call recorded.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;

use clack_extensions::gui::{GuiSize, HostGui, HostGuiImpl};
use clack_extensions::log::{HostLog, HostLogImpl, LogSeverity};
use clack_extensions::params::{
    HostParams, HostParamsImplMainThread, HostParamsImplShared, ParamClearFlags, ParamRescanFlags,
};
use clack_extensions::state::{HostState, HostStateImpl};
use clack_extensions::thread_check::{HostThreadCheck, HostThreadCheckImpl};
use clack_extensions::track_info::{HostTrackInfo, HostTrackInfoImpl, TrackInfo, TrackInfoWriter};
use clack_host::prelude::*;

/// Ties the handlers of the three kinds of threads together.
pub struct Handlers;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = MainThread;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<Self>, _: &Shared) {
        builder
            .register::<HostGui>()
            .register::<HostLog>()
            .register::<HostParams>()
            .register::<HostState>()
            .register::<HostThreadCheck>()
            .register::<HostTrackInfo>();
    }
}

/// Requests from the plugin, readable from the main thread.
#[derive(Clone, Default)]
pub struct Requests(Arc<RequestFlags>);

#[derive(Default)]
struct RequestFlags {
    callback: AtomicBool,
    restart: AtomicBool,
    size: AtomicU64,
    marks: AtomicU64,
    warnings: Mutex<Vec<String>>,
}

impl Requests {
    pub(super) fn take_callback(&self) -> bool {
        self.0.callback.swap(false, Ordering::AcqRel)
    }

    /// Whether a restart was requested; clears the request.
    pub fn take_restart(&self) -> bool {
        self.0.restart.swap(false, Ordering::AcqRel)
    }

    /// How often the plugin has marked the session as changed since the last call.
    pub fn take_marks(&self) -> u64 {
        self.0.marks.swap(0, Ordering::AcqRel)
    }

    /// The window size requested since the last call.
    pub fn take_size(&self) -> Option<GuiSize> {
        let packed = self.0.size.swap(0, Ordering::AcqRel);
        (packed != 0).then(|| GuiSize::unpack_from_u64(packed))
    }

    /// Warnings and errors the plugin has logged through the host, oldest first.
    pub fn warnings(&self) -> Vec<String> {
        self.0.warnings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Calls allowed on any thread.
pub struct Shared {
    requests: Requests,
    main_thread: ThreadId,
}

impl Shared {
    pub(super) fn new(requests: Requests) -> Shared {
        Shared { requests, main_thread: std::thread::current().id() }
    }
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {
        self.requests.0.restart.store(true, Ordering::Release);
    }

    fn request_process(&self) {}

    fn request_callback(&self) {
        self.requests.0.callback.store(true, Ordering::Release);
    }
}

impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}

    fn request_resize(&self, new_size: GuiSize) -> Result<(), HostError> {
        self.requests.0.size.store(new_size.pack_to_u64(), Ordering::Release);
        Ok(())
    }

    fn request_show(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn request_hide(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn closed(&self, _was_destroyed: bool) {}
}

impl HostLogImpl for Shared {
    fn log(&self, severity: LogSeverity, message: &str) {
        if severity >= LogSeverity::Warning {
            let mut warnings = self.requests.0.warnings.lock().unwrap_or_else(PoisonError::into_inner);
            warnings.push(message.to_owned());
            eprintln!("plugin: {severity:?}: {message}");
        }
    }
}

impl HostThreadCheckImpl for Shared {
    fn is_main_thread(&self) -> bool {
        std::thread::current().id() == self.main_thread
    }

    /// Audio is only ever played on threads of a [`Playback`](super::Playback), which carry this name.
    fn is_audio_thread(&self) -> bool {
        std::thread::current().name() == Some(super::feed::AUDIO_THREAD)
    }
}

impl HostParamsImplShared for Shared {
    fn request_flush(&self) {}
}

/// Calls allowed on the main thread only.
pub struct MainThread(pub(super) Requests);

impl MainThreadHandler<'_> for MainThread {}

impl HostParamsImplMainThread for MainThread {
    fn rescan(&self, _flags: ParamRescanFlags) {}

    fn clear(&self, _param_id: ClapId, _flags: ParamClearFlags) {}
}

impl HostStateImpl for MainThread {
    fn mark_dirty(&self) {
        self.0.0.marks.fetch_add(1, Ordering::AcqRel);
    }
}

impl HostTrackInfoImpl for MainThread {
    fn get<'a>(&'a self, writer: &mut TrackInfoWriter<'_, 'a>) {
        writer.set(&TrackInfo::new().with_name(Some(b"Amplifier")));
    }
}
