//! Captures side by side: the list, one plot, and the table of figures with their differences, or the claims.

mod claims;
mod colours;
mod compared;
mod details;
mod files;
mod list;
mod plot;
mod table;

use egui::{Align, Rect, Sense, Ui, pos2, vec2};
use groundtruth_captures::export;

use self::compared::{Compared, Shown};
use super::action::Action;
use super::draw;
use crate::editor::preferences::{Lower, Preferences};
use crate::editor::theme::{self, Palette};
use crate::session::SessionInput;

/// Width of the list, and in a narrow window.
const LIST: f32 = 236.0;
const NARROW_LIST: f32 = 180.0;
const NARROW_BELOW: f32 = 900.0;
/// Share of the height that choices and plot take.
const PLOT_SHARE: f32 = 0.44;
/// Height of the row of choices above the table.
const CHOICES: f32 = 34.0;

/// The view's state: the comparison as last computed, and the capture whose details are open.
#[derive(Default)]
pub struct CompareView {
    compared: Option<Compared>,
    list: list::List,
    files: files::Files,
}

impl CompareView {
    /// Paints the view into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        session: &SessionInput,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let palette = Palette::of(preferences.theme);
        let list_width = if area.width() < NARROW_BELOW { NARROW_LIST } else { LIST };
        let (left, right) = area.split_left_right_at_x(area.left() + list_width);
        ui.painter().vline(left.right() - 0.5, left.y_range(), palette.hairline());
        let (left, foot) = left.split_top_bottom_at_y((left.bottom() - files::HEIGHT).max(left.top()));
        let shown = shown(session, preferences);
        if shown.is_empty() {
            self.list.ui(ui, left, session, None, preferences, actions);
            self.files.ui(ui, foot, None, palette, actions);
            draw::notice(ui.painter(), right, nothing(session), palette);
            return;
        }
        let asked = preferences.compare.reference;
        let compared = match self.compared.take().filter(|compared| compared.is_of(&shown, asked)) {
            Some(compared) => compared,
            None => Compared::of(&shown, asked),
        };
        let compared = self.compared.insert(compared);
        self.list.ui(ui, left, session, Some(compared), preferences, actions);
        self.files.ui(ui, foot, Some(&compared.comparison), palette, actions);
        let (upper, lower) = right.split_top_bottom_at_y(right.top() + right.height() * PLOT_SHARE);
        plot::ui(ui, upper, compared, preferences, palette);
        let (choices, below) = lower.split_top_bottom_at_y(lower.top() + CHOICES);
        lower_choices(ui, choices, compared, preferences, palette);
        match preferences.compare.lower {
            Lower::Figures => table::ui(ui, below, compared, palette),
            Lower::Claims => claims::ui(ui, below, compared, palette),
        }
    }
}

/// The captures to compare: not hidden, and readable.
fn shown(session: &SessionInput, preferences: &Preferences) -> Vec<Shown> {
    let captures = session.captures.iter().cloned().enumerate();
    let shown = captures.map(|(place, capture)| Shown { place, capture });
    shown
        .filter(|Shown { capture, .. }| {
            !preferences.compare.hidden.contains(&capture.id()) && capture.capture().is_ok()
        })
        .collect()
}

fn nothing(session: &SessionInput) -> &'static str {
    if session.captures.is_empty() {
        "No captures yet. Play a test signal through the amplifier and press Capture (key C): the figures are kept here, \
         in the session."
    } else {
        "All captures are hidden. Click the square beside a name to show it."
    }
}

/// The choice of what stands below the plot, and the copy of the table.
fn lower_choices(ui: &Ui, area: Rect, compared: &Compared, preferences: &mut Preferences, palette: Palette) {
    let mut left = area.left() + 14.0;
    for (lower, label) in [(Lower::Figures, "Figures"), (Lower::Claims, "Claims")] {
        let font = theme::sans(theme::BODY);
        let width = draw::width(ui.painter(), label, font.clone()) + 14.0;
        let rect = Rect::from_min_size(pos2(left, area.top() + 4.0), vec2(width, CHOICES - 8.0));
        let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
        let is_open = preferences.compare.lower == lower;
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, is_open, label));
        let colour = if is_open || response.hovered() { palette.text } else { palette.quiet };
        draw::text_in(ui.painter(), rect, Align::Center, label, font, colour);
        if is_open {
            let line = egui::Stroke::new(1.5, palette.text);
            ui.painter().hline(rect.shrink2(vec2(7.0, 0.0)).x_range(), rect.bottom() - 2.0, line);
        }
        draw::focus_ring(ui, &response, palette);
        if response.clicked() {
            preferences.compare.lower = lower;
        }
        left = rect.right() + 4.0;
    }
    let copy = Rect::from_min_size(pos2(area.right() - 124.0, area.top() + 5.0), vec2(110.0, 24.0));
    let button = draw::button(ui, copy, "copy table", "Copy table", false, palette);
    if button.on_hover_text("Copy claims and figures as Markdown, for a forum post").clicked() {
        ui.ctx().copy_text(export::markdown(&compared.comparison));
    }
}
