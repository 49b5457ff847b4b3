//! The box beside the cursor.

use egui::{Align, Color32, Painter, Rect, StrokeKind, pos2, vec2};

use crate::editor::theme::{self, Palette};
use crate::editor::view::draw;

/// Height of a line, space around all of them, between columns, and between box and hairline.
const LINE: f32 = 15.0;
const MARGIN: f32 = 6.0;
const GUTTER: f32 = 10.0;
const ASIDE: f32 = 10.0;

/// One line of the box.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Text over the whole width.
    Text(String),
    /// The value of a curve.
    Value {
        /// Colour of the curve.
        colour: Color32,
        /// Its name.
        name: String,
        /// Its value with unit.
        value: String,
        /// Difference to the value at the reference, or empty.
        difference: String,
    },
}

impl Line {
    fn parts(&self) -> [&str; 3] {
        match self {
            Line::Text(_) => [""; 3],
            Line::Value { name, value, difference, .. } => [name, value, difference],
        }
    }
}

/// Paints the box at the top of the plot, at the right of the hairline or, without room there, at its left. Returns its
/// place.
pub fn paint_box(painter: &Painter, plot: Rect, x: f32, lines: &[Line], palette: Palette) -> Rect {
    let font = theme::mono(theme::TICK);
    let width = |text: &str| draw::width(painter, text, font.clone());
    let widest = |part: usize| lines.iter().map(|line| width(line.parts()[part])).fold(0.0, f32::max);
    let columns = [0, 1, 2].map(widest);
    let texts = lines.iter().map(|line| if let Line::Text(text) = line { width(text) } else { 0.0 });
    let between = columns.iter().skip(1).filter(|width| **width > 0.0).count() as f32 * GUTTER;
    let inner =
        vec2(texts.fold(columns.iter().sum::<f32>() + between, f32::max).ceil(), lines.len() as f32 * LINE);
    let place = beside(plot, x, inner + vec2(2.0 * MARGIN, 2.0 * MARGIN));
    painter.rect(place, 4.0, palette.panel, palette.hairline(), StrokeKind::Inside);

    for (index, line) in lines.iter().enumerate() {
        let top_left = place.min + vec2(MARGIN, MARGIN + index as f32 * LINE);
        let row = Rect::from_min_size(top_left, vec2(inner.x + 1.0, LINE));
        let text = |align, text: &str, place: Rect, colour| {
            draw::text_in(painter, place, align, text, font.clone(), colour);
        };
        match line {
            Line::Text(words) => text(Align::Min, words, row, palette.text),
            Line::Value { colour, name, value, difference } => {
                text(Align::Min, name, row, *colour);
                let end = row.left() + columns[0] + GUTTER + columns[1] + 1.0;
                text(Align::Max, value, Rect::from_x_y_ranges(row.left()..=end, row.y_range()), palette.text);
                text(Align::Max, difference, row, palette.text);
            }
        }
    }
    place
}

/// A box of this size beside the hairline, within the plot if it fits at all.
fn beside(plot: Rect, x: f32, size: egui::Vec2) -> Rect {
    let right = x + ASIDE;
    let left = if right + size.x + 2.0 <= plot.right() { right } else { x - ASIDE - size.x };
    let within = egui::Rangef::new(plot.left() + 2.0, plot.right() - 2.0 - size.x);
    Rect::from_min_size(pos2(draw::held(left, within), plot.top() + 4.0), size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_stands_beside_the_hairline_and_within_the_plot() {
        let plot = Rect::from_min_max(pos2(50.0, 30.0), pos2(450.0, 200.0));
        let size = vec2(150.0, 60.0);
        for x in [50.0, 100.0, 249.0, 300.0, 450.0] {
            let place = beside(plot, x, size);
            assert!(plot.contains_rect(place), "{place:?}");
            assert!(!place.x_range().contains(x), "{place:?} over {x}");
        }
    }
}
