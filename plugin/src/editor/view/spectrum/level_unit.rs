//! The unit beside the level axis: a click offers the others, and the ends of the axis.

use egui::{
    Align2, Color32, Popup, PopupCloseBehavior, Rect, Role, Sense, SetOpenCommand, Shape, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::editor::preferences::Preferences;
use crate::editor::theme;
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;
use crate::editor::view::settings_popup::axes;
use crate::editor::view::words;
use crate::editor::view::{draw, plot};

/// Width of the popup.
const WIDTH: f32 = 240.0;

/// Room for the mark that it opens a popup.
const OPENS: f32 = 11.0;

/// A small triangle at the right end of a place.
fn opens(ui: &Ui, place: Rect, colour: Color32) {
    let tip = place.right_center() + vec2(-OPENS / 2.0 + 2.0, 2.5);
    let corners = vec![tip, tip + vec2(-3.5, -4.0), tip + vec2(3.5, -4.0)];
    ui.painter().add(Shape::convex_polygon(corners, colour, Stroke::NONE));
}

/// Paints the unit as the plot's caption and, while it is open, the popup; returns the caption's place.
pub fn ui(ui: &Ui, plot: Rect, scene: &Scene<'_>, scale: &LevelScale, preferences: &mut Preferences) -> Rect {
    let palette = scene.palette;
    let (text, colour) = match scale.missing {
        None => (scale.unit.sign().to_owned(), palette.quiet),
        Some((wanted, _)) => (words::levels::instead_of(wanted.sign()), palette.hum),
    };
    let font = theme::sans(theme::TICK);
    let at = pos2(plot.left() - 40.0, plot.top() - 8.0);
    let place = ui.painter().text(at, Align2::LEFT_BOTTOM, &text, font, colour);
    let place = Rect::from_min_max(place.min, place.max + vec2(OPENS, 0.0));
    opens(ui, place, colour);
    let id = ui.scope_id().with("level unit");
    let unit = ui.interact(place.expand(3.0), id, Sense::click());
    unit.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Unit of levels: {text}")));
    if unit.hovered() {
        ui.painter().hline(place.x_range(), place.bottom(), (1.0, colour));
    }
    draw::focus_ring(ui, &unit, palette);
    // The labels at the left of the axis open it too.
    let labels = Rect::from_min_max(pos2(plot.left() - plot::LEFT, plot.top()), plot.left_bottom());
    let labels = ui.interact(labels, id.with("labels"), Sense::CLICK);
    let asked = match (unit.clicked(), labels.double_clicked()) {
        (true, _) => Some(SetOpenCommand::Toggle),
        (false, true) => Some(SetOpenCommand::Bool(true)),
        (false, false) => None,
    };
    Popup::from_response(&unit)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .open_memory(asked)
        .width(WIDTH)
        .show(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
            ui.horizontal_wrapped(|ui| axes::level(ui, scene, preferences, palette));
        });
    unit.on_hover_text(match scale.missing {
        None => words::levels::LEVEL_UNIT_HINT.to_owned(),
        Some((wanted, reason)) => words::levels::unit_missing(wanted.sign(), reason),
    });
    place
}
