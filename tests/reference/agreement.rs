//! Library and twin on the same planted records.

use groundtruth_measure::ChannelFigure::{Frequency, LevelFundamental, ThdF};
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::Report;
use groundtruth_tests::reading::{Readings, left, left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, Tone, wrapped};
use groundtruth_tests::tolerance::{CramerRao, Tolerance};

use crate::twin::{Comb, fit};

const RATE_HZ: f64 = 48_000.0;
const FRAMES: usize = 16_384;
const TONE: Tone = Tone { frequency_hz: 1003.7, level_dbfs: -6.0, phase_rad: 0.9 };
const HARMONICS: [(u32, f64, f64); 5] =
    [(2, -60.0, 0.2), (3, -70.0, 1.4), (5, -75.0, -2.0), (9, -80.0, 3.0), (19, -85.0, -0.4)];

fn driven() -> Signal {
    Signal::silence(RATE_HZ, FRAMES)
        .with_tone(TONE)
        .with_harmonics(TONE, &HARMONICS)
        .with_hum(50.17, &[(1, -60.0), (3, -65.0)])
        .with_dc(0.001)
}

fn undriven() -> Signal {
    Signal::silence(RATE_HZ, FRAMES).with_tone(TONE.through(-60.0, 2.5))
}

/// The fundamental with all harmonics in band, and the mains; frequencies guessed a third of a bin beside.
fn combs() -> [Comb; 2] {
    [Comb::free(1004.6 / RATE_HZ, 1..=19), Comb::free(49.6 / RATE_HZ, [1, 2, 3, 4])]
}

fn harmonic(report: &Report, order: u32) -> (f64, f64) {
    let line = left(report).harmonics.iter().find(|line| line.order == order).expect("listed");
    (line.level_dbc.expect("finite"), line.phase_rad)
}

fn db(amplitude_ratio: f64) -> f64 {
    20.0 * amplitude_ratio.log10()
}

fn thd_db(tone: &Comb) -> f64 {
    let powers = (2..=19).map(|order| tone.amplitude(order).powi(2)).sum::<f64>();
    db(powers.sqrt() / tone.amplitude(1))
}

#[test]
fn without_noise_library_and_twin_give_the_same_numbers() {
    let (driven, undriven) = (driven(), undriven());
    let report = measure(&[&driven, &undriven]);
    let mut combs = combs();
    fit(&driven.samples, &mut combs);
    let tone = &combs[0];
    let exact = Tolerance::new(1e-8, "f64 rounding of a −91 dBFS line beside one of −6");
    exact.check("frequency", left(&report).value(Frequency), tone.cycles_per_frame * RATE_HZ);
    exact.check("level", left(&report).value(LevelFundamental), db(tone.amplitude(1)));
    exact.check("THD", left(&report).value(ThdF), thd_db(tone));
    for (order, ..) in HARMONICS {
        let (level, phase_rad) = harmonic(&report, order);
        exact.check(format!("H{order}"), level, db(tone.amplitude(order) / tone.amplitude(1)));
        let twin = wrapped(tone.phase_rad(order) - f64::from(order) * tone.phase_rad(1));
        exact.check_phase(format!("phase of H{order}"), phase_rad, twin);
    }
    let mut leak = [Comb::known(tone.cycles_per_frame, [1])];
    fit(&undriven.samples, &mut leak);
    let figure = left_to_right(&report).measured(XtalkSelective);
    exact.check("crosstalk", figure.value, db(leak[0].amplitude(1) / tone.amplitude(1)));
    let twin = leak[0].phase_rad(1) - tone.phase_rad(1);
    exact.check_phase("crosstalk", figure.phase_rad.expect("crosstalk has a phase"), twin);
}

#[test]
fn in_noise_library_and_twin_differ_by_no_more_than_their_weights_explain() {
    for seed in 0..3 {
        let noisy = driven().with_noise(-90.0, 20 + seed);
        let report = measure(&[&noisy]);
        let mut combs = combs();
        let noise_rms = fit(&noisy.samples, &mut combs);
        let tone = &combs[0];
        // The twin weighs all frames alike (Cramér-Rao), the library tapers them (variance up to 1.95 times that):
        // the difference of an efficient and another estimator has the difference of their variances.
        let chance = |amplitude: f64| {
            let bound = CramerRao { amplitude, noise_rms, frames: FRAMES, sample_rate_hz: RATE_HZ };
            Tolerance::new(
                4.5 * 0.95f64.sqrt() * bound.level_db(),
                "4.5 deviations of the weights' difference",
            )
        };
        chance(tone.amplitude(1)).check(
            "level",
            left(&report).value(LevelFundamental),
            db(tone.amplitude(1)),
        );
        for (order, ..) in HARMONICS {
            let amplitude = tone.amplitude(order);
            let twin = db(amplitude / tone.amplitude(1));
            chance(amplitude).check(format!("H{order}"), harmonic(&report, order).0, twin);
        }
    }
}
