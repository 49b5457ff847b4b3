//! The whole editor as a function of a snapshot. Knows neither host nor threads: it returns what the user wants done.

mod axis;
mod columns;
mod format;
mod interleave;
mod labels;
mod peak;

use groundtruth_analysis::Snapshot;
use groundtruth_measure::Report;

use crate::editor::preferences::Preferences;
use crate::settings::InstrumentSettings;

/// Everything one frame draws.
pub struct ViewInput<'a> {
    /// Newest state of the analysis.
    pub snapshot: &'a Snapshot,
    /// Last reading of a reopened session, drawn greyed until the snapshot has a report of its own.
    pub restored: Option<&'a Report>,
    /// Edited in place; [`Action::SettingsChanged`] says so.
    pub settings: &'a mut InstrumentSettings,
    /// Edited in place.
    pub preferences: &'a mut Preferences,
    /// Whether the user holds the display.
    pub frozen: bool,
    /// Name of the host's track, if known.
    pub track: Option<&'a str>,
    /// What the user should know, oldest first.
    pub messages: &'a [String],
}

/// What the user wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Hold the display, or let it go.
    SetFrozen(bool),
    /// [`ViewInput::settings`] were edited.
    SettingsChanged,
    /// Forget the average and start afresh.
    Restart,
    /// Forget the largest levels.
    ClearMaxHold,
    /// Remove the oldest message.
    DismissMessage,
}

/// What lives between frames: caches, zoom, open popups.
#[derive(Default)]
pub struct View {}

impl View {
    /// A view that has seen nothing yet.
    pub fn new() -> View {
        View::default()
    }

    /// Lays out and paints one frame into all of `ui`; returns what the user asked for in it.
    pub fn ui(&mut self, ui: &mut egui::Ui, input: ViewInput<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        ui.label("Groundtruth");
        if ui.selectable_label(input.frozen, "Freeze").clicked() {
            actions.push(Action::SetFrozen(!input.frozen));
        }
        actions
    }
}
