//! THD in both forms.

use groundtruth_measure::ChannelFigure::{LevelFundamental, ThdF, ThdR, ThdnAes17, ThdnF};
use groundtruth_measure::Refusal;
use groundtruth_tests::evidence::{Counts, count};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Random, Signal, Tone};
use groundtruth_tests::tolerance::{Spread, Tolerance};

use crate::RATE_HZ;

const FRAMES: usize = 65_536;

fn distorted(frequency_hz: f64, harmonics: &[(u32, f64, f64)]) -> Signal {
    let tone = Tone { phase_rad: 0.7, ..Tone::new(frequency_hz, -6.0) };
    Signal::silence(RATE_HZ, FRAMES).with_tone(tone).with_harmonics(tone, harmonics)
}

#[test]
fn thd_over_the_fundamental_and_over_the_total_differ_as_defined() {
    // −10 dB of distortion: the forms stand 0.414 dB apart.
    let report = measure(&[&distorted(997.0, &[(2, -13.010_299_957, 0.0), (3, -13.010_299_957, 1.0)])]);
    let exact = Tolerance::new(1e-6, "no noise");
    exact.check("over the fundamental", left(&report).value(ThdF), -10.0);
    exact.check("over the total", left(&report).value(ThdR), -10.0 - 10.0 * 1.1f64.log10());
}

#[test]
fn harmonics_count_to_the_band_edge_however_many_they_are() {
    // 199 harmonics of 100 Hz at −100 dBc each.
    let all: Vec<(u32, f64, f64)> = (2..=200).map(|k| (k, -100.0, f64::from(k * k))).collect();
    let report = measure(&[&distorted(100.0, &all)]);
    let exact = Tolerance::new(1e-5, "no noise");
    exact.check("THD", left(&report).value(ThdF), -100.0 + 10.0 * 199f64.log10());
}

#[test]
fn a_harmonic_up_to_1_hz_over_the_band_edge_counts() {
    // The 20th of 1 000.04 Hz lies at 20 000.8 Hz, that of 1 000.06 Hz at 20 001.2 Hz.
    for (frequency_hz, thd) in [(1000.04, 10.0 * (1e-9f64 + 1e-8).log10()), (1000.06, -90.0)] {
        let report = measure(&[&distorted(frequency_hz, &[(2, -90.0, 0.0), (20, -80.0, 0.0)])]);
        Tolerance::new(1e-5, "no noise").check(frequency_hz, left(&report).value(ThdF), thd);
    }
}

#[test]
fn aliased_harmonics_are_not_summed_though_they_fold_into_the_band() {
    let report = measure(&[&distorted(5003.0, &[(2, -90.0, 0.0), (6, -60.0, 0.0)])]);
    Tolerance::new(1e-6, "no noise").check("THD", left(&report).value(ThdF), -90.0);
    // They still count as residual.
    let residual = 10.0 * (1e-9f64 + 1e-6).log10();
    Tolerance::new(0.001, "the floor of the window beside the line").check(
        "THD+N",
        left(&report).value(ThdnF),
        residual,
    );
}

#[test]
fn without_noise_thd_does_not_exceed_thd_plus_n() {
    for (frequency_hz, level) in
        [(997.0, -40.0), (997.0, -100.0), (100.0, -120.0), (3001.0, -80.0), (6500.0, -60.0)]
    {
        let report = measure(&[&distorted(frequency_hz, &[(2, level, 0.0), (3, level, 2.0)])]);
        let channel = left(&report);
        assert!(channel.value(ThdF) <= channel.value(ThdnF), "{frequency_hz} Hz at {level} dBc");
        assert!(channel.value(ThdR) <= channel.value(ThdnAes17), "{frequency_hz} Hz at {level} dBc");
    }
}

#[test]
fn without_a_harmonic_in_band_there_is_no_thd_but_its_order_and_place() {
    let report = measure(&[&distorted(12_000.3, &[])]);
    let Refusal::OutsideBand { order, frequency_hz, band_high_hz } = left(&report).refusal(ThdF) else {
        panic!("{:?}", left(&report).refusal(ThdF));
    };
    assert_eq!((*order, *band_high_hz), (2, 20_000.0));
    Tolerance::new(1e-6, "no noise").check("second harmonic", *frequency_hz, 24_000.6);
    Tolerance::new(1e-6, "no noise").check("level", left(&report).value(LevelFundamental), -6.0);
}

#[test]
fn a_sum_of_many_harmonics_near_the_noise_has_no_bias() {
    // H2 is 20 dB above the noise power under it, and 198 further harmonics are only noise. Dropping negative estimates
    // would add 73 % of H2's power (2.4 dB), not subtracting the noise 198 %.
    let (frames, noise_dbfs, trials) = (32_768usize, -80.0, 60);
    let under_a_line = groundtruth_tests::stimulus::noise_rms(noise_dbfs).powi(2) * 2.0 / frames as f64;
    let planted = 200.0 * under_a_line;
    let tone = Tone::new(100.3, -6.0);
    let h2 = Tone { level_dbfs: 10.0 * (2.0 * planted).log10(), ..tone.harmonic(2, 0.0, 0.6) };
    let clean = Signal::silence(RATE_HZ, frames).with_tones([tone, h2]);
    let powers: Vec<f64> = (0..trials)
        .map(|seed| {
            let report = measure(&[&clean.clone().with_noise(noise_dbfs, 70 + seed)]);
            let thd = left(&report).measured(ThdF);
            assert!(!thd.limit, "{thd:?}");
            10f64.powf((thd.value + tone.level_dbfs - h2.level_dbfs) / 10.0)
        })
        .collect();
    let spread = Spread::of(&powers);
    Tolerance::new(4.0 * spread.of_mean, "4 times the spread of the mean").check(
        "mean power",
        spread.mean,
        1.0,
    );
}

#[test]
fn where_distortion_dominates_the_interval_of_thd_holds_the_truth_95_times_in_100() {
    let mut counts = Counts::new("distortion dominates");
    let mut random = Random::new(77);
    for seed in 0..count(200, 2000) {
        let level = -70.0 + 30.0 * random.unit();
        let tone = Tone { phase_rad: random.phase_rad(), ..Tone::new(500.0 + 1500.0 * random.unit(), -6.0) };
        let signal = Signal::silence(RATE_HZ, 8192)
            .with_tone(tone)
            .with_harmonics(tone, &[(2, level, 0.3)])
            .with_noise(-115.0, 7000 + seed);
        let report = measure(&[&signal]);
        let (thd, thdn) = (left(&report).measured(ThdF), left(&report).measured(ThdnF));
        assert!(thd.value <= thdn.value && thd.high <= thdn.high, "{thd:?} {thdn:?}");
        counts.count("thd.f", &thd, level);
    }
    counts.check();
}
