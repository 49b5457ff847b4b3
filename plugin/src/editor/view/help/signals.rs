//! Which signal to play for which figure, each with a button that writes it.

use egui::{RichText, Ui};

use super::row::{GAP, row};
use crate::editor::view::action::Action;
use crate::editor::view::save_form::SaveForm;
use crate::editor::view::scene::Scene;
use crate::editor::view::words::help::{SIGNALS, SignalWords, signals_note};
use crate::editor::view::{format, signal_button};

const NAME_WIDTH: f32 = 140.0;
const BUTTON_WIDTH: f32 = 100.0;

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
        signal_button::popup(&button, &mut self.save, signal, sample_rate, actions);
    }
}
