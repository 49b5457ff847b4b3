//! The curves of a report, whichever form it stores them in.

use crate::figures::curve::{Curve, Point, Quantity, level, stored};
use crate::figures::figure::Figure;
use crate::figures::report::{ChannelReport, CoherencePoint, CurvePoint, Harmonic, PairReport, Report};

impl Report {
    /// Every measured curve with intervals: those of channels, of pairs, and of the bench track.
    pub fn curves(&self) -> Vec<Curve> {
        let channels = self.channels.iter().flat_map(ChannelReport::curves);
        let pairs = self.pairs.iter().flat_map(PairReport::curves);
        channels.chain(pairs).chain(self.curves.iter().cloned()).collect()
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

/// The points in the form of the report.
pub(crate) fn reported(points: &[Point]) -> Vec<CurvePoint> {
    points.iter().map(CurvePoint::from).collect()
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
