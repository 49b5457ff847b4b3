//! Messages to the user, one at a time, until dismissed.

use egui::{Align, Rect, Sense, Ui, pos2, vec2};

use super::action::Action;
use super::draw;
use crate::editor::theme::{self, Palette};

const HEIGHT: f32 = 32.0;

/// Paints the oldest message, if any, on top of `area`; returns the area below it.
pub fn ui(ui: &Ui, area: Rect, messages: &[String], palette: Palette, actions: &mut Vec<Action>) -> Rect {
    let Some(message) = messages.first() else { return area };
    let (strip, rest) = area.split_top_bottom_at_y(area.top() + HEIGHT);
    ui.painter().rect_filled(strip, 0.0, palette.panel);
    ui.painter().hline(strip.x_range(), strip.bottom() - 0.5, palette.hairline());
    let dismiss = Rect::from_min_size(pos2(strip.right() - 90.0, strip.top() + 4.0), vec2(76.0, 23.0));
    let place = Rect::from_min_max(strip.min + vec2(16.0, 0.0), pos2(dismiss.left() - 12.0, strip.bottom()));
    draw::text_in(ui.painter(), place, Align::Min, message, theme::sans(theme::BODY), palette.text);
    ui.interact(place, ui.scope_id().with("message"), Sense::hover()).on_hover_text(message);
    let label =
        if messages.len() > 1 { format!("Next ({})", messages.len() - 1) } else { "Dismiss".to_owned() };
    if draw::button(ui, dismiss, "dismiss", &label, false, palette).clicked() {
        actions.push(Action::DismissMessage);
    }
    rest
}
