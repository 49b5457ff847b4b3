//! Typed settings: invalid text is reported at once and changes nothing.

use egui::{Id, RichText, TextEdit, Ui};

use crate::editor::theme::Palette;
use crate::settings_text::Refused;

/// A setting with its text form.
pub struct Typed<T> {
    /// Name for screen readers.
    pub name: &'static str,
    /// Shown if the field is empty.
    pub hint: &'static str,
    /// Meaning.
    pub meaning: &'static str,
    /// Width of the field in points.
    pub width: f32,
    /// Writes the displayed spelling.
    pub write: fn(T) -> String,
    /// Reads that spelling and others.
    pub read: fn(&str) -> Result<T, Refused>,
}

impl<T: Copy> Typed<T> {
    /// Shows the field; returns why the typed text is rejected.
    pub fn ui(&self, ui: &mut Ui, value: &mut T) -> Option<String> {
        let field = Field {
            name: self.name,
            id: ("typed", self.name),
            hint: self.hint,
            meaning: self.meaning,
            width: self.width,
        };
        field.ui(ui, value, self.write, |text| (self.read)(text).map_err(|refused| refused.to_string()))
    }
}

/// A field whose text is written and read by its user.
pub struct Field {
    /// Name for screen readers.
    pub name: &'static str,
    /// Distinguishes it from other fields.
    pub id: (&'static str, &'static str),
    /// Shown if the field is empty.
    pub hint: &'static str,
    /// Meaning.
    pub meaning: &'static str,
    /// Width of the field in points.
    pub width: f32,
}

impl Field {
    /// Shows the field; returns why the typed text is rejected.
    pub fn ui<T: Copy>(
        &self,
        ui: &mut Ui,
        value: &mut T,
        write: impl Fn(T) -> String,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<String> {
        let id = Id::unique(self.id);
        // While edited, and as long as it is invalid, the text stays as typed.
        let draft: Option<String> = ui.data(|data| data.get_temp(id));
        let mut text = draft.clone().unwrap_or_else(|| write(*value));
        let hint = RichText::new(self.hint).weak();
        let field = TextEdit::singleline(&mut text).id(id.with("field")).hint_text(hint);
        let response = ui.add(field.desired_width(self.width)).on_hover_text(self.meaning);
        let read = read(&text);
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

/// Shows why the typed text is rejected.
pub fn say(ui: &mut Ui, refused: Option<String>, palette: Palette) {
    if let Some(refused) = refused {
        ui.label(RichText::new(refused).small().color(palette.hum));
    }
}
