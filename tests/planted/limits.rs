//! Limits: lines within 3σ of the noise, and their report.

use groundtruth_measure::ChannelFigure::ThdF;
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_tests::reading::{Readings, left, left_to_right, measure};
use groundtruth_tests::stimulus::{Random, Signal, Tone, noise_rms};

use crate::RATE_HZ;

const FRAMES: usize = 16_384;
const NOISE_DBFS: f64 = -80.0;

/// Level of a line whose power is `ratio` times the noise power under it, dBFS.
fn line_dbfs(ratio: f64) -> f64 {
    let under = noise_rms(NOISE_DBFS).powi(2) * 2.0 / FRAMES as f64;
    10.0 * (2.0 * ratio * under).log10()
}

fn tone(random: &mut Random) -> Tone {
    Tone { phase_rad: random.phase_rad(), ..Tone::new(900.0 + 200.0 * random.unit(), -20.0) }
}

#[test]
fn a_harmonic_well_over_the_noise_is_measured_and_one_in_it_is_a_limit() {
    let mut random = Random::new(1);
    let mut flagged = |ratio: f64, seed: u64| {
        let tone = tone(&mut random);
        let signal = Signal::silence(RATE_HZ, FRAMES)
            .with_tone(tone)
            .with_harmonics(tone, &[(3, line_dbfs(ratio) - tone.level_dbfs, 1.0)])
            .with_noise(NOISE_DBFS, seed);
        let report = measure(&[&signal]);
        left(&report).harmonics.iter().find(|line| line.order == 3).expect("listed").limit
    };
    let over = (0..50).filter(|seed| flagged(100.0, 200 + seed)).count();
    let within = (0..50).filter(|seed| flagged(0.0, 300 + seed)).count();
    println!("limits: {over} of 50 at 20 dB over the noise, {within} of 50 of nothing");
    assert_eq!(over, 0, "100 times the noise power is 7 deviations over 3σ");
    assert!(within >= 44, "exp(−4) = 1.8 % of nothing exceeds 3σ: more than 6 in 50 has a chance below 1e-4");
}

#[test]
fn the_truth_lies_under_nearly_every_limit() {
    // The upper end of a two-sided 95 % interval is exceeded in 2.5 % of cases.
    let (mut random, mut limits, mut passed) = (Random::new(2), 0, 0);
    for seed in 0..300 {
        let (tone, leak) = (tone(&mut random), line_dbfs(1.0));
        let side = |seed| Signal::silence(RATE_HZ, FRAMES).with_noise(NOISE_DBFS, seed);
        let driven = side(1000 + seed).with_tone(tone);
        let undriven = side(2000 + seed).with_tone(tone.through(leak - tone.level_dbfs, 0.3));
        let figure = left_to_right(&measure(&[&driven, &undriven])).measured(XtalkSelective);
        assert!(!figure.limit || figure.value == figure.high, "{figure:?}");
        limits += usize::from(figure.limit);
        passed += usize::from(figure.high < leak - tone.level_dbfs);
    }
    println!("{limits} limits, the truth over the upper end in {passed} of 300");
    assert!(limits > 150, "a line of the noise's own power rarely stands out: {limits}");
    assert!(passed <= 18, "2.5 % expected, 6 % has a chance below 1e-3: {passed}");
}

#[test]
fn thd_of_nothing_is_a_limit_with_the_noise_behind_it() {
    let signal =
        Signal::silence(RATE_HZ, FRAMES).with_tone(Tone::new(997.0, -20.0)).with_noise(NOISE_DBFS, 5);
    let thd = left(&measure(&[&signal])).measured(ThdF);
    assert!(thd.limit && thd.value == thd.high && thd.low < thd.high, "{thd:?}");
    // Nineteen lines of noise: their sum spreads by √19 of one (−121 dBFS with the window's 1.8 dB).
    assert!((-110.0..-85.0).contains(&thd.value), "{thd:?}");
}
