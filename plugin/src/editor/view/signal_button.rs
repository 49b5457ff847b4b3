//! A button that writes a test signal into a WAV file.

use egui::{Popup, PopupCloseBehavior, Response, Ui};

use super::action::Action;
use super::save_form::SaveForm;
use super::words::help::SignalWords;

/// Width of the popup.
const POPUP_WIDTH: f32 = 400.0;

/// Shows the form for the file's place while its button is open; the signal has this sample rate, in Hz.
pub fn popup(
    button: &Response,
    save: &mut SaveForm,
    signal: &SignalWords,
    sample_rate: u32,
    actions: &mut Vec<Action>,
) {
    if button.clicked() {
        *save = SaveForm::default();
    }
    let form = |ui: &mut Ui| {
        if let Some(target) = save.ui(ui, &file_name(signal.file, sample_rate)) {
            actions.push(Action::WriteStimulus(signal.stimulus, sample_rate, target));
            ui.close();
        }
    };
    Popup::from_toggle_button_response(button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(POPUP_WIDTH)
        .show(form);
}

/// `Groundtruth tone 997 Hz 48000.wav`
fn file_name(signal: &str, sample_rate: u32) -> String {
    format!("Groundtruth {signal} {sample_rate}.wav")
}
