//! The host of a CLAP: its extensions `clap.log` and `clap.state`.

use std::ffi::{CStr, CString};
use std::ptr::NonNull;

use clap_sys::ext::log::{CLAP_EXT_LOG, CLAP_LOG_ERROR, clap_host_log};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_host_state};
use clap_sys::host::clap_host;

/// A host, which outlives its instances.
#[derive(Clone, Copy)]
pub(crate) struct ClapHost(NonNull<clap_host>);

// SAFETY: the pointer may move between threads; which function may be called on which is said at each.
unsafe impl Send for ClapHost {}

impl ClapHost {
    /// The host behind a pointer; `None` for a null pointer.
    ///
    /// # Safety
    ///
    /// The host exists as long as this value is used.
    pub unsafe fn new(host: *const clap_host) -> Option<ClapHost> {
        NonNull::new(host.cast_mut()).map(ClapHost)
    }

    /// Writes an error into the log, on any thread; false if there is no log.
    pub fn log_error(self, message: &str) -> bool {
        // Our own texts contain no nul; a fault's might.
        let Ok(text) = CString::new(message.replace('\0', " ")) else { return false };
        let Some(log) = self.extension::<clap_host_log>(CLAP_EXT_LOG).and_then(|table| table.log) else {
            return false;
        };
        // SAFETY: CLAP allows this on any thread, and the text outlives the call.
        unsafe { log(self.0.as_ptr(), CLAP_LOG_ERROR, text.as_ptr()) };
        true
    }

    /// Asks for a call of the plugin on the main thread. Any thread.
    pub fn request_callback(self) {
        // SAFETY: the host exists, and CLAP allows this on any thread.
        if let Some(request) = unsafe { self.0.as_ref() }.request_callback {
            // SAFETY: likewise.
            unsafe { request(self.0.as_ptr()) };
        }
    }

    /// Says that the state has changed. Main thread only.
    pub fn mark_dirty(self) {
        let table = self.extension::<clap_host_state>(CLAP_EXT_STATE);
        if let Some(mark_dirty) = table.and_then(|table| table.mark_dirty) {
            // SAFETY: this is the main thread.
            unsafe { mark_dirty(self.0.as_ptr()) };
        }
    }

    /// A table of the host's functions; `None` if it lacks this extension. `T` is the type of the extension `id`.
    fn extension<T>(&self, id: &CStr) -> Option<&T> {
        // SAFETY: the host exists, may be asked on any thread, and answers with a table of this type or null.
        unsafe { self.0.as_ref().get_extension?(self.0.as_ptr(), id.as_ptr()).cast::<T>().as_ref() }
    }
}
