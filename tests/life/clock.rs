//! A clock that changes inside the file, with continuous phase.

use groundtruth_measure::ChannelFigure::{Frequency, LevelFundamental, NoiseRms};
use groundtruth_tests::life::{Case, cases, shown};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::in_band_db;

const RATE_HZ: f64 = 48_000.0;

/// A tone whose frequency rises by `ppm` at a frame with continuous phase, with noise.
fn stepping(tone: Tone, ppm: f64, at: usize, frames: usize, noise_dbfs: f64, seed: u64) -> Signal {
    let faster = Tone { frequency_hz: tone.frequency_hz * (1.0 + 1e-6 * ppm), ..tone };
    let turned = |tone: Tone| std::f64::consts::TAU * (tone.frequency_hz / RATE_HZ * at as f64).fract();
    let later = Tone { phase_rad: tone.phase_rad + turned(tone) - turned(faster), ..faster };
    let mut signal = Signal::silence(RATE_HZ, at).with_tone(tone);
    let rest = Signal::silence_from(at as u64, RATE_HZ, frames - at).with_tone(later);
    signal.samples.extend(rest.samples);
    signal.with_noise(noise_dbfs, seed)
}

fn check(case: &mut Case, low_ppm: f64, high_ppm: f64) {
    let frames = (RATE_HZ * case.draw.between(8.0, 20.0)) as usize;
    let at = (frames as f64 * case.draw.between(0.2, 0.8)) as usize;
    let ppm = case.draw.log_between(low_ppm, high_ppm) * case.draw.pick(&[1.0, -1.0]);
    let tone = case.draw.tone(500.0, 8000.0, -6.0);
    let noise_dbfs = case.draw.between(-120.0, -100.0);
    case.note(format!("{tone:?}, {ppm:+.1} ppm at {at} of {frames}, noise {noise_dbfs:.1} dBFS"));
    let signal = stepping(tone, ppm, at, frames, noise_dbfs, case.draw.seed());
    let report = measure(&[&signal]);
    let channel = &report.channels[0];
    let [first, count] = channel.used_frames;
    let found: Vec<(&str, u64)> = channel.glitches.iter().map(|g| (g.kind.id(), g.frame)).collect();
    case.note(format!("used {first}+{count}, glitches {found:?}"));
    // The longer half is the stretch.
    let half = if 2 * at > frames { tone.frequency_hz } else { tone.frequency_hz * (1.0 + 1e-6 * ppm) };
    if let Some(seen) = case.measured(channel, Frequency) {
        let error = (seen.value - half).abs();
        case.expect(error <= seen.high - seen.low, format!("frequency {}, true {half:.6}", shown(&seen)));
    }
    case.holds(channel, NoiseRms, noise_dbfs + in_band_db(RATE_HZ), 0.5);
    case.holds(channel, LevelFundamental, -6.0, 0.002);
    case.expect(count as usize >= frames * 45 / 100, "less than 45 % of the file was used");
    // A small step's first cycles look like a phase jump; the stretch is cut there in either case.
    let named = |kind: &str| kind == "clock_step" || kind == "phase_jump";
    case.expect(found.iter().any(|(kind, _)| named(kind)), "no clock step is listed");
}

#[test]
fn a_small_step_of_the_clock_is_found_and_neither_half_spoils_the_other() {
    cases("small clock steps", 8, 100, |case| check(case, 50.0, 200.0));
}

#[test]
fn a_large_step_of_the_clock_is_found_and_neither_half_spoils_the_other() {
    cases("large clock steps", 8, 100, |case| check(case, 200.0, 2000.0));
}
