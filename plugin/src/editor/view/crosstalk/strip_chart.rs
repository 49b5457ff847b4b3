//! Selective crosstalk of the last minute. Coinciding lines are drawn alternately; limits are dotted.

use egui::{Rect, Ui};
use groundtruth_analysis::{CrosstalkLevel, CrosstalkPoint};

use super::key::{self, key};
use crate::editor::view::axis::LevelAxis;
use crate::editor::view::cursor::{self, Level, Line};
use crate::editor::view::plot::{self, GridLine};
use crate::editor::view::scene::Scene;
use crate::editor::view::unit::Unit;
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

/// Paints the chart into `area`, and the cursor.
pub fn ui(ui: &Ui, area: Rect, scene: &Scene<'_>) {
    let (painter, palette) = (ui.painter(), scene.palette);
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
    let inner = painter.with_clip_rect(rect);
    plot::dotted(&inner, &x, &DIRECTIONS.map(|of| heights(of, true)), palette.channels);
    plot::lines(&inner, &x, &DIRECTIONS.map(|of| heights(of, false)), palette.channels, 1.6);
    let response = cursor::listen(ui, rect, "crosstalk over time");
    if let Some(pointer) = cursor::pointer(&response, rect) {
        cursor::vertical(painter, rect, pointer.x, palette);
        let age_s = age_at(rect, pointer.x);
        let point = at_age(points.iter(), newest, age_s * rate_hz);
        cursor::paint_box(painter, rect, pointer.x, &lines(point, age_s, scene), palette);
    }
}

/// The first record that ends at this age, in frames, or later: what it shows was measured then.
fn at_age<'a>(
    mut points: impl Iterator<Item = &'a CrosstalkPoint>,
    newest: u64,
    age_frames: f64,
) -> Option<&'a CrosstalkPoint> {
    points.find(|point| newest.saturating_sub(point.end_frame) as f64 <= age_frames)
}

/// Time and both directions of a point.
fn lines(point: Option<&CrosstalkPoint>, age_s: f64, scene: &Scene<'_>) -> Vec<Line> {
    let values = (0..DIRECTIONS.len()).map(|index| {
        let level = point.and_then(DIRECTIONS[index]);
        let level = level.map(|level| Level::of(level.level_db.into(), level.limit));
        Line::Value {
            colour: scene.palette.channels[index],
            name: key::DIRECTIONS[index].to_owned(),
            value: level.map_or_else(|| "–".to_owned(), |level| level.text(Unit::Db("dB"))),
            difference: String::new(),
        }
    });
    std::iter::once(Line::Text(words::before_now(age_s))).chain(values).collect()
}

fn age_at(rect: Rect, x: f32) -> f64 {
    f64::from((rect.right() - x) / rect.width()) * SPAN_S
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_reads_the_record_that_holds_its_time() {
        let point = |end_frame| CrosstalkPoint { end_frame, left_to_right: None, right_to_left: None };
        let points = [100, 200, 300].map(point);
        let at = |age: f64| at_age(points.iter(), 300, age).map(|point| point.end_frame);
        assert_eq!([at(0.0), at(50.0), at(100.0), at(150.0), at(200.0)], [300, 300, 200, 200, 100].map(Some));
    }

    #[test]
    fn a_place_and_its_age_are_inverse() {
        let rect = Rect::from_min_max(egui::pos2(58.0, 10.0), egui::pos2(658.0, 100.0));
        assert_eq!([age_at(rect, 658.0), age_at(rect, 358.0)], [0.0, 30.0]);
        assert_eq!(x_of(rect, 30.0), 358.0);
    }
}
