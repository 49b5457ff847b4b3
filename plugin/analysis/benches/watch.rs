//! A second of the stream through the permanent searches for discontinuities and sweeps.
//!
//! The time per second of audio is the share of a core that they use.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use groundtruth_measure::{Band, GlitchScan, SweepListener};

/// Piece length used by the analysis.
const PIECE: usize = 2048;

/// A tone on one side, leaking to the other, with noise on both.
fn tone(rate_hz: f64) -> [Vec<f32>; 2] {
    let mut state = 1u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state as f32 / u32::MAX as f32 - 0.5
    };
    [0.5, 0.0005].map(|level| {
        let tone = |frame: usize| (std::f64::consts::TAU * 997.0 * frame as f64 / rate_hz).sin() as f32;
        (0..rate_hz as usize).map(|frame| level * tone(frame) + 1e-5 * noise()).collect()
    })
}

fn second(signal: &[Vec<f32>; 2], mut take: impl FnMut(&[&[f32]])) {
    for (left, right) in signal[0].chunks(PIECE).zip(signal[1].chunks(PIECE)) {
        take(&[left, right]);
    }
}

fn watch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("watch");
    group.sample_size(20);
    for rate_hz in [48_000.0, 192_000.0] {
        let signal = tone(rate_hz);
        let mut scan = GlitchScan::new(rate_hz, 2, 0);
        group.bench_function(BenchmarkId::new("glitches", rate_hz), |bencher| {
            bencher.iter(|| second(&signal, |piece| scan.take(piece).expect("two channels")));
        });
        let mut sweeps = SweepListener::new(rate_hz, 2, 0, Band::AUDIO);
        group.bench_function(BenchmarkId::new("sweeps", rate_hz), |bencher| {
            bencher.iter(|| second(&signal, |piece| sweeps.take(piece).expect("two channels")));
        });
    }
    group.finish();
}

criterion_group!(benches, watch);
criterion_main!(benches);
