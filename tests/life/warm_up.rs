//! A level that drifts like that of a device warming up: tracked, and not mistaken for noise.

use groundtruth_measure::ChannelFigure::{LevelFundamental, NoiseRms, ThdF, ThdnF};
use groundtruth_tests::life::{Case, cases, harmonics_sum_db};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::Signal;

use crate::{BAND_END_HZ, db, in_band_db, power};

const RATE_HZ: f64 = 48_000.0;

/// The level over the position in the file from 0 to 1, in dB, 0 on average.
#[derive(Clone, Copy, Debug)]
enum Drift {
    Line,
    Settling,
}

impl Drift {
    fn at(self, place: f64, change_db: f64) -> f64 {
        match self {
            Drift::Line => change_db * (place - 0.5),
            // 1 − e^(−2·place), which covers 0.865 and is 0.568 on average.
            Drift::Settling => change_db / 0.864_664_7 * (1.0 - (-2.0 * place).exp() - 0.567_667_6),
        }
    }
}

fn check(case: &mut Case, drift: Drift) {
    let frames = (RATE_HZ * case.draw.between(5.0, 25.0)) as usize;
    let change_db = case.draw.log_between(0.1, 1.0) * case.draw.pick(&[1.0, -1.0]);
    let tone = case.draw.tone(200.0, 6000.0, -6.0);
    let (second_dbc, noise_dbfs) = (case.draw.between(-110.0, -80.0), case.draw.between(-135.0, -110.0));
    let harmonics = case.draw.harmonics(tone, RATE_HZ, second_dbc);
    case.note(format!(
        "{tone:?}, {drift:?} {change_db:+.3} dB in {frames} frames, H2 {second_dbc:.1} dBc, noise {noise_dbfs:.1} dBFS"
    ));
    let mut signal = Signal::silence(RATE_HZ, frames).with_tone(tone).with_harmonics(tone, &harmonics);
    for (n, sample) in signal.samples.iter_mut().enumerate() {
        *sample *= 10f64.powf(drift.at(n as f64 / frames as f64, change_db) / 20.0);
    }
    let signal = signal.with_noise(noise_dbfs, case.draw.seed());
    let report = measure(&[&signal]);
    let channel = &report.channels[0];
    let used = channel.used_frames[1] as f64 / frames as f64;
    case.expect(used >= 0.9, format!("only {:.0} % of the file was used", 100.0 * used));
    let (thd_db, noise_dbfs) =
        (harmonics_sum_db(tone, &harmonics, BAND_END_HZ), noise_dbfs + in_band_db(RATE_HZ));
    case.holds(channel, NoiseRms, noise_dbfs, 0.5);
    case.holds(channel, ThdnF, db(power(thd_db) + power(noise_dbfs + 6.0)), 0.5);
    case.holds(channel, ThdF, thd_db, 10.0);
    // Mean power or mean amplitude: they differ by a fraction of the change squared.
    if let Some(level) = case.measured(channel, LevelFundamental) {
        let error = (level.value + 6.0).abs();
        let known = (level.high - level.low).max(0.02 * change_db.abs() + 0.01 * change_db * change_db);
        case.expect(error <= known, format!("level {:.5}, true −6.000", level.value));
    }
}

#[test]
fn a_steady_drift_of_level_is_no_noise() {
    cases("drift of level", 8, 100, |case| check(case, Drift::Line));
}

#[test]
fn a_level_that_settles_is_no_noise() {
    cases("settling level", 8, 100, |case| check(case, Drift::Settling));
}
