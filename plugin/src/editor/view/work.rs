//! Long work in progress: a slim strip for each, with its share and a way to end it.

use egui::{Align, Rect, Role, Ui, WidgetInfo, pos2, vec2};

use super::action::Action;
use super::draw;
use crate::editor::theme::{self, Palette};
use crate::jobs::Work;

const HEIGHT: f32 = 32.0;
/// Strips at once; the others follow when these have ended.
const MOST: usize = 3;
const BAR: f32 = 160.0;

/// Paints the oldest work on top of `area`; returns the area below it.
pub fn ui(ui: &Ui, area: Rect, work: &[Work], palette: Palette, actions: &mut Vec<Action>) -> Rect {
    let mut rest = area;
    for one in work.iter().take(MOST) {
        let (strip, below) = rest.split_top_bottom_at_y(rest.top() + HEIGHT);
        paint(ui, strip, one, palette, actions);
        rest = below;
    }
    rest
}

fn paint(ui: &Ui, strip: Rect, work: &Work, palette: Palette, actions: &mut Vec<Action>) {
    let painter = ui.painter();
    painter.rect_filled(strip, 0.0, palette.panel);
    painter.hline(strip.x_range(), strip.bottom() - 0.5, palette.hairline());
    let cancel = Rect::from_min_size(pos2(strip.right() - 90.0, strip.top() + 4.0), vec2(76.0, 23.0));
    let percent = Rect::from_min_max(
        pos2(cancel.left() - 56.0, strip.top()),
        pos2(cancel.left() - 12.0, strip.bottom()),
    );
    let bar = Rect::from_min_max(
        pos2(percent.left() - BAR, strip.center().y - 3.0),
        pos2(percent.left(), strip.center().y + 3.0),
    );
    let title = Rect::from_min_max(strip.min + vec2(16.0, 0.0), pos2(bar.left() - 12.0, strip.bottom()));
    draw::text_in(painter, title, Align::Min, &work.title, theme::sans(theme::BODY), palette.text);
    painter.rect_filled(bar, 3.0, palette.line);
    let done = Rect::from_min_size(bar.min, vec2(bar.width() * work.share.clamp(0.0, 1.0), bar.height()));
    painter.rect_filled(done, 3.0, palette.text);
    let share = format!("{:.0} %", 100.0 * work.share);
    draw::text_in(painter, percent, Align::Max, &share, theme::mono(theme::SMALL), palette.quiet);
    let response =
        ui.interact(title.union(percent), ui.scope_id().with(("work", work.id)), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &work.title));
    response.on_hover_text(&work.title);
    let id = format!("cancel {}", work.id);
    if draw::button(ui, cancel, &id, "Cancel", false, palette).clicked() {
        actions.push(Action::CancelWork(work.id));
    }
}
