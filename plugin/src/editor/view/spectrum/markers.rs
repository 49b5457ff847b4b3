//! Labels of lines: tones, their harmonics by order or their products by formula, mains hum by its own mark and word.

mod hum;
mod tones;

use egui::{Color32, Galley, Painter, Rect, pos2, vec2};
use std::sync::Arc;

use crate::editor::theme;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::columns::Column;
use crate::editor::view::labels::{self, Wish};
use crate::editor::view::scene::Scene;

/// Space between neighbouring labels, in points.
const GAP: f32 = 6.0;
/// Space between a line's top and its label, and with a mark in between.
const ABOVE_LINE: f32 = 2.0;
const ABOVE_MARK: f32 = 11.0;
/// A label stands above the held level too, unless that is higher than its line by more than this.
const MOST_ABOVE_DB: f32 = 6.0;
/// Half of the width that the line of a tone is drawn with, and some space.
const TONE_HALF_WIDTH: f32 = 3.0;

/// A label without a position.
struct Label {
    text: String,
    frequency_hz: f64,
    /// The curve it belongs to; the highest one if `None`.
    channel: Option<usize>,
    /// Height of its lower edge above the line's top.
    above: f32,
    colour: Color32,
}

/// The plot with its curves.
struct Plot<'a> {
    rect: Rect,
    across: &'a FrequencyAxis,
    levels: &'a LevelAxis,
    /// The curves, channel by channel, and the largest levels so far, if these are shown.
    curves: &'a [&'a [Column]],
    held: &'a [&'a [Column]],
}

/// Paints marks and labels above the curves.
pub fn paint(
    painter: &Painter,
    rect: Rect,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    levels: &LevelAxis,
    [curves, held]: [&[&[Column]]; 2],
) {
    let plot = Plot { rect, across, levels, curves, held };
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

impl Plot<'_> {
    /// The height of a line's top, at most at the plot's edge; `None` if nothing of the line is in view.
    fn top(&self, frequency_hz: f64, channel: Option<usize>) -> Option<f32> {
        let x = self.across.x_of(frequency_hz);
        let [now_db, held_db] = [self.curves, self.held].map(|curves| {
            highest(channel.and_then(|channel| curves.get(channel..=channel)).unwrap_or(curves), x)
        });
        let top = self.levels.y_of(now_db.max(held_db.min(now_db + MOST_ABOVE_DB)));
        // Room for the label of a line that goes on above the plot.
        let inside = top.max(self.rect.top() + 14.0);
        (self.rect.x_range().contains(x) && top < self.rect.bottom()).then_some(inside)
    }

    /// Where the line of a tone is drawn.
    fn line(&self, frequency_hz: f64) -> Option<Rect> {
        let (x, top) = (self.across.x_of(frequency_hz), self.top(frequency_hz, None)?);
        let sides = x - TONE_HALF_WIDTH..=x + TONE_HALF_WIDTH;
        Some(Rect::from_x_y_ranges(sides, top..=self.rect.bottom()))
    }
}

/// The highest level of the curves within two points of a position.
fn highest(curves: &[&[Column]], x: f32) -> f32 {
    let near = |columns: &&[Column]| {
        let first = columns.partition_point(|column| column.x < x - 2.0);
        let last = columns.partition_point(|column| column.x <= x + 2.0);
        columns[first..last].iter().map(|column| column.high_db).fold(f32::NEG_INFINITY, f32::max)
    };
    curves.iter().map(near).fold(f32::NEG_INFINITY, f32::max)
}
