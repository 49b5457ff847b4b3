//! The player's control in the column at the left, below the list of sections.

use egui::{Checkbox, Label, Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};
use groundtruth_analysis::Played;

use crate::editor::theme::{self, Palette};
use crate::editor::view::action::Action;
use crate::editor::view::player::{self, PlayerInput, PlayerSettings, PlayerView};
use crate::editor::view::words::player as words;

/// Space above and below, and between two rows.
const AROUND: f32 = 8.0;
const BETWEEN: f32 = 5.0;
/// Height of a row with a button.
const ROW: f32 = 22.0;
/// Height of name, bar and time of what plays.
const PLAYING: f32 = 46.0;
/// Smallest place in which anything is drawn.
const LEAST: [f32; 2] = [90.0, ROW];

/// What the control shows and edits.
pub struct Control<'a> {
    pub input: &'a PlayerInput,
    pub view: &'a mut PlayerView,
    pub settings: PlayerSettings<'a>,
}

impl Control<'_> {
    /// Its height in a column of this width.
    pub fn height(&self, ui: &Ui, width: f32) -> f32 {
        let rows = |count: f32| count * ROW + (count - 1.0) * BETWEEN;
        let inner = match (self.input.playing(), self.view.is_asking(self.input)) {
            (Some(_), _) => PLAYING + BETWEEN + rows(2.0),
            (None, true) => {
                let (text, font) = (words::question(self.view.order().level_dbfs), theme::sans(theme::SMALL));
                let colour = egui::Color32::PLACEHOLDER;
                ui.painter().layout(text, font, colour, width.max(1.0)).size().y + BETWEEN + ROW
            }
            (None, false) => rows(4.0),
        };
        inner + 2.0 * AROUND
    }

    /// Paints it into `area`; what does not fit is scrolled to.
    pub fn ui(self, ui: &mut Ui, area: Rect, palette: Palette, actions: &mut Vec<Action>) {
        let place = area.shrink2(vec2(0.0, AROUND));
        if place.width() < LEAST[0] || place.height() < LEAST[1] {
            return;
        }
        ui.painter().hline(area.x_range(), area.top() + 1.5, palette.hairline());
        let mut ui = ui.new_child(UiBuilder::new().max_rect(place).id_salt("player"));
        ui.spacing_mut().item_spacing.y = BETWEEN;
        ScrollArea::vertical().id_salt("player").show(&mut ui, |ui| self.rows(ui, palette, actions));
    }

    fn rows(self, ui: &mut Ui, palette: Palette, actions: &mut Vec<Action>) {
        let Control { input, view, settings } = self;
        let wide = vec2(ui.available_width(), ROW);
        if let Some(played) = input.playing() {
            playing(ui, played);
            if ui.add_sized(wide, egui::Button::new("Stop")).clicked() {
                actions.push(Action::StopPlayer);
            }
        } else if view.is_asking(input) {
            let question = RichText::new(words::question(view.order().level_dbfs));
            ui.label(question.size(theme::SMALL));
            player::answers(ui, view, actions);
            return;
        } else {
            player::signal(ui, view, wide.x);
            player::level(ui, view, settings.reference_volts);
            player::play(ui, input, view, wide, actions);
        }
        // What went wrong has the place of the switch until the next signal.
        if let Some(trouble) = words::trouble(&input.status) {
            let label = ui.label(RichText::new(trouble).size(theme::SMALL).color(palette.hum));
            label.on_hover_text(words::ended(&input.status).unwrap_or_default());
            return;
        }
        let text = RichText::new(words::KEEP_SHORT).size(theme::SMALL).color(palette.quiet);
        let keep = Checkbox::new(settings.keeps_playing, text);
        ui.add(keep).on_hover_text(format!("{}. {}", words::KEEP, words::KEEP_HINT));
    }
}

/// Name, bar, and how far it is.
fn playing(ui: &mut Ui, played: &Played) {
    ui.add(Label::new(RichText::new(&played.name).strong()).truncate()).on_hover_text(words::NOT_PASSED);
    player::progress(ui, played);
    let time = ui.label(RichText::new(words::playing_short(played)).size(theme::SMALL).weak());
    let mono = if played.channels == 1 { words::LEFT_ONLY } else { "" };
    time.on_hover_text(format!("{}. {} {mono}", words::playing(played), words::NOT_PASSED));
}
