//! The keyboard: only letters and digits, because hosts use Space and the arrows; undo with Ctrl, as everywhere.

use egui::{Event, Key, Modifiers, Popup, Ui};

use super::action::Action;
use super::menu::Entry;
use crate::editor::preferences::{FrequencyScale, Preferences, Tab};
use crate::state::LAST_TAKE;

/// Requests from key presses other than preferences, which are changed in place.
#[derive(Default)]
pub struct Pressed {
    /// Actions for the view's owner.
    pub actions: Vec<Action>,
    /// Show the whole spectrum.
    pub reset_zoom: bool,
    /// Remove the reference cursors.
    pub clear_reference: bool,
    /// Entry of the menu whose key was pressed.
    pub entry: Option<Entry>,
    /// Step through the settings.
    pub step: Option<Step>,
}

/// A step through the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Undo the last change.
    Back,
    /// Make it again.
    Forth,
}

/// Reads the keys of this frame; none while a text field has the focus or a modifier is held.
pub fn read(ui: &Ui, frozen: bool, take: i32, preferences: &mut Preferences, help: &mut bool) -> Pressed {
    let mut pressed = Pressed::default();
    if ui.ctx().text_edit_focused() {
        return pressed;
    }
    match (history(ui), preferences.tab) {
        (Some(Step::Back), Tab::Compare) => pressed.actions.push(Action::UndoCaptures),
        (Some(Step::Forth), Tab::Compare) => pressed.actions.push(Action::RedoCaptures),
        (step, _) => pressed.step = step,
    }
    pressed.entry = Entry::ALL.into_iter().find(|entry| {
        let (key, shift) = entry.key();
        let modifiers = if shift { Modifiers::SHIFT } else { Modifiers::NONE };
        ui.input(|input| input.key_pressed(key) && input.modifiers == modifiers)
    });
    if is_help(ui) {
        *help = !*help;
    }
    if ui.input(|input| input.modifiers.is_none()) {
        shown(ui, &mut pressed, preferences);
        acts(ui, &mut pressed, frozen, take);
        // An open popup takes the key, then the page of help.
        if hit(ui, Key::Escape) && !Popup::is_any_open(ui.ctx()) {
            pressed.clear_reference = !std::mem::take(help);
        }
    }
    pressed
}

fn hit(ui: &Ui, key: Key) -> bool {
    ui.input(|input| input.key_pressed(key))
}

/// Keys that change what is shown.
fn shown(ui: &Ui, pressed: &mut Pressed, preferences: &mut Preferences) {
    for (key, tab) in [
        (Key::Num1, Tab::Spectrum),
        (Key::Num2, Tab::Crosstalk),
        (Key::Num3, Tab::Noise),
        (Key::Num4, Tab::Bench),
        (Key::Num5, Tab::Compare),
    ] {
        if hit(ui, key) {
            preferences.tab = tab;
        }
    }
    if hit(ui, Key::H) {
        preferences.show_max_hold = !preferences.show_max_hold;
    }
    if hit(ui, Key::L) {
        preferences.frequency_scale = match preferences.frequency_scale {
            FrequencyScale::Log => FrequencyScale::Linear,
            FrequencyScale::Linear => FrequencyScale::Log,
        };
        pressed.reset_zoom = true;
    }
    pressed.reset_zoom |= hit(ui, Key::Z);
}

/// Keys that act on the analysis.
fn acts(ui: &Ui, pressed: &mut Pressed, frozen: bool, take: i32) {
    let next_take = if take < LAST_TAKE { take + 1 } else { 0 };
    for (key, action) in [
        (Key::F, Action::SetFrozen(!frozen)),
        (Key::R, Action::Restart),
        (Key::T, Action::SetTake(next_take)),
        (Key::C, Action::Capture),
        (Key::X, Action::ClearMaxHold),
    ] {
        if hit(ui, key) {
            pressed.actions.push(action);
        }
    }
}

/// The question mark, wherever the keyboard has it, or the key that has it with Shift in English.
fn is_help(ui: &Ui) -> bool {
    ui.input(|input| {
        let is_typed = input.events.iter().any(|event| matches!(event, Event::Text(text) if text == "?"));
        let is_slash = input.key_pressed(Key::Slash) && input.modifiers.is_none();
        is_typed || is_slash || (input.key_pressed(Key::Questionmark) && !input.modifiers.command)
    })
}

/// Undo and redo: of the captures in Compare, of the settings elsewhere.
fn history(ui: &Ui) -> Option<Step> {
    let pressed = |modifiers: Modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::Z));
    if pressed(Modifiers::COMMAND | Modifiers::SHIFT) {
        Some(Step::Forth)
    } else {
        pressed(Modifiers::COMMAND).then_some(Step::Back)
    }
}
