//! A tone that fades in and out: the figures are those of the steady part.

use std::f64::consts::PI;

use groundtruth_measure::ChannelFigure::{LevelFundamental, NoiseRms, ThdF, ThdnF};
use groundtruth_tests::life::{Case, cases, harmonics_sum_db, shown};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::Signal;

use crate::{BAND_END_HZ, db, in_band_db, power, rate_hz};

/// Fade shapes of audio editors, from 0 to 1.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Linear,
    Cosine,
    Decibels,
    Root,
}

impl Shape {
    fn at(self, place: f64) -> f64 {
        match self {
            Shape::Linear => place,
            Shape::Cosine => 0.5 - 0.5 * (PI * place).cos(),
            Shape::Decibels => 10f64.powf(-4.0 * (1.0 - place)) - 1e-4 * (1.0 - place),
            Shape::Root => place.sqrt(),
        }
    }
}

fn faded(case: &mut Case, mut signal: Signal, start: bool, end: bool) -> Signal {
    let frames = signal.samples.len();
    for (is_wanted, is_end) in [(start, false), (end, true)] {
        let (shape, seconds) = (
            case.draw.pick(&[Shape::Linear, Shape::Cosine, Shape::Decibels, Shape::Root]),
            case.draw.log_between(0.05, 2.0),
        );
        if !is_wanted {
            continue;
        }
        case.note(format!("{shape:?} {seconds:.3} s at the {}", if is_end { "end" } else { "start" }));
        let length = (seconds * signal.sample_rate_hz) as usize;
        for n in 0..length {
            let at = if is_end { frames - 1 - n } else { n };
            signal.samples[at] *= shape.at(n as f64 / length as f64);
        }
    }
    signal
}

fn check(case: &mut Case, start: bool, end: bool) {
    let rate_hz = rate_hz(&mut case.draw);
    let (seconds, level_dbfs) = (case.draw.between(8.0, 15.0), case.draw.between(-20.0, -1.0));
    let tone = case.draw.tone(150.0, 8000.0, level_dbfs);
    let (second_dbc, noise_dbfs) = (case.draw.between(-100.0, -60.0), case.draw.between(-125.0, -95.0));
    let harmonics = case.draw.harmonics(tone, rate_hz, second_dbc);
    case.note(format!(
        "{tone:?}, {seconds:.1} s at {rate_hz} Hz, H2 {second_dbc:.1} dBc, noise {noise_dbfs:.1} dBFS"
    ));
    let signal = Signal::silence(rate_hz, (seconds * rate_hz) as usize)
        .with_tone(tone)
        .with_harmonics(tone, &harmonics)
        .with_noise(noise_dbfs, case.draw.seed());
    let signal = faded(case, signal, start, end);
    let report = measure(&[&signal]);
    let channel = &report.channels[0];
    case.note(format!("used {:?} of {}", channel.used_frames, signal.samples.len()));
    let (thd_db, noise_dbfs) =
        (harmonics_sum_db(tone, &harmonics, BAND_END_HZ), noise_dbfs + in_band_db(rate_hz));
    if let Some(level) = case.measured(channel, LevelFundamental) {
        // Section 8's tolerance of a level: a remnant of the fade below it is acceptable.
        let known = (level.high - level.low).max(0.000_5);
        let holds = (level.value - level_dbfs).abs() <= known && known < 0.005;
        case.expect(holds, format!("level {}, true {level_dbfs:.6}", shown(&level)));
    }
    case.holds(channel, NoiseRms, noise_dbfs, 0.5);
    case.holds(channel, ThdnF, db(power(thd_db) + power(noise_dbfs - level_dbfs)), 0.5);
    // Near the noise the sum of the harmonics spreads by itself.
    let most_db = if thd_db > noise_dbfs - level_dbfs - 10.0 { 0.5 } else { 10.0 };
    case.holds(channel, ThdF, thd_db, most_db);
}

#[test]
fn a_fade_at_the_start_moves_no_figure() {
    cases("fade in", 8, 100, |case| check(case, true, false));
}

#[test]
fn a_fade_at_the_end_moves_no_figure() {
    cases("fade out", 8, 100, |case| check(case, false, true));
}

#[test]
fn fades_at_both_ends_move_no_figure() {
    cases("both fades", 8, 100, |case| check(case, true, true));
}

/// The control: without fades the same figures hold.
#[test]
fn without_fades_the_figures_hold() {
    cases("no fade", 6, 100, |case| check(case, false, false));
}
