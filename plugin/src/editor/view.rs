//! The whole editor as a function of a snapshot. Independent of host and threads: it returns the user's actions.
//!
//! One row of navigation, one plot, one column of figures. There are no animations: a frame is drawn for new data or
//! pointer input.

mod action;
mod axis;
mod bench;
mod clip;
mod columns;
pub mod compare;
mod crosstalk;
mod cursor;
mod draw;
mod format;
mod header;
mod help;
mod interleave;
mod keys;
mod labels;
mod level_scale;
mod menu;
mod message;
mod monitor;
mod noise;
mod peak;
pub mod player;
mod plot;
mod previous;
mod readouts;
mod save_form;
mod scene;
mod seen;
mod settings_popup;
mod sign;
mod signal_button;
mod spectrum;
mod unit;
pub(super) mod words;
mod work;
mod zoom;

pub use action::{Action, PictureScale};
pub use player::PlayerInput;

use egui::Rect;
use groundtruth_analysis::Snapshot;
use groundtruth_measure::Report;

use self::bench::{BenchView, Runs};
use self::clip::ClipMark;
use self::compare::CompareView;
use self::cursor::Reference;
use self::header::Header;
use self::help::Help;
use self::keys::Step;
use self::menu::{Entry, Menu};
use self::monitor::Monitor;
use self::noise::NoiseView;
use self::player::PlayerView;
use self::previous::Previous;
use self::readouts::Readouts;
use self::scene::{Scene, Source};
use self::spectrum::SpectrumView;
use crate::editor::history::SettingsHistory;
use crate::editor::preferences::{Preferences, Tab, Theme};
use crate::editor::theme::{self, Palette};
use crate::jobs::Work;
use crate::session::SessionInput;
use crate::settings::InstrumentSettings;

/// Everything one frame draws.
pub struct ViewInput<'a> {
    /// Newest state of the analysis.
    pub snapshot: &'a Snapshot,
    /// Last reading of a restored session, drawn grey until the snapshot has its own report.
    pub restored: Option<&'a Report>,
    /// Edited in place; reported by [`Action::SettingsChanged`].
    pub settings: &'a mut InstrumentSettings,
    /// Edited in place.
    pub preferences: &'a mut Preferences,
    /// Steps through both.
    pub history: &'a mut SettingsHistory,
    /// Whether the display is frozen.
    pub frozen: bool,
    /// Number of the take.
    pub take: i32,
    /// Name of the host's track, if known.
    pub track: Option<&'a str>,
    /// The captures of the session.
    pub session: &'a SessionInput,
    /// Messages to the user, oldest first.
    pub messages: &'a [String],
    /// Long work in progress, oldest first.
    pub work: &'a [Work],
    /// What the output plays.
    pub player: &'a PlayerInput,
}

/// State kept between frames: drawn columns, zoom, the spectrogram's image.
#[derive(Default)]
pub struct View {
    applied_theme: Option<Theme>,
    previous: Previous,
    monitor: Monitor,
    clip: ClipMark,
    spectrum: SpectrumView,
    /// Second cursor of crosstalk over frequency.
    crosstalk_reference: Reference,
    noise: NoiseView,
    bench: BenchView,
    readouts: Readouts,
    compare: CompareView,
    help: Help,
    menu: Menu,
    player: PlayerView,
}

impl View {
    /// A view without data.
    pub fn new() -> View {
        View::default()
    }

    /// A view without data that shows the same part of it.
    pub fn same_part(&self) -> View {
        View {
            spectrum: self.spectrum.same_part(),
            crosstalk_reference: self.crosstalk_reference.clone(),
            noise: self.noise.same_part(),
            bench: self.bench.same_part(),
            previous: self.previous.clone(),
            monitor: self.monitor.clone(),
            clip: self.clip.clone(),
            help: self.help.same_part(),
            ..View::default()
        }
    }

    /// Opens the page for the newcomer.
    pub fn open_help(&mut self) {
        self.help.is_open = true;
    }

    /// Opens the player's question, as a press of its button does.
    pub fn ask_player(&mut self) {
        self.player.ask();
    }

    /// Lays out and paints one frame into all of `ui`; returns the user's actions.
    pub fn ui(&mut self, ui: &mut egui::Ui, mut input: ViewInput<'_>) -> Vec<Action> {
        let tab = input.preferences.tab;
        follow(ui, &mut input);
        let (mut actions, mut entry) = self.keys(ui, &mut input);
        if self.applied_theme != Some(input.preferences.theme) {
            theme::apply(ui.ctx(), input.preferences.theme);
            self.applied_theme = Some(input.preferences.theme);
        }
        self.clip.follow(&input.snapshot.meters);

        let kept = self.previous.in_place_of(input.snapshot);
        let source = Source {
            snapshot: kept.as_ref().unwrap_or(input.snapshot),
            is_kept: kept.is_some(),
            restored: input.restored,
        };
        let traces = self.monitor.traces(source.snapshot, source.is_programme(), input.preferences);
        let palette = Palette::of(input.preferences.theme);
        let scene = Scene::new(palette, source, &traces, *input.settings)
            .with_levels_in(input.preferences.level_choice());

        let whole = ui.max_rect();
        ui.painter().rect_filled(whole, 0.0, palette.background);
        let (top, below) = whole.split_top_bottom_at_y(whole.top() + header::HEIGHT);
        entry = self.header(ui, top, &scene, &mut input, &mut actions).or(entry);
        if let Some(entry) = entry {
            self.choose(ui, entry, &scene, &input, &mut actions);
        }
        let below = player::strip(ui, below, input.player, palette, &mut actions);
        let below = message::ui(ui, below, input.messages, palette, &mut actions);
        let below = work::ui(ui, below, input.work, palette, &mut actions);
        // Opening another view closes the page.
        self.help.is_open &= input.preferences.tab == tab;
        self.body(ui, below, &scene, &mut input, &mut actions);
        follow(ui, &mut input);
        if captures_run(&input) {
            actions
                .iter_mut()
                .filter(|action| **action == Action::Capture)
                .for_each(|action| *action = Action::CaptureRun);
        }
        actions
    }

    /// Carries out an entry of the menu.
    fn choose(
        &mut self,
        ui: &egui::Ui,
        entry: Entry,
        scene: &Scene<'_>,
        input: &ViewInput<'_>,
        actions: &mut Vec<Action>,
    ) {
        let text = match entry {
            Entry::Picture(scale) => {
                actions.push(Action::SavePicture(scale, None));
                return;
            }
            Entry::Markdown => readouts::markdown(scene, input.track),
            Entry::Csv => readouts::csv(scene),
            Entry::Peaks => self.spectrum.peaks(scene, input.track, input.preferences),
        };
        self.menu.copy(ui, text);
    }

    /// Carries out the keys that concern the view; returns the others as actions and as an entry of the menu.
    fn keys(&mut self, ui: &egui::Ui, input: &mut ViewInput<'_>) -> (Vec<Action>, Option<Entry>) {
        let pressed = keys::read(ui, input.frozen, input.take, input.preferences, &mut self.help.is_open);
        if pressed.reset_zoom {
            self.spectrum.reset_zoom();
            self.bench.reset_zoom();
        }
        if pressed.clear_reference {
            self.spectrum.clear_reference();
            self.crosstalk_reference.clear();
            self.noise.clear_reference();
            self.bench.clear_reference();
        }
        let mut actions = pressed.actions;
        let before = *input.settings;
        let done = pressed.step.and_then(|step| match step {
            Step::Back => input.history.undo(input.settings, input.preferences).then_some(words::UNDONE),
            Step::Forth => input.history.redo(input.settings, input.preferences).then_some(words::REDONE),
        });
        if let Some(done) = done {
            self.menu.say(ui, done);
        }
        actions.extend((*input.settings != before).then_some(Action::SettingsChanged));
        (actions, pressed.entry)
    }

    fn header(
        &mut self,
        ui: &egui::Ui,
        area: Rect,
        scene: &Scene<'_>,
        input: &mut ViewInput<'_>,
        actions: &mut Vec<Action>,
    ) -> Option<Entry> {
        let header = Header {
            captures_run: captures_run(input),
            settings: input.settings,
            preferences: input.preferences,
            frozen: input.frozen,
            take: input.take,
            track: input.track,
            help: &mut self.help.is_open,
            clip: &mut self.clip,
            history: input.history,
            menu: &mut self.menu,
            player: input.player,
        };
        let palette = Palette::of(header.preferences.theme);
        header::ui(ui, area, scene, palette, header, actions)
    }

    /// The open view, or the page of help, and the column of figures.
    fn body(
        &mut self,
        ui: &mut egui::Ui,
        area: Rect,
        scene: &Scene<'_>,
        input: &mut ViewInput<'_>,
        actions: &mut Vec<Action>,
    ) {
        let tab = input.preferences.tab;
        if tab == Tab::Compare && !self.help.is_open {
            self.compare.ui(ui, area, input.session, input.preferences, actions);
            return;
        }
        if tab == Tab::Bench && !self.help.is_open {
            let player = (input.player, &mut self.player);
            let shown = (runs(input.snapshot, input.session), player);
            self.bench.ui(ui, area, scene, shown, input.preferences, actions);
            return;
        }
        let (left, right) = area.split_left_right_at_x(area.right() - readouts::column_width(area.width()));
        self.readouts.ui(ui, right, scene);
        if self.help.is_open {
            let palette = Palette::of(input.preferences.theme);
            self.help.ui(ui, left, scene, (tab, palette), actions);
        } else {
            self.tab(ui, left, scene, input, actions);
        }
    }

    fn tab(
        &mut self,
        ui: &egui::Ui,
        area: Rect,
        scene: &Scene<'_>,
        input: &mut ViewInput<'_>,
        actions: &mut Vec<Action>,
    ) {
        let preferences = &mut *input.preferences;
        match preferences.tab {
            Tab::Spectrum => self.spectrum.ui(ui, area, scene, preferences, input.session, actions),
            Tab::Crosstalk => crosstalk::ui(ui, area, scene, preferences, &mut self.crosstalk_reference),
            Tab::Noise => self.noise.ui(ui, area, scene, preferences),
            // They have no column of readouts beside them.
            Tab::Bench | Tab::Compare => {}
        }
    }
}

/// The runs of the bench track that can be shown.
fn runs<'a>(snapshot: &'a Snapshot, session: &'a SessionInput) -> Runs<'a> {
    Runs { live: snapshot.bench.as_deref(), session }
}

/// Whether *Capture* keeps the run that is shown, not what is measured now.
fn captures_run(input: &ViewInput<'_>) -> bool {
    input.preferences.tab == Tab::Bench
        && runs(input.snapshot, input.session).complete(&input.preferences.bench).is_some()
}

/// Notes settings and preferences as they are now for the steps back.
fn follow(ui: &egui::Ui, input: &mut ViewInput<'_>) {
    let time_s = ui.input(|state| state.time);
    input.history.follow(time_s, input.settings, input.preferences);
}
