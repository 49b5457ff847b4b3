//! The pointer over a plot, and hairlines through it.

use egui::{Painter, Pos2, Rect, Response, Sense, Stroke, Ui};

use crate::editor::theme::Palette;
use crate::editor::view::draw;

/// Listens to the pointer over a plot that has no gestures of its own. The keyboard does not stop there.
pub fn listen(ui: &Ui, rect: Rect, id: &str) -> Response {
    ui.interact(rect, ui.scope_id().with(id), Sense::CLICK)
}

/// The pointer, if it is over the plot.
pub fn pointer(response: &Response, rect: Rect) -> Option<Pos2> {
    response.hover_pos().filter(|pointer| rect.contains(*pointer))
}

/// Paints the vertical hairline.
pub fn vertical(painter: &Painter, rect: Rect, x: f32, palette: Palette) {
    painter.vline(x, rect.y_range(), stroke(palette));
}

/// Paints the horizontal hairline.
pub fn horizontal(painter: &Painter, rect: Rect, y: f32, palette: Palette) {
    painter.hline(rect.x_range(), y, stroke(palette));
}

fn stroke(palette: Palette) -> Stroke {
    Stroke::new(1.0, draw::faint(palette.quiet, 0.6))
}
