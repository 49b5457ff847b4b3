//! What the user says about a capture, edited in place.

use egui::{Color32, ComboBox, Grid, Response, TextEdit, Ui};
use groundtruth_captures::{Details, Topology};
use ulid::Ulid;

use super::super::action::Action;
use super::super::words::compare as words;
use crate::editor::preferences::{ComparePreferences, Preferences};
use crate::session::SessionCapture;

/// Details as typed so far; numbers as text.
pub struct Editing {
    id: Ulid,
    details: Details,
    /// As the capture had them when they were last looked at.
    before: Details,
    load: String,
    drive: String,
}

impl Editing {
    fn of(capture: &SessionCapture) -> Editing {
        let details = capture.details().clone();
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        Editing {
            id: capture.id(),
            load: number(details.load_ohms),
            drive: number(details.drive_level_dbfs),
            before: details.clone(),
            details,
        }
    }
}

/// The popup's content; every change is reported at once.
pub fn ui(
    ui: &mut Ui,
    editing: &mut Option<Editing>,
    capture: &SessionCapture,
    preferences: &mut Preferences,
    actions: &mut Vec<Action>,
) {
    let id = capture.id();
    // Changed elsewhere: by undo, or in another window.
    let is_current = |editing: &Editing| editing.id == id && editing.before == *capture.details();
    if !editing.as_ref().is_some_and(is_current) {
        *editing = Some(Editing::of(capture));
    }
    let Some(typed) = editing else { return };
    fields(ui, typed);
    if typed.details != *capture.details() {
        actions.push(Action::EditCapture(id, Box::new(typed.details.clone())));
        typed.before = typed.details.clone();
    }
    ui.separator();
    ui.horizontal(|ui| {
        if roles(ui, id, &mut preferences.compare) {
            ui.close();
        }
        if ui.button("Delete").on_hover_text(words::DELETE).clicked() {
            actions.push(Action::DeleteCapture(id));
            *editing = None;
            ui.close();
        }
    });
}

/// Makes the capture reference or baseline; whether it was asked for. No capture is both.
fn roles(ui: &mut Ui, id: Ulid, chosen: &mut ComparePreferences) -> bool {
    if ui.button("Make reference").clicked() {
        chosen.reference = Some(id);
        chosen.baseline = chosen.baseline.filter(|baseline| *baseline != id);
        return true;
    }
    if chosen.baseline == Some(id) {
        let clears = ui.button("Clear baseline").on_hover_text(words::CLEAR_BASELINE).clicked();
        if clears {
            chosen.baseline = None;
        }
        return clears;
    }
    let makes = ui.button("Make baseline").on_hover_text(words::BASELINE).clicked();
    if makes {
        chosen.baseline = Some(id);
        chosen.reference = chosen.reference.filter(|reference| *reference != id);
    }
    makes
}

fn fields(ui: &mut Ui, typed: &mut Editing) {
    const WIDTH: f32 = 180.0;
    let text = |ui: &mut Ui, label: &str, value: &mut String, hint: &str| {
        let label = ui.label(label).id;
        ui.add_sized([WIDTH, 20.0], TextEdit::singleline(value).hint_text(hint)).labelled_by(label);
        ui.end_row();
    };
    Grid::new(("details", typed.id)).num_columns(2).show(ui, |ui| {
        text(ui, "Name", &mut typed.details.name, "");
        text(ui, "Device", &mut typed.details.device, words::DEVICE);
        let label = ui.label("Output").id;
        topology(ui, &mut typed.details.topology).labelled_by(label);
        ui.end_row();
        text(ui, "Load, Ω", &mut typed.load, "");
        warn(ui, typed.load.trim().is_empty() || load_ohms(&typed.load).is_some(), "a number above 0");
        text(ui, "Drive, dBFS", &mut typed.drive, "level of the source");
        warn(ui, typed.drive.trim().is_empty() || number(&typed.drive).is_some(), "a number");
        text(ui, "Price", &mut typed.details.price, "");
        text(ui, "Notes", &mut typed.details.notes, "");
        ui.label("Colour");
        colour(ui, &mut typed.details.colour);
        ui.end_row();
    });
    typed.details.load_ohms = load_ohms(&typed.load);
    typed.details.drive_level_dbfs = number(&typed.drive);
}

/// A number with a point or a comma; `None` for anything else.
fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

fn load_ohms(text: &str) -> Option<f64> {
    number(text).filter(|ohms| *ohms > 0.0)
}

/// Says under a field what belongs into it, unless it is there.
fn warn(ui: &mut Ui, is_right: bool, belongs: &str) {
    if !is_right {
        ui.label("");
        ui.colored_label(ui.visuals().error_fg_color, belongs);
        ui.end_row();
    }
}

fn topology(ui: &mut Ui, chosen: &mut Option<Topology>) -> Response {
    const ALL: [Topology; 4] =
        [Topology::SingleEnded, Topology::Balanced, Topology::OwnReturns, Topology::Other];
    let shown = chosen.map_or("not stated", Topology::words);
    let choices = ComboBox::from_id_salt("topology").selected_text(shown).show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, "not stated");
        for topology in ALL {
            ui.selectable_value(chosen, Some(topology), topology.words());
        }
    });
    choices.response
}

fn colour(ui: &mut Ui, chosen: &mut Option<[u8; 3]>) {
    ui.horizontal(|ui| {
        let mut colour = chosen.unwrap_or([0x80; 3]);
        if ui.color_edit_button_srgb(&mut colour).changed() {
            *chosen = Some(colour);
        }
        if chosen.is_some() && ui.button("automatic").clicked() {
            *chosen = None;
        }
        if chosen.is_none() {
            ui.colored_label(Color32::GRAY, "automatic");
        }
    });
}
