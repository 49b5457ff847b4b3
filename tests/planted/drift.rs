//! Clocks that drift relative to each other: tracked, reported, and without effect on any other figure.

use groundtruth_measure::ChannelFigure::{
    Frequency, FrequencyDrift, LevelFundamental, NoiseRms, ThdF, ThdnF,
};
use groundtruth_measure::{ChannelReport, StimulusKind};
use groundtruth_tests::reading::{Readings, left, left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{Tolerance, noise_spread_db};

use crate::{IN_BAND_DB, RATE_HZ};

const NOISE_DBFS: f64 = -120.0;
const HARMONICS: [(u32, f64, f64); 3] = [(2, -80.0, 0.4), (3, -90.0, 1.1), (9, -95.0, -2.0)];

fn power(level: f64) -> f64 {
    10f64.powf(level / 10.0)
}

/// Every figure of a tone of −6 dBFS with [`HARMONICS`], for any clock.
fn check_figures(channel: &ChannelReport, what: &str, frequency_hz: f64, seconds: f64) {
    let harmonics: f64 = HARMONICS.iter().map(|(_, level, _)| power(*level)).sum();
    let noise = power(NOISE_DBFS + IN_BAND_DB + 6.0);
    let spread = 3.0 * 1.5 * noise_spread_db(19_980.0, seconds);
    // H2 stands 60 dB over the noise power under it in one second.
    let lines = Tolerance::new(0.002 + 0.01 / seconds.sqrt(), "accuracy asked, and 4 times the spread");
    lines.check(format!("{what}: THD"), channel.value(ThdF), 10.0 * harmonics.log10());
    lines.check(format!("{what}: THD+N"), channel.value(ThdnF), 10.0 * (harmonics + noise).log10());
    Tolerance::new(0.0005, "accuracy asked").check(
        format!("{what}: level"),
        channel.value(LevelFundamental),
        -6.0,
    );
    Tolerance::new(0.02 + spread, "accuracy asked, and 3 times the spread").check(
        format!("{what}: noise"),
        channel.value(NoiseRms),
        NOISE_DBFS + IN_BAND_DB,
    );
    // At 114 dB of noise the bound lies below 1e-7 Hz from half a second on.
    let second_order = Tolerance::new(1e-9 * frequency_hz, "what a parabola leaves of the clock's motion");
    second_order.check(format!("{what}: frequency"), channel.value(Frequency), frequency_hz);
}

#[test]
fn a_drift_of_100_ppm_is_followed_and_stated_and_changes_no_other_figure() {
    for (seconds, frequency_hz) in
        [(0.5, 997.0), (1.0, 1999.0), (2.5, 997.0), (10.0, 997.0), (10.0, 60.3), (30.0, 2103.3)]
    {
        for drift_ppm in [100.0, -37.0, 3.0, 0.1] {
            let tone = Tone { phase_rad: 0.3, ..Tone::new(frequency_hz, -6.0) };
            let signal = Signal::silence(RATE_HZ, (seconds * RATE_HZ) as usize)
                .with_drifting_tones(tone, &HARMONICS, drift_ppm)
                .with_noise(NOISE_DBFS, 7);
            let report = measure(&[&signal]);
            let what = format!("{frequency_hz} Hz in {seconds} s, {drift_ppm} ppm");
            let drift = left(&report).measured(FrequencyDrift);
            let chance =
                Tolerance::new(2.0 * (drift.high - drift.low), "4 deviations of the stated interval");
            chance.check(&what, drift.value, drift_ppm);
            check_figures(left(&report), &what, frequency_hz, seconds);
        }
    }
}

#[test]
fn a_steady_tone_drifts_by_nothing_within_its_interval() {
    let mut held = 0;
    for seed in 0..40 {
        let tone = Tone { phase_rad: 0.3, ..Tone::new(997.0 + seed as f64, -6.0) };
        let signal = Signal::silence(RATE_HZ, 120_000).with_tone(tone).with_noise(-80.0, 50 + seed);
        let drift = left(&measure(&[&signal])).measured(FrequencyDrift);
        held += usize::from(drift.low <= 0.0 && 0.0 <= drift.high);
    }
    println!("the interval held 0 in {held} of 40");
    assert!(held >= 33, "95 % expected; fewer than 33 of 40 has a chance below 1e-3");
}

#[test]
fn both_tones_of_a_pair_and_both_sides_follow_one_clock() {
    let (low, high) = (Tone::new(997.0, -6.0), Tone::new(1499.0, -6.0));
    let side = |tone, seed| {
        let silence = Signal::silence(RATE_HZ, 240_000);
        silence.with_drifting_tones(tone, &HARMONICS, 80.0).with_noise(NOISE_DBFS, seed)
    };
    let report = measure(&[&side(low, 60), &side(high, 61)]);
    assert_eq!(report.stimulus.kind, StimulusKind::DualTone);
    for (channel, tone) in report.channels.iter().zip([low, high]) {
        let drift = channel.value(FrequencyDrift);
        Tolerance::new(0.001, "accuracy of a drift").check("drift", drift, 80.0);
        check_figures(channel, "dual tone", tone.frequency_hz, 5.0);
    }
    left_to_right(&report);
}
