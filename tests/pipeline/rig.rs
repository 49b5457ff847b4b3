//! A worker fed manually, as a host feeds an instance.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use groundtruth_analysis::{Controls, Snapshot, SnapshotReader, State, Worker, snapshot_channel};
use groundtruth_measure::{Averaging, Settings};
use groundtruth_stream::Format;
use groundtruth_stream::capture::{FrameSender, Reason, channel};
use groundtruth_tests::stimulus::{Signal, Tone};

pub const RATE_HZ: f64 = 48_000.0;
pub const FRAMES: usize = 4096;
pub const STEREO: Format = Format { sample_rate_hz: RATE_HZ, channels: 2, reference_channels: 0 };

/// Records of 4096 frames, all averaged: the mode that reveals any difference in a record.
pub fn settings() -> Settings {
    Settings { transform_frames: FRAMES, averaging: Averaging::Infinite, ..Settings::default() }
}

/// Left driven with distortion, hum and noise; right has 60 dB less of it and its own noise.
pub fn planted(frames: usize) -> [Vec<f32>; 2] {
    let tone = Tone::new(997.0, -6.0);
    let left = Signal::silence(RATE_HZ, frames)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, -80.0, 0.3), (3, -90.0, 1.0)])
        .with_hum(50.0, &[(1, -70.0), (3, -80.0)])
        .with_noise(-100.0, 1);
    let right = Signal::silence(RATE_HZ, frames).with_tone(tone.through(-60.0, 3.0)).with_noise(-100.0, 2);
    [left.to_f32(), right.to_f32()]
}

/// A stretch of a signal.
pub fn part(signal: &[Vec<f32>; 2], frames: std::ops::Range<usize>) -> [Vec<f32>; 2] {
    [0, 1].map(|channel| signal[channel][frames.clone()].to_vec())
}

/// One instance without host and window.
pub struct Rig {
    pub controls: Controls,
    pub worker: Worker,
    pub sender: FrameSender,
    pub reader: SnapshotReader,
}

impl Rig {
    /// Listening, connected and subscribed; set to offline, so that nothing is lost at any pace.
    pub fn new(settings: Settings) -> Rig {
        Rig::with_wake(settings, || ())
    }

    /// As [`Rig::new`]; `wake` runs on the worker's thread after each snapshot.
    pub fn with_wake(settings: Settings, wake: impl Fn() + Send + 'static) -> Rig {
        let controls = Controls::default();
        let worker = Worker::spawn(controls.clone(), settings).expect("a thread");
        let (writer, reader) = snapshot_channel();
        controls.listening.set(Reason::Shown, true);
        let (sender, receiver) = channel(STEREO, controls.listening.clone());
        worker.connect(receiver);
        worker.subscribe(writer, Box::new(wake));
        let mut rig = Rig { controls, worker, sender, reader };
        rig.sender.set_offline(true);
        rig
    }

    /// A new stream, as an activation makes it.
    pub fn reactivate(&mut self, format: Format) {
        let (sender, receiver) = channel(format, self.controls.listening.clone());
        self.sender = sender;
        self.sender.set_offline(true);
        self.worker.connect(receiver);
    }

    /// Sends a signal in repeated blocks of these sizes; returns the frames lost.
    pub fn feed(&mut self, signal: &[Vec<f32>; 2], blocks: impl IntoIterator<Item = usize>) -> u64 {
        let mut lost = 0;
        let mut from = 0;
        for block in blocks {
            let until = (from + block).min(signal[0].len());
            lost += self.sender.push(&[&signal[0][from..until], &signal[1][from..until]], None, None);
            from = until;
            if from == signal[0].len() {
                break;
            }
        }
        assert_eq!(from, signal[0].len(), "the blocks must cover the signal");
        lost
    }

    /// As [`Rig::feed`], in blocks of 512.
    pub fn feed_plainly(&mut self, signal: &[Vec<f32>; 2]) -> u64 {
        self.feed(signal, std::iter::repeat(512))
    }

    pub fn open(&self, open: bool) {
        if self.controls.listening.set(Reason::Shown, open) {
            self.worker.wake();
        }
    }

    pub fn freeze(&self, frozen: bool) {
        self.controls.frozen.store(frozen, Ordering::Relaxed);
        self.worker.wake();
    }

    /// The newest snapshot once everything sent is analysed.
    pub fn drained(&mut self) -> Snapshot {
        assert!(self.worker.drain(Duration::from_secs(60)), "the worker hangs");
        self.reader.latest().clone()
    }

    /// The first snapshot that satisfies the condition.
    pub fn wait_for(&mut self, what: &str, is: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            let snapshot = self.reader.latest();
            if is(snapshot) {
                return snapshot.clone();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("never seen: {what}; now {:?}", self.reader.latest().state);
    }
}

/// All contents of a snapshot that depend on the audio, bit for bit.
pub fn contents(snapshot: &Snapshot) -> String {
    let bits = |planes: &[Arc<[f32]>]| -> Vec<u64> { planes.iter().map(|plane| digest(plane)).collect() };
    let columns: Vec<(u64, u64)> = snapshot
        .spectrogram
        .columns
        .iter()
        .map(|column| (column.end_frame, digest(&column.levels_dbfs)))
        .collect();
    format!(
        "{:?} {:?} {}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?} {:?}\n{:?}\n{:?}",
        snapshot.state,
        snapshot.progress,
        report(snapshot),
        snapshot.spectrum.as_ref().map(|spectrum| (spectrum.records, bits(&spectrum.channels))),
        bits(&snapshot.max_hold),
        snapshot.density,
        snapshot.residuals,
        snapshot.context.map(|context| (context.end_frame, context.gaps, context.lost_frames)),
        snapshot.meters,
        snapshot.crosstalk,
        columns,
    )
}

/// Panics if two contents differ, showing only the difference.
pub fn assert_same(left: &str, right: &str, what: &str) {
    let differs = left.bytes().zip(right.bytes()).position(|(a, b)| a != b);
    let at = differs.unwrap_or(left.len().min(right.len()));
    let around = |text: &str| {
        let bytes = &text.as_bytes()[at.saturating_sub(120).min(text.len())..(at + 60).min(text.len())];
        String::from_utf8_lossy(bytes).into_owned()
    };
    assert!(left == right, "{what}: differs at byte {at}\n  {}\n  {}", around(left), around(right));
}

/// The report as text, with the shortest digits that identify each number exactly.
pub fn report(snapshot: &Snapshot) -> String {
    serde_json::to_string(&snapshot.report.as_deref()).expect("a report has a JSON form")
}

pub fn is_running(snapshot: &Snapshot) -> bool {
    snapshot.state == State::Running
}

/// FNV-1a over the bits.
fn digest(values: &[f32]) -> u64 {
    values.iter().fold(0xcbf2_9ce4_8422_2325, |hash, value| {
        (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0100_0000_01b3)
    })
}
