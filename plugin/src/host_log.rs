//! Messages to the host: into its log if it has one, else to the error stream.

use std::cell::Cell;
use std::ffi::CString;
use std::ptr;

use clap_sys::ext::log::{CLAP_EXT_LOG, CLAP_LOG_ERROR, clap_host_log};
use clap_sys::host::clap_host;

thread_local! {
    /// The host whose instance this thread is creating.
    static CREATOR: Cell<*const clap_host> = const { Cell::new(ptr::null()) };
}

/// The log of the host that created an instance.
pub(crate) struct HostLog(*const clap_host);

// SAFETY: CLAP allows the two functions called here on any thread.
unsafe impl Send for HostLog {}
// SAFETY: likewise.
unsafe impl Sync for HostLog {}

impl Default for HostLog {
    /// Without a host: the error stream.
    fn default() -> HostLog {
        HostLog(ptr::null())
    }
}

/// Creates an instance for a CLAP host, whose log [`HostLog::of_creator`] then finds.
pub(crate) fn created_by<R>(host: *const clap_host, create: impl FnOnce() -> R) -> R {
    CREATOR.set(host);
    let created = create();
    CREATOR.set(ptr::null());
    created
}

impl HostLog {
    /// The log of the CLAP host that is creating an instance on this thread; the error stream without one.
    pub fn of_creator() -> HostLog {
        HostLog(CREATOR.get())
    }

    /// Writes an error. Only in calls from the host, during which it exists.
    pub fn error(&self, message: &str) {
        // SAFETY: the host outlives its instances, and this is called in one of its calls.
        let written = unsafe { self.0.as_ref() }.is_some_and(|host| write(host, message));
        if !written {
            eprintln!("Groundtruth: {message}");
        }
    }
}

/// Writes to the host's log; false if it has none.
fn write(host: &clap_host, message: &str) -> bool {
    let Some(get_extension) = host.get_extension else { return false };
    // Our own texts contain no nul; a fault's might.
    let Ok(text) = CString::new(message.replace('\0', " ")) else { return false };
    // SAFETY: the extension is a table of this type or null, and the text outlives the call.
    unsafe {
        let table = get_extension(host, CLAP_EXT_LOG.as_ptr()).cast::<clap_host_log>();
        let Some(log) = table.as_ref().and_then(|table| table.log) else { return false };
        log(host, CLAP_LOG_ERROR, text.as_ptr());
    }
    true
}
