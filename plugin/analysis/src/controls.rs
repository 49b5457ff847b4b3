//! State shared between the threads of an instance and its worker.

use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use groundtruth_measure::{Report, Spectrum};
use groundtruth_stream::capture::Listening;

/// Shared by all threads of an instance. Outlives worker and streams; clones share the state.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    /// Who needs the audio. Call [`Worker::wake`](crate::Worker::wake) when [`Listening::set`] returns true.
    pub listening: Arc<Listening>,
    /// Freezes figures and curves. Read by the worker at every poll; any thread may set it.
    pub frozen: Arc<AtomicBool>,
    /// Increment to discard the average and start a new record. Read by the worker at every poll; any thread may
    /// increment it.
    pub restarts: Arc<AtomicU32>,
    /// The report of the last finished record or average, kept when nobody listens any more.
    pub last_report: Latest<Report>,
    /// The report of the newest complete run of the bench track, kept when nobody listens any more.
    pub last_bench: Latest<Report>,
    /// The averaged spectrum at the end of the last record, while somebody listens.
    pub last_spectrum: Latest<Spectrum>,
}

/// A slot for the newest value of its kind. Written by the worker, read when the session is saved and by other
/// instances; never touched by the audio thread.
#[derive(Debug)]
pub struct Latest<T>(Arc<Mutex<Option<Arc<T>>>>);

impl<T> Latest<T> {
    /// The newest value, `None` before the first.
    pub fn get(&self) -> Option<Arc<T>> {
        self.slot().clone()
    }

    /// Replaces the value.
    pub fn set(&self, value: Option<Arc<T>>) {
        let before = std::mem::replace(&mut *self.slot(), value);
        drop(before);
    }

    /// The slot holds a complete value at any time, so a panic elsewhere does not invalidate it.
    fn slot(&self) -> MutexGuard<'_, Option<Arc<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// Derived ones would require the same of `T`.
impl<T> Clone for Latest<T> {
    fn clone(&self) -> Latest<T> {
        Latest(self.0.clone())
    }
}

impl<T> Default for Latest<T> {
    fn default() -> Latest<T> {
        Latest(Arc::default())
    }
}
