//! THD+N and noise through every weighting.

use std::sync::LazyLock;

use groundtruth_measure::ChannelFigure::{self, NoiseA, NoiseCcirRms, NoiseRms, ThdnF};
use groundtruth_measure::Report;
use groundtruth_tests::evidence::{Asked, Row, count, repeated};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::tolerance::noise_spread_db;

use super::{NOISE_DBFS, errors, noise, tone};
use crate::IN_BAND_DB;

/// Shared by the four rows. With 8 records the spread itself would only be known to a quarter.
static NOISY: LazyLock<Vec<Report>> = LazyLock::new(|| {
    repeated(count(32, 500), |seed| measure(&[&noise(50_000 + seed).with_tone(tone(seed, -6.0))]))
});

/// `known` is the level of noise of 0 dBFS; `bandwidth_hz` is `(Σg)²/Σg²` of the weighting's gains.
fn row(figure: &'static str, id: ChannelFigure, known: f64, bandwidth_hz: f64) -> Row {
    let bound = noise_spread_db(bandwidth_hz, 10.0);
    Row {
        figure,
        unit: "dB",
        asked: Asked::BiasAndSpread(0.02, 1.5 * bound),
        bound: Some(bound),
        origin: "section 8: 0.02 dB, and spread below 1.5 times 4.34/√(B·T)",
        errors: errors(&NOISY, |_, report| left(report).value(id) - known - NOISE_DBFS),
    }
}

#[test]
fn thd_plus_n() {
    row("THD+N", ThdnF, IN_BAND_DB + 6.0, 19_980.0).check();
}

#[test]
fn noise_in_band() {
    row("noise in band", NoiseRms, IN_BAND_DB, 19_980.0).check();
}

// Levels of A and CCIR-RMS on even noise, from the curves summed in 1 Hz steps over 20 Hz to 20 kHz.

#[test]
fn noise_a_weighted() {
    row("noise, A-weighted", NoiseA, 10.0 * (12_467.2f64 / 24_000.0).log10(), 13_826.0).check();
}

#[test]
fn noise_ccir_rms() {
    row("noise, CCIR-RMS", NoiseCcirRms, 10.0 * (29_358.9f64 / 24_000.0).log10(), 8_873.0).check();
}
