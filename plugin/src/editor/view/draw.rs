//! Text, buttons and marks used by all views.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Align2, Color32, FontId, Galley, Painter, Pos2, Rangef, Rect, Response, Role, Sense, Ui,
    WidgetInfo,
};

use crate::editor::theme::{self, Palette};

/// The nearest value within a range; the middle of an inverted range, as occurs for margins in a window that is too
/// small. `f32::clamp` would panic.
pub fn held(value: f32, range: Rangef) -> f32 {
    if range.min <= range.max { value.clamp(range.min, range.max) } else { range.center() }
}

/// A single line of text, elided to a width.
pub fn line(painter: &Painter, text: &str, font: FontId, colour: Color32, max_width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    // The proportional font has no arrow; it is drawn in the monospaced one.
    for (index, part) in text.split('→').enumerate() {
        if index > 0 {
            job.append("→", 0.0, TextFormat::simple(theme::mono(font.size), colour));
        }
        job.append(part, 0.0, TextFormat::simple(font.clone(), colour));
    }
    job.wrap = TextWrapping {
        max_width: max_width.max(0.0),
        max_rows: 1,
        break_anywhere: true,
        ..Default::default()
    };
    painter.layout_job(job)
}

/// A line of text within a rectangle, vertically centred, elided if too long. Returns its rectangle.
pub fn text_in(
    painter: &Painter,
    rect: Rect,
    align: Align,
    text: &str,
    font: FontId,
    colour: Color32,
) -> Rect {
    let galley = line(painter, text, font, colour, rect.width());
    let anchor = match align {
        Align::Min => Align2::LEFT_CENTER,
        Align::Center => Align2::CENTER_CENTER,
        Align::Max => Align2::RIGHT_CENTER,
    };
    let spot = anchor.align_size_within_rect(galley.size(), rect);
    painter.galley(spot.min, galley, colour);
    spot
}

/// Width of a line of text.
pub fn width(painter: &Painter, text: &str, font: FontId) -> f32 {
    painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
}

/// A sentence in the middle of an otherwise empty area, wrapped to its width, with a background that hides grid lines.
pub fn notice(painter: &Painter, rect: Rect, text: &str, palette: Palette) {
    let (colour, behind) = (palette.quiet, palette.background);
    let mut job = LayoutJob::simple(text.to_owned(), theme::sans(theme::BODY), colour, rect.width() - 24.0);
    job.halign = Align::Center;
    let galley = painter.layout_job(job);
    let top = rect.center() - egui::vec2(0.0, galley.size().y / 2.0);
    painter.rect_filled(galley.rect.translate(top.to_vec2()).expand(6.0), 0.0, behind);
    painter.galley(top, galley, colour);
}

/// A flat button at a given position.
pub fn button(ui: &Ui, rect: Rect, id: &str, label: &str, active: bool, palette: Palette) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, label));
    let fill = if active || response.hovered() { palette.line } else { palette.panel };
    ui.painter().rect(rect, 4.0, fill, palette.hairline(), egui::StrokeKind::Inside);
    text_in(ui.painter(), rect, Align::Center, label, theme::sans(theme::BODY), palette.text);
    focus_ring(ui, &response, palette);
    response
}

/// A word that is underlined while it is chosen, in the middle of a rectangle.
pub fn choice(
    ui: &Ui,
    rect: Rect,
    label: &str,
    (is_on, role): (bool, Role),
    size: f32,
    palette: Palette,
) -> Response {
    /// Distance of the line from the rectangle's sides, and from its lower edge.
    const ASIDE: f32 = 6.0;
    const ABOVE: f32 = 1.5;
    let response = ui.interact(rect, ui.scope_id().with(("choice", label)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(role, true, is_on, label));
    let colour = if is_on || response.hovered() { palette.text } else { palette.quiet };
    text_in(ui.painter(), rect, Align::Center, label, theme::sans(size), colour);
    if is_on {
        let line = egui::Stroke::new(1.5, palette.text);
        ui.painter().hline(rect.x_range().shrink(ASIDE), rect.bottom() - ABOVE, line);
    }
    focus_ring(ui, &response, palette);
    response
}

/// The one button that stands out.
pub fn primary_button(ui: &Ui, rect: Rect, id: &str, label: &str, palette: Palette) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let fill = if response.hovered() { palette.text } else { faint(palette.text, 0.88) };
    ui.painter().rect_filled(rect, 4.0, fill);
    text_in(ui.painter(), rect, Align::Center, label, theme::sans(theme::BODY), palette.background);
    focus_ring(ui, &response, palette);
    response
}

/// Marks the keyboard focus.
pub fn focus_ring(ui: &Ui, response: &Response, palette: Palette) {
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, palette.quiet);
        ui.painter().rect_stroke(response.rect, 4.0, stroke, egui::StrokeKind::Outside);
    }
}

/// A colour with reduced opacity.
pub fn faint(colour: Color32, strength: f32) -> Color32 {
    colour.gamma_multiply(strength)
}

/// A bar; that of a limit is pale within its outline.
pub fn bar(painter: &Painter, rect: Rect, colour: Color32, limit: bool) {
    if limit {
        let outline = egui::Stroke::new(1.0, colour);
        painter.rect(rect, 0.0, faint(colour, theme::LIMIT_FILL), outline, egui::StrokeKind::Inside);
    } else {
        painter.rect_filled(rect, 0.0, colour);
    }
}

/// A small triangle pointing down: the mark of mains hum.
pub fn hum_mark(painter: &Painter, tip: Pos2, colour: Color32) -> Rect {
    let corners = vec![tip, tip + egui::vec2(-4.5, -7.0), tip + egui::vec2(4.5, -7.0)];
    let rect = Rect::from_points(&corners);
    painter.add(egui::Shape::convex_polygon(corners, colour, egui::Stroke::NONE));
    rect
}
