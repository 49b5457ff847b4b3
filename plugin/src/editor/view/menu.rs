//! The menu *Copy*: text for the clipboard, pictures for a file. Each entry has a key.

use egui::{Button, Id, Key, Popup, Rect, Response, Ui};

use super::action::PictureScale;
use super::sign::{Side, Sign};
use super::{draw, words};
use crate::editor::theme::Palette;

/// Widest entry with its key.
const WIDTH: f32 = 250.0;

/// An entry of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The readings as Markdown.
    Markdown,
    /// The readings as CSV.
    Csv,
    /// The largest lines of the spectrum.
    Peaks,
    /// A picture of the view.
    Picture(PictureScale),
}

impl Entry {
    /// All entries in order.
    pub const ALL: [Entry; 5] = [
        Entry::Markdown,
        Entry::Csv,
        Entry::Peaks,
        Entry::Picture(PictureScale::Twice),
        Entry::Picture(PictureScale::Once),
    ];

    /// Its key, and whether with Shift.
    pub fn key(self) -> (Key, bool) {
        match self {
            Entry::Markdown => (Key::M, false),
            Entry::Csv => (Key::V, false),
            Entry::Peaks => (Key::K, false),
            Entry::Picture(PictureScale::Twice) => (Key::P, false),
            Entry::Picture(PictureScale::Once) => (Key::P, true),
        }
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Entry::Markdown => words::COPY_MARKDOWN,
            Entry::Csv => words::COPY_CSV,
            Entry::Peaks => words::COPY_PEAKS,
            Entry::Picture(PictureScale::Twice) => words::PICTURE_TWICE,
            Entry::Picture(PictureScale::Once) => words::PICTURE_ONCE,
        }
    }

    fn key_name(self) -> String {
        let (key, shift) = self.key();
        format!("{}{}", if shift { "Shift " } else { "" }, key.name())
    }
}

/// The menu with the sign that says what it did.
#[derive(Default)]
pub struct Menu {
    sign: Sign,
}

impl Menu {
    /// Paints the button and, while it is open, the menu; returns the entry that was chosen.
    pub fn ui(&mut self, ui: &Ui, rect: Rect, palette: Palette) -> Option<Entry> {
        let button = draw::button(ui, rect, "copy", words::COPY, false, palette);
        self.sign.expire(ui);
        self.sign.paint(ui, Self::id(), rect, Side::Below, palette);
        let chosen = popup(&button);
        button.on_hover_text(words::COPY_HINT);
        chosen
    }

    /// Copies a text and says so, or says that there is none.
    pub fn copy(&mut self, ui: &Ui, text: Option<String>) {
        self.say(ui, if text.is_some() { words::COPIED } else { words::NOTHING_TO_COPY });
        if let Some(text) = text {
            ui.ctx().copy_text(text);
        }
    }

    /// Says something else at the same place.
    pub fn say(&mut self, ui: &Ui, words: &'static str) {
        self.sign.say(ui, Self::id(), words);
    }

    fn id() -> Id {
        Id::unique("copy sign")
    }
}

fn popup(button: &Response) -> Option<Entry> {
    let entries = |ui: &mut Ui| {
        ui.set_min_width(WIDTH);
        Entry::ALL.into_iter().fold(None, |chosen, entry| {
            let [label, hint] = entry.words();
            if matches!(entry, Entry::Picture(PictureScale::Twice)) {
                ui.separator();
            }
            let item = ui.add(Button::new(label).shortcut_text(entry.key_name())).on_hover_text(hint);
            if item.clicked() { Some(entry) } else { chosen }
        })
    };
    Popup::menu(button).width(WIDTH).show(entries).and_then(|shown| shown.inner)
}
