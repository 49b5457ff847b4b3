//! Curves: a quantity over frequency or another axis, each point a figure.

use realfft::num_complex::Complex;

use crate::figures::figure::Figure;
use crate::figures::report::{ChannelReport, CoherencePoint, CurvePoint, Harmonic, PairReport, Report};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Harmonics over the fundamental.
    Harmonics,
    /// The undriven channel over the driven one.
    Crosstalk,
    /// The second channel over the first, both driven alike.
    Balance,
    /// Magnitude-squared coherence of two channels.
    Coherence,
}

impl Quantity {
    /// Unit of values and intervals; empty for pure numbers.
    pub fn unit(self) -> &'static str {
        match self {
            Quantity::Harmonics => "dBc",
            Quantity::Crosstalk | Quantity::Balance => "dB",
            Quantity::Coherence => "",
        }
    }

    /// Unit of the axis; empty for pure numbers.
    pub fn axis_unit(self) -> &'static str {
        match self {
            Quantity::Harmonics => "",
            Quantity::Crosstalk | Quantity::Balance | Quantity::Coherence => "Hz",
        }
    }
}

/// A measured curve of a channel or a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it shows.
    pub quantity: Quantity,
    /// The channel, or the first and the second channel of the pair.
    pub channels: Vec<String>,
    /// Rising along the axis.
    pub points: Vec<Point>,
}

impl Report {
    /// Every measured curve with intervals, channels first.
    pub fn curves(&self) -> Vec<Curve> {
        let channels = self.channels.iter().flat_map(ChannelReport::curves);
        channels.chain(self.pairs.iter().flat_map(PairReport::curves)).collect()
    }
}

impl ChannelReport {
    /// The curves of a channel; none that is empty.
    pub fn curves(&self) -> Vec<Curve> {
        let channels = vec![self.name.clone()];
        let points = self.harmonics.iter().map(Point::from).collect();
        curves(&channels, [(Quantity::Harmonics, points)])
    }
}

impl PairReport {
    /// The curves of a pair; none that is empty.
    pub fn curves(&self) -> Vec<Curve> {
        let channels = vec![self.from.clone(), self.to.clone()];
        let crosstalk = self.crosstalk_curve.iter().map(Point::from).collect();
        let balance = self.balance_curve.iter().map(Point::from).collect();
        let coherence = self.coherence.iter().map(Point::from).collect();
        let points = [
            (Quantity::Crosstalk, crosstalk),
            (Quantity::Balance, balance),
            (Quantity::Coherence, coherence),
        ];
        curves(&channels, points)
    }
}

fn curves<const N: usize>(channels: &[String], points: [(Quantity, Vec<Point>); N]) -> Vec<Curve> {
    let curve = |(quantity, points)| Curve { quantity, channels: channels.to_vec(), points };
    points.into_iter().filter(|(_, points)| !points.is_empty()).map(curve).collect()
}

/// A level with the phase of a ratio at a frequency.
pub(crate) fn point(frequency_hz: f64, level: Figure, ratio: Complex<f64>) -> Point {
    Point { at: frequency_hz, figure: Figure { phase_rad: Some(wrapped_rad(ratio.arg())), ..level } }
}

/// The points in the form of the report.
pub(crate) fn reported(points: &[Point]) -> Vec<CurvePoint> {
    points.iter().map(CurvePoint::from).collect()
}

/// A level in the form of the report, where −∞ is `None`.
fn stored(level_db: f64) -> Option<f64> {
    level_db.is_finite().then_some(level_db)
}

fn level(stored: Option<f64>) -> f64 {
    stored.unwrap_or(f64::NEG_INFINITY)
}

impl From<&Point> for CurvePoint {
    fn from(point: &Point) -> CurvePoint {
        let Point { at, figure } = point;
        CurvePoint {
            frequency_hz: *at,
            level_db: stored(figure.value),
            phase_rad: figure.phase_rad.unwrap_or(0.0),
            low: stored(figure.low),
            high: stored(figure.high),
            limit: figure.limit,
        }
    }
}

impl From<&CurvePoint> for Point {
    fn from(point: &CurvePoint) -> Point {
        let figure = Figure {
            low: level(point.low),
            high: level(point.high),
            limit: point.limit,
            phase_rad: Some(point.phase_rad),
            ..Figure::exact(level(point.level_db))
        };
        Point { at: point.frequency_hz, figure }
    }
}

impl From<&CoherencePoint> for Point {
    fn from(point: &CoherencePoint) -> Point {
        let figure = Figure { low: point.low, high: point.high, ..Figure::exact(point.coherence) };
        Point { at: point.frequency_hz, figure }
    }
}

impl From<&Harmonic> for Point {
    fn from(harmonic: &Harmonic) -> Point {
        let figure = Figure {
            low: level(harmonic.low),
            high: level(harmonic.high),
            limit: harmonic.limit,
            phase_rad: Some(harmonic.phase_rad),
            ..Figure::exact(level(harmonic.level_dbc))
        };
        Point { at: f64::from(harmonic.order), figure }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_comes_back_from_the_report_as_it_went_in() {
        let silent = Figure { phase_rad: Some(0.0), ..Figure::exact(f64::NEG_INFINITY) };
        let level = Figure { phase_rad: Some(-3.0), ..Figure::within(-60.0, 0.1) };
        for figure in [silent, level, Figure { low: f64::NEG_INFINITY, limit: true, ..level }] {
            let point = Point { at: 997.0, figure };
            assert_eq!(Point::from(&CurvePoint::from(&point)), point);
        }
    }
}
