//! What a plot shows: its curves, axes and words.

use crate::editor::view::axis::FrequencyAxis;
use crate::editor::view::cursor::{Across, Level};
use crate::editor::view::unit::Unit;

/// A point of a curve, in the plot's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// On the horizontal axis: hertz, or decibels of the axis's unit.
    pub at: f64,
    /// On the vertical axis; −∞ for nothing at all.
    pub value: f64,
    /// Ends of its 95 % interval.
    pub interval: [f64; 2],
    /// Whether the true value is at or below it.
    pub limit: bool,
}

/// A curve of a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name at the cursor.
    pub name: String,
    /// The channel that it is of; `None` for both together.
    pub side: Option<usize>,
    /// What it is, if it stands behind the chosen quantity.
    pub behind: Option<&'static str>,
    /// Rising along the axis.
    pub points: Vec<Place>,
}

/// What a plot shows.
pub struct Content {
    /// Its quantity with the unit.
    pub title: String,
    /// A finding, above the plot.
    pub caption: Option<String>,
    /// Other quantities, and whether they are shown.
    pub choices: Vec<(&'static str, bool)>,
    /// The curves; those of the chosen quantity are not `behind`.
    pub curves: Vec<Curve>,
    /// What the horizontal axis counts, and its ends.
    pub counts: Across,
    pub ends: [f64; 2],
    /// Unit of the vertical axis, and its smallest height.
    pub unit: Unit,
    pub least: f64,
    /// In place of curves.
    pub nothing: &'static str,
}

impl Curve {
    /// The value at a place, on the line between two points; a limit if a point beside it is one.
    pub fn level_at(&self, at: f64, across: &FrequencyAxis) -> Option<Level> {
        let after = self.points.partition_point(|point| point.at < at);
        let next = self.points.get(after)?;
        if next.at == at {
            return Some(level(next));
        }
        let before = self.points.get(after.checked_sub(1)?)?;
        let [left, x, right] = [before.at, at, next.at].map(|at| across.x_of(at));
        let part = f64::from((x - left) / (right - left));
        let between = |low: f64, high: f64| low + part * (high - low);
        let limit = before.limit || next.limit;
        if !before.value.is_finite() || !next.value.is_finite() {
            return Some(Level::of(f64::NEG_INFINITY, limit));
        }
        let interval = [0, 1].map(|end| between(before.interval[end], next.interval[end]));
        Some(level(&Place { at, value: between(before.value, next.value), interval, limit }))
    }
}

/// A value as the cursor reads it; an interval without ends is none.
fn level(place: &Place) -> Level {
    let interval = Some(place.interval).filter(|ends| ends.iter().all(|end| end.is_finite()));
    Level { interval, ..Level::of(place.value, place.limit) }
}

impl Content {
    /// Ends of the vertical axis around all curves, in round steps.
    pub fn range(&self) -> Option<[f32; 2]> {
        /// Lowest level that decides the axis: digital silence is far below.
        const LOWEST: f64 = -200.0;
        let values = self.curves.iter().flat_map(|curve| &curve.points).map(|point| point.value);
        let values = values.filter(|value| value.is_finite()).map(|value| value.max(LOWEST));
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        (low <= high).then(|| round_range(low, high, self.least))
    }
}

/// A range around two values that is at least so high and ends at multiples of 1, 2 or 5 times a power of ten.
fn round_range(low: f64, high: f64, least: f64) -> [f32; 2] {
    /// Space above and below, as a part of the height.
    const AROUND: f64 = 0.05;
    let height = (high - low).max(least) * (1.0 + 2.0 * AROUND);
    let middle = 0.5 * (low + high);
    let magnitude = 10f64.powf((height / 5.0).log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|part| part * magnitude).into_iter().find(|step| *step >= height / 6.0);
    let step = step.unwrap_or(10.0 * magnitude);
    let end = |value: f64, round: fn(f64) -> f64| (round(value / step) * step) as f32;
    [end(middle - 0.5 * height, f64::floor), end(middle + 0.5 * height, f64::ceil)]
}

#[cfg(test)]
mod tests {
    use egui::Rangef;

    use super::*;
    use crate::editor::preferences::FrequencyScale;

    fn place(at: f64, value: f64, limit: bool) -> Place {
        Place { at, value, interval: [value - 0.5, value + 1.0], limit }
    }

    #[test]
    fn the_cursor_reads_between_points_with_their_interval() {
        let curve = Curve {
            name: "L".to_owned(),
            side: Some(0),
            behind: None,
            points: vec![
                place(100.0, -60.0, false),
                place(10_000.0, -40.0, false),
                place(20_000.0, -40.0, true),
            ],
        };
        let across = FrequencyAxis {
            scale: FrequencyScale::Log,
            low_hz: 20.0,
            high_hz: 20_000.0,
            x: Rangef::new(0.0, 900.0),
        };
        let read = curve.level_at(1000.0, &across).expect("between two points");
        assert!((read.db + 50.0).abs() < 1e-3 && !read.limit, "{read:?}");
        let [low, high] = read.interval.expect("both ends");
        assert!((low + 50.5).abs() < 1e-3 && (high + 49.0).abs() < 1e-3, "{low} {high}");
        assert!(curve.level_at(15_000.0, &across).is_some_and(|level| level.limit));
        assert_eq!([curve.level_at(99.0, &across), curve.level_at(20_001.0, &across)], [None, None]);
    }

    #[test]
    fn ranges_are_round_and_not_flatter_than_asked() {
        assert_eq!(round_range(-0.45, 0.0, 2.0), [-1.5, 1.0]);
        assert_eq!(round_range(-46.7, -46.6, 20.0), [-60.0, -35.0]);
        assert_eq!(round_range(-111.0, -40.0, 20.0), [-120.0, -20.0]);
    }
}
