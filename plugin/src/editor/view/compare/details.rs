//! What the user says about a capture, edited in place.

use egui::{Color32, ComboBox, Grid, TextEdit, Ui};
use groundtruth_captures::{Details, Topology};
use ulid::Ulid;

use super::super::action::Action;
use crate::editor::preferences::Preferences;
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
        if ui.button("Make reference").clicked() {
            preferences.compare.reference = Some(id);
            ui.close();
        }
        if ui.button("Delete").on_hover_text("Ctrl+Z brings it back").clicked() {
            actions.push(Action::DeleteCapture(id));
            *editing = None;
            ui.close();
        }
    });
}

fn fields(ui: &mut Ui, typed: &mut Editing) {
    const WIDTH: f32 = 180.0;
    let text = |ui: &mut Ui, label: &str, value: &mut String, hint: &str| {
        ui.label(label);
        ui.add(TextEdit::singleline(value).desired_width(WIDTH).hint_text(hint));
        ui.end_row();
    };
    Grid::new(("details", typed.id)).num_columns(2).show(ui, |ui| {
        text(ui, "Name", &mut typed.details.name, "");
        text(ui, "Device", &mut typed.details.device, "same device: takes of it");
        ui.label("Output");
        topology(ui, &mut typed.details.topology);
        ui.end_row();
        text(ui, "Load, Ω", &mut typed.load, "");
        text(ui, "Drive, dBFS", &mut typed.drive, "level of the source");
        text(ui, "Price", &mut typed.details.price, "");
        text(ui, "Notes", &mut typed.details.notes, "");
        ui.label("Colour");
        colour(ui, &mut typed.details.colour);
        ui.end_row();
    });
    let number =
        |text: &str| text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    typed.details.load_ohms = number(&typed.load).filter(|ohms| *ohms > 0.0);
    typed.details.drive_level_dbfs = number(&typed.drive);
}

fn topology(ui: &mut Ui, chosen: &mut Option<Topology>) {
    const ALL: [Topology; 4] =
        [Topology::SingleEnded, Topology::Balanced, Topology::OwnReturns, Topology::Other];
    let shown = chosen.map_or("not stated", Topology::words);
    ComboBox::from_id_salt("topology").selected_text(shown).show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, "not stated");
        for topology in ALL {
            ui.selectable_value(chosen, Some(topology), topology.words());
        }
    });
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
