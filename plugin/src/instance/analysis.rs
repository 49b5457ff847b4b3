//! The analysis of one instance: its thread, started on first use, and its inputs.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use groundtruth_analysis::{Controls, RequestedSamples, SnapshotReader, Worker, snapshot_channel};
use groundtruth_measure::{Report, Spectrum};
use groundtruth_stream::Format;
use groundtruth_stream::capture::{FrameReceiver, FrameSender, Reason};
use parking_lot::Mutex;

use crate::session::repaint_all;
use crate::settings::InstrumentSettings;

/// An opening of the window, as identified by the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Viewer(u64);

/// Interface to the analysis. For any thread except the audio thread, unless stated otherwise.
#[derive(Default)]
pub(super) struct Analysis {
    controls: Controls,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    settings: InstrumentSettings,
    worker: Option<Worker>,
    /// A stream not yet passed to a worker.
    waiting: Option<FrameReceiver>,
    is_connected: bool,
    /// The newest opening, while it is open.
    viewer: Option<Viewer>,
    openings: u64,
    is_watched: bool,
    /// The instance plays a test signal.
    is_playing: bool,
    fault: Option<String>,
}

impl Analysis {
    /// Longest wait for the last record at the end of an offline pass. The queue holds two seconds of audio, whose
    /// analysis takes a small part of that.
    const DRAIN_LIMIT: Duration = Duration::from_secs(5);

    /// Creates a stream and passes its receiver to the worker, now or when there is one.
    pub fn connect(&self, format: Format) -> FrameSender {
        let (sender, receiver) =
            groundtruth_stream::capture::channel(format, self.controls.listening.clone());
        let mut inner = self.inner.lock();
        inner.is_connected = true;
        inner.waiting = Some(receiver);
        self.hand_over(&mut inner);
        sender
    }

    /// Applies the user's settings.
    pub fn set_settings(&self, settings: InstrumentSettings) {
        let mut inner = self.inner.lock();
        inner.settings = settings;
        if let Some(worker) = &inner.worker {
            worker.set_settings(settings.measure);
        }
        self.set_reason(&inner, Reason::Background, settings.analyse_while_closed);
        self.hand_over(&mut inner);
    }

    /// Notes that a window opened: snapshots go to the reader from now on, and `wake` is called after each.
    pub fn open(&self, wake: Box<dyn Fn() + Send>) -> (Viewer, SnapshotReader) {
        let (writer, reader) = snapshot_channel();
        let mut inner = self.inner.lock();
        inner.openings += 1;
        let viewer = Viewer(inner.openings);
        inner.viewer = Some(viewer);
        self.hand_over(&mut inner);
        if let Some(worker) = &inner.worker {
            worker.subscribe(writer, wake);
        }
        self.set_reason(&inner, Reason::Shown, true);
        (viewer, reader)
    }

    /// Notes that the window was shown or hidden; false if a later one is open.
    pub fn set_shown(&self, viewer: Viewer, shown: bool) -> bool {
        let inner = self.inner.lock();
        let is_newest = inner.viewer == Some(viewer);
        if is_newest {
            self.set_reason(&inner, Reason::Shown, shown);
        }
        is_newest
    }

    /// Notes that the window closed. A later one, opened before this one's thread ended, stays open: false then.
    pub fn close(&self, viewer: Viewer) -> bool {
        let mut inner = self.inner.lock();
        if inner.viewer != Some(viewer) {
            return false;
        }
        inner.viewer = None;
        if let Some(worker) = &inner.worker {
            worker.unsubscribe();
        }
        self.set_reason(&inner, Reason::Shown, false);
        true
    }

    /// Notes whether the instance plays a test signal: its input is analysed meanwhile.
    pub fn set_playing(&self, is_playing: bool) {
        let mut inner = self.inner.lock();
        inner.is_playing = is_playing;
        self.hand_over(&mut inner);
        self.set_reason(&inner, Reason::Playing, is_playing);
    }

    /// Discards the average and starts a new record.
    pub fn restart(&self) {
        self.request_restart();
        if let Some(worker) = &self.inner.lock().worker {
            worker.wake();
        }
    }

    /// The same, without waking the worker.
    ///
    /// # Realtime
    /// One relaxed addition; the worker sees it at its next poll.
    pub fn request_restart(&self) {
        self.controls.restarts.fetch_add(1, Ordering::Relaxed);
    }

    /// Clears the maximum hold.
    pub fn clear_max_hold(&self) {
        if let Some(worker) = &self.inner.lock().worker {
            worker.clear_max_hold();
        }
    }

    /// Requests the newest samples of the record; `None` without a worker.
    pub fn request_samples(&self) -> Option<RequestedSamples> {
        self.inner.lock().worker.as_ref().map(Worker::samples)
    }

    /// Waits, within [`Analysis::DRAIN_LIMIT`], until everything queued is analysed.
    pub fn drain(&self) {
        // Waits without holding the lock, which a window takes with every frame.
        let drain = self.inner.lock().worker.as_ref().map(Worker::begin_drain);
        if let Some(drain) = drain {
            drain.wait(Self::DRAIN_LIMIT);
        }
    }

    /// Freezes or unfreezes figures and curves.
    ///
    /// # Realtime
    /// One relaxed store; the worker sees it at its next poll.
    pub fn set_frozen(&self, frozen: bool) {
        self.controls.frozen.store(frozen, Ordering::Relaxed);
    }

    /// Whether figures and curves are frozen.
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn is_frozen(&self) -> bool {
        self.controls.frozen.load(Ordering::Relaxed)
    }

    /// The report of the last finished record, of this session or the restored one.
    pub fn last_report(&self) -> Option<Arc<Report>> {
        self.controls.last_report.get()
    }

    /// The report of the newest complete run of the bench track.
    pub fn last_bench(&self) -> Option<Arc<Report>> {
        self.controls.last_bench.get()
    }

    /// Figures and spectrum of this session, while somebody listens.
    pub fn live(&self) -> Option<(Arc<Report>, Arc<Spectrum>)> {
        self.controls.last_report.get().zip(self.controls.last_spectrum.get())
    }

    /// Notes whether other windows show what this instance measures: they get a frame when there are new figures.
    pub fn set_watched(&self, is_watched: bool) {
        let mut inner = self.inner.lock();
        inner.is_watched = is_watched;
        if let Some(worker) = &inner.worker {
            worker.watch(watcher(is_watched));
        }
        self.hand_over(&mut inner);
        self.set_reason(&inner, Reason::Watched, is_watched);
    }

    /// Restores a saved report, until a record is finished.
    pub fn restore_report(&self, report: Option<Arc<Report>>) {
        self.controls.last_report.set(report);
    }

    /// The last system error, returned once.
    pub fn take_fault(&self) -> Option<String> {
        self.inner.lock().fault.take()
    }

    /// A sleeping worker must be woken when a session starts or ends.
    fn set_reason(&self, inner: &Inner, reason: Reason, wanted: bool) {
        if self.controls.listening.set(reason, wanted)
            && let Some(worker) = &inner.worker
        {
            worker.wake();
        }
    }

    /// Starts the thread if needed, and passes the waiting stream to it.
    fn hand_over(&self, inner: &mut Inner) {
        let is_needed = inner.viewer.is_some()
            || (inner.is_connected
                && (inner.settings.analyse_while_closed || inner.is_watched || inner.is_playing));
        if inner.worker.is_none() && is_needed {
            match Worker::spawn(self.controls.clone(), inner.settings.measure) {
                Ok(worker) => {
                    worker.watch(watcher(inner.is_watched));
                    inner.worker = Some(worker);
                }
                Err(error) => inner.fault = Some(format!("The analysis could not be started: {error}.")),
            }
        }
        if let (Some(worker), Some(stream)) =
            (&inner.worker, inner.waiting.take_if(|_| inner.worker.is_some()))
        {
            worker.connect(stream);
        }
    }
}

/// Asks for frames of all windows.
fn watcher(is_watched: bool) -> Option<Box<dyn Fn() + Send>> {
    is_watched.then(|| Box::new(repaint_all) as Box<dyn Fn() + Send>)
}
