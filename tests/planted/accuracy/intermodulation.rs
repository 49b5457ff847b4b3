//! Intermodulation of −80 dB.

use std::f64::consts::SQRT_2;
use std::sync::LazyLock;

use groundtruth_measure::ChannelFigure::{self, ImdDfd2, ImdDfd3, ImdDin, ImdSmpte};
use groundtruth_measure::Report;
use groundtruth_tests::evidence::{Asked, Row};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Random, Tone};

use super::{NOISE_DBFS, errors, line, noise, reports};

/// 4:1 in amplitude.
const RATIO_DB: f64 = -12.041_200;
/// Two lines of the same amplitude add up to 6.02 dB more.
const HALF_DB: f64 = -6.020_600;

/// Two tones, and products of them at `(level in dBFS, factor of the lower, factor of the upper)`.
fn report(tones: [(f64, f64); 2], products: &[(f64, f64, f64)], seed: u64) -> Report {
    let mut random = Random::new(seed);
    let mut tone =
        |(frequency_hz, level_dbfs)| Tone { frequency_hz, level_dbfs, phase_rad: random.phase_rad() };
    let [low, high] = tones.map(&mut tone);
    let product = |&(level_dbfs, first, second): &(f64, f64, f64)| {
        tone((first * low.frequency_hz + second * high.frequency_hz, level_dbfs))
    };
    let products: Vec<Tone> = products.iter().map(product).collect();
    measure(&[&noise(seed).with_tones([low, high]).with_tones(products)])
}

/// A pair of 4:1 with both sidebands at −86.02 dB: −80 dB together.
fn sidebands(low_hz: f64, high_hz: f64, seed: u64) -> Report {
    let upper_dbfs = -8.0 + RATIO_DB;
    let level_dbfs = upper_dbfs - 80.0 + HALF_DB;
    report([(low_hz, -8.0), (high_hz, upper_dbfs)], &[(level_dbfs, 1.0, 1.0), (level_dbfs, -1.0, 1.0)], seed)
}

fn row(figure: &'static str, id: ChannelFigure, bound: f64, reports: &[Report]) -> Row {
    Row {
        figure,
        unit: "dB",
        asked: Asked::Worst(0.01),
        bound: Some(bound),
        origin: "section 8",
        errors: errors(reports, |_, report| left(report).value(id) + 80.0),
    }
}

/// For two lines of this level whose amplitudes are added.
fn bound_of_two(level_dbfs: f64) -> f64 {
    line(level_dbfs, NOISE_DBFS).level_db() / SQRT_2
}

#[test]
fn smpte() {
    let reports = reports(|seed| sidebands(60.0, 7000.0, 100_000 + seed));
    row("IMD −80 dB, SMPTE", ImdSmpte, bound_of_two(-8.0 + RATIO_DB - 80.0 + HALF_DB), &reports).check();
}

#[test]
fn din() {
    let reports = reports(|seed| sidebands(250.0, 8000.0, 110_000 + seed));
    row("IMD −80 dB, DIN", ImdDin, bound_of_two(-8.0 + RATIO_DB - 80.0 + HALF_DB), &reports).check();
}

/// −80 dB under the sum of two tones of −12 dBFS.
const DIFFERENCE_DBFS: f64 = -12.0 - HALF_DB - 80.0;

static DIFFERENCES: LazyLock<Vec<Report>> = LazyLock::new(|| {
    reports(|seed| {
        let third = DIFFERENCE_DBFS + HALF_DB;
        let products = [(DIFFERENCE_DBFS, -1.0, 1.0), (third, 2.0, -1.0), (third, -1.0, 2.0)];
        report([(19_000.0, -12.0), (20_000.0, -12.0)], &products, 120_000 + seed)
    })
});

#[test]
fn difference_of_second_order() {
    row("IMD −80 dB, DFD d2", ImdDfd2, line(DIFFERENCE_DBFS, NOISE_DBFS).level_db(), &DIFFERENCES).check();
}

#[test]
fn difference_of_third_order() {
    row("IMD −80 dB, DFD d3", ImdDfd3, bound_of_two(DIFFERENCE_DBFS + HALF_DB), &DIFFERENCES).check();
}
