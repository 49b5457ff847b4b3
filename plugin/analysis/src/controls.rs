//! What the threads of an instance share with its worker.

use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use groundtruth_measure::Report;
use groundtruth_stream::capture::Listening;

/// Shared by all threads of an instance. It outlives worker and streams; clones share.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    /// Who wants the audio. Call [`Worker::wake`](crate::Worker::wake) where [`Listening::set`] says so.
    pub listening: Arc<Listening>,
    /// Hold figures and curves. The worker looks at it when it polls; any thread may set it.
    pub frozen: Arc<AtomicBool>,
    /// Add one to forget the average and begin a fresh record. Seen when the worker polls; any thread may add.
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

    /// Puts a report in place of the one before.
    pub fn set(&self, report: Option<Arc<Report>>) {
        let before = std::mem::replace(&mut *self.slot(), report);
        drop(before);
    }

    /// The slot holds a whole value at any time, so that a panic elsewhere does not spoil it.
    fn slot(&self) -> MutexGuard<'_, Option<Arc<Report>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
