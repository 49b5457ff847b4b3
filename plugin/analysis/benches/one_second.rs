//! One second of stereo at 48 kHz through the whole worker, compared with the bare transforms of its hops.
//!
//! The time per second of audio is the share of a core used by live analysis.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use groundtruth_analysis::{Controls, Worker, snapshot_channel};
use groundtruth_measure::{Averaging, Settings};
use groundtruth_stream::Format;
use groundtruth_stream::capture::{FrameSender, Reason, channel};
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

const RATE_HZ: f64 = 48_000.0;
const FRAMES: usize = 65_536;
/// Small enough to keep the ring nearly empty, as in live use; with a full ring the worker skips hops.
const PART: usize = 12_000;
/// Hops of the default settings in a second: a quarter record is cut into 11 to give 30 snapshots and more.
const HOPS: usize = 32;
/// Records in a second; each takes a transform of twice the length beside the one of its hop.
const RECORDS: usize = 3;

fn listening_worker(settings: Settings) -> (Worker, FrameSender) {
    let controls = Controls::default();
    controls.listening.set(Reason::Shown, true);
    let format = Format { sample_rate_hz: RATE_HZ, channels: 2, reference_channels: 0 };
    let (sender, receiver) = channel(format, controls.listening.clone());
    let worker = Worker::spawn(controls, settings).expect("a thread");
    worker.connect(receiver);
    // Without a reader, which does not change the worker's cost.
    worker.subscribe(snapshot_channel().0, Box::new(|| ()));
    (worker, sender)
}

fn planted(frames: usize) -> [Vec<f32>; 2] {
    let mut state = 1u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state as f32 / u32::MAX as f32 - 0.5
    };
    [0.5, 0.0005].map(|level| {
        let tone = |frame: usize| (std::f64::consts::TAU * 997.0 * frame as f64 / RATE_HZ).sin() as f32;
        (0..frames).map(|frame| level * tone(frame) + 1e-5 * noise()).collect()
    })
}

fn analyse(worker: &Worker, sender: &mut FrameSender, signal: &[Vec<f32>; 2]) {
    for start in (0..signal[0].len()).step_by(PART) {
        let part = start..signal[0].len().min(start + PART);
        sender.push(&[&signal[0][part.clone()], &signal[1][part]], None, None);
        assert!(worker.drain(Duration::from_secs(60)), "the worker hangs");
    }
}

fn one_second(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10).measurement_time(Duration::from_secs(4));
    // 997 whole cycles: consecutive seconds join without a step.
    let signal = planted(RATE_HZ as usize);
    let records = Settings { averaging: Averaging::Infinite, ..Settings::default() };
    for (name, settings) in [("one_second", Settings::default()), ("one_second_records_only", records)] {
        let (worker, mut sender) = listening_worker(settings);
        for _ in 0..3 {
            analyse(&worker, &mut sender, &signal);
        }
        group.bench_function(name, |bencher| bencher.iter(|| analyse(&worker, &mut sender, &signal)));
    }

    let mut planner = RealFftPlanner::<f64>::new();
    let mut short = Bare::new(&mut planner, FRAMES);
    let mut long = Bare::new(&mut planner, 2 * FRAMES);
    group.bench_function("bare_transforms", |bencher| {
        bencher.iter(|| {
            (0..2 * HOPS).for_each(|_| short.transform());
            (0..2 * RECORDS).for_each(|_| long.transform());
        });
    });
    group.finish();
}

/// Only the transform.
struct Bare {
    plan: Arc<dyn RealToComplex<f64>>,
    input: Vec<f64>,
    output: Vec<Complex<f64>>,
    scratch: Vec<Complex<f64>>,
}

impl Bare {
    fn new(planner: &mut RealFftPlanner<f64>, frames: usize) -> Bare {
        let plan = planner.plan_fft_forward(frames);
        let (input, output) = (plan.make_input_vec(), plan.make_output_vec());
        Bare { input, output, scratch: plan.make_scratch_vec(), plan }
    }

    fn transform(&mut self) {
        self.plan
            .process_with_scratch(black_box(&mut self.input), &mut self.output, &mut self.scratch)
            .expect("lengths fit");
    }
}

criterion_group!(benches, one_second);
criterion_main!(benches);
