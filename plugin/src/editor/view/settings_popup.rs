//! The settings popup: settings that affect figures first, display preferences last.

use egui::{Align, DragValue, Layout, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, Ui};
use groundtruth_measure::{Averaging, Band, Mains, Settings};

use self::typed::Typed;
use super::action::Action;
use super::format;
use super::scene::Scene;
use super::words;
use crate::editor::history::SettingsHistory;
use crate::editor::preferences::{Preferences, Sides, Theme};
use crate::editor::theme::Palette;
use crate::settings::InstrumentSettings;
use crate::settings_text as text;
use crate::state::LAST_TAKE;

pub mod axes;
mod names;
mod presets;
mod typed;

/// Width of the names at the left.
const NAMES: f32 = 118.0;
/// Width of the choices beside them.
const CHOICES: f32 = 470.0;
/// Space between rows.
const BETWEEN: f32 = 2.0;
/// Margins of the popup above and below its rows.
const MARGINS: f32 = 14.0;

/// Largest number of records of an average.
const MOST_RECORDS: u32 = 10_000;

/// Data edited in place by the popup; a new take is only reported.
pub struct Edited<'a> {
    /// Settings that affect figures.
    pub settings: &'a mut InstrumentSettings,
    /// Display preferences.
    pub preferences: &'a mut Preferences,
    /// Steps through both.
    pub history: &'a mut SettingsHistory,
    /// Number of the take.
    pub take: i32,
}

/// Shows the popup while it is open; edits are reported as one action per frame.
pub fn show(button: &Response, scene: &Scene<'_>, edited: Edited<'_>, actions: &mut Vec<Action>) {
    let Edited { settings, preferences, history, take } = edited;
    let before = *settings;
    Popup::from_toggle_button_response(button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(NAMES + CHOICES)
        .show(|ui| {
            // Below the smallest size of the window, the list is scrolled.
            let room = ui.ctx().content_rect().height() - MARGINS;
            ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = BETWEEN;
                row(ui, "Presets", |ui| presets::ui(ui, settings, preferences, history));
                measurement(ui, scene, &mut settings.measure, take, actions);
                declared(ui, settings, Palette::of(preferences.theme));
                row(ui, "Editor closed", |ui| {
                    chip(ui, &mut settings.analyse_while_closed, false, words::EDITOR_CLOSED[0]);
                    chip(ui, &mut settings.analyse_while_closed, true, words::EDITOR_CLOSED[1]);
                });
                ui.separator();
                display(ui, scene, preferences, actions);
            });
        });
    if *settings != before {
        actions.push(Action::SettingsChanged);
    }
}

fn measurement(
    ui: &mut Ui,
    scene: &Scene<'_>,
    settings: &mut Settings,
    mut take: i32,
    actions: &mut Vec<Action>,
) {
    let seconds = settings.transform_frames as f64 / scene.sample_rate_hz();
    row(ui, "FFT size", |ui| {
        let mut frames = Settings::SHORTEST_FRAMES;
        while frames <= Settings::LONGEST_FRAMES {
            chip(ui, &mut settings.transform_frames, frames, &format::grouped(frames as u64));
            frames *= 2;
        }
        ui.label(RichText::new(words::fft_size(seconds)).weak().small());
    });
    row(ui, "Window", |ui| {
        for (kind, name) in names::WINDOWS {
            chip(ui, &mut settings.window, kind, name);
        }
    });
    row(ui, "Averaging", |ui| {
        averaging(ui, &mut settings.averaging);
        if ui.button("restart").on_hover_text(words::RESTART_HINT).clicked() {
            actions.push(Action::Restart);
        }
        let number = DragValue::new(&mut take).range(0..=LAST_TAKE).speed(0.1).prefix("take ");
        if ui.add(number).on_hover_text(words::TAKE_HINT).changed() {
            actions.push(Action::SetTake(take));
        }
    });
    row(ui, "Band", |ui| band(ui, &mut settings.band, scene.sample_rate_hz() / 2.0));
}

const STIMULUS: Typed<Option<groundtruth_measure::DeclaredStimulus>> = Typed {
    name: "Stimulus",
    hint: words::STIMULUS_AUTOMATIC,
    meaning: words::STIMULUS_MEANING,
    width: 140.0,
    write: text::name_stimulus,
    read: text::parse_stimulus,
};
const LOAD: Typed<Option<f64>> = Typed {
    name: "Load",
    hint: "Ω",
    meaning: words::LOAD_MEANING,
    width: 72.0,
    write: text::name_ohms,
    read: text::parse_load,
};
const OUTPUT: Typed<Option<f64>> = Typed {
    name: "Output impedance",
    hint: "Ω",
    meaning: words::OUTPUT_MEANING,
    width: 72.0,
    write: text::name_ohms,
    read: text::parse_output_impedance,
};
const VOLTS: Typed<Option<[f64; 2]>> = Typed {
    name: "0 dBFS",
    hint: "V",
    meaning: words::VOLTS_MEANING,
    width: 110.0,
    write: text::name_volts,
    read: text::parse_volts,
};

/// Settings that cannot be derived from the signal.
fn declared(ui: &mut Ui, settings: &mut InstrumentSettings, palette: Palette) {
    row(ui, "Stimulus", |ui| {
        let measure = &mut settings.measure;
        let refused = STIMULUS.ui(ui, &mut measure.declared);
        ui.label(RichText::new("mains").weak());
        for (mains, name) in [(Mains::Auto, "50 or 60 Hz"), (Mains::Hz50, "50 Hz"), (Mains::Hz60, "60 Hz")] {
            chip(ui, &mut measure.mains, mains, name);
        }
        typed::say(ui, refused, palette);
    });
    row(ui, "Circuit", |ui| {
        let measure = &mut settings.measure;
        ui.label(RichText::new("load").weak());
        let mut refused = LOAD.ui(ui, &mut measure.load_ohms);
        ui.label(RichText::new("output").weak());
        refused = refused.or(OUTPUT.ui(ui, &mut measure.output_impedance_ohms));
        ui.label(RichText::new("0 dBFS").weak());
        refused = refused.or(VOLTS.ui(ui, &mut settings.reference_volts));
        typed::say(ui, refused, palette);
    });
}

fn averaging(ui: &mut Ui, averaging: &mut Averaging) {
    let count = match *averaging {
        Averaging::Exponential { records } | Averaging::Records { records } => records,
        Averaging::Off | Averaging::Infinite | Averaging::Coherent => 16,
    };
    for kind in [
        Averaging::Off,
        Averaging::Exponential { records: count },
        Averaging::Records { records: count },
        Averaging::Infinite,
        Averaging::Coherent,
    ] {
        chip(ui, averaging, kind, names::averaging(kind));
    }
    if let Averaging::Exponential { records } | Averaging::Records { records } = averaging {
        ui.add(DragValue::new(records).range(2..=MOST_RECORDS).speed(0.2).suffix(" records"));
    }
}

fn band(ui: &mut Ui, band: &mut Band, highest_hz: f64) {
    for (kind, name) in [
        (Band::AUDIO, "20 Hz–20 kHz"),
        (Band::AUDIO_22K4, "to 22.4 kHz"),
        (Band::WIDE_40K, "to 40 kHz"),
        (Band::FULL, "full"),
    ] {
        chip(ui, band, kind, name);
    }
    // Typed or dragged: the display is limited to half the sample rate, the stored value is not.
    let (mut low_hz, mut high_hz) = (band.low_hz, band.high_hz.min(highest_hz));
    let (low_range, high_range) = (0.0..=high_hz / 2.0, low_hz * 2.0 + 1.0..=highest_hz);
    let low = DragValue::new(&mut low_hz).range(low_range).speed(1.0).max_decimals(1).suffix(" Hz");
    if ui.add(low).on_hover_text(words::LOWER_EDGE_HINT).changed() {
        band.low_hz = low_hz;
    }
    ui.label("–");
    let high = DragValue::new(&mut high_hz).range(high_range).speed(20.0).max_decimals(1).suffix(" Hz");
    if ui.add(high).on_hover_text(words::UPPER_EDGE_HINT).changed() {
        band.high_hz = high_hz;
    }
}

fn display(ui: &mut Ui, scene: &Scene<'_>, preferences: &mut Preferences, actions: &mut Vec<Action>) {
    let palette = Palette::of(preferences.theme);
    row(ui, "Frequency axis", |ui| axes::frequency(ui, preferences, palette));
    row(ui, "Level axis", |ui| axes::level(ui, scene, preferences, palette));
    row(ui, "Max hold", |ui| {
        chip(ui, &mut preferences.show_max_hold, false, "hide");
        chip(ui, &mut preferences.show_max_hold, true, "show");
        if ui.button("clear").clicked() {
            actions.push(Action::ClearMaxHold);
        }
    });
    row(ui, "Music", |ui| music(ui, preferences));
    row(ui, "Spectrogram", |ui| {
        chip(ui, &mut preferences.show_spectrogram, true, "show");
        chip(ui, &mut preferences.show_spectrogram, false, "hide");
    });
    row(ui, "Theme", |ui| {
        chip(ui, &mut preferences.theme, Theme::Dark, "dark");
        chip(ui, &mut preferences.theme, Theme::Light, "light");
    });
}

/// How the spectrum of music is drawn.
fn music(ui: &mut Ui, preferences: &mut Preferences) {
    let slope = DragValue::new(&mut preferences.slope_db_per_octave)
        .range(0.0..=Preferences::STEEPEST_SLOPE)
        .speed(0.05);
    let slope = slope.fixed_decimals(1).prefix("slope ").suffix(" dB/oct");
    ui.add(slope).on_hover_text(words::SLOPE_HINT);
    let [slowest, fastest] = Preferences::FALLS;
    let fall = DragValue::new(&mut preferences.fall_db_per_s).range(slowest..=fastest).speed(0.5);
    let fall = fall.max_decimals(0).prefix("fall ").suffix(" dB/s");
    ui.add(fall).on_hover_text(words::FALL_HINT);
    ui.label(RichText::new("smoothing").weak()).on_hover_text(words::SMOOTHING_HINT);
    for part in Preferences::SMOOTHINGS {
        chip(ui, &mut preferences.smoothing_per_octave, part, &names::smoothing(part));
    }
    chip(ui, &mut preferences.sides, Sides::LeftRight, "L R");
    chip(ui, &mut preferences.sides, Sides::MidSide, "mid side");
}

fn row(ui: &mut Ui, name: &str, choices: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 3.0);
        ui.allocate_ui_with_layout(egui::vec2(NAMES, 22.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(NAMES);
            ui.label(RichText::new(name).weak());
        });
        ui.allocate_ui_with_layout(
            egui::vec2(CHOICES, 22.0),
            Layout::left_to_right(Align::Center).with_main_wrap(true),
            |ui| {
                ui.set_min_width(CHOICES);
                choices(ui);
            },
        );
    });
}

fn chip<T: PartialEq>(ui: &mut Ui, value: &mut T, choice: T, name: &str) {
    let _ = ui.selectable_value(value, choice, name);
}
