//! Legend of the lines that are not the spectrum itself.

use egui::{Align2, Painter, Pos2, Rect, Shape, Stroke, pos2};

use super::curves::Shape as CurveShape;
use crate::editor::theme;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, words};

/// Length of a sample of a line, and the space before it and before its name.
const SAMPLE: f32 = 23.0;
const BEFORE: f32 = 18.0;
const GAP: f32 = 6.0;

/// Paints the legend beside the plot's caption: mean and peaks of music, the noise floor, max hold if it is drawn, and what
/// keeps the curves from their true level. Returns the place of the last entry.
pub fn paint(painter: &Painter, caption: Rect, scene: &Scene<'_>, held: bool, shape: CurveShape) -> Rect {
    let mut end = caption;
    if scene.traces.is_music {
        for (name, opacity) in [("mean, 1 s", 1.0), ("peak", theme::PEAK_OPACITY)] {
            end = entry(painter, end, scene, name, |sample| halves(painter, sample, scene, opacity));
        }
    }
    if !scene.density().is_empty() {
        end = entry(painter, end, scene, "noise floor", |sample| {
            painter.extend(Shape::dashed_line(&sample, Stroke::new(1.4, scene.palette.quiet), 5.0, 4.0));
        });
    }
    if held {
        end = entry(painter, end, scene, "max hold", |sample| {
            halves(painter, sample, scene, theme::HELD_OPACITY)
        });
    }
    if !shape.is_true() {
        let words = words::shape(shape.slope_db_per_octave, shape.smoothing_per_octave);
        let at = pos2(end.right() + BEFORE, end.center().y);
        end = painter.text(at, Align2::LEFT_CENTER, words, theme::sans(theme::TICK), scene.palette.text);
    }
    end
}

/// A sample in the colours of both channels.
fn halves(painter: &Painter, [left, right]: [Pos2; 2], scene: &Scene<'_>, opacity: f32) {
    let middle = left + (right - left) / 2.0;
    for (ends, colour) in [[left, middle], [middle, right]].into_iter().zip(scene.curve_colours()) {
        painter.line_segment(ends, Stroke::new(1.4, draw::faint(colour, opacity)));
    }
}

/// A sample and its name at the right of `before`; returns the name's place.
fn entry(
    painter: &Painter,
    before: Rect,
    scene: &Scene<'_>,
    name: &str,
    sample: impl FnOnce([Pos2; 2]),
) -> Rect {
    let left = pos2(before.right() + BEFORE, before.center().y);
    let right = left + egui::vec2(SAMPLE, 0.0);
    sample([left, right]);
    let at = right + egui::vec2(GAP, 0.0);
    painter.text(at, Align2::LEFT_CENTER, name, theme::sans(theme::TICK), scene.palette.quiet)
}
