//! Match of two channels that carry the same tone: level and delay.

use groundtruth_measure::PairFigure::{BalanceDelay, BalanceLevel};
use groundtruth_measure::Report;
use groundtruth_tests::reading::{Readings, left_to_right, measure, right_to_left};
use groundtruth_tests::stimulus::{Signal, Tone, amplitude, noise_rms};
use groundtruth_tests::tolerance::{CramerRao, Tolerance};

use crate::RATE_HZ;

const FRAMES: usize = 65_536;
const TONE: Tone = Tone { frequency_hz: 997.0, level_dbfs: -6.0, phase_rad: 0.4 };

fn pair(noise_dbfs: f64, other: Tone) -> Report {
    let side =
        |tone: Tone, seed| Signal::silence(RATE_HZ, FRAMES).with_tone(tone).with_noise(noise_dbfs, seed);
    measure(&[&side(TONE, 81), &side(other, 82)])
}

#[test]
fn balance_is_the_level_of_to_less_that_of_from() {
    for gain_db in [-3.0, -0.01, 0.0, 0.5, 6.0] {
        let report = pair(-120.0, TONE.through(gain_db, 0.0));
        let asked = Tolerance::new(0.001, "twice the accuracy asked of a level");
        asked.check("left to right", left_to_right(&report).value(BalanceLevel), gain_db);
        asked.check("right to left", right_to_left(&report).value(BalanceLevel), -gain_db);
    }
}

#[test]
fn delay_is_positive_when_to_is_late() {
    // Half a period of 997 Hz is 24.07 frames.
    for delay_frames in [-20.0, -0.25, 0.0, 0.01, 3.0, 17.3] {
        let report = pair(-120.0, TONE.delayed(delay_frames, RATE_HZ));
        let asked = Tolerance::new(0.001, "accuracy asked");
        asked.check("left to right", left_to_right(&report).value(BalanceDelay), delay_frames);
        asked.check("right to left", right_to_left(&report).value(BalanceDelay), -delay_frames);
    }
}

#[test]
fn at_60_db_of_noise_the_delay_is_known_to_a_thousandth_of_a_frame() {
    let report = pair(-66.0, TONE.delayed(1.234, RATE_HZ));
    let side = CramerRao {
        amplitude: amplitude(-6.0),
        noise_rms: noise_rms(-66.0),
        frames: FRAMES,
        sample_rate_hz: RATE_HZ,
    };
    let frames_per_rad = RATE_HZ / (2.0 * std::f64::consts::PI * TONE.frequency_hz);
    println!("Cramér-Rao: {:.2e} frames", 2f64.sqrt() * side.phase_rad() * frames_per_rad);
    Tolerance::new(0.001, "accuracy asked").check("delay", left_to_right(&report).value(BalanceDelay), 1.234);
}

#[test]
fn sides_with_different_tones_have_no_balance() {
    let report = pair(-120.0, Tone::new(1103.0, -6.0));
    left_to_right(&report).refusal(BalanceLevel);
    left_to_right(&report).refusal(BalanceDelay);
}

#[test]
fn one_driven_side_has_no_balance() {
    let report = pair(-120.0, TONE.through(-60.0, 0.0));
    left_to_right(&report).refusal(BalanceLevel);
    right_to_left(&report).refusal(BalanceDelay);
}
