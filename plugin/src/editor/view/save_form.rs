//! Where a file is saved: a path as typed, or the system's dialogue.

use egui::{TextEdit, Ui};

use super::words;
use crate::files::{Target, documents};

/// What is typed.
#[derive(Default)]
pub struct SaveForm {
    /// Where the file goes, once it was edited.
    path: Option<String>,
    replace: bool,
}

impl SaveForm {
    /// The form with a suggested name in the documents' folder; returns where to save. Consent to replace a file is for
    /// one file.
    pub fn ui(&mut self, ui: &mut Ui, name: &str) -> Option<Target> {
        let suggested = || documents().join(name).display().to_string();
        let mut path = self.path.clone().unwrap_or_else(suggested);
        let label = ui.label("File").id;
        if ui.add(TextEdit::singleline(&mut path).desired_width(f32::INFINITY)).labelled_by(label).changed() {
            self.path = Some(path.clone());
        }
        let mut target = None;
        ui.horizontal(|ui| {
            if ui.button("Browse…").on_hover_text(words::BROWSE_HINT).clicked() {
                target = Some(Target::Chosen(path.clone()));
            }
            if ui.add_enabled(!path.trim().is_empty(), egui::Button::new("Save")).clicked() {
                target = Some(Target::Typed { path, replace: self.replace });
            }
            ui.checkbox(&mut self.replace, "replace").on_hover_text(words::REPLACE_HINT);
        });
        if target.is_some() {
            *self = SaveForm::default();
        }
        target
    }

    /// A typed path gets the new ending in place of the old one.
    pub fn set_ending(&mut self, old: &str, new: &str) {
        let old = format!(".{old}");
        if let Some(stem) = self.path.as_ref().and_then(|path| path.strip_suffix(&old)) {
            self.path = Some(format!("{stem}.{new}"));
        }
    }
}
