//! Crosstalk and delay.

use std::sync::LazyLock;

use groundtruth_measure::PairFigure::{BalanceDelay, XtalkSelective};
use groundtruth_measure::{Figure, Report};
use groundtruth_tests::evidence::{Asked, Row};
use groundtruth_tests::reading::{Readings, left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, wrapped};

use super::{NOISE_DBFS, errors, line, noise, reports, tone};
use crate::{RATE_HZ, TEN_SECONDS};

const DRIVE_DBFS: f64 = -20.0;
const LEAK_RAD: f64 = 0.5;

fn leaking(leak_db: f64, seed: u64) -> Report {
    let tone = tone(seed, DRIVE_DBFS);
    let undriven = noise(70_000 + seed).with_tone(tone.through(leak_db, LEAK_RAD));
    measure(&[&noise(60_000 + seed).with_tone(tone), &undriven])
}

static MINUS_60: LazyLock<Vec<Report>> = LazyLock::new(|| reports(|seed| leaking(-60.0, seed)));
static MINUS_120: LazyLock<Vec<Report>> = LazyLock::new(|| reports(|seed| leaking(-120.0, seed)));

fn leak(report: &Report) -> Figure {
    left_to_right(report).measured(XtalkSelective)
}

fn phase_error_deg(report: &Report) -> f64 {
    wrapped(leak(report).phase_rad.expect("crosstalk has a phase") - LEAK_RAD).to_degrees()
}

#[test]
fn crosstalk_of_minus_60_db() {
    Row {
        figure: "crosstalk −60 dB",
        unit: "dB",
        asked: Asked::Worst(0.002),
        bound: Some(line(DRIVE_DBFS - 60.0, NOISE_DBFS).level_db()),
        origin: "section 8",
        errors: errors(&MINUS_60, |_, report| leak(report).value + 60.0),
    }
    .check();
}

#[test]
fn phase_of_crosstalk_of_minus_60_db() {
    Row {
        figure: "crosstalk −60 dB, phase",
        unit: "°",
        asked: Asked::Worst(0.05),
        bound: Some(line(DRIVE_DBFS - 60.0, NOISE_DBFS).phase_rad().to_degrees()),
        origin: "section 8",
        errors: errors(&MINUS_60, |_, report| phase_error_deg(report)),
    }
    .check();
}

#[test]
fn crosstalk_of_minus_120_db() {
    Row {
        figure: "crosstalk −120 dB",
        unit: "dB",
        asked: Asked::Most95(0.5),
        bound: Some(line(DRIVE_DBFS - 120.0, NOISE_DBFS).level_db()),
        origin: "section 8: four deviations of the bound, 3.3 of a Hann fit",
        errors: errors(&MINUS_120, |_, report| leak(report).value + 120.0),
    }
    .check();
}

#[test]
fn phase_of_crosstalk_of_minus_120_db() {
    Row {
        figure: "crosstalk −120 dB, phase",
        unit: "°",
        asked: Asked::Most95(4.0),
        bound: Some(line(DRIVE_DBFS - 120.0, NOISE_DBFS).phase_rad().to_degrees()),
        origin: "section 8: five deviations of the bound, 4 of a Hann fit",
        errors: errors(&MINUS_120, |_, report| phase_error_deg(report)),
    }
    .check();
}

#[test]
fn delay_at_60_db_signal_to_noise() {
    let planted = |seed: u64| 1.234 + 0.01 * (seed % 100) as f64;
    let reports = reports(|seed| {
        let tone = tone(seed, -6.0);
        let side = |seed| Signal::silence(RATE_HZ, TEN_SECONDS).with_noise(-66.0, seed);
        let late = side(90_000 + seed).with_tone(tone.delayed(planted(seed), RATE_HZ));
        measure(&[&side(80_000 + seed).with_tone(tone), &late])
    });
    let radians_per_frame = std::f64::consts::TAU * 1000.0 / RATE_HZ;
    Row {
        figure: "delay, 60 dB over noise",
        unit: "samples",
        asked: Asked::Worst(0.001),
        bound: Some(2f64.sqrt() * line(-6.0, -66.0).phase_rad() / radians_per_frame),
        origin: "section 8; Cramér–Rao of two phases at 1 kHz",
        errors: errors(&reports, |seed, report| left_to_right(report).value(BalanceDelay) - planted(seed)),
    }
    .check();
}
