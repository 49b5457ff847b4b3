//! Long work off the windows' threads: each job on a thread of its own, with progress and cancel.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use groundtruth_captures::import::Progress;
use parking_lot::Mutex;

use crate::instance::Instance;
use crate::session::repaint_all;

/// Work that has begun, of all instances of the process.
static RUNNING: LazyLock<Mutex<Vec<Running>>> = LazyLock::new(Mutex::default);

/// Work that ends sooner is not shown.
const SHOWN_AFTER: Duration = Duration::from_millis(300);

/// Shortest time between two frames for a job's progress.
const REPAINT: Duration = Duration::from_millis(50);

struct Running {
    job: Arc<Job>,
    thread: JoinHandle<()>,
}

/// Work in progress, as its thread and the windows see it.
pub struct Job {
    id: u64,
    title: String,
    is_shown: bool,
    begun: Instant,
    /// Part that is done, in thousandths.
    thousandths: AtomicU32,
    cancelled: AtomicBool,
    drawn: Mutex<Instant>,
}

impl Job {
    fn new(title: String, is_shown: bool) -> Job {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let begun = Instant::now();
        Job {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            title,
            is_shown,
            begun,
            thousandths: AtomicU32::new(0),
            cancelled: AtomicBool::new(false),
            drawn: Mutex::new(begun),
        }
    }

    /// What is done, for the user: `Importing 3 files`.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The part that is done, 0 to 1.
    pub fn share(&self) -> f32 {
        self.thousandths.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Sets the part that is done, 0 to 1.
    pub fn set_share(&self, share: f64) {
        self.thousandths.store((share.clamp(0.0, 1.0) * 1000.0) as u32, Ordering::Relaxed);
        let mut drawn = self.drawn.lock();
        if drawn.elapsed() > REPAINT {
            *drawn = Instant::now();
            repaint_all();
        }
    }

    /// Asks the work to end; it does so at its next look at [`Job::is_cancelled`].
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the user asked to end it, or the last instance closed.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// How long it has been running.
    pub fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }
}

impl Progress for Job {
    fn set_share(&self, share: f64) {
        Job::set_share(self, share);
    }

    fn is_cancelled(&self) -> bool {
        Job::is_cancelled(self)
    }
}

/// Starts work on a thread of its own. What it could not do is shown by the instance that asked for it, if that is
/// still there. The work ends early if [`Job::is_cancelled`]; before the plugin is unloaded it is waited for.
pub(crate) fn start(
    instance: &Arc<Instance>,
    title: impl Into<String>,
    work: impl FnOnce(&Job) -> Result<(), String> + Send + 'static,
) {
    run(Job::new(title.into(), true), Arc::downgrade(instance), work);
}

/// The same for work that is not shown while it runs.
pub(crate) fn start_quietly(
    asking: Weak<Instance>,
    title: &str,
    work: impl FnOnce(&Job) -> Result<(), String> + Send + 'static,
) {
    run(Job::new(title.to_owned(), false), asking, work);
}

fn run(job: Job, asking: Weak<Instance>, work: impl FnOnce(&Job) -> Result<(), String> + Send + 'static) {
    let job = Arc::new(job);
    let (done, report_to) = (job.clone(), asking.clone());
    let run = move || {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&done)));
        let failed = |_| Err(format!("{}: stopped by an internal error.", done.title));
        if let (Err(reason), Some(instance)) = (outcome.unwrap_or_else(failed), report_to.upgrade()) {
            instance.note(reason);
        }
        RUNNING.lock().retain(|running| !Arc::ptr_eq(&running.job, &done));
        repaint_all();
    };
    // Held over the start, so that the thread finds its entry when it ends.
    let mut running = RUNNING.lock();
    match thread::Builder::new().name("groundtruth job".to_owned()).spawn(run) {
        Ok(thread) => running.push(Running { job, thread }),
        Err(error) => {
            let fault = format!("{}: the system gives no thread for it ({error}). Try again.", job.title);
            asking.upgrade().iter().for_each(|instance| instance.note(fault.clone()));
        }
    }
}

/// Work in progress that is shown, the oldest first.
pub(crate) fn running() -> Vec<Arc<Job>> {
    RUNNING.lock().iter().map(|running| running.job.clone()).filter(|job| job.is_shown).collect()
}

/// What a window shows of work in progress.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// Identifies it in this process.
    pub id: u64,
    /// What is done, for the user.
    pub title: String,
    /// The part that is done, 0 to 1.
    pub share: f32,
}

/// Work that takes longer than [`SHOWN_AFTER`], the oldest first.
pub(crate) fn shown() -> Vec<Work> {
    let running = running().into_iter().filter(|job| job.elapsed() >= SHOWN_AFTER && !job.is_cancelled());
    running.map(|job| Work { id: job.id, title: job.title().to_owned(), share: job.share() }).collect()
}

/// Cancels the work with this id.
pub(crate) fn cancel(id: u64) {
    running().iter().filter(|job| job.id == id).for_each(|job| job.cancel());
    repaint_all();
}

/// Cancels all work and waits for it. Only when the last instance closes: the plugin may be unloaded then.
pub(crate) fn end_all() {
    let all = std::mem::take(&mut *RUNNING.lock());
    all.iter().for_each(|running| running.job.cancel());
    // A job that reports its outcome may hold the last instance; it cannot wait for itself.
    let own = thread::current().id();
    for running in all.into_iter().filter(|running| running.thread.thread().id() != own) {
        // Panics are contained in the thread.
        _ = running.thread.join();
    }
}

#[cfg(test)]
mod tests;
