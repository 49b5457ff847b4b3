//! The row of choices above the table: what stands there, which rows, and the copy of the table.

use egui::{Key, Rect, Response, TextEdit, Ui, pos2, vec2};
use groundtruth_captures::export;

use super::super::draw;
use super::super::sign::{Side, Sign};
use super::super::words::{COPIED, compare as words};
use super::compared::Compared;
use crate::editor::preferences::{Lower, Preferences};
use crate::editor::theme::{self, Palette};

/// Widths of the field and of the button.
const FIELD: f32 = 116.0;
const BUTTON: f32 = 110.0;
const MARGIN: f32 = 14.0;

/// Paints the row into `area`.
pub fn choices(
    ui: &mut Ui,
    area: Rect,
    compared: &Compared,
    preferences: &mut Preferences,
    filter: &mut String,
    sign: &mut Sign,
    palette: Palette,
) {
    let chosen = &mut preferences.compare;
    let mut left = area.left() + MARGIN;
    for (lower, label) in [(Lower::Figures, "Figures"), (Lower::Claims, "Claims")] {
        let response = word(ui, area, &mut left, label, chosen.lower == lower, egui::Role::Tab, palette);
        if response.clicked() {
            chosen.lower = lower;
        }
    }
    if chosen.lower == Lower::Figures {
        left += 8.0;
        filter_field(ui, area, left, filter, palette);
        left += FIELD + 6.0;
        let only = chosen.only_differences;
        let response = word(ui, area, &mut left, "differences only", only, egui::Role::CheckBox, palette);
        if response.on_hover_text(words::ONLY_DIFFERENCES).clicked() {
            chosen.only_differences = !only;
        }
    }
    let copy =
        Rect::from_min_size(pos2(area.right() - BUTTON - MARGIN, area.top() + 5.0), vec2(BUTTON, 24.0));
    let button = draw::button(ui, copy, "copy table", "Copy table", false, palette);
    let id = button.id;
    if button.on_hover_text(words::COPY_TABLE).clicked() {
        ui.ctx().copy_text(export::markdown(&compared.comparison));
        sign.say(ui, id, COPIED);
    }
    sign.expire(ui);
    sign.paint(ui, id, copy, Side::Left, palette);
}

/// A word that is underlined while it is chosen.
fn word(
    ui: &Ui,
    area: Rect,
    left: &mut f32,
    label: &str,
    is_on: bool,
    role: egui::Role,
    palette: Palette,
) -> Response {
    let font = theme::sans(theme::BODY);
    let width = draw::width(ui.painter(), label, font.clone()) + 14.0;
    let rect = Rect::from_min_size(pos2(*left, area.top() + 4.0), vec2(width, area.height() - 8.0));
    *left = rect.right() + 4.0;
    draw::choice(ui, rect, label, (is_on, role), theme::BODY, palette)
}

/// Words that the table's rows have to hold; Escape clears them.
fn filter_field(ui: &mut Ui, area: Rect, left: f32, filter: &mut String, palette: Palette) {
    let rect = Rect::from_min_size(pos2(left, area.top() + 6.0), vec2(FIELD, 22.0));
    let field = TextEdit::singleline(filter)
        .hint_text("Filter rows")
        .font(theme::sans(theme::SMALL))
        .text_color(palette.text)
        .align(egui::Align2::LEFT_CENTER);
    let response = ui.put(rect, field).on_hover_text(words::FILTER);
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        filter.clear();
    }
}
