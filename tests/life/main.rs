//! Typical recordings with random parameters: one class of fault per test, a seed per case.
//!
//! An ordinary run takes as many cases as a few seconds allow, `GROUNDTRUTH_LONG_TESTS=1` a hundred or more of each. A
//! failed test prints seed, parameters and figures of every case that failed.

mod clipping;
mod clock;
mod delay;
mod fades;
mod format;
mod hum;
mod levels;
mod moved;
mod music;
mod near_lines;
mod programme;
mod related;
mod sections;
mod twin_bound;
mod warm_up;

use groundtruth_measure::Report;
use groundtruth_tests::life::Draw;
use serde_json::Value;

/// Highest frequency of the standard band.
const BAND_END_HZ: f64 = 20_000.0;

/// A common sample rate; the high ones are rare because they are slow.
fn rate_hz(draw: &mut Draw) -> f64 {
    draw.pick(&[44_100.0, 48_000.0, 44_100.0, 48_000.0, 96_000.0])
}

/// A power in dB.
fn db(power: f64) -> f64 {
    10.0 * power.log10()
}

/// The power of a level in dB.
fn power(level_db: f64) -> f64 {
    10f64.powf(level_db / 10.0)
}

/// The share of white noise within the standard band, in dB; the noise extends from 0 to half the rate.
fn in_band_db(rate_hz: f64) -> f64 {
    db((BAND_END_HZ.min(0.5 * rate_hz) - 20.0) / (0.5 * rate_hz))
}

/// The report as JSON, for values without a field.
fn json(report: &Report) -> Value {
    serde_json::to_value(report).expect("a report is JSON")
}
