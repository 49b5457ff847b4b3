//! Lines close to a line of the model: resolved and counted from 3/T on.

use groundtruth_measure::ChannelFigure::{Hum, HumMains, NoiseRms, Spurs, ThdF, ThdnF};
use groundtruth_tests::life::twin::{self, Weighting};
use groundtruth_tests::life::{Case, cases, harmonics_sum_db, shown};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::{BAND_END_HZ, db, in_band_db, power};

const RATE_HZ: f64 = 48_000.0;

/// A tone with harmonics and a line at `distance` over T from `beside` (a multiple of the tone), with what it should read.
fn check(case: &mut Case, beside: f64, level_below_db: [f64; 2]) {
    let seconds = case.draw.pick(&[5.0, 10.0, 10.0, 20.0, 30.0]);
    let tone = case.draw.tone(300.0, 0.95 * BAND_END_HZ / beside.max(5.0), -6.0);
    let (second_dbc, noise_dbfs) = (case.draw.between(-100.0, -80.0), case.draw.between(-130.0, -110.0));
    let harmonics = case.draw.harmonics(tone, RATE_HZ, second_dbc);
    let distance = case.draw.log_between(3.2, 60.0) * case.draw.pick(&[1.0, -1.0]);
    let line = Tone {
        phase_rad: case.draw.phase_rad(),
        ..Tone::new(
            tone.frequency_hz * beside + distance / seconds,
            -6.0 - case.draw.between(level_below_db[0], level_below_db[1]),
        )
    };
    case.note(format!(
        "{:.4} Hz, {seconds} s, H2 {second_dbc:.1} dBc, noise {noise_dbfs:.1} dBFS, line {:.4} Hz {:.1} dBFS, \
         {distance:+.2}/T from multiple {beside}",
        tone.frequency_hz, line.frequency_hz, line.level_dbfs
    ));
    let signal = Signal::silence(RATE_HZ, (seconds * RATE_HZ) as usize)
        .with_tone(tone)
        .with_harmonics(tone, &harmonics)
        .with_tone(line)
        .with_noise(noise_dbfs, case.draw.seed());
    read(case, &signal, tone, line, harmonics_sum_db(tone, &harmonics, BAND_END_HZ), noise_dbfs);
}

fn read(case: &mut Case, signal: &Signal, tone: Tone, line: Tone, thd_db: f64, noise_dbfs: f64) {
    let report = measure(&[signal]);
    let channel = &report.channels[0];
    let noise_dbfs = noise_dbfs + in_band_db(RATE_HZ);
    let residual = power(thd_db) + power(line.level_dbfs + 6.0) + power(noise_dbfs + 6.0);
    case.holds(channel, ThdnF, db(residual), 0.5);
    case.holds(channel, NoiseRms, noise_dbfs, 0.5);
    case.holds(channel, Spurs, line.level_dbfs, 0.3);
    case.holds(channel, ThdF, thd_db, 1.5);
    let [first, count] = channel.used_frames.map(|frames| frames as usize);
    let used = &signal.samples[first..first + count];
    let slow = twin::read(used, RATE_HZ, tone.frequency_hz, [20.0, BAND_END_HZ], Weighting::Hann).thdn_f_db;
    if let Some(seen) = case.measured(channel, ThdnF) {
        let agrees = seen.low <= slow && slow <= seen.high;
        case.expect(agrees, format!("THD+N {}, the slow twin {slow:.4}", shown(&seen)));
    }
}

#[test]
fn a_line_beside_the_tone_is_counted() {
    cases("beside the tone", 8, 100, |case| check(case, 1.0, [70.0, 100.0]));
}

#[test]
fn a_line_beside_a_harmonic_is_counted() {
    cases("beside a harmonic", 8, 100, |case| {
        let order = case.draw.whole(2..=4) as f64;
        check(case, order, [80.0, 105.0]);
    });
}

/// Harmonics from the 6th on are absent: their model lines must not absorb a neighbour.
#[test]
fn a_line_beside_an_absent_harmonic_is_counted() {
    cases("beside an absent harmonic", 8, 100, |case| {
        let order = case.draw.pick(&[6.0, 7.0, 9.0, 12.0]);
        check(case, order, [80.0, 105.0]);
    });
}

/// Absent orders of the mains (with the first and third order present) must not absorb a neighbour.
#[test]
fn a_line_beside_an_absent_hum_order_is_counted() {
    cases("beside an absent hum order", 8, 100, |case| {
        let seconds = case.draw.pick(&[5.0, 10.0, 20.0]);
        let tone = case.draw.tone(1500.0, 4000.0, -6.0);
        let mains_hz = case.draw.pick(&[50.0, 60.0]) * (1.0 + 1e-4 * case.draw.between(-5.0, 5.0));
        let order = case.draw.whole(5..=19) as f64;
        let distance = case.draw.log_between(3.2, 40.0) * case.draw.pick(&[1.0, -1.0]);
        let line = Tone {
            phase_rad: case.draw.phase_rad(),
            ..Tone::new(order * mains_hz + distance / seconds, case.draw.between(-105.0, -90.0))
        };
        let noise_dbfs = case.draw.between(-130.0, -115.0);
        case.note(format!(
            "{:.3} Hz, {seconds} s, mains {mains_hz:.4} Hz, {:.4} Hz {:.1} dBFS ({distance:+.2}/T from order {order})",
            tone.frequency_hz, line.frequency_hz, line.level_dbfs
        ));
        let signal = Signal::silence(RATE_HZ, (seconds * RATE_HZ) as usize)
            .with_tone(tone)
            .with_hum(mains_hz, &[(1, -85.0), (3, -88.0)])
            .with_tone(line)
            .with_noise(noise_dbfs, case.draw.seed());
        let report = measure(&[&signal]);
        let channel = &report.channels[0];
        case.holds(channel, Spurs, line.level_dbfs, 0.5);
        case.holds(channel, Hum, db(power(-85.0) + power(-88.0)), 0.3);
        case.holds(channel, HumMains, mains_hz, 0.01);
    });
}
