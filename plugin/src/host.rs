//! What an instance says to its host beyond the framework: messages for the log, and that the saved state has changed.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use parking_lot::Mutex;

mod clap;
mod component_handler;

pub(crate) use clap::ClapHost;
pub(crate) use component_handler::{ComponentHandler, watch};

thread_local! {
    /// The host whose instance this thread is creating.
    static CREATOR: RefCell<Host> = const { RefCell::new(Host::Unknown) };
}

/// A host, by plugin format.
#[derive(Clone, Default)]
pub(crate) enum Host {
    /// None, as in tests.
    #[default]
    Unknown,
    /// The host of a CLAP.
    Clap(ClapHost),
    /// The host of a VST3.
    Vst3(Arc<ComponentHandler>),
}

/// Creates an instance for a host, which [`HostLink::to_creator`] then finds.
pub(crate) fn created_by<R>(host: Host, create: impl FnOnce() -> R) -> R {
    CREATOR.set(host);
    let created = create();
    CREATOR.set(Host::Unknown);
    created
}

/// The way from one instance to its host.
pub(crate) struct HostLink {
    host: Mutex<Host>,
    /// The thread that created the instance: the host's main thread.
    main_thread: ThreadId,
    /// The saved state has changed, and nobody has asked for the main thread since.
    is_changed: AtomicBool,
    /// The host does not know of a change yet.
    is_unreported: AtomicBool,
}

impl Default for HostLink {
    fn default() -> HostLink {
        HostLink::to(Host::Unknown)
    }
}

impl HostLink {
    fn to(host: Host) -> HostLink {
        HostLink {
            host: Mutex::new(host),
            main_thread: thread::current().id(),
            is_changed: AtomicBool::new(false),
            is_unreported: AtomicBool::new(false),
        }
    }

    /// A link to the host that is creating an instance on this thread.
    pub fn to_creator() -> HostLink {
        HostLink::to(CREATOR.with_borrow(Host::clone))
    }

    /// Writes an error into the host's log, or the error stream if there is none. Only in calls from the host.
    pub fn log_error(&self, message: &str) {
        let host = self.host.lock().clone();
        let is_written = matches!(host, Host::Clap(host) if host.log_error(message));
        if !is_written {
            eprintln!("Groundtruth: {message}");
        }
    }

    /// Notes that the state that the host would save has changed, by something that is no parameter.
    pub fn note_change(&self) {
        self.is_unreported.store(true, Ordering::Release);
        self.is_changed.store(true, Ordering::Release);
    }

    /// Whether the state has changed since the last call: [`HostLink::report_change`] is due.
    pub fn take_change(&self) -> bool {
        self.is_changed.swap(false, Ordering::AcqRel)
    }

    /// Whether this is the thread that created the instance.
    pub fn is_main_thread(&self) -> bool {
        thread::current().id() == self.main_thread
    }

    /// Asks a CLAP host to call [`mod@crate::clap_entry`] on its main thread.
    pub fn request_main_thread(&self) {
        let host = self.host.lock().clone();
        if let Host::Clap(host) = host {
            host.request_callback();
        }
    }

    /// Tells the host of a change, so that it asks before it closes the session. Main thread only.
    pub fn report_change(&self) {
        if !self.is_unreported.swap(false, Ordering::AcqRel) {
            return;
        }
        // Cloned, because the host may save the state within this call.
        let host = self.host.lock().clone();
        match host {
            Host::Unknown => {}
            Host::Clap(host) => host.mark_dirty(),
            Host::Vst3(handler) => handler.set_dirty(),
        }
    }

    /// Ends the link; the host may end with the instance.
    pub fn close(&self) {
        *self.host.lock() = Host::Unknown;
    }
}
