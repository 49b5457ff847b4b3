//! Units and typed ends of the axes.

use egui::{RichText, Ui};

use super::typed::{self, Field};
use crate::editor::preferences::{FrequencyEnds, FrequencyScale, LevelEnds, LevelUnit, Preferences};
use crate::editor::theme::Palette;
use crate::editor::view::level_scale::{self, LevelScale};
use crate::editor::view::scene::Scene;
use crate::editor::view::unit::Unit;
use crate::editor::view::{format, words};

/// Width of a field for a level, and for a frequency.
const LEVEL: f32 = 52.0;
const FREQUENCY: f32 = 62.0;

/// Unit of levels, ends of the level axis, and the level of 0 dBr, into a layout that wraps.
pub fn level(ui: &mut Ui, scene: &Scene<'_>, preferences: &mut Preferences, palette: Palette) {
    for unit in LevelUnit::ALL {
        unit_chip(ui, scene, preferences, unit);
    }
    let scale = LevelScale::new(&scene.with_levels_in(preferences.level_choice()));
    let mut refused = level_ends(ui, preferences, scale.unit);
    if matches!(preferences.level_unit, LevelUnit::Dbr | LevelUnit::Percent) {
        refused = refused.or(zero(ui, preferences));
    }
    if let Some((wanted, reason)) = scale.missing {
        let text = words::levels::unit_missing(wanted.sign(), reason);
        ui.label(RichText::new(text).small().color(palette.hum));
    }
    typed::say(ui, refused, palette);
}

/// One unit; grey, with the reason, if levels cannot be given in it.
fn unit_chip(ui: &mut Ui, scene: &Scene<'_>, preferences: &mut Preferences, unit: LevelUnit) {
    let available = level_scale::available(&scene.with_levels_in(preferences.level_choice()), unit);
    // A unit that is chosen stays so until another one is.
    let is_chosen = preferences.level_unit == unit;
    ui.add_enabled_ui(available.is_ok() || is_chosen, |ui| {
        let chip = ui.selectable_value(&mut preferences.level_unit, unit, unit.sign());
        if let Err(reason) = available {
            chip.on_disabled_hover_text(words::levels::unavailable(unit.sign(), reason));
        }
    });
}

/// Both ends of the level axis; returns why a typed one is rejected.
fn level_ends(ui: &mut Ui, preferences: &mut Preferences, unit: LevelUnit) -> Option<String> {
    let mut ends = preferences.ends_in(unit);
    let before = ends;
    let written = Unit::from(unit);
    let write = |end: Option<f32>| end.map_or_else(String::new, |db| written.typed(db.into()));
    let field = |name, id| Field {
        name,
        id: (id, unit.sign()),
        hint: words::levels::AUTOMATIC_END,
        meaning: words::levels::LEVEL_END_HINT,
        width: LEVEL,
    };
    let read = |text: &str, place: fn(&mut LevelEnds) -> &mut Option<f32>| {
        let mut ends = before;
        *place(&mut ends) = read_level(text, written)?;
        if ends.is_valid() { Ok(*place(&mut ends)) } else { Err(words::levels::LEVELS_APART.to_owned()) }
    };
    ui.label(RichText::new("from").weak());
    let low = field("Lower end", "level low");
    let low = low.ui(ui, &mut ends.low_db, write, |text| read(text, |ends| &mut ends.low_db));
    ui.label(RichText::new("to").weak());
    let high = field("Upper end", "level high");
    let high = high.ui(ui, &mut ends.high_db, write, |text| read(text, |ends| &mut ends.high_db));
    if ends != before {
        preferences.set_ends_in(unit, ends);
    }
    low.or(high)
}

/// The level of 0 dBr; returns why a typed one is rejected.
fn zero(ui: &mut Ui, preferences: &mut Preferences) -> Option<String> {
    let dbfs = Unit::from(LevelUnit::Dbfs);
    let field = Field {
        name: "0 dBr",
        id: ("level zero", ""),
        hint: "tone",
        meaning: words::levels::LEVEL_ZERO_HINT,
        width: 52.0,
    };
    ui.label(RichText::new("0 at").weak());
    let write = |zero: Option<f32>| zero.map_or_else(String::new, |db| dbfs.typed(db.into()));
    field.ui(ui, &mut preferences.level_zero_dbfs, write, |text| read_level(text, dbfs))
}

/// A typed level in decibels of its unit; `None` for empty text.
fn read_level(text: &str, unit: Unit) -> Result<Option<f32>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let level = unit.parsed(text).map(|db| db as f32);
    let is_near = |db: &f32| db.abs() <= LevelEnds::FARTHEST_DB;
    level.filter(is_near).map(Some).ok_or_else(|| words::levels::expected_level(unit.sign(), unit.example()))
}

/// Spacing and ends of the frequency axis.
pub fn frequency(ui: &mut Ui, preferences: &mut Preferences, palette: Palette) {
    for (scale, name) in [(FrequencyScale::Log, "logarithmic"), (FrequencyScale::Linear, "linear")] {
        let _ = ui.selectable_value(&mut preferences.frequency_scale, scale, name);
    }
    let before = preferences.frequency_ends;
    let ends = &mut preferences.frequency_ends;
    let field = |name, id| Field {
        name,
        id: (id, ""),
        hint: words::levels::AUTOMATIC_END,
        meaning: words::levels::FREQUENCY_END_HINT,
        width: FREQUENCY,
    };
    let read = |text: &str, place: fn(&mut FrequencyEnds) -> &mut Option<f64>| {
        let mut ends = before;
        *place(&mut ends) = read_frequency(text)?;
        if ends.is_valid() { Ok(*place(&mut ends)) } else { Err(words::levels::FREQUENCIES_APART.to_owned()) }
    };
    ui.label(RichText::new("from").weak());
    let low = field("Lowest frequency", "frequency low");
    let low = low.ui(ui, &mut ends.low_hz, write_frequency, |text| read(text, |ends| &mut ends.low_hz));
    ui.label(RichText::new("to").weak());
    let high = field("Highest frequency", "frequency high");
    let high = high.ui(ui, &mut ends.high_hz, write_frequency, |text| read(text, |ends| &mut ends.high_hz));
    typed::say(ui, low.or(high), palette);
}

fn write_frequency(end: Option<f64>) -> String {
    end.map_or_else(String::new, |hz| {
        let tick = format::frequency_tick(hz);
        tick.strip_suffix('k').map_or_else(|| format!("{tick} Hz"), |thousands| format!("{thousands} kHz"))
    })
}

/// A typed frequency in Hz: "20", "20 Hz", "22.4k", "22.4 kHz"; `None` for empty text.
fn read_frequency(text: &str) -> Result<Option<f64>, String> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.strip_suffix("hz").unwrap_or(&text).trim_end();
    let (number, factor) = number.strip_suffix('k').map_or((number, 1.0), |number| (number, 1000.0));
    let hz = number.trim().parse::<f64>().ok().map(|hz| hz * factor);
    let [lowest, highest] = FrequencyEnds::LIMITS_HZ;
    hz.filter(|hz| (lowest..=highest).contains(hz))
        .map(Some)
        .ok_or(words::levels::EXPECTED_FREQUENCY.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_read_as_they_are_written() {
        for hz in [20.0, 997.5, 1000.0, 22_400.0] {
            assert_eq!(read_frequency(&write_frequency(Some(hz))), Ok(Some(hz)));
        }
        for text in ["22.4k", "22.4 kHz", " 22400", "22400 HZ"] {
            assert_eq!(read_frequency(text), Ok(Some(22_400.0)), "{text}");
        }
        assert_eq!(read_frequency(" "), Ok(None));
        for text in ["0", "-5", "nan", "inf", "many", "2e9", "k"] {
            assert!(read_frequency(text).is_err(), "{text}");
        }
    }

    #[test]
    fn levels_beyond_every_plot_are_refused() {
        let dbfs = Unit::Db("dBFS");
        assert_eq!([read_level("-140", dbfs), read_level("", dbfs)], [Ok(Some(-140.0)), Ok(None)]);
        for text in ["nan", "inf", "-1e9", "401", "x"] {
            assert!(read_level(text, dbfs).is_err(), "{text}");
        }
        assert!(read_level("0", Unit::Volts).is_err(), "no axis begins at 0 V");
    }
}
