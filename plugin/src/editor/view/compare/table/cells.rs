//! Cells of the table.

use egui::{Align, Color32, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use groundtruth_captures::comparison::Mark;
use groundtruth_captures::export::{DifferenceText, Line};

use super::super::super::words::compare as words;
use super::super::super::{draw, format};
use crate::editor::theme::{self, Palette};

/// Space at the right of a number: its digits may reach a pixel over their box.
const GAP: f32 = 6.0;

/// Where a capture's cell has its value, and its difference.
pub struct Parts {
    pub value: Rect,
    pub difference: Rect,
}

/// A line of small grey text.
pub fn quiet(ui: &Ui, rect: Rect, text: &str, palette: Palette) {
    draw::text_in(ui.painter(), rect, Align::Min, text, theme::sans(theme::TICK), palette.quiet);
}

/// The name of a row, to be clicked. `sorted` is `None`, or whether the columns are in reversed order of the row.
pub fn label(ui: &mut Ui, rect: Rect, text: &str, sorted: Option<bool>, palette: Palette) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, sorted.is_some(), text));
    let mut room = rect;
    if sorted.is_some() {
        room.max.x -= 14.0;
    }
    let place = draw::text_in(ui.painter(), room, Align::Min, text, theme::sans(theme::BODY), palette.text);
    if let Some(is_reversed) = sorted {
        arrow(ui, pos2(place.right() + 9.0, place.center().y), is_reversed, palette.text);
    } else if response.hovered() {
        let line = Stroke::new(1.0, palette.quiet);
        ui.painter().hline(place.x_range(), place.bottom() - 1.0, line);
    }
    draw::focus_ring(ui, &response, palette);
    response
}

/// A small triangle towards the rising end: at the right, or at the left.
fn arrow(ui: &Ui, centre: egui::Pos2, is_reversed: bool, colour: Color32) {
    let reach = if is_reversed { -4.0 } else { 4.0 };
    let corners = vec![centre + vec2(reach, 0.0), centre + vec2(-reach, -4.5), centre + vec2(-reach, 4.5)];
    ui.painter().add(Shape::convex_polygon(corners, colour, Stroke::NONE));
}

/// A capture's value in a row.
pub fn value(ui: &mut Ui, rect: Rect, line: &Line, capture: usize, palette: Palette) {
    let (text, reason) = (&line.values[capture], line.reasons[capture].as_deref());
    let is_limit = text.starts_with('≤') || text.starts_with('≥');
    let colour = if is_limit || reason.is_some() { palette.quiet } else { palette.text };
    let text = format::true_minus(text);
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
    let room = rect.with_max_x(rect.right() - GAP);
    draw::text_in(ui.painter(), room, Align::Max, &text, theme::mono(theme::SMALL), colour);
    if let Some(reason) = reason.or_else(|| line.at_baseline[capture].then_some(words::AT_BASELINE)) {
        response.on_hover_text(reason);
    }
}

/// A difference with its mark.
pub fn difference(ui: &mut Ui, rect: Rect, difference: &DifferenceText, align: Align, palette: Palette) {
    let (font, room) = (theme::mono(theme::TICK), rect.with_max_x(rect.right() - GAP));
    let marked = |text: &str| {
        let text = format!("{} {}", difference.mark.sign(), format::true_minus(text));
        text.trim_end().to_owned()
    };
    let fits = |text: &String| draw::width(ui.painter(), text, font.clone()) <= room.width();
    let forms = [marked(&difference.text), marked(&difference.short)];
    let text = forms.into_iter().find(fits).unwrap_or_else(|| marked(without_interval(&difference.short)));
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
    draw::text_in(ui.painter(), room, align, &text, font, colour(difference.mark, palette));
    response.on_hover_text(meaning(difference));
}

/// The number of `−8.29 (−58.58…42.0)` or `−8.29 ±50.3`; the hint has the rest.
fn without_interval(text: &str) -> &str {
    let end = [" (", " ±"].iter().filter_map(|start| text.find(start)).min();
    &text[..end.unwrap_or(text.len())]
}

fn colour(mark: Mark, palette: Palette) -> Color32 {
    match mark {
        Mark::Better => palette.better,
        Mark::Worse => palette.hum,
        Mark::Different | Mark::Same | Mark::Open => palette.quiet,
    }
}

fn meaning(difference: &DifferenceText) -> String {
    let holds = match (difference.mark, difference.holds) {
        (Mark::Same | Mark::Open, _) => "",
        (_, true) => words::HOLDS,
        (_, false) => words::HOLDS_NOT,
    };
    let reason = difference.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{} {}{holds}{reason}", difference.mark.word(), format::true_minus(&difference.text))
}
