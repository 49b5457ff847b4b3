//! Curves: a quantity over frequency or another axis, each point a figure.

use realfft::num_complex::Complex;
use serde::{Deserialize, Serialize};

use crate::figures::figure::Figure;
use crate::terms::units::wrapped_rad;

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Place on the axis, in the axis's unit.
    pub at: f64,
    /// Value, interval, limit, and phase where the quantity has one.
    pub figure: Figure,
}

/// What a curve shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Harmonics over the fundamental.
    Harmonics,
    /// The undriven channel over the driven one.
    Crosstalk,
    /// The second channel over the first, both driven alike.
    Balance,
    /// Magnitude-squared coherence of two channels.
    Coherence,
    /// Gain relative to that nearest to 1 kHz, with the phase that is left when the run's delay is taken out.
    Response,
    /// Delay of a band's envelope, less the run's delay.
    GroupDelay,
    /// One harmonic, by its order, over the fundamental's frequency.
    HarmonicOverFrequency(u32),
    /// Root-sum-square of the harmonics up to the 9th in band, over the fundamental's frequency.
    ThdOverFrequency,
    /// THD over the fundamental's level.
    ThdOverLevel,
    /// THD+N over the fundamental's level.
    ThdnOverLevel,
    /// Noise floor over the fundamental's level.
    NoiseOverLevel,
    /// The undriven channel's share of the other one's tone, over that tone's level.
    CrosstalkOverLevel,
}

impl Quantity {
    /// Unit of values and intervals; empty for pure numbers.
    pub fn unit(self) -> &'static str {
        match self {
            Quantity::Harmonics | Quantity::HarmonicOverFrequency(_) => "dBc",
            Quantity::Crosstalk | Quantity::Balance | Quantity::Response => "dB",
            Quantity::ThdOverFrequency | Quantity::ThdOverLevel | Quantity::ThdnOverLevel => "dB",
            Quantity::CrosstalkOverLevel => "dB",
            Quantity::NoiseOverLevel => "dBFS",
            Quantity::GroupDelay => "µs",
            Quantity::Coherence => "",
        }
    }

    /// Unit of the axis; empty for pure numbers.
    pub fn axis_unit(self) -> &'static str {
        match self {
            Quantity::Harmonics => "",
            Quantity::Crosstalk | Quantity::Balance | Quantity::Coherence => "Hz",
            Quantity::Response | Quantity::GroupDelay | Quantity::HarmonicOverFrequency(_) => "Hz",
            Quantity::ThdOverFrequency => "Hz",
            Quantity::ThdOverLevel | Quantity::ThdnOverLevel | Quantity::NoiseOverLevel => "dBFS",
            Quantity::CrosstalkOverLevel => "dBFS",
        }
    }
}

/// A measured curve of a channel or a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredCurve", into = "StoredCurve")]
pub struct Curve {
    /// What it shows.
    pub quantity: Quantity,
    /// The channel, or the first and the second channel of the pair.
    pub channels: Vec<String>,
    /// Rising along the axis.
    pub points: Vec<Point>,
}

/// The JSON form of a curve: with its units.
#[derive(Clone, Serialize, Deserialize)]
struct StoredCurve {
    quantity: Quantity,
    channels: Vec<String>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    axis_unit: String,
    points: Vec<StoredPoint>,
}

/// One point of it; a missing number is −∞.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct StoredPoint {
    at: f64,
    value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phase_rad: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    limit: bool,
}

impl From<Curve> for StoredCurve {
    fn from(curve: Curve) -> StoredCurve {
        let point = |Point { at, figure }: &Point| StoredPoint {
            at: *at,
            value: stored(figure.value),
            phase_rad: figure.phase_rad,
            low: stored(figure.low),
            high: stored(figure.high),
            limit: figure.limit,
        };
        StoredCurve {
            unit: curve.quantity.unit().to_owned(),
            axis_unit: curve.quantity.axis_unit().to_owned(),
            quantity: curve.quantity,
            points: curve.points.iter().map(point).collect(),
            channels: curve.channels,
        }
    }
}

impl From<StoredCurve> for Curve {
    fn from(curve: StoredCurve) -> Curve {
        let point = |point: StoredPoint| {
            let figure = Figure {
                low: level(point.low),
                high: level(point.high),
                limit: point.limit,
                phase_rad: point.phase_rad,
                ..Figure::exact(level(point.value))
            };
            Point { at: point.at, figure }
        };
        let points = curve.points.into_iter().map(point).collect();
        Curve { quantity: curve.quantity, channels: curve.channels, points }
    }
}

/// A level with the phase of a ratio at a frequency.
pub(crate) fn point(frequency_hz: f64, level: Figure, ratio: Complex<f64>) -> Point {
    Point { at: frequency_hz, figure: Figure { phase_rad: Some(wrapped_rad(ratio.arg())), ..level } }
}

/// A level in the form of the report, where −∞ is `None`.
pub(super) fn stored(level_db: f64) -> Option<f64> {
    level_db.is_finite().then_some(level_db)
}

pub(super) fn level(stored: Option<f64>) -> f64 {
    stored.unwrap_or(f64::NEG_INFINITY)
}
