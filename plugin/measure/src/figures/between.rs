//! Values of a curve between its points, and where it passes a value.
//!
//! Between two points a curve is the cubic that has the points' values and slopes; a slope is the weighted harmonic mean of
//! the two straight lines beside a point, or 0 where these rise and fall. So the curve is monotone between two points, and
//! no value lies beyond theirs (Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984, p. 300; PCHIP). Levels are
//! interpolated as they are stored: in dB over dB.
//!
//! The interval has two parts: the noise of both points, weighted by their nearness, and what is unknown between the points.
//! For that stands the larger distance of the cubic from two others: the straight line, and the cubic with the slopes of the
//! parabola through three points, which leaves the values of its points where a curve turns. The place of a value is taken
//! from the straight line, which distortion over level mostly is, with the same allowance.

use crate::figures::curve::{Curve, Point};
use crate::figures::figure::Figure;

/// Distance from an end at which a place still counts as the end, in parts of the axis unit.
const AT_END: f64 = 1e-6;

impl Curve {
    /// The value at a place; `None` outside the curve. Beside a limit it is a limit too.
    pub fn between(&self, at: f64) -> Option<Figure> {
        let (first, last) = (self.rising().first()?, self.rising().last()?);
        if at < first.at - AT_END || at > last.at + AT_END {
            return None;
        }
        let at = at.clamp(first.at, last.at);
        match self.segment_of(at) {
            Some(segment) => Some(segment.figure((at - segment.ends[0].at) / segment.width())),
            None => Some(first.figure),
        }
    }

    /// The highest place at which the curve rises past a value, with its interval.
    pub fn rises_past(&self, value: f64) -> Option<Figure> {
        let points = self.rising();
        let passes = |index: &usize| {
            let [below, above] = [points[*index].figure, points[*index + 1].figure];
            below.value < value && above.value >= value && !above.limit
        };
        let index = (0..points.len().saturating_sub(1)).rev().find(passes)?;
        Some(self.segment(index).crossing(value))
    }

    fn segment_of(&self, at: f64) -> Option<Segment> {
        let last = self.rising().len().checked_sub(2)?;
        let index = self.rising().partition_point(|point| point.at <= at).saturating_sub(1);
        Some(self.segment(index.min(last)))
    }

    /// The points up to where the axis no longer rises: a device that shuts down has a lower level at the next step.
    fn rising(&self) -> &[Point] {
        let falls = self.points.windows(2).position(|pair| pair[1].at <= pair[0].at);
        &self.points[..falls.map_or(self.points.len(), |index| index + 1)]
    }

    fn segment(&self, index: usize) -> Segment {
        let points = self.rising();
        let line = |index: usize| Line::between(&points[index], &points[index + 1]);
        let own = line(index);
        let before = index.checked_sub(1).map_or(own, line);
        let after = if index + 2 < points.len() { line(index + 1) } else { own };
        Segment {
            ends: [points[index], points[index + 1]],
            slopes: [before.monotone_slope(own), own.monotone_slope(after)],
            smooth_slopes: [before.smooth_slope(own), own.smooth_slope(after)],
        }
    }
}

/// The straight line between two points.
#[derive(Clone, Copy)]
struct Line {
    width: f64,
    slope: f64,
}

impl Line {
    fn between(a: &Point, b: &Point) -> Line {
        let width = b.at - a.at;
        Line { width, slope: (b.figure.value - a.figure.value) / width }
    }

    /// Slope of the monotone curve at the point where this line meets the next.
    fn monotone_slope(self, next: Line) -> f64 {
        let is_monotone = self.slope * next.slope > 0.0;
        if !is_monotone {
            return 0.0;
        }
        let weights = [self.width + 2.0 * next.width, 2.0 * self.width + next.width];
        (weights[0] + weights[1]) / (weights[0] / self.slope + weights[1] / next.slope)
    }

    /// Slope there of the parabola through the three points.
    fn smooth_slope(self, next: Line) -> f64 {
        (next.width * self.slope + self.width * next.slope) / (self.width + next.width)
    }
}

/// The curve between two neighbouring points.
struct Segment {
    ends: [Point; 2],
    slopes: [f64; 2],
    smooth_slopes: [f64; 2],
}

impl Segment {
    /// A smooth curve lies about as far from the straight line as the cubics do: the place between has to hold it, and their
    /// error too.
    const ALLOWANCE: f64 = 2.0;

    fn width(&self) -> f64 {
        self.ends[1].at - self.ends[0].at
    }

    /// On the monotone curve; `part` is 0 at the first point, 1 at the second.
    fn value(&self, part: f64) -> f64 {
        self.cubic(self.slopes, part)
    }

    /// Largest distance of the other curves between the points.
    fn unknown(&self, part: f64) -> f64 {
        let others = [self.straight(part), self.cubic(self.smooth_slopes, part)];
        others.map(|other| (other - self.value(part)).abs()).into_iter().fold(0.0, f64::max)
    }

    fn cubic(&self, slopes: [f64; 2], part: f64) -> f64 {
        let [a, b] = self.ends.map(|point| point.figure.value);
        let [slope_a, slope_b] = slopes.map(|slope| slope * self.width());
        let (square, cube) = (part * part, part.powi(3));
        (2.0 * cube - 3.0 * square + 1.0) * a
            + (cube - 2.0 * square + part) * slope_a
            + (3.0 * square - 2.0 * cube) * b
            + (cube - square) * slope_b
    }

    fn straight(&self, part: f64) -> f64 {
        let [a, b] = self.ends.map(|point| point.figure.value);
        a + part * (b - a)
    }

    /// Half-widths of the interval by the points' noise, below and above.
    fn noise(&self, part: f64) -> [f64; 2] {
        let weighted = |weight: f64, half: f64| if weight == 0.0 { 0.0 } else { weight * half };
        let half = |of: fn(&Figure) -> f64| {
            let [a, b] = self.ends.map(|point| of(&point.figure));
            weighted(1.0 - part, a).hypot(weighted(part, b))
        };
        [half(|figure| figure.value - figure.low), half(|figure| figure.high - figure.value)]
    }

    fn figure(&self, part: f64) -> Figure {
        let [first, second] = self.ends.map(|point| point.figure);
        if part <= 0.0 || part >= 1.0 {
            return if part <= 0.0 { first } else { second };
        }
        let value = self.value(part);
        let unknown = self.unknown(part);
        let [below, above] = self.noise(part);
        let (low, high) = (value - below - unknown, value + above + unknown);
        let limited = [first, second].into_iter().find(|figure| figure.limit);
        match limited {
            Some(Figure { bound, .. }) => {
                let value = if bound.is_upper() { high } else { low };
                Figure { low, high, limit: true, bound, ..Figure::exact(value) }
            }
            None => Figure { low, high, ..Figure::exact(value) },
        }
    }

    /// The place of a value between those of the ends, on the straight line; its distance from both curves is unknown.
    fn crossing(&self, wanted: f64) -> Figure {
        let [below, above] = self.ends;
        let per_value = self.width() / (above.figure.value - below.figure.value);
        let part = (wanted - below.figure.value) * per_value / self.width();
        let place = below.at + part * self.width();
        let curves = [self.value(part), self.cubic(self.smooth_slopes, part)];
        let farthest = curves.map(|value| (value - wanted).abs() * per_value).into_iter().fold(0.0, f64::max);
        let unknown = Self::ALLOWANCE * farthest;
        let [less, more] = self.noise(part).map(|half| half * per_value);
        // A limit may be anything below its value: the crossing then lies near the point above.
        let latest = if below.figure.limit { above.at } else { f64::INFINITY };
        let latest = (place + less + unknown).min(latest.max(place));
        Figure { low: place - more - unknown, high: latest, ..Figure::exact(place) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::curve::Quantity;

    fn curve(points: impl Iterator<Item = (f64, Figure)>) -> Curve {
        let points = points.map(|(at, figure)| Point { at, figure }).collect();
        Curve { quantity: Quantity::ThdOverLevel, channels: vec!["L".to_owned()], points }
    }

    /// Noise that falls and a third harmonic that rises with the level: the shape of every THD+N over level.
    fn planted(level_db: f64) -> f64 {
        10.0 * (10f64.powf((-110.0 - level_db) / 10.0) + 10f64.powf((2.0 * level_db - 50.0) / 10.0)).log10()
    }

    #[test]
    fn the_interval_holds_a_smooth_curve_between_its_points() {
        let steps = (0..=24).map(|step| f64::from(step) * 2.0 - 48.0);
        let curve = curve(steps.map(|level| (level, Figure::within(planted(level), 0.0))));
        for tenth in -475..-5 {
            let level = f64::from(tenth) / 10.0;
            let figure = curve.between(level).expect("inside");
            let error = figure.value - planted(level);
            assert!(error.abs() < 0.25, "{error:.4} dB at {level}");
            let reach = figure.high - figure.value;
            assert!(error.abs() < reach + 0.05, "{error:.4} dB at {level}, ±{reach:.4}");
        }
    }

    #[test]
    fn a_curve_does_not_leave_the_range_of_its_points() {
        let levels = [(0.0, -90.0), (1.0, -90.1), (2.0, -40.0), (3.0, -20.0)];
        let curve = curve(levels.into_iter().map(|(at, value)| (at, Figure::exact(value))));
        let values: Vec<f64> =
            (0..=300).map(|step| curve.between(f64::from(step) / 100.0).expect("inside").value).collect();
        assert!(values[..=100].windows(2).all(|pair| pair[1] <= pair[0]));
        assert!(values[100..].windows(2).all(|pair| pair[1] >= pair[0]));
        assert!(values.iter().all(|value| (-90.1..=-20.0).contains(value)));
        assert!(curve.between(-0.1).is_none() && curve.between(3.1).is_none());
    }

    #[test]
    fn the_place_of_a_value_is_found_with_the_noise_of_both_points() {
        let line = |half: f64| {
            curve((0..4).map(move |step| (f64::from(step), Figure::within(20.0 * f64::from(step), half))))
        };
        let exact = line(0.0).rises_past(30.0).expect("passed");
        assert!((exact.value - 1.5).abs() < 1e-9 && (exact.high - exact.low).abs() < 1e-6, "{exact:?}");
        // Half of ±1 from either point, over a slope of 20.
        let noisy = line(1.0).rises_past(30.0).expect("passed");
        let half = 0.5f64.hypot(0.5) / 20.0;
        assert!((noisy.high - 1.5 - half).abs() < 1e-9 && (1.5 - noisy.low - half).abs() < 1e-9, "{noisy:?}");
        assert!(line(0.0).rises_past(61.0).is_none());
    }

    #[test]
    fn beside_a_limit_there_is_a_limit() {
        let limit = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(-100.0) };
        let curve = curve([(0.0, limit), (1.0, Figure::exact(-60.0))].into_iter());
        let between = curve.between(0.5).expect("inside");
        assert!(between.limit && between.low == f64::NEG_INFINITY && between.value > -90.0, "{between:?}");
        assert_eq!(curve.between(1.0).expect("the end"), Figure::exact(-60.0));
        assert_eq!(curve.rises_past(-80.0).expect("passed").high, 1.0);
    }
}
