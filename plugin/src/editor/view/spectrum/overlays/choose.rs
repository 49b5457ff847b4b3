//! The menu of what can be drawn behind the spectrum.

use std::sync::Arc;

use egui::{
    Align, Align2, Button, Color32, Painter, Popup, PopupCloseBehavior, Rect, RectAlign, RichText, Role,
    Sense, Ui, WidgetInfo, pos2,
};
use groundtruth_captures::Capture;

use crate::editor::preferences::{LevelChoice, LevelUnit, Preferences, Sides};
use crate::editor::theme::{self, Palette};
use crate::editor::view::action::Action;
use crate::editor::view::compare::colours;
use crate::editor::view::level_scale::{self, LevelScale};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, words};
use crate::session::SessionInput;

/// Height of the button, its distance from the plot, and the width of the menu.
const HEIGHT: f32 = 18.0;
const ABOVE: f32 = 6.0;
const MENU: f32 = 200.0;
/// The first colours of captures are those of left and right, which stand before the overlays.
const OF_CHANNELS: usize = 2;

/// A capture drawn behind the spectrum.
pub struct Overlay {
    /// The capture, with a spectrum.
    pub capture: Arc<Capture>,
    /// Its own colour, or one that is not a channel's.
    pub colour: Color32,
    /// Decibels of the unit less dBFS on its channels: from its own calibration and fundamental, of which it needs the
    /// one or the other unless levels are in dBFS. Without them it is not drawn.
    pub offsets_db: Option<Vec<f64>>,
}

/// What is chosen and has a spectrum. Mid and side have none: captures are of the channels.
pub fn chosen(session: &SessionInput, preferences: &Preferences, scene: &Scene<'_>) -> Vec<Overlay> {
    if scene.traces.sides == Sides::MidSide {
        return Vec::new();
    }
    let captures = session.captures.iter().filter(|capture| preferences.overlays.contains(&capture.id()));
    let captures = captures.filter_map(|capture| {
        let capture = capture.capture().ok()?;
        Some((with_spectrum(capture)?, capture.details.colour))
    });
    let tracks = session.live.iter().filter(|live| Some(live.id) == preferences.overlay_track);
    let tracks = tracks.filter_map(|live| Some((with_spectrum(live.capture.as_ref()?)?, None)));
    let coloured = captures.chain(tracks).enumerate();
    let overlay = |(index, (capture, own)): (usize, (Arc<Capture>, Option<[u8; 3]>))| {
        let own = own.map(|[red, green, blue]| Color32::from_rgb(red, green, blue));
        let colour = own.unwrap_or_else(|| colours::usual(OF_CHANNELS + index, scene.palette));
        let choice = LevelChoice { unit: LevelScale::new(scene).unit, ..scene.level };
        let offsets_db = level_scale::offsets_of_capture(&capture.measured, choice);
        Overlay { capture, colour, offsets_db }
    };
    coloured.map(overlay).collect()
}

fn with_spectrum(capture: &Arc<Capture>) -> Option<Arc<Capture>> {
    capture.spectrum.is_some().then(|| capture.clone())
}

/// The button above the plot's upper right corner, and its menu; returns the button's place.
pub fn choose(
    ui: &Ui,
    plot: Rect,
    session: &SessionInput,
    preferences: &mut Preferences,
    palette: Palette,
    actions: &mut Vec<Action>,
) -> Rect {
    let label = words::OVERLAYS;
    let width = draw::width(ui.painter(), label, theme::sans(theme::TICK)) + 8.0;
    let corner = pos2(plot.right(), plot.top() - ABOVE);
    let place = Rect::from_min_max(corner - egui::vec2(width, HEIGHT), corner);
    let response = ui.interact(place, ui.scope_id().with("overlays"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let is_on = !preferences.overlays.is_empty() || preferences.overlay_track.is_some();
    let colour = if is_on || response.hovered() { palette.text } else { palette.quiet };
    let painter = ui.painter();
    painter.text(place.right_center(), Align2::RIGHT_CENTER, label, theme::sans(theme::TICK), colour);
    draw::focus_ring(ui, &response, palette);
    let popup = Popup::from_toggle_button_response(&response).align(RectAlign::BOTTOM_END);
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(MENU);
    popup.show(|ui| menu(ui, session, preferences, actions));
    response.on_hover_text(words::OVERLAYS_HINT);
    place
}

/// Names of what is drawn, each in its colour, from the button to the left as far as there is room.
pub fn names(painter: &Painter, legend: Rect, button: Rect, overlays: &[Overlay], unit: LevelUnit) {
    /// Widest name, and the space between two.
    const WIDEST: f32 = 130.0;
    const BETWEEN: f32 = 12.0;
    let mut right = button.left() - BETWEEN;
    for overlay in overlays.iter().rev() {
        let left = (right - WIDEST).max(legend.right() + BETWEEN);
        if right - left < WIDEST / 3.0 {
            return;
        }
        let place = Rect::from_x_y_ranges(left..=right, button.y_range());
        let name = match overlay.offsets_db {
            Some(_) => overlay.capture.details.name.clone(),
            None => words::levels::without(&overlay.capture.details.name, unit.sign()),
        };
        let font = theme::sans(theme::TICK);
        right = draw::text_in(painter, place, Align::Max, &name, font, overlay.colour).left() - BETWEEN;
    }
}

fn menu(ui: &mut Ui, session: &SessionInput, preferences: &mut Preferences, actions: &mut Vec<Action>) {
    if session.captures.is_empty() && session.live.len() < 2 {
        ui.label(RichText::new(words::NO_OVERLAYS).weak());
        return;
    }
    let known = |id| session.captures.iter().any(|capture| capture.id() == id);
    let is_full = preferences.overlays.iter().filter(|id| known(**id)).count() >= Preferences::MOST_OVERLAYS;
    for capture in &session.captures {
        let is_on = preferences.overlays.contains(&capture.id());
        let button = line(ui, &capture.details().name, is_on, is_on || !is_full);
        if button.on_disabled_hover_text(words::MOST_OVERLAYS).clicked() {
            preferences.overlays.retain(|id| *id != capture.id() && known(*id));
            if !is_on {
                preferences.overlays.push(capture.id());
            }
        }
    }
    for live in session.live.iter().skip(1) {
        let is_on = preferences.overlay_track == Some(live.id);
        if line(ui, &words::live(&live.track), is_on, true).clicked() {
            preferences.overlay_track = (!is_on).then_some(live.id);
            actions.push(Action::ShowLive(live.id, !is_on));
        }
    }
}

/// A choice over the menu's width.
fn line(ui: &mut Ui, name: &str, is_on: bool, is_free: bool) -> egui::Response {
    let width = egui::vec2(ui.available_width(), 0.0);
    ui.add_enabled(is_free, Button::selectable(is_on, name).truncate().min_size(width))
}
