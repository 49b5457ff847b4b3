//! Zero-lag correlation of two channels.

use groundtruth_measure::FigureId::Correlation;
use groundtruth_tests::reading::{Readings, left_to_right, measure, right_to_left};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::Tolerance;

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
