//! State shared between the threads of an instance and its worker.

use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use groundtruth_measure::Report;
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
    /// The report of the last finished record.
    pub last_report: LastReport,
}

/// A slot for the report of the last finished record or average. Written by the worker, read when the session is
/// saved; never touched by the audio thread.
#[derive(Clone, Debug, Default)]
pub struct LastReport(Arc<Mutex<Option<Arc<Report>>>>);

impl LastReport {
    /// The last report, `None` before the first.
    pub fn get(&self) -> Option<Arc<Report>> {
        self.slot().clone()
    }

    /// Replaces the report.
    pub fn set(&self, report: Option<Arc<Report>>) {
        let before = std::mem::replace(&mut *self.slot(), report);
        drop(before);
    }

    /// The slot holds a complete value at any time, so a panic elsewhere does not invalidate it.
    fn slot(&self) -> MutexGuard<'_, Option<Arc<Report>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
