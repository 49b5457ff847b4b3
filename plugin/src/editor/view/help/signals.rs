//! Which signal to play for which figure, each with a button that writes it.

use egui::{Popup, PopupCloseBehavior, RichText, Ui};

use super::row::{GAP, row};
use crate::editor::view::action::Action;
use crate::editor::view::format;
use crate::editor::view::save_form::SaveForm;
use crate::editor::view::scene::Scene;
use crate::editor::view::words::help::{SIGNALS, SignalWords, signals_note};

const NAME_WIDTH: f32 = 140.0;
const BUTTON_WIDTH: f32 = 100.0;
/// Width of the popup.
const POPUP_WIDTH: f32 = 400.0;

/// The path being typed.
#[derive(Default)]
pub struct Signals {
    save: SaveForm,
}

impl Signals {
    /// Paints the table; the signals have the sample rate of what is heard.
    pub fn ui(&mut self, ui: &mut Ui, width: f32, scene: &Scene<'_>, actions: &mut Vec<Action>) {
        let sample_rate = scene.sample_rate_hz().round() as u32;
        let rate = format::sample_rate(f64::from(sample_rate));
        ui.label(RichText::new(signals_note(&rate)).weak());
        let widths = [NAME_WIDTH, width - NAME_WIDTH - BUTTON_WIDTH - 2.0 * GAP, BUTTON_WIDTH];
        for signal in &SIGNALS {
            row(ui, widths, |ui, column| match column {
                0 => drop(ui.label(RichText::new(signal.name).strong())),
                1 => drop(ui.label(RichText::new(signal.figures).weak())),
                _ => self.button(ui, signal, sample_rate, actions),
            });
        }
    }

    fn button(&mut self, ui: &mut Ui, signal: &SignalWords, sample_rate: u32, actions: &mut Vec<Action>) {
        let button = ui.button("Write to file…").on_hover_text(signal.name);
        if button.clicked() {
            self.save = SaveForm::default();
        }
        Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(POPUP_WIDTH)
            .show(|ui| {
                let name = file_name(signal.file, sample_rate);
                if let Some(target) = self.save.ui(ui, &name) {
                    actions.push(Action::WriteStimulus(signal.stimulus, sample_rate, target));
                    ui.close();
                }
            });
    }
}

/// `Groundtruth tone 997 Hz 48000.wav`
fn file_name(signal: &str, sample_rate: u32) -> String {
    format!("Groundtruth {signal} {sample_rate}.wav")
}
