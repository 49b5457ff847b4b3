//! Zero-lag correlation and coherence of two channels.

use groundtruth_measure::PairFigure::{Correlation, CorrelationCoherence};
use groundtruth_tests::reading::{Readings, left_to_right, measure, right_to_left};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{Spread, Tolerance};

use crate::RATE_HZ;

fn noise(seed: u64) -> Signal {
    Signal::silence(RATE_HZ, 48_000).with_noise(-20.0, seed)
}

fn correlation(a: &Signal, b: &Signal) -> f64 {
    let report = measure(&[a, b]);
    let both = [left_to_right(&report), right_to_left(&report)].map(|pair| pair.value(Correlation));
    assert_eq!(both[0], both[1], "correlation has no direction");
    both[0]
}

#[test]
fn equal_channels_correlate_fully_and_inverted_ones_fully_negatively() {
    let exact = Tolerance::new(1e-12, "rounding");
    exact.check("L = R", correlation(&noise(91), &noise(91)), 1.0);
    exact.check("L = −R", correlation(&noise(91), &noise(91).scaled(-1.0)), -1.0);
    exact.check("L = 0.1 R", correlation(&noise(91), &noise(91).scaled(0.1)), 1.0);
}

#[test]
fn independent_noise_does_not_correlate() {
    let chance = Tolerance::new(4.0 / 48_000f64.sqrt(), "4/√N");
    chance.check("independent", correlation(&noise(92), &noise(93)), 0.0);
}

#[test]
fn shared_noise_correlates_by_its_share() {
    let mut mixed = noise(94);
    mixed.samples.iter_mut().zip(&noise(95).samples).for_each(|(a, b)| *a += b);
    let chance = Tolerance::new(4.0 / 48_000f64.sqrt(), "4/√N");
    chance.check("half shared", correlation(&noise(94), &mixed), 0.5f64.sqrt());
}

#[test]
fn tones_correlate_by_the_cosine_of_their_phase() {
    let whole_cycles =
        |phase_rad| Signal::silence(RATE_HZ, 48_000).with_tone(Tone { phase_rad, ..Tone::new(1000.0, -6.0) });
    for phase_rad in [0.0, 0.5, 1.5, 3.0] {
        Tolerance::new(1e-9, "rounding").check(
            phase_rad,
            correlation(&whole_cycles(0.0), &whole_cycles(phase_rad)),
            f64::cos(phase_rad),
        );
    }
}

#[test]
fn an_offset_does_not_correlate() {
    let offset = correlation(&noise(96).with_dc(0.5), &noise(97).with_dc(0.5));
    Tolerance::new(4.0 / 48_000f64.sqrt(), "4/√N").check("common DC", offset, 0.0);
}

#[test]
fn silence_correlates_with_nothing() {
    let report = measure(&[&noise(98), &Signal::silence(RATE_HZ, 48_000)]);
    left_to_right(&report).refusal(Correlation);
}

/// Two channels with partly common noise; `share` is the resulting coherence.
fn shared(frames: usize, share: f64, seed: u64) -> [Signal; 2] {
    let noise = |seed| Signal::silence(RATE_HZ, frames).with_noise(-20.0, seed);
    let own = (1.0 / share - 1.0).sqrt();
    let mut mixed = noise(seed);
    mixed.samples.iter_mut().zip(&noise(seed + 1).samples).for_each(|(a, b)| *a += own * b);
    [noise(seed), mixed]
}

#[test]
fn coherence_is_the_shared_part_of_the_power() {
    check_coherence(&[(0.5, 24_000), (0.9, 24_000)]);
}

#[test]
#[ignore = "full: statistics"]
fn coherence_of_ten_seconds_is_the_shared_part_of_the_power() {
    check_coherence(&[(0.5, 480_000), (0.1, 480_000), (0.9, 480_000)]);
}

/// Thirty records of each share and length.
fn check_coherence(conditions: &[(f64, usize)]) {
    for &(share, frames) in conditions {
        let (mut values, mut held) = (Vec::new(), 0);
        for seed in 0..30 {
            let [a, b] = shared(frames, share, 9600 + 2 * seed);
            let figure = left_to_right(&measure(&[&a, &b])).measured(CorrelationCoherence);
            values.push(figure.value);
            held += usize::from(figure.low <= share && share <= figure.high);
        }
        let spread = Spread::of(&values);
        println!(
            "{share} over {frames} frames: {:.4} ± {:.4}, held in {held} of 30",
            spread.mean, spread.deviation
        );
        Tolerance::new(0.01 + 4.0 * spread.of_mean, "0.01 and four deviations").check(
            "coherence",
            spread.mean,
            share,
        );
        assert!(held >= 24, "{held} of 30 at {share}");
    }
}

#[test]
fn coherence_is_one_of_equal_channels_a_constant_delay_apart_and_nothing_of_independent_ones() {
    let noise = |seed| Signal::silence(RATE_HZ, 480_000).with_noise(-20.0, seed);
    let coherence = |a: &Signal, b: &Signal| left_to_right(&measure(&[a, b])).measured(CorrelationCoherence);
    Tolerance::new(1e-9, "rounding").check(
        "L = −R",
        coherence(&noise(971), &noise(971).scaled(-1.0)).value,
        1.0,
    );
    let mut late = noise(971);
    late.samples.rotate_right(20);
    Tolerance::new(1e-3, "the phase turns by 0.03 rad within 16 bins").check(
        "20 frames late",
        coherence(&noise(971), &late).value,
        1.0,
    );
    let independent = coherence(&noise(972), &noise(973));
    assert!(independent.value < 0.01 && independent.low == 0.0, "{independent:?}");
}

/// Both channels carry common noise through a low pass, and independent white noise: `C = (S/(S+N))²`.
#[test]
fn coherence_over_frequency_follows_the_shared_part() {
    const POLE: f64 = 0.1;
    let mut state = 0.0;
    let mut common = Signal::silence(RATE_HZ, 480_000).with_noise(-30.0, 974);
    for sample in &mut common.samples {
        state += POLE * (*sample - state);
        *sample = state;
    }
    let channel = |seed| common.clone().with_noise(-50.0, seed);
    let report = measure(&[&channel(975), &channel(976)]);
    let points = &left_to_right(&report).coherence;
    assert_eq!(points.len(), 31, "20 Hz to 20 kHz");
    for point in points {
        let cosine = (std::f64::consts::TAU * point.frequency_hz / RATE_HZ).cos();
        let shared = POLE * POLE / (1.0 - 2.0 * (1.0 - POLE) * cosine + (1.0 - POLE).powi(2));
        let expected = (shared / (shared + 0.01)).powi(2);
        let half = (point.high - point.low) / 2.0;
        Tolerance::new(0.01 + 2.0 * half, "0.01 and four deviations").check(
            format!("{:.0} Hz", point.frequency_hz),
            point.coherence,
            expected,
        );
    }
}
