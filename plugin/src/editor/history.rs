//! Steps back and forth through settings and display preferences.

use egui::util::undoer::{self, Undoer};

use super::preferences::Preferences;
use crate::settings::InstrumentSettings;

/// Changes that follow each other within this time, in seconds, are one step: a dragged or typed number.
const ONE_STEP_S: f32 = 0.5;
const MOST_STEPS: usize = 100;

/// The steps since the window was opened. They are not saved: a session opens with its settings, not with their past.
pub struct SettingsHistory {
    undoer: Undoer<Step>,
}

/// Everything that the settings popup edits.
#[derive(Clone, PartialEq)]
struct Step {
    settings: InstrumentSettings,
    preferences: Preferences,
}

impl Default for SettingsHistory {
    fn default() -> Self {
        let settings = undoer::Settings {
            max_undos: MOST_STEPS,
            stable_time: ONE_STEP_S,
            ..undoer::Settings::default()
        };
        SettingsHistory { undoer: Undoer::with_settings(settings) }
    }
}

impl Step {
    fn of(settings: &InstrumentSettings, preferences: &Preferences) -> Step {
        Step { settings: *settings, preferences: Preferences::default().with_display_of(preferences) }
    }

    fn restore(&self, settings: &mut InstrumentSettings, preferences: &mut Preferences) {
        *settings = self.settings;
        *preferences = std::mem::take(preferences).with_display_of(&self.preferences);
    }
}

impl SettingsHistory {
    /// Notes what is set at a time, in seconds; called before and after what may change it.
    pub fn follow(&mut self, time_s: f64, settings: &InstrumentSettings, preferences: &Preferences) {
        self.undoer.feed_state(time_s, &Step::of(settings, preferences));
    }

    /// Whether there is a step back.
    pub fn has_undo(&self, settings: &InstrumentSettings, preferences: &Preferences) -> bool {
        self.undoer.has_undo(&Step::of(settings, preferences))
    }

    /// Goes one step back, if there is one; whether it did.
    pub fn undo(&mut self, settings: &mut InstrumentSettings, preferences: &mut Preferences) -> bool {
        let step = self.undoer.undo(&Step::of(settings, preferences));
        step.map(|step| step.restore(settings, preferences)).is_some()
    }

    /// Makes the change again that was undone last; whether there was one.
    pub fn redo(&mut self, settings: &mut InstrumentSettings, preferences: &mut Preferences) -> bool {
        let step = self.undoer.redo(&Step::of(settings, preferences));
        step.map(|step| step.restore(settings, preferences)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use groundtruth_measure::WindowKind;

    use super::*;
    use crate::editor::preferences::{Tab, Theme};

    #[test]
    fn steps_go_back_one_by_one_and_forth_again_and_leave_the_open_view() {
        let (mut settings, mut preferences) = (InstrumentSettings::default(), Preferences::default());
        let mut history = SettingsHistory::default();
        let mut time_s = 0.0;
        let mut follow = |history: &mut SettingsHistory, settings: &_, preferences: &_| {
            for _ in 0..2 {
                time_s += 1.0;
                history.follow(time_s, settings, preferences);
            }
        };
        follow(&mut history, &settings, &preferences);
        assert!(!history.has_undo(&settings, &preferences));
        settings.measure.window = WindowKind::Hann;
        follow(&mut history, &settings, &preferences);
        preferences.theme = Theme::Light;
        follow(&mut history, &settings, &preferences);
        preferences.tab = Tab::Noise;
        preferences.window_width = 900.0;
        follow(&mut history, &settings, &preferences);

        assert!(history.undo(&mut settings, &mut preferences));
        assert_eq!((settings.measure.window, preferences.theme), (WindowKind::Hann, Theme::Dark));
        assert!(history.undo(&mut settings, &mut preferences));
        assert_eq!(settings, InstrumentSettings::default());
        assert!(!history.undo(&mut settings, &mut preferences));
        assert_eq!((preferences.tab, preferences.window_width), (Tab::Noise, 900.0));
        assert!(
            history.redo(&mut settings, &mut preferences) && history.redo(&mut settings, &mut preferences)
        );
        assert!(!history.redo(&mut settings, &mut preferences));
        assert_eq!((settings.measure.window, preferences.theme), (WindowKind::Hann, Theme::Light));
    }

    #[test]
    fn a_drag_is_one_step() {
        let (mut settings, mut preferences) = (InstrumentSettings::default(), Preferences::default());
        let mut history = SettingsHistory::default();
        history.follow(0.0, &settings, &preferences);
        for frame in 1..20 {
            preferences.slope_db_per_octave = frame as f32 / 10.0;
            history.follow(f64::from(frame) / 30.0, &settings, &preferences);
        }
        assert!(history.undo(&mut settings, &mut preferences));
        assert_eq!(preferences, Preferences::default());
    }
}
