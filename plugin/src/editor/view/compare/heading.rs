//! Headings of the list's parts.

use egui::{Align, Sense, Ui, vec2};

use super::super::draw;
use crate::editor::theme::{self, Palette};

/// A heading over the list's width.
pub fn heading(ui: &mut Ui, text: &str, palette: Palette) {
    ui.add_space(10.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    draw::text_in(ui.painter(), rect, Align::Min, text, theme::sans(theme::TICK), palette.quiet);
}
