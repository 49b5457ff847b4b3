//! Parts of the player's control: what to play and how loud, a question before the first time, and a way to stop.

use egui::{
    Align, Button, ComboBox, DragValue, ProgressBar, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use groundtruth_analysis::{Played, PlayerStatus};
use groundtruth_captures::stimulus::BENCH_LEVEL_DBFS;
use groundtruth_measure::BenchForm;

use super::action::Action;
use super::{draw, words};
use crate::editor::theme::{self, Palette};
use crate::playing::{PlayOrder, PlaySignal};

/// Height of the strip below the header.
const STRIP: f32 = 32.0;
/// Height of the list of signals without a scroll bar.
const ALL_OF_THEM: f32 = 400.0;

/// What the player does, and what the user has agreed to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlayerInput {
    /// What plays, or how it ended.
    pub status: PlayerStatus,
    /// The highest level that the user confirmed, in dBFS.
    pub confirmed_dbfs: Option<f64>,
}

impl PlayerInput {
    /// The signal that plays now.
    pub fn playing(&self) -> Option<&Played> {
        match &self.status {
            PlayerStatus::Playing(played) => Some(played),
            _ => None,
        }
    }
}

/// The choice, and the question while it is open. Belongs to the window: nothing of it is saved.
#[derive(Clone, Debug)]
pub struct PlayerView {
    order: PlayOrder,
    is_asking: bool,
}

impl Default for PlayerView {
    fn default() -> PlayerView {
        let signal = PlaySignal::Bench(BenchForm::Full);
        PlayerView { order: PlayOrder { signal, level_dbfs: BENCH_LEVEL_DBFS }, is_asking: false }
    }
}

impl PlayerView {
    /// Opens the question, as a press of the button does.
    pub fn ask(&mut self) {
        self.is_asking = true;
    }

    /// What a press of the button plays.
    pub fn order(&self) -> PlayOrder {
        self.order
    }

    /// Whether the question is open. It never is while something plays.
    pub fn is_asking(&self, input: &PlayerInput) -> bool {
        self.is_asking && input.playing().is_none()
    }

    /// The button: plays, or asks first.
    fn press(&mut self, input: &PlayerInput, actions: &mut Vec<Action>) {
        let is_confirmed = input.confirmed_dbfs.is_some_and(|confirmed| self.order.level_dbfs <= confirmed);
        if is_confirmed {
            actions.push(Action::Play(self.order, false));
        } else {
            self.is_asking = true;
        }
    }
}

/// What the control edits or reads of the settings.
pub struct PlayerSettings<'a> {
    /// Whether a signal plays on when the editor closes.
    pub keeps_playing: &'a mut bool,
    /// Volts of a sine at 0 dBFS at the input, left and right.
    pub reference_volts: Option<[f64; 2]>,
}

/// Says on top of `area`, in every view, that the output plays, with a way to stop it; returns the area below.
pub fn strip(ui: &Ui, area: Rect, input: &PlayerInput, palette: Palette, actions: &mut Vec<Action>) -> Rect {
    let Some(played) = input.playing() else { return area };
    let (strip, rest) = area.split_top_bottom_at_y(area.top() + STRIP);
    ui.painter().rect_filled(strip, 0.0, palette.panel);
    ui.painter().hline(strip.x_range(), strip.bottom() - 0.5, palette.hairline());
    let stop = Rect::from_min_size(pos2(strip.right() - 90.0, strip.top() + 4.0), vec2(76.0, 23.0));
    let place = Rect::from_min_max(strip.min + vec2(16.0, 0.0), pos2(stop.left() - 12.0, strip.bottom()));
    let sentence = words::player::mark(played);
    draw::text_in(ui.painter(), place, Align::Min, &sentence, theme::sans(theme::BODY), palette.hum);
    let response = ui.interact(place, ui.scope_id().with("output plays"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &sentence));
    response.on_hover_text(&sentence);
    if draw::button(ui, stop, "stop", "Stop", false, palette).clicked() {
        actions.push(Action::StopPlayer);
    }
    rest
}

/// How far it is.
pub fn progress(ui: &mut Ui, played: &Played) {
    let share = played.played_s / played.length_s.max(f64::MIN_POSITIVE);
    let bar = ui.add(ProgressBar::new(share as f32).desired_height(6.0));
    bar.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &played.name));
}

/// The buttons below the question.
pub fn answers(ui: &mut Ui, view: &mut PlayerView, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        if ui.button("Play").clicked() {
            actions.push(Action::Play(view.order, true));
            view.is_asking = false;
        }
        if ui.button("Cancel").clicked() {
            view.is_asking = false;
        }
    });
}

/// The choice of the signal, in a menu of this width.
pub fn signal(ui: &mut Ui, view: &mut PlayerView, width: f32) {
    let order = &mut view.order;
    let chosen = words::player::choice(order.signal);
    let menu = ComboBox::from_id_salt("player signal").width(width).truncate().height(ALL_OF_THEM);
    let menu = menu.selected_text(&chosen).show_ui(ui, |ui| {
        for signal in signals() {
            ui.selectable_value(&mut order.signal, signal, words::player::choice(signal));
        }
    });
    menu.response.widget_info(|| WidgetInfo {
        current_text_value: Some(chosen.clone()),
        ..WidgetInfo::labeled(Role::ComboBox, true, "Signal")
    });
}

/// The choice of the level; its hint also says the volts, if they are given.
pub fn level(ui: &mut Ui, view: &mut PlayerView, reference_volts: Option<[f64; 2]>) {
    let level_dbfs = &mut view.order.level_dbfs;
    let volts = reference_volts.map(|volts| format!("\n{}", words::player::volts(volts, *level_dbfs)));
    let hint = format!("{}{}", words::player::LEVEL_HINT, volts.unwrap_or_default());
    ui.horizontal(|ui| {
        let [lowest, highest] = PlayOrder::LEVELS_DBFS;
        let drag = DragValue::new(level_dbfs).range(lowest..=highest).speed(0.25);
        ui.add(drag.max_decimals(1).suffix(" dBFS")).on_hover_text(hint);
        for (step_db, label) in [(-1.0, "−1"), (1.0, "+1")] {
            if ui.button(label).clicked() {
                *level_dbfs = (*level_dbfs + step_db).clamp(lowest, highest);
            }
        }
    });
}

/// The button that plays, in this size.
pub fn play(ui: &mut Ui, input: &PlayerInput, view: &mut PlayerView, size: Vec2, actions: &mut Vec<Action>) {
    let button = Button::new(words::player::play(view.order.signal));
    if ui.add_sized(size, button).on_hover_text(words::player::MEANING).clicked() {
        view.press(input, actions);
    }
}

/// Everything that can be played.
fn signals() -> impl Iterator<Item = PlaySignal> {
    let bench = [BenchForm::Full, BenchForm::Quick].map(PlaySignal::Bench);
    let single = words::help::SIGNALS.iter().map(|words| PlaySignal::Stimulus(words.stimulus));
    bench.into_iter().chain(single)
}
