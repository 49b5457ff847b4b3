//! Selective crosstalk of the last minute. Coinciding lines are drawn alternately; limits are pale.

use egui::{Painter, Rect};
use groundtruth_analysis::{CrosstalkLevel, CrosstalkPoint};

use super::key::key;
use crate::editor::theme::LIMIT_OPACITY;
use crate::editor::view::axis::LevelAxis;
use crate::editor::view::plot::{self, GridLine};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, words};

/// Length of the chart in seconds.
const SPAN_S: f64 = 60.0;
/// Smallest height of the level axis, dB: half a decibel must not look like an event.
const LEAST_DB: f32 = 20.0;

type Direction = fn(&CrosstalkPoint) -> Option<CrosstalkLevel>;
const DIRECTIONS: [Direction; 2] = [|point| point.left_to_right, |point| point.right_to_left];

/// Whether there is anything to show.
pub fn has_levels(scene: &Scene<'_>) -> bool {
    scene.snapshot.crosstalk.iter().any(|point| DIRECTIONS.iter().any(|of| of(point).is_some()))
}

/// Paints the chart into `area`.
pub fn paint(painter: &Painter, area: Rect, scene: &Scene<'_>) {
    let palette = scene.palette;
    let rect = plot::inside(area);
    let points = &scene.snapshot.crosstalk;
    let levels = points.iter().flat_map(|point| [point.left_to_right, point.right_to_left]).flatten();
    let levels = levels.map(|level| level.level_db);
    let Some([low_db, high_db]) = LevelAxis::around(levels, LEAST_DB) else {
        draw::notice(painter, rect, words::NO_STRIP_CHART, palette);
        return;
    };
    let axis = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    plot::grid(painter, rect, &seconds(rect), &plot::level_lines(&axis, 50.0), "", palette);
    plot::caption(painter, rect, "Last minute, dB", palette);
    key(painter, rect, scene);

    let newest = points.back().map_or(0, |point| point.end_frame);
    let rate_hz = scene.sample_rate_hz();
    let x: Vec<f32> = points
        .iter()
        .map(|point| x_of(rect, newest.saturating_sub(point.end_frame) as f64 / rate_hz))
        .collect();
    let heights = |of: Direction, limit: bool| -> Vec<Option<f32>> {
        let shown = |level: &CrosstalkLevel| level.limit == limit && level.level_db.is_finite();
        let height = |point| of(point).filter(shown).map(|level| axis.y_of(level.level_db));
        points.iter().map(height).collect()
    };
    let pale = palette.channels.map(|colour| draw::faint(colour, LIMIT_OPACITY));
    for (limit, colours) in [(true, pale), (false, palette.channels)] {
        let heights = DIRECTIONS.map(|of| heights(of, limit));
        plot::lines(&painter.with_clip_rect(rect), &x, &heights, colours, 1.6);
    }
}

fn x_of(rect: Rect, age_s: f64) -> f32 {
    rect.right() - (age_s / SPAN_S) as f32 * rect.width()
}

fn seconds(rect: Rect) -> Vec<GridLine> {
    let step = if rect.width() < 420.0 { 20 } else { 10 };
    (0..=60 / step)
        .rev()
        .map(|index| index * step)
        .map(|age_s| GridLine {
            at: x_of(rect, f64::from(age_s)),
            label: if age_s == 0 {
                "now".to_owned()
            } else {
                format!("{} s", format::fixed(-f64::from(age_s), 0))
            },
        })
        .collect()
}
