//! One record through the analyzer, beside the bare transforms that it cannot do without.

use std::f64::consts::TAU;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use groundtruth_measure::{Analyzer, Settings};
use realfft::RealFftPlanner;

const RATE_HZ: f64 = 48_000.0;
const FRAMES: usize = 65_536;

/// A tone with three harmonics, hum and noise, as an amplifier gives it.
fn channel(level: f32, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 - 1.0
    };
    let lines = [(997.0, 1.0), (1994.0, 1e-5), (2991.0, 6e-6), (4985.0, 2e-6), (50.0, 3e-5), (150.0, 2e-5)];
    (0..FRAMES)
        .map(|n| {
            let line = |&(hz, size): &(f64, f64)| size * (TAU * hz * n as f64 / RATE_HZ).sin();
            level * lines.iter().map(line).sum::<f64>() as f32 + 1e-6 * noise()
        })
        .collect()
}

fn push(c: &mut Criterion) {
    let (left, right) = (channel(0.5, 1), channel(0.002, 2));
    let mut analyzer = Analyzer::new(RATE_HZ, 2, Settings::default());
    let mut frame = 0;
    c.bench_function("push, stereo, 65536 frames", |b| {
        b.iter(|| {
            analyzer.push(frame, &[black_box(&left), black_box(&right)]).expect("a record of every channel");
            frame += FRAMES as u64 / 4;
        });
    });
    c.bench_function("report and spectrum, stereo, 65536 frames", |b| {
        b.iter(|| black_box((analyzer.report(), analyzer.spectrum())));
    });
    c.bench_function("slide, stereo, 65536 frames", |b| {
        b.iter(|| analyzer.slide(&[black_box(&left), black_box(&right)]));
    });
}

/// Two transforms per channel: one of the record, one of twice its length for values at any frequency.
fn transforms(c: &mut Criterion) {
    let mut planner = RealFftPlanner::<f64>::new();
    let plans = [planner.plan_fft_forward(FRAMES), planner.plan_fft_forward(2 * FRAMES)];
    let mut work: Vec<_> = plans
        .iter()
        .map(|plan| (plan.make_input_vec(), plan.make_output_vec(), plan.make_scratch_vec()))
        .collect();
    c.bench_function("the four transforms of a stereo push", |b| {
        b.iter(|| {
            for (plan, (input, output, scratch)) in plans.iter().zip(&mut work) {
                for _channel in 0..2 {
                    plan.process_with_scratch(black_box(input), output, scratch).expect("lengths fit");
                }
            }
        });
    });
}

criterion_group! {
    name = analyzer;
    config = Criterion::default().measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1));
    targets = transforms, push
}
criterion_main!(analyzer);
