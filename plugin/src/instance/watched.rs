//! Who watches an instance, and what they are shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use groundtruth_captures::Capture;
use groundtruth_measure::Report;
use parking_lot::Mutex;
use ulid::Ulid;

/// Windows that show the instance, and the figures in the form of a capture.
pub(super) struct Live {
    /// Id of all captures made here: they replace each other.
    pub(super) id: Ulid,
    pub(super) watching: Mutex<usize>,
    pub(super) made: Mutex<Option<(Arc<Report>, Arc<Capture>)>>,
}

impl Default for Live {
    fn default() -> Live {
        Live { id: Ulid::generate(), watching: Mutex::default(), made: Mutex::default() }
    }
}

/// Number of an instance, different for each of the process.
pub(super) struct Number(pub(super) u64);

impl Default for Number {
    fn default() -> Number {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Number(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}
