//! The row above the plots: which run is shown, and how its channels are drawn.

use egui::{Align, ComboBox, Painter, Rangef, Rect, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use ulid::Ulid;

use super::shown::{self, Shown, Source};
use crate::editor::preferences::{BenchPage, BenchPreferences};
use crate::editor::theme::{self, Palette};
use crate::editor::view::{draw, format, words};
use crate::session::SessionInput;

/// Height of the row.
pub const HEIGHT: f32 = 34.0;
/// Widest menu of runs.
const MENU: f32 = 200.0;
const MARGIN: f32 = 14.0;
/// Length of a dash in the key.
const DASH: f32 = 18.0;

/// Paints the row into `area`. The menu is there if there is something to choose.
pub fn ui(
    ui: &mut Ui,
    area: Rect,
    (source, shown): (Source<'_>, &Shown<'_>),
    (session, has_live): (&SessionInput, bool),
    chosen: &mut BenchPreferences,
    palette: Palette,
) {
    let names: Vec<(Ulid, &str)> =
        shown::captures(session).map(|capture| (capture.id, capture.details.name.as_str())).collect();
    let mut left = area.left() + MARGIN;
    if !names.is_empty() {
        let width = MENU.min(0.45 * area.width());
        let place = Rect::from_min_size(pos2(left, area.top() + 6.0), vec2(width, HEIGHT - 8.0));
        let now = match source {
            Source::Live(_) => words::bench::NOW,
            Source::Capture(capture) => capture.details.name.as_str(),
        };
        menu(ui, place, now, &names, has_live, chosen);
        left = place.right() + MARGIN;
    }
    left = pages(ui, area.with_min_x(left), chosen, palette);
    if chosen.page == BenchPage::Curves {
        key(ui.painter(), area.with_min_x(left), shown, palette);
    }
}

/// The choice of curves or sheet; returns where it ends.
fn pages(ui: &Ui, area: Rect, chosen: &mut BenchPreferences, palette: Palette) -> f32 {
    /// Width of a choice.
    const CHOICE: f32 = 56.0;
    let mut left = area.left();
    for (page, label) in [BenchPage::Curves, BenchPage::Sheet].into_iter().zip(words::bench::PAGES) {
        let place = Rect::from_min_size(pos2(left, area.top() + 7.0), vec2(CHOICE, 22.0));
        let state = (chosen.page == page, egui::Role::RadioButton);
        let response = draw::choice(ui, place, label, state, theme::SMALL, palette);
        if response.on_hover_text(words::bench::PAGE_HINTS[usize::from(page == BenchPage::Sheet)]).clicked() {
            chosen.page = page;
        }
        left = place.right();
    }
    left + MARGIN
}

fn menu(
    ui: &mut Ui,
    place: Rect,
    now: &str,
    names: &[(Ulid, &str)],
    has_live: bool,
    chosen: &mut BenchPreferences,
) {
    if !place.is_positive() {
        return;
    }
    let mut ui = ui.new_child(UiBuilder::new().max_rect(place).id_salt("runs"));
    let menu = ComboBox::from_id_salt("run").width(place.width()).truncate().selected_text(now);
    let menu = menu.show_ui(&mut ui, |ui| {
        if has_live {
            ui.selectable_value(&mut chosen.capture, None, words::bench::NOW);
        }
        for (id, name) in names {
            ui.selectable_value(&mut chosen.capture, Some(*id), *name);
        }
    });
    menu.response.widget_info(|| WidgetInfo {
        current_text_value: Some(now.to_owned()),
        ..WidgetInfo::labeled(egui::Role::ComboBox, true, words::bench::RUNS)
    });
}

/// Solid and dashed, the band, and that intervals can be read, as far as there is room.
fn key(painter: &Painter, area: Rect, shown: &Shown<'_>, palette: Palette) {
    let font = theme::sans(theme::TICK);
    let mut right = area.right() - MARGIN;
    for (index, name) in ["L", "R"].into_iter().enumerate().rev() {
        let place =
            Rect::from_min_max(pos2((right - 12.0).max(area.left()), area.top()), pos2(right, area.bottom()));
        let text = draw::text_in(painter, place, Align::Max, name, font.clone(), palette.quiet);
        let x = Rangef::new(text.left() - 6.0 - DASH, text.left() - 6.0);
        let ends = [pos2(x.min, area.center().y), pos2(x.max, area.center().y)];
        let stroke = Stroke::new(2.0, palette.channels[index]);
        match index {
            0 => _ = painter.line_segment(ends, stroke),
            _ => painter.extend(Shape::dashed_line(&ends, stroke, 5.0, 3.0)),
        }
        right = x.min - MARGIN;
    }
    let band = shown.report.map(|report| format::band(report.band_hz));
    let full = band.as_ref().map(|band| format!("{band} · {}", words::bench::POINT_AT_IT));
    let fits = |text: &String| draw::width(painter, text, font.clone()) <= right - area.left();
    if let Some(text) = [full, band].into_iter().flatten().find(fits) {
        let place = Rect::from_min_max(area.min, pos2(right, area.bottom()));
        draw::text_in(painter, place, Align::Max, &text, font.clone(), palette.quiet);
    }
}
