//! Captures side by side: the list, one plot, and the table of figures with their differences, or the claims.

mod claims;
pub(super) mod colours;
mod compared;
mod details;
mod files;
mod heading;
mod library;
mod list;
mod live;
mod lower;
mod order;
mod plot;
mod table;

use egui::{Rect, Ui};

use self::compared::{Compared, Roles, Shown};
use super::action::Action;
use super::sign::Sign;
use super::{draw, words};
use crate::editor::preferences::{Lower, Preferences};
use crate::editor::theme::Palette;
use crate::session::SessionInput;

/// Width of the list, and in a narrow window.
const LIST: f32 = 236.0;
const NARROW_LIST: f32 = 180.0;
const NARROW_BELOW: f32 = 900.0;
/// Share of the height that choices and plot take.
const PLOT_SHARE: f32 = 0.44;
/// Height of the row of choices above the table.
const CHOICES: f32 = 34.0;

/// The view's state: the comparison as last computed, the capture whose details are open, the choice of rows.
#[derive(Default)]
pub struct CompareView {
    compared: Option<Compared>,
    list: list::List,
    files: files::Files,
    /// What is typed to choose rows of the table.
    filter: String,
    /// Says that the table was copied.
    sign: Sign,
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
        let roles = Roles::of(&preferences.compare);
        let compared = match self.compared.take().filter(|compared| compared.is_of(&shown, roles)) {
            Some(compared) => compared,
            None => Compared::of(&shown, roles),
        };
        let compared = self.compared.insert(compared);
        self.list.ui(ui, left, session, Some(compared), preferences, actions);
        self.files.ui(ui, foot, Some(&compared.comparison), palette, actions);
        let (upper, lower) = right.split_top_bottom_at_y(right.top() + right.height() * PLOT_SHARE);
        plot::ui(ui, upper, compared, preferences, palette);
        let (choices, below) = lower.split_top_bottom_at_y(lower.top() + CHOICES);
        lower::choices(ui, choices, compared, preferences, &mut self.filter, &mut self.sign, palette);
        match preferences.compare.lower {
            Lower::Figures => {
                table::ui(ui, below, compared, &self.filter, &mut preferences.compare, palette);
            }
            Lower::Claims => claims::ui(ui, below, compared, palette),
        }
    }
}

/// The captures to compare in the user's order, those not hidden and readable; then what is measured now.
fn shown(session: &SessionInput, preferences: &Preferences) -> Vec<Shown> {
    let places = order::places(&session.captures, &preferences.compare.order).into_iter();
    let kept = places.filter_map(|place| {
        let capture = &session.captures[place];
        let is_shown = !preferences.compare.hidden.contains(&capture.id());
        Some(Shown { place, capture: capture.capture().ok().filter(|_| is_shown)?.clone() })
    });
    let live = session.live.iter().enumerate().filter_map(|(index, live)| {
        Some(Shown { place: session.captures.len() + index, capture: live.capture.clone()? })
    });
    kept.chain(live).collect()
}

fn nothing(session: &SessionInput) -> &'static str {
    if session.captures.is_empty() { words::compare::NO_CAPTURES } else { words::compare::ALL_HIDDEN }
}
