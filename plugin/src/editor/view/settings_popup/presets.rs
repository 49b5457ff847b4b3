//! Settings for a use, all at once; undo; everything to its default.

use egui::{Button, Ui};
use groundtruth_measure::{Averaging, Band, Settings, WindowKind};

use super::names;
use crate::editor::history::SettingsHistory;
use crate::editor::preferences::{FrequencyScale, Preferences};
use crate::editor::view::format;
use crate::editor::view::words;
use crate::settings::InstrumentSettings;

/// What a use needs. Stimulus, mains, circuit and theme belong to the device and the user, and stay.
#[derive(Clone, Copy)]
struct Preset {
    name: &'static str,
    purpose: &'static str,
    transform_frames: usize,
    window: WindowKind,
    averaging: Averaging,
    slope_db_per_octave: f32,
    smoothing_per_octave: u8,
    show_max_hold: bool,
}

const REVIEWER: Preset = Preset {
    name: "reviewer",
    purpose: words::PRESET_REVIEWER,
    transform_frames: 131_072,
    window: WindowKind::BlackmanHarris7,
    averaging: Averaging::Exponential { records: 8 },
    slope_db_per_octave: 0.0,
    smoothing_per_octave: 0,
    show_max_hold: false,
};
const MUSIC: Preset = Preset {
    name: "music",
    purpose: words::PRESET_MUSIC,
    transform_frames: 16_384,
    window: WindowKind::Hann,
    averaging: Averaging::Exponential { records: 4 },
    slope_db_per_octave: 4.5,
    smoothing_per_octave: 12,
    show_max_hold: true,
};
const NOISE: Preset = Preset {
    name: "noise",
    purpose: words::PRESET_NOISE,
    transform_frames: 262_144,
    averaging: Averaging::Exponential { records: 16 },
    ..REVIEWER
};
const LONG_AVERAGE: Preset = Preset {
    name: "long average",
    purpose: words::PRESET_LONG_AVERAGE,
    transform_frames: 262_144,
    averaging: Averaging::Infinite,
    ..REVIEWER
};

const ALL: [Preset; 4] = [REVIEWER, MUSIC, NOISE, LONG_AVERAGE];

impl Preset {
    fn apply(&self, settings: &mut InstrumentSettings, preferences: &mut Preferences) {
        settings.measure = Settings {
            transform_frames: self.transform_frames,
            window: self.window,
            averaging: self.averaging,
            band: Band::AUDIO,
            ..settings.measure
        };
        let default = Preferences::default();
        preferences.frequency_scale = FrequencyScale::Log;
        preferences.level_low_dbfs = default.level_low_dbfs;
        preferences.level_high_dbfs = default.level_high_dbfs;
        preferences.show_max_hold = self.show_max_hold;
        preferences.slope_db_per_octave = self.slope_db_per_octave;
        preferences.smoothing_per_octave = self.smoothing_per_octave;
        preferences.show_spectrogram = true;
    }

    /// Whether it would change nothing.
    fn is_set(&self, settings: &InstrumentSettings, preferences: &Preferences) -> bool {
        let (mut after, mut shown) = (*settings, preferences.clone());
        self.apply(&mut after, &mut shown);
        after == *settings && shown == *preferences
    }

    /// Everything that it sets, read from what it makes of the defaults.
    fn meaning(&self) -> String {
        let (mut settings, mut preferences) = (InstrumentSettings::default(), Preferences::default());
        self.apply(&mut settings, &mut preferences);
        let Settings { transform_frames, window, averaging, band, .. } = settings.measure;
        let records = match averaging {
            Averaging::Exponential { records } | Averaging::Records { records } => {
                format!(" {records} records")
            }
            Averaging::Off | Averaging::Infinite | Averaging::Coherent => String::new(),
        };
        words::preset(
            self.purpose,
            &[
                ("FFT size", format::grouped(transform_frames as u64)),
                ("Window", names::window(window).to_owned()),
                ("Averaging", format!("{}{records}", names::averaging(averaging))),
                ("Band", format::band([band.low_hz, band.high_hz])),
                ("Frequency axis", names::scale(preferences.frequency_scale).to_owned()),
                ("Level axis", format!("{} dBFS", format::fixed(preferences.level_low_dbfs.into(), 0))),
                ("Max hold", shown(preferences.show_max_hold).to_owned()),
                (
                    "Slope of music",
                    format!("{} dB/oct", format::fixed(preferences.slope_db_per_octave.into(), 1)),
                ),
                ("Smoothing of music", names::smoothing(preferences.smoothing_per_octave)),
                ("Spectrogram", shown(preferences.show_spectrogram).to_owned()),
            ],
        )
    }
}

fn shown(is_shown: bool) -> &'static str {
    if is_shown { "show" } else { "hide" }
}

/// The choices of the row.
pub fn ui(
    ui: &mut Ui,
    settings: &mut InstrumentSettings,
    preferences: &mut Preferences,
    history: &mut SettingsHistory,
) {
    for preset in ALL {
        let is_set = preset.is_set(settings, preferences);
        if ui.selectable_label(is_set, preset.name).on_hover_text(preset.meaning()).clicked() {
            preset.apply(settings, preferences);
        }
    }
    ui.separator();
    let has_undo = history.has_undo(settings, preferences);
    let undo = ui.add_enabled(has_undo, Button::new("undo")).on_hover_text(words::UNDO_HINT);
    if undo.clicked() {
        history.undo(settings, preferences);
    }
    if ui.button("reset to default").on_hover_text(words::DEFAULT_HINT).clicked() {
        *settings = InstrumentSettings::default();
        *preferences = std::mem::take(preferences).with_display_of(&Preferences::default());
    }
}
