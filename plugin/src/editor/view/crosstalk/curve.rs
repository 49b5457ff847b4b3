//! Crosstalk over frequency, both ways. Coinciding lines are drawn alternately; limits are dotted.

use egui::{Rangef, Rect, Ui};
use groundtruth_measure::CurvePoint;

use super::key::{DIRECTIONS, key};
use crate::editor::preferences::FrequencyScale;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::cursor::{self, Across, Curve, Level, OverFrequency, Reference};
use crate::editor::view::plot;
use crate::editor::view::scene::Scene;
use crate::editor::view::unit::Unit;

/// Smallest height of the level axis, dB: half a decibel must not look like a slope.
const LEAST_DB: f32 = 20.0;

/// Both directions' points.
fn curves<'a>(scene: &Scene<'a>) -> [&'a [CurvePoint]; 2] {
    [(0, 1), (1, 0)].map(|(from, to)| scene.pair(from, to).map_or(&[][..], |pair| &pair.crosstalk_curve))
}

/// Whether the report contains the curve.
pub fn is_known(scene: &Scene<'_>) -> bool {
    curves(scene).iter().any(|curve| curve.len() > 1)
}

/// Paints the plot into `area`, and the cursor.
pub fn ui(ui: &Ui, area: Rect, scene: &Scene<'_>, scale: FrequencyScale, reference: &mut Reference) {
    let (painter, palette, rect) = (ui.painter(), scene.palette, plot::inside(area));
    let curves = curves(scene);
    let levels = curves.iter().flat_map(|curve| curve.iter()).filter_map(|point| point.level_db);
    let Some([low_db, high_db]) = LevelAxis::around(levels.map(|level| level as f32), LEAST_DB) else {
        return;
    };
    let down = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    let [low_hz, high_hz] = scene.report.map_or([20.0, 20_000.0], |report| report.band_hz);
    // A logarithmic axis starts above 0.
    let low_hz = if scale == FrequencyScale::Log { low_hz.max(10.0) } else { low_hz };
    let across = FrequencyAxis { scale, low_hz, high_hz, x: Rangef::new(rect.left(), rect.right()) };
    let (lines_across, lines_down) = (plot::frequency_lines(&across), plot::level_lines(&down, 34.0));
    plot::grid(painter, rect, &lines_across, &lines_down, "Hz", palette);
    plot::caption(painter, rect, "Over frequency, dB", palette);
    key(painter, rect, scene);

    let painter = painter.with_clip_rect(rect.expand(1.0));
    let curves = curves.map(|points| Drawn::new(points, &across, &down));
    let x = common(&curves);
    let heights = |seen: bool| -> [Vec<Option<f32>>; 2] {
        [0, 1].map(|index| x.iter().map(|x| curves[index].height_at(*x, seen)).collect())
    };
    plot::dotted(&painter, &x, &heights(false), palette.channels);
    plot::lines(&painter, &x, &heights(true), palette.channels, 1.6);
    let read = curves.iter().enumerate().map(|(index, curve)| Curve {
        name: DIRECTIONS[index],
        colour: palette.channels[index],
        level_at: Box::new(move |hz| curve.level_at(across.x_of(hz), &down)),
    });
    let plot = OverFrequency {
        across,
        counts: Across::Frequency,
        down,
        unit: Unit::Db("dB"),
        has_dots: true,
        curves: read.collect(),
    };
    let response = cursor::listen(ui, rect, "crosstalk over frequency");
    plot.ui(ui, &response, rect, reference, None, palette);
}

/// A curve in points of the plot.
struct Drawn {
    /// Horizontal positions, ascending; height, and whether the point is more than a limit.
    points: Vec<(f32, Option<f32>, bool)>,
}

impl Drawn {
    fn new(points: &[CurvePoint], across: &FrequencyAxis, down: &LevelAxis) -> Drawn {
        let place = |point: &CurvePoint| {
            let height = point.level_db.map(|level| down.y_of(level as f32));
            (across.x_of(point.frequency_hz), height, !point.limit)
        };
        Drawn { points: points.iter().map(place).collect() }
    }

    /// Height at a position between two points, by linear interpolation; with `only_seen`, only if neither is a limit.
    fn height_at(&self, x: f32, only_seen: bool) -> Option<f32> {
        let after = self.points.partition_point(|point| point.0 < x);
        let next = self.points.get(after)?;
        let usable = |(_, height, seen): &(f32, Option<f32>, bool)| height.filter(|_| *seen || !only_seen);
        if next.0 == x {
            return usable(next);
        }
        let before = self.points.get(after.checked_sub(1)?)?;
        let (low, high) = (usable(before)?, usable(next)?);
        Some(low + (high - low) * (x - before.0) / (next.0 - before.0))
    }

    /// Level at a position; a limit if a point beside it is one.
    fn level_at(&self, x: f32, down: &LevelAxis) -> Option<Level> {
        let height = self.height_at(x, false)?;
        Some(Level::of(down.db_at(height).into(), self.height_at(x, true).is_none()))
    }
}

/// Every horizontal position at which either curve has a point.
fn common(curves: &[Drawn; 2]) -> Vec<f32> {
    let mut places: Vec<f32> =
        curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.0)).collect();
    places.sort_by(f32::total_cmp);
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[(f32, f32, bool)]) -> Drawn {
        Drawn { points: points.iter().map(|(x, y, seen)| (*x, Some(*y), *seen)).collect() }
    }

    #[test]
    fn between_two_points_the_height_lies_on_their_line() {
        let curve = drawn(&[(0.0, 10.0, true), (4.0, 18.0, true), (6.0, 18.0, false)]);
        let at = |x: f32, seen: bool| curve.height_at(x, seen);
        assert_eq!([at(0.0, true), at(1.0, true), at(4.0, true)], [Some(10.0), Some(12.0), Some(18.0)]);
        assert_eq!([at(5.0, true), at(5.0, false)], [None, Some(18.0)]);
        assert_eq!([at(-1.0, false), at(7.0, false)], [None, None]);
    }

    #[test]
    fn the_cursor_reads_the_drawn_level_and_whether_it_is_a_limit() {
        let down = LevelAxis { low_db: -120.0, high_db: -20.0, y: Rangef::new(0.0, 100.0) };
        let curve = drawn(&[(0.0, 10.0, true), (4.0, 18.0, true), (6.0, 18.0, false)]);
        let at = |x: f32| curve.level_at(x, &down).map(|level| (level.db, level.limit));
        assert_eq!([at(1.0), at(5.0), at(7.0)], [Some((-32.0, false)), Some((-38.0, true)), None]);
    }

    #[test]
    fn both_curves_have_a_height_wherever_either_has_a_point() {
        let curves =
            [drawn(&[(0.0, 1.0, true), (2.0, 1.0, true)]), drawn(&[(0.0, 1.0, true), (1.0, 3.0, true)])];
        assert_eq!(common(&curves), [0.0, 1.0, 2.0]);
    }
}
