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

#[cfg(all(test, loom))]
mod model {
    use loom::cell::UnsafeCell;
    use loom::sync::Arc;
    use loom::thread;

    use super::*;

    /// The checker reports a read of the cell that the write does not come before.
    #[test]
    fn who_takes_a_box_sees_what_was_written_into_it() {
        loom::model(|| {
            let mailbox = Arc::new(Mailbox::new());
            let taker = {
                let mailbox = mailbox.clone();
                thread::spawn(move || mailbox.take().map(take_out))
            };
            let item = Box::new(UnsafeCell::new(0));
            // SAFETY: nobody else has the cell yet.
            item.with_mut(|value| unsafe { *value = 7 });
            assert!(mailbox.put(item).is_ok());
            let first = taker.join().expect("no panic");
            let second = mailbox.take().map(take_out);
            assert_eq!(first.or(second), Some(7));
            assert!(first.is_none() || second.is_none());
        });
    }

    fn take_out(item: Box<UnsafeCell<u32>>) -> u32 {
        // SAFETY: the box is this thread's own.
        item.with(|value| unsafe { *value })
    }

    #[test]
    fn of_two_takers_one_gets_the_box() {
        loom::model(|| {
            let mailbox = Arc::new(Mailbox::new());
            assert!(mailbox.put(Box::new(1)).is_ok());
            let takers = [0, 1].map(|_| {
                let mailbox = mailbox.clone();
                thread::spawn(move || mailbox.take().is_some())
            });
            let got = takers.map(|taker| taker.join().expect("no panic"));
            assert_eq!(got.iter().filter(|&&got| got).count(), 1);
            assert!(mailbox.is_empty());
        });
    }
}
