//! One place for a box that passes from thread to thread.

use std::ptr;

#[cfg(loom)]
use loom::sync::atomic::{AtomicPtr, Ordering};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicPtr, Ordering};

/// Holds at most one box; whoever takes it owns it. Any thread may put and take.
#[derive(Debug)]
pub(crate) struct Mailbox<T: Send> {
    /// Null, or the pointer of a box that this mailbox owns.
    slot: AtomicPtr<T>,
}

impl<T: Send> Mailbox<T> {
    pub fn new() -> Mailbox<T> {
        Mailbox { slot: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Whether there is nothing to take.
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn is_empty(&self) -> bool {
        self.slot.load(Ordering::Relaxed).is_null()
    }

    /// Puts a box; returns it if there is one already.
    ///
    /// # Realtime
    /// Wait-free: one exchange.
    pub fn put(&self, item: Box<T>) -> Result<(), Box<T>> {
        let item = Box::into_raw(item);
        // Release: whoever takes the box sees its content.
        match self.slot.compare_exchange(ptr::null_mut(), item, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            // SAFETY: the pointer is the box's from above, and was not stored.
            Err(_) => Err(unsafe { Box::from_raw(item) }),
        }
    }

    /// Takes the box, if there is one.
    ///
    /// # Realtime
    /// Wait-free: one exchange.
    pub fn take(&self) -> Option<Box<T>> {
        let item = self.slot.swap(ptr::null_mut(), Ordering::Acquire);
        // SAFETY: a pointer in the slot is a box's that `put` gave up, and the exchange took it out for this caller alone.
        (!item.is_null()).then(|| unsafe { Box::from_raw(item) })
    }
}

impl<T: Send> Drop for Mailbox<T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}
