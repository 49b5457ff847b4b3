//! In place of the plots before any run: what to do.

use egui::{Align, Layout, Rect, RichText, Ui, UiBuilder, vec2};
use groundtruth_measure::BenchForm;

use crate::editor::theme;
use crate::editor::view::action::Action;
use crate::editor::view::save_form::SaveForm;
use crate::editor::view::signal_button;
use crate::editor::view::words::bench as words;
use crate::editor::view::words::help::{BENCH_TRACK, QUICK_BENCH_TRACK, SignalWords};

/// Widest text, and its least distance from the sides.
const WIDTH: f32 = 520.0;
const MARGIN: f32 = 16.0;
/// Where the text begins, as a part of the height.
const ABOVE: f32 = 0.26;

/// The path being typed.
#[derive(Default)]
pub struct Empty {
    save: SaveForm,
}

impl Empty {
    /// Paints the text and the buttons; the track has this sample rate, in Hz.
    pub fn ui(&mut self, ui: &mut Ui, area: Rect, sample_rate: u32, actions: &mut Vec<Action>) {
        let width = WIDTH.min(area.width() - 2.0 * MARGIN);
        let place = Rect::from_center_size(area.center(), vec2(width, area.height()));
        let place = place.with_min_y(area.top() + ABOVE * area.height());
        if width < 1.0 || place.height() < 1.0 {
            return;
        }
        let mut ui = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min)));
        ui.set_clip_rect(area.intersect(ui.clip_rect()));
        ui.label(RichText::new(words::NO_RUN).font(theme::sans(theme::BODY + 2.0)));
        ui.add_space(6.0);
        ui.label(RichText::new(words::HOW_TO_PLAY).weak());
        ui.add_space(12.0);
        ui.horizontal_wrapped(|ui| {
            self.write(ui, BenchForm::Full, &BENCH_TRACK, sample_rate, actions);
            self.write(ui, BenchForm::Quick, &QUICK_BENCH_TRACK, sample_rate, actions);
            if ui.button(words::IMPORT).on_hover_text(words::IMPORT_HINT).clicked() {
                actions.push(Action::ChooseImport);
            }
        });
    }

    fn write(
        &mut self,
        ui: &mut Ui,
        form: BenchForm,
        signal: &SignalWords,
        sample_rate: u32,
        actions: &mut Vec<Action>,
    ) {
        let button = ui.button(words::write(form));
        signal_button::popup(&button, &mut self.save, signal, sample_rate, actions);
    }
}
