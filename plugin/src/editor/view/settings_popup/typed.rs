//! Choices that are typed: what cannot be read is said at once, and changes nothing.

use egui::{Id, RichText, TextEdit, Ui};

use crate::editor::theme::Palette;
use crate::settings_text::Refused;

/// A choice with the words that it is shown and typed in.
pub struct Typed<T> {
    /// What it is called, for whoever listens instead of looking.
    pub name: &'static str,
    /// Shown where nothing is typed.
    pub hint: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Width of the field in points.
    pub width: f32,
    /// The one spelling that is shown.
    pub write: fn(T) -> String,
    /// Takes that spelling and others.
    pub read: fn(&str) -> Result<T, Refused>,
}

impl<T: Copy> Typed<T> {
    /// Shows the field; returns why what is typed is not taken.
    pub fn ui(&self, ui: &mut Ui, value: &mut T) -> Option<String> {
        let id = Id::unique(("typed", self.name));
        // While it is edited, and as long as it cannot be read, the text stays as it was typed.
        let draft: Option<String> = ui.data(|data| data.get_temp(id));
        let mut text = draft.clone().unwrap_or_else(|| (self.write)(*value));
        let hint = RichText::new(self.hint).weak();
        let field = TextEdit::singleline(&mut text).id(id.with("field")).hint_text(hint);
        let response = ui.add(field.desired_width(self.width)).on_hover_text(self.meaning);
        let read = (self.read)(&text);
        if let (true, Ok(read)) = (response.changed(), &read) {
            *value = *read;
        }
        if response.has_focus() || read.is_err() {
            ui.data_mut(|data| data.insert_temp(id, text));
        } else if draft.is_some() {
            ui.data_mut(|data| data.remove::<String>(id));
        }
        read.err().map(|refused| format!("{}: {refused}", self.name))
    }
}

/// Says why what is typed is not taken.
pub fn say(ui: &mut Ui, refused: Option<String>, palette: Palette) {
    if let Some(refused) = refused {
        ui.label(RichText::new(refused).small().color(palette.hum));
    }
}
