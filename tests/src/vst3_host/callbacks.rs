//! What the VST3 calls in its host: the component handler, and the window's frame with the run loop of the main thread.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

use nice_plug::wrapper::vst3::vst3::Steinberg::Linux::{
    FileDescriptor, IEventHandler, IEventHandlerTrait, IRunLoop, IRunLoopTrait, ITimerHandler, TimerInterval,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IComponentHandler, IComponentHandler2, IComponentHandler2Trait, IComponentHandlerTrait, ParamID,
    ParamValue,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    FIDString, IPlugFrame, IPlugFrameTrait, IPlugView, TBool, ViewRect, int32, kNotImplemented, kResultOk,
    tresult,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComPtr, ComRef};

/// Counts what the plugin says.
pub struct Callbacks {
    /// "Dirty" on the main thread.
    marked: AtomicUsize,
    /// "Dirty" on any other thread, which is a fault.
    marked_elsewhere: AtomicUsize,
    main_thread: ThreadId,
    event_handlers: Mutex<Vec<(ComPtr<IEventHandler>, FileDescriptor)>>,
}

impl Class for Callbacks {
    type Interfaces = (IComponentHandler, IComponentHandler2, IPlugFrame, IRunLoop);
}

impl Callbacks {
    /// For a host whose main thread is this one.
    pub fn on_this_thread() -> Callbacks {
        Callbacks {
            marked: AtomicUsize::new(0),
            marked_elsewhere: AtomicUsize::new(0),
            main_thread: thread::current().id(),
            event_handlers: Mutex::default(),
        }
    }

    /// How often the session was marked as changed since the last call.
    ///
    /// # Panics
    /// When that happened on another than the main thread.
    pub fn take_marks(&self) -> usize {
        assert_eq!(self.marked_elsewhere.load(Ordering::SeqCst), 0, "marked off the main thread");
        self.marked.swap(0, Ordering::SeqCst)
    }

    /// One round of the run loop.
    pub fn serve(&self) {
        let handlers = self.event_handlers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (handler, descriptor) in handlers {
            // SAFETY: this is the main thread; a call without anything to read is allowed.
            unsafe { handler.onFDIsSet(descriptor) };
        }
    }
}

impl IComponentHandlerTrait for Callbacks {
    unsafe fn beginEdit(&self, _: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn performEdit(&self, _: ParamID, _: ParamValue) -> tresult {
        kResultOk
    }

    unsafe fn endEdit(&self, _: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn restartComponent(&self, _: int32) -> tresult {
        kResultOk
    }
}

impl IComponentHandler2Trait for Callbacks {
    unsafe fn setDirty(&self, state: TBool) -> tresult {
        let is_main = thread::current().id() == self.main_thread;
        let count = if is_main { &self.marked } else { &self.marked_elsewhere };
        count.fetch_add(usize::from(state != 0), Ordering::SeqCst);
        kResultOk
    }

    unsafe fn requestOpenEditor(&self, _: FIDString) -> tresult {
        kNotImplemented
    }

    unsafe fn startGroupEdit(&self) -> tresult {
        kNotImplemented
    }

    unsafe fn finishGroupEdit(&self) -> tresult {
        kNotImplemented
    }
}

impl IPlugFrameTrait for Callbacks {
    unsafe fn resizeView(&self, _: *mut IPlugView, _: *mut ViewRect) -> tresult {
        kResultOk
    }
}

impl IRunLoopTrait for Callbacks {
    unsafe fn registerEventHandler(
        &self,
        handler: *mut IEventHandler,
        descriptor: FileDescriptor,
    ) -> tresult {
        // SAFETY: the plugin's pointer is valid or null.
        let handler = unsafe { ComRef::from_raw(handler) }.map(|handler| handler.to_com_ptr());
        let mut handlers = self.event_handlers.lock().unwrap_or_else(PoisonError::into_inner);
        handlers.extend(handler.map(|handler| (handler, descriptor)));
        kResultOk
    }

    unsafe fn unregisterEventHandler(&self, handler: *mut IEventHandler) -> tresult {
        let mut handlers = self.event_handlers.lock().unwrap_or_else(PoisonError::into_inner);
        handlers.retain(|(known, _)| known.as_ptr() != handler);
        kResultOk
    }

    unsafe fn registerTimer(&self, _: *mut ITimerHandler, _: TimerInterval) -> tresult {
        kNotImplemented
    }

    unsafe fn unregisterTimer(&self, _: *mut ITimerHandler) -> tresult {
        kNotImplemented
    }
}
