//! Frequency, level, harmonics, hum and THD of one tone.

use std::f64::consts::LN_10;
use std::sync::LazyLock;

use groundtruth_measure::ChannelFigure::{Frequency, HumMains, LevelFundamental, ThdF};
use groundtruth_measure::{Harmonic, Report};
use groundtruth_tests::evidence::{Asked, Row, count, repeated};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Signal, wrapped};
use groundtruth_tests::tolerance::CramerRao;

use super::{NOISE_DBFS, errors, line, noise, reports, tone};
use crate::{RATE_HZ, TEN_SECONDS};

/// Two of them make −80 dB.
const EACH_DBC: f64 = -83.010_299_957;
const H2_RAD: f64 = 0.5;
/// 20 dB over the noise power under it: `4σ²/N` is −173.8 dBFS.
const WEAK_DBC: f64 = -147.802_112;
const HUM_DBFS: [(u32, f64); 2] = [(1, -90.0), (3, -95.0)];

fn mains_hz(seed: u64) -> f64 {
    49.9 + 0.01 * (seed % 25) as f64
}

fn distorted(seed: u64) -> Report {
    let tone = tone(seed, -6.0);
    let signal = noise(200 + seed)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, EACH_DBC, H2_RAD), (3, EACH_DBC, -2.0), (5, WEAK_DBC, 1.0)])
        .with_hum(mains_hz(seed), &HUM_DBFS);
    measure(&[&signal])
}

/// Shared by the rows of one signal.
static DISTORTED: LazyLock<Vec<Report>> = LazyLock::new(|| reports(distorted));

fn harmonic(report: &Report, order: u32) -> &Harmonic {
    left(report).harmonics.iter().find(|line| line.order == order).expect("listed")
}

#[test]
fn frequency_at_60_db_signal_to_noise() {
    let bound = line(-6.0, -66.0).frequency_hz();
    let reports = reports(|seed| {
        let quiet = Signal::silence(RATE_HZ, TEN_SECONDS);
        measure(&[&quiet.with_tone(tone(seed, -6.0)).with_noise(-66.0, 30_000 + seed)])
    });
    Row {
        figure: "frequency, 60 dB over noise",
        unit: "Hz",
        asked: Asked::BiasAndSpread(bound, 2.0 * bound),
        bound: Some(bound),
        origin: "bias below Cramér–Rao, spread below twice",
        errors: errors(&reports, |seed, report| {
            left(report).value(Frequency) - tone(seed, -6.0).frequency_hz
        }),
    }
    .check();
}

#[test]
fn level_of_a_tone() {
    Row {
        figure: "level of a tone",
        unit: "dB",
        asked: Asked::Worst(0.0005),
        bound: Some(line(-6.0, NOISE_DBFS).level_db()),
        origin: "section 8",
        errors: errors(&DISTORTED, |_, report| left(report).value(LevelFundamental) + 6.0),
    }
    .check();
}

#[test]
fn level_of_a_harmonic() {
    let bound = line(-6.0 + EACH_DBC, NOISE_DBFS).level_db();
    Row {
        figure: "harmonic, level at −83 dBc",
        unit: "dB",
        asked: Asked::BiasAndSpread(0.002, 1.5 * bound),
        bound: Some(bound),
        origin: "section 8; spread below 1.5 times Cramér–Rao",
        errors: errors(&DISTORTED, |_, report| harmonic(report, 2).level_dbc.expect("finite") - EACH_DBC),
    }
    .check();
}

#[test]
fn phase_of_a_harmonic() {
    let bound = line(-6.0 + EACH_DBC, NOISE_DBFS).phase_rad().to_degrees();
    Row {
        figure: "harmonic, phase at −83 dBc",
        unit: "°",
        asked: Asked::BiasAndSpread(0.05, 1.5 * bound),
        bound: Some(bound),
        origin: "section 8; spread below 1.5 times Cramér–Rao",
        errors: errors(&DISTORTED, |_, report| wrapped(harmonic(report, 2).phase_rad - H2_RAD).to_degrees()),
    }
    .check();
}

#[test]
fn harmonic_20_db_over_the_noise_under_it() {
    let bound = line(-6.0 + WEAK_DBC, NOISE_DBFS).level_db();
    // For powers, 4.34·(p̂/p − 1): the logarithm of a scattered power is low by half its variance.
    let error = |report: &Report| {
        let excess_db = harmonic(report, 5).level_dbc.expect("finite") - WEAK_DBC;
        10.0 / LN_10 * (10f64.powf(excess_db / 10.0) - 1.0)
    };
    let chance = 2.0 * 1.3 * bound / (DISTORTED.len() as f64).sqrt();
    Row {
        figure: "harmonic 20 dB over the noise under it",
        unit: "dB",
        asked: Asked::BiasAndSpread(0.002 + chance, 1.5 * bound),
        bound: Some(bound),
        origin: "section 8, bias and two deviations of the mean; spread below 1.5 times Cramér–Rao",
        errors: errors(&DISTORTED, |_, report| error(report)),
    }
    .check();
}

#[test]
fn level_of_a_hum_line() {
    let (_, level_dbfs) = HUM_DBFS[0];
    let bound = line(level_dbfs, NOISE_DBFS).level_db();
    Row {
        figure: "hum line at −90 dBFS",
        unit: "dB",
        asked: Asked::BiasAndSpread(0.002, 1.5 * bound),
        bound: Some(bound),
        origin: "section 8; spread below 1.5 times Cramér–Rao",
        errors: errors(&DISTORTED, |_, report| left(report).hum_lines[0].level_dbfs - level_dbfs),
    }
    .check();
}

#[test]
fn mains_frequency() {
    // Every line determines the mains with its own bound over its order.
    let information = HUM_DBFS
        .map(|(order, level_dbfs)| (f64::from(order) / line(level_dbfs, NOISE_DBFS).frequency_hz()).powi(2));
    Row {
        figure: "mains frequency",
        unit: "Hz",
        asked: Asked::Worst(0.002),
        bound: Some(information.iter().sum::<f64>().powf(-0.5)),
        origin: "section 8; Cramér–Rao of both lines together",
        errors: errors(&DISTORTED, |seed, report| left(report).value(HumMains) - mains_hz(seed)),
    }
    .check();
}

#[test]
fn thd_of_minus_80_db() {
    Row {
        figure: "THD −80 dB",
        unit: "dB",
        asked: Asked::Worst(0.002),
        bound: Some(line(-6.0 + EACH_DBC, NOISE_DBFS).level_db() / 2f64.sqrt()),
        origin: "section 8; Cramér–Rao of both harmonics together",
        errors: errors(&DISTORTED, |_, report| left(report).value(ThdF) + 80.0),
    }
    .check();
}

#[test]
fn thd_of_minus_120_db_in_30_seconds() {
    let reports = repeated(count(12, 500), |seed| {
        let tone = tone(seed, -6.0);
        let signal = Signal::silence(RATE_HZ, 3 * TEN_SECONDS)
            .with_tone(tone)
            .with_harmonics(tone, &[(2, -120.0, 0.5)])
            .with_noise(NOISE_DBFS, 400 + seed);
        measure(&[&signal])
    });
    let long = CramerRao { frames: 3 * TEN_SECONDS, ..line(-126.0, NOISE_DBFS) };
    Row {
        figure: "THD −120 dB in 30 s",
        unit: "dB",
        asked: Asked::Most95(0.05),
        bound: Some(long.level_db()),
        origin: "section 8: three deviations of the bound, so that 1 of 400 records passes it by chance",
        errors: errors(&reports, |_, report| left(report).value(ThdF) + 120.0),
    }
    .check();
}
