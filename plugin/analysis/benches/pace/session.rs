//! A worker fed at the pace of a host, with or without an editor that reads its snapshots.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use groundtruth_analysis::{Controls, SnapshotReader, Worker, snapshot_channel};
use groundtruth_measure::Settings;
use groundtruth_stream::Format;
use groundtruth_stream::capture::{FrameSender, Reason, channel};

use super::signals::Clip;

/// Frames of a host's block.
const BLOCK: usize = 512;
/// Time until the first records are complete.
const SETTLE: Duration = Duration::from_secs(3);
/// Between two frames of an editor.
const FRAME: Duration = Duration::from_millis(33);

/// Cost of the worker.
pub struct Cost {
    /// Share of a core.
    pub share: f64,
    pub wakeups_per_s: f64,
    pub lost_frames: u64,
    /// Longest time between two snapshots; zero without an editor.
    pub longest_pause: Duration,
    /// Other processes running meanwhile, as counted by the system.
    pub load: String,
}

/// A running instance.
pub struct Session {
    sender: FrameSender,
    worker: Worker,
}

impl Session {
    /// Plays a clip in a loop and measures the worker thread's time.
    pub fn play(clip: &Clip, editor: bool) -> Result<Cost, Box<dyn Error>> {
        let mut session = Session::open(clip.rate_hz)?;
        let editor = editor.then(|| Editor::open(&session.worker));
        let mut feed = Feed { clip, frame: 0, started: Instant::now(), lost_frames: 0 };
        feed.play_until(&mut session.sender, SETTLE);
        editor.iter().for_each(Editor::forget_pauses);
        let before = ThreadTime::of_worker()?;
        feed.play_until(&mut session.sender, SETTLE + clip.counted);
        let after = ThreadTime::of_worker()?;
        let longest_pause = editor.as_ref().map_or(Duration::ZERO, Editor::longest_pause);
        drop(editor);
        let seconds = clip.counted.as_secs_f64();
        Ok(Cost {
            share: (after.nanoseconds - before.nanoseconds) as f64 * 1e-9 / seconds,
            wakeups_per_s: (after.slices - before.slices) as f64 / seconds,
            lost_frames: feed.lost_frames,
            longest_pause,
            load: fs::read_to_string("/proc/loadavg")?.split(' ').next().unwrap_or_default().to_owned(),
        })
    }

    fn open(rate_hz: f64) -> Result<Session, Box<dyn Error>> {
        let controls = Controls::default();
        controls.listening.set(Reason::Shown, true);
        let format = Format { sample_rate_hz: rate_hz, channels: 2, reference_channels: 0 };
        let (sender, receiver) = channel(format, controls.listening.clone());
        let worker = Worker::spawn(controls, Settings::default())?;
        worker.connect(receiver);
        Ok(Session { sender, worker })
    }
}

/// The host's end.
struct Feed<'a> {
    clip: &'a Clip,
    frame: usize,
    started: Instant,
    lost_frames: u64,
}

impl Feed<'_> {
    fn play_until(&mut self, sender: &mut FrameSender, end: Duration) {
        while self.started.elapsed() < end {
            let [left, right] = self.clip.channels.each_ref().map(|samples| self.block(samples));
            self.lost_frames += sender.push(&[&left, &right], None, None);
            self.frame += BLOCK;
            let due = Duration::from_secs_f64(self.frame as f64 / self.clip.rate_hz);
            thread::sleep(due.saturating_sub(self.started.elapsed()));
        }
    }

    fn block(&self, samples: &[f32]) -> [f32; BLOCK] {
        std::array::from_fn(|index| samples[(self.frame + index) % samples.len()])
    }
}

/// A thread that reads the newest snapshot with all its curves 30 times a second.
struct Editor {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    /// Time of the newest snapshot, and the longest time between two.
    pauses: Arc<Mutex<(Instant, Duration)>>,
}

impl Editor {
    fn open(worker: &Worker) -> Editor {
        let (writer, reader) = snapshot_channel();
        let pauses = Arc::new(Mutex::new((Instant::now(), Duration::ZERO)));
        worker.subscribe(writer, {
            let pauses = pauses.clone();
            Box::new(move || {
                let (newest, longest) = &mut *pauses.lock().expect("no thread panics");
                *longest = newest.elapsed().max(*longest);
                *newest = Instant::now();
            })
        });
        let stop = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let stop = stop.clone();
            move || draw(reader, &stop)
        });
        Editor { stop, thread: Some(thread), pauses }
    }

    fn forget_pauses(&self) {
        self.pauses.lock().expect("no thread panics").1 = Duration::ZERO;
    }

    fn longest_pause(&self) -> Duration {
        self.pauses.lock().expect("no thread panics").1
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn draw(mut reader: SnapshotReader, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let snapshot = reader.latest();
        let spectrum = snapshot.spectrum.iter().flat_map(|spectrum| &spectrum.channels);
        let largest = |powers: &Arc<[f32]>| powers.iter().copied().fold(0.0, f32::max);
        black_box(spectrum.chain(&snapshot.max_hold).map(largest).fold(0.0, f32::max));
        thread::sleep(FRAME);
    }
}

/// The system's counters for the worker's thread.
struct ThreadTime {
    nanoseconds: u64,
    /// Time slices on a core.
    slices: u64,
}

impl ThreadTime {
    fn of_worker() -> Result<ThreadTime, Box<dyn Error>> {
        for task in fs::read_dir("/proc/self/task")? {
            let task = task?.path();
            if fs::read_to_string(task.join("comm"))?.trim() == Worker::THREAD_NAME {
                let counts = fs::read_to_string(task.join("schedstat"))?;
                let mut counts = counts.split_whitespace().map(str::parse);
                let [Some(nanoseconds), Some(_waited), Some(slices)] = [(); 3].map(|()| counts.next()) else {
                    break;
                };
                return Ok(ThreadTime { nanoseconds: nanoseconds?, slices: slices? });
            }
        }
        Err("the system counts no time of the worker's thread".into())
    }
}
