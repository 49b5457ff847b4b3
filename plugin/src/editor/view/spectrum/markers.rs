//! Labels of lines: tones, their harmonics by order or their products by formula, mains hum by its own mark and word.

mod hum;
mod marked;
mod tones;

use egui::{Galley, Painter, Rect, pos2, vec2};
use std::sync::Arc;

use self::marked::{Label, MarkedPlot, TONE_HALF_WIDTH};
use crate::editor::theme;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::columns::Column;
use crate::editor::view::labels::{self, Wish};
use crate::editor::view::scene::Scene;

/// Space between neighbouring labels, in points.
const GAP: f32 = 6.0;

/// Paints marks and labels above the curves.
pub fn paint(
    painter: &Painter,
    rect: Rect,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    levels: &LevelAxis,
    [curves, held]: [&[&[Column]]; 2],
) {
    let plot = MarkedPlot { rect, across, levels, curves, held };
    let hum = hum::visible(&plot, scene);
    let mut taken = hum::paint(painter, &plot, scene, &hum);
    taken.extend(tones::frequencies_hz(scene).filter_map(|hz| plot.line(hz)));
    let mut wanted = tones::labels(scene);
    wanted.extend(hum::label(scene, &hum));
    // At this zoom a line beside a tone is not seen apart from it.
    let tones: Vec<f32> = tones::frequencies_hz(scene).map(|hz| across.x_of(hz)).collect();
    let is_apart = |label: &Label| {
        let x = across.x_of(label.frequency_hz);
        tones.iter().all(|tone| (tone - x).abs() > TONE_HALF_WIDTH)
    };
    wanted.extend(tones::distortion(scene).into_iter().filter(is_apart));

    let mut shown: Vec<(Label, Arc<Galley>, Wish)> = Vec::new();
    for label in wanted {
        let Some(top) = plot.top(label.frequency_hz, label.channel) else { continue };
        let galley = painter.layout_no_wrap(label.text.clone(), theme::sans(theme::TICK), label.colour);
        let anchor = pos2(across.x_of(label.frequency_hz), top - label.above);
        let wish = Wish { anchor, size: galley.size() + vec2(GAP, 0.0) };
        shown.push((label, galley, wish));
    }
    let wishes: Vec<Wish> = shown.iter().map(|(_, _, wish)| *wish).collect();
    for (place, (label, galley, _)) in labels::place(&wishes, rect, &taken).into_iter().zip(shown) {
        if let Some(rect) = place {
            painter.galley(rect.min + vec2(GAP / 2.0, 0.0), galley, label.colour);
        }
    }
}
