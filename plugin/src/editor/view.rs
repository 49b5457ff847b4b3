//! The whole editor as a function of a snapshot. Independent of host and threads: it returns the user's actions.
//!
//! One row of navigation, one plot, one column of figures. There are no animations: a frame is drawn for new data or
//! pointer input.

mod action;
mod axis;
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
mod message;
mod monitor;
mod noise;
mod peak;
mod plot;
mod previous;
mod readouts;
mod save_form;
mod scene;
mod seen;
mod settings_popup;
mod spectrum;
pub(super) mod words;
mod work;

pub use action::Action;

use egui::Rect;
use groundtruth_analysis::Snapshot;
use groundtruth_measure::Report;

use self::clip::ClipMark;
use self::compare::CompareView;
use self::cursor::Reference;
use self::header::Header;
use self::help::Help;
use self::monitor::Monitor;
use self::noise::NoiseView;
use self::previous::Previous;
use self::readouts::Readouts;
use self::scene::Scene;
use self::spectrum::SpectrumView;
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
    readouts: Readouts,
    compare: CompareView,
    help: Help,
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

    /// Lays out and paints one frame into all of `ui`; returns the user's actions.
    pub fn ui(&mut self, ui: &mut egui::Ui, input: ViewInput<'_>) -> Vec<Action> {
        let ViewInput { snapshot, restored, settings, preferences, frozen, take, track, .. } = input;
        let ViewInput { session, messages, work, .. } = input;
        let before = preferences.tab;
        let pressed = keys::read(ui, frozen, take, preferences, &mut self.help.is_open);
        if pressed.reset_zoom {
            self.spectrum.reset_zoom();
        }
        if pressed.clear_reference {
            self.spectrum.clear_reference();
            self.crosstalk_reference.clear();
            self.noise.clear_reference();
        }
        let mut actions = pressed.actions;
        if self.applied_theme != Some(preferences.theme) {
            theme::apply(ui.ctx(), preferences.theme);
            self.applied_theme = Some(preferences.theme);
        }

        self.clip.follow(&snapshot.meters);
        let palette = Palette::of(preferences.theme);
        let previous = self.previous.in_place_of(snapshot);
        let music = self.monitor.in_place_of(snapshot, preferences.fall_db_per_s);
        let scene = match (&previous, &music) {
            (Some(previous), _) => Scene::of_previous(palette, previous, *settings),
            (None, music) => Scene::new(palette, music.as_ref().unwrap_or(snapshot), restored, *settings),
        };
        let whole = ui.max_rect();
        ui.painter().rect_filled(whole, 0.0, palette.background);
        let (top, below) = whole.split_top_bottom_at_y(whole.top() + header::HEIGHT);
        header::ui(
            ui,
            top,
            &scene,
            palette,
            Header {
                settings,
                preferences,
                frozen,
                take,
                track,
                help: &mut self.help.is_open,
                clip: &mut self.clip,
            },
            &mut actions,
        );
        let below = message::ui(ui, below, messages, palette, &mut actions);
        let below = work::ui(ui, below, work, palette, &mut actions);
        // Who opens another view wants to see it.
        self.help.is_open &= preferences.tab == before;
        if preferences.tab == Tab::Compare && !self.help.is_open {
            self.compare.ui(ui, below, session, preferences, &mut actions);
            return actions;
        }
        let (left, right) =
            below.split_left_right_at_x(below.right() - readouts::column_width(whole.width()));
        self.readouts.ui(ui, right, &scene);
        if self.help.is_open {
            self.help.ui(ui, left, &scene, (preferences.tab, palette), &mut actions);
        } else {
            self.tab(ui, left, &scene, preferences);
        }
        actions
    }

    fn tab(&mut self, ui: &egui::Ui, area: Rect, scene: &Scene<'_>, preferences: &mut Preferences) {
        match preferences.tab {
            Tab::Spectrum => self.spectrum.ui(ui, area, scene, preferences),
            Tab::Crosstalk => crosstalk::ui(ui, area, scene, preferences, &mut self.crosstalk_reference),
            Tab::Noise => self.noise.ui(ui, area, scene, preferences),
            // It has no column of readouts beside it.
            Tab::Compare => {}
        }
    }
}
