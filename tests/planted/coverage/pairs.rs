//! Intervals of figures that need another stimulus: two driven channels, twin tones, common noise.

use groundtruth_measure::ChannelFigure::{self, ImdCcif, ImdDfd2, ImdDfd3, ImdDin, ImdSmpte};
use groundtruth_measure::FigureKey;
use groundtruth_measure::PairFigure::{BalanceDelay, BalanceLevel, CorrelationCoherence};
use groundtruth_measure::{Averaging, Report};
use groundtruth_tests::evidence::Counts;
use groundtruth_tests::reading::{Readings, left, left_to_right};
use groundtruth_tests::stimulus::{Random, Signal, Tone};

use super::{How, counted, trials};
use crate::RATE_HZ;

/// The averaging methods, each with a length that is quick to analyse.
const WAYS: [(How, usize); 3] = [
    (How::Live(Averaging::Off, 8192), 8192),
    (How::Live(Averaging::Infinite, 4096), 12_288),
    (How::Live(Averaging::Coherent, 4096), 12_288),
];

fn over_ways(
    conditions: [&'static str; 3],
    seed: u64,
    clean: impl Fn(usize) -> [Signal; 2],
    noise_dbfs: f64,
    read: impl Fn(&mut Counts, &Report),
) {
    for ((condition, (how, frames)), seed) in conditions.into_iter().zip(WAYS).zip((seed..).step_by(10_000)) {
        counted(Counts::new(condition), how, seed, &clean(frames), noise_dbfs, &read).check();
    }
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_balance_hold_the_truth_95_times_in_100() {
    let tone = Tone { frequency_hz: 1009.3, level_dbfs: -6.0, phase_rad: 0.3 };
    let other = Tone { level_dbfs: -7.5, ..tone }.delayed(1.234, RATE_HZ);
    let clean = |frames| [tone, other].map(|tone| Signal::silence(RATE_HZ, frames).with_tone(tone));
    let conditions = ["balance, one record", "balance, 9 records", "balance, 9 records, coherent"];
    over_ways(conditions, 110_000_000, clean, -70.0, |counts, report| {
        let pair = left_to_right(report);
        counts.count("balance.level", &pair.measured(BalanceLevel), -1.5);
        counts.count("balance.delay", &pair.measured(BalanceDelay), 1.234);
    });
}

/// Two tones and products of them at `(level under the upper tone, factors of both)`.
fn twins(low: Tone, high: Tone, products: &[(f64, f64, f64)], frames: usize) -> [Signal; 2] {
    let product = |&(level_db, first, second): &(f64, f64, f64)| Tone {
        frequency_hz: first * low.frequency_hz + second * high.frequency_hz,
        level_dbfs: high.level_dbfs + level_db,
        phase_rad: first * low.phase_rad + second * high.phase_rad + 0.3,
    };
    let side = Signal::silence(RATE_HZ, frames);
    [side.clone().with_tones([low, high]).with_tones(products.iter().map(product)), side]
}

fn imd(counts: &mut Counts, report: &Report, truths: &[(ChannelFigure, f64)]) {
    for (id, truth) in truths {
        counts.count(id.definition().id, &left(report).measured(*id), *truth);
    }
}

/// Sidebands of equal amplitude, 86.02 and 92.04 dB down: −80 and −86.02 dB as arithmetic sums of a pair.
const SIDEBANDS: [(f64, f64, f64); 4] =
    [(-86.0206, 1.0, 1.0), (-86.0206, -1.0, 1.0), (-92.0412, 2.0, 1.0), (-92.0412, -2.0, 1.0)];

#[test]
#[ignore = "full: statistics"]
fn intervals_of_din_intermodulation_hold_the_truth_95_times_in_100() {
    let (low, high) = (Tone::new(250.0, -8.0), Tone::new(8000.0, -20.0412));
    let truth = 10.0 * (1e-8 + 10f64.powf(-8.60206)).log10();
    let conditions = ["DIN pair, one record", "DIN pair, 9 records", "DIN pair, 9 records, coherent"];
    let clean = |frames| twins(low, high, &SIDEBANDS, frames);
    over_ways(conditions, 120_000_000, clean, -95.0, |counts, report| {
        imd(counts, report, &[(ImdDin, truth)])
    });
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_smpte_intermodulation_hold_the_truth_95_times_in_100() {
    let (low, high) = (Tone::new(60.0, -8.0), Tone::new(7000.0, -20.0412));
    let truth = 10.0 * (1e-8 + 10f64.powf(-8.60206)).log10();
    let clean = twins(low, high, &SIDEBANDS, 24_000);
    let counts = Counts::new("SMPTE pair, recording of 0.5 s");
    counted(counts, How::Recording, 125_000_000, &clean, -90.0, |counts, report| {
        imd(counts, report, &[(ImdSmpte, truth)]);
    })
    .check();
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_difference_tones_hold_the_truth_95_times_in_100() {
    let (low, high) = (Tone::new(19_000.0, -12.0), Tone::new(20_000.0, -12.0));
    // 80 dB under the sum of both amplitudes, and two of 86 dB under it.
    let products = [(-73.9794, -1.0, 1.0), (-80.0, 2.0, -1.0), (-80.0, -1.0, 2.0)];
    let truths = [(ImdDfd2, -80.0), (ImdDfd3, -80.0), (ImdCcif, -76.9897)];
    let conditions = ["DFD pair, one record", "DFD pair, 9 records", "DFD pair, 9 records, coherent"];
    let clean = |frames| twins(low, high, &products, frames);
    over_ways(conditions, 130_000_000, clean, -85.0, |counts, report| imd(counts, report, &truths));
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_coherence_hold_the_truth_95_times_in_100() {
    for (condition, how, frames) in [
        ("coherence 0.5, 13 records", How::Live(Averaging::Infinite, 4096), 16_384),
        ("coherence 0.5, recording of 0.5 s", How::Recording, 24_000),
    ] {
        let (mut counts, mut analyzer) = (Counts::new(condition), None);
        for trial in 0..trials() {
            let report = how.report(&mut analyzer, &shared(frames, 140_000_000 + 3 * trial));
            let pair = left_to_right(&report);
            counts.count("correlation.coherence", &pair.measured(CorrelationCoherence), 0.5);
        }
        counts.check();
    }
}

/// White noise with a common part for a coherence of 0.5: `(S/(S+N))²`.
fn shared(frames: usize, seed: u64) -> [Signal; 2] {
    let own = (2f64.sqrt() - 1.0).sqrt();
    let mut randoms = [seed, seed + 1, seed + 2].map(Random::new);
    let mut sides = [Vec::with_capacity(frames), Vec::with_capacity(frames)];
    for _ in 0..frames {
        let [common, left, right] = randoms.each_mut().map(Random::gaussian);
        sides[0].push(0.05 * (common + own * left));
        sides[1].push(0.05 * (common + own * right));
    }
    sides.map(|samples| Signal { sample_rate_hz: RATE_HZ, first_frame: 0, samples })
}
