//! Sentences about units and ranges of levels, and about what stands below the spectrum.

use crate::editor::preferences::BelowSpectrum;
use crate::editor::view::format;
use crate::editor::view::unit::Unit;

/// What levels in volts need.
pub const NEEDS_VOLTS: &str = "needs the voltage of 0 dBFS (Settings, Circuit)";
/// What levels as power need besides volts.
pub const NEEDS_LOAD: &str = "needs the load resistance (Settings, Circuit)";
/// What levels relative to the fundamental need.
pub const NEEDS_FUNDAMENTAL: &str = "needs a single tone, or a typed level for 0 dBr";
/// Hint of the unit beside the level axis.
pub const LEVEL_UNIT_HINT: &str = "Unit of all levels. Click to choose it, and the ends of the axis.";
/// Hint of the level of 0 dBr.
pub const LEVEL_ZERO_HINT: &str = "Level of 0 dBr and 100 % in dBFS. Empty: the fundamental of each channel.";
/// Hint of an end of the level axis.
pub const LEVEL_END_HINT: &str = "End of the level axis in its unit. Empty: automatic.";
/// Hint of an end of the frequency axis.
pub const FREQUENCY_END_HINT: &str = "End of the frequency axis in Hz. Empty: automatic.";
/// Text of an automatic end.
pub const AUTOMATIC_END: &str = "auto";

/// The unit is not the chosen one.
pub fn unit_missing(unit: &str, reason: &str) -> String {
    format!("Levels are in dBFS: {unit} {reason}.")
}

/// Two ends of the level axis that leave no range.
pub const LEVELS_APART: &str = "the lower end must be at least 6 dB below the upper end";
/// Two ends of the frequency axis that leave no range.
pub const FREQUENCIES_APART: &str = "the lowest frequency must be at least a tenth below the highest";
/// A text that is no frequency.
pub const EXPECTED_FREQUENCY: &str = "expected 1 Hz to 1 MHz, as in 20 or 22.4k, or nothing";

/// A text that is no level.
pub fn expected_level(unit: &str, example: &str) -> String {
    format!("expected a level in {unit}, as in {example}, or nothing")
}

/// Why a unit cannot be chosen.
pub fn unavailable(unit: &str, reason: &str) -> String {
    format!("{unit} {reason}")
}

/// The unit of an axis that is not the chosen one.
pub fn instead_of(wanted: &str) -> String {
    format!("dBFS, no {wanted}")
}

/// A capture that has no level in the unit of the axis.
pub fn without(name: &str, unit: &str) -> String {
    format!("{name} (no {unit})")
}

/// The peak nearest to the pointer.
pub fn peak(channel: &str, frequency_hz: f64, level_db: f64, unit: Unit) -> String {
    let frequency = format::fixed(frequency_hz, 3);
    let level = match unit {
        Unit::Db(sign) => format!("{} {sign}", format::fixed(level_db, 2)),
        _ => unit.text(level_db, false),
    };
    format!("peak {channel}  {frequency} Hz  {level}")
}

// Below the spectrum.

/// No harmonics in the reading.
pub const NO_HARMONICS: &str = "Harmonics need a single tone, products two tones.";
/// Title of the residual.
pub const RESIDUAL: &str = "Residual";
/// Meaning of the residual.
pub const RESIDUAL_MEANING: &str = "What is left of each channel over one period of its tone, without DC and the tone \
                                    itself: all harmonics up to the band edge with their phases, averaged over the \
                                    records. Thin: the tone, for its phase. Band: 95 % interval, from the noise.";
/// A reading of an earlier session.
pub const RESIDUAL_NOT_KEPT: &str = "The residual is not kept with a reading. Play the tone to see it.";

/// Hint of a choice of what stands below the spectrum.
pub fn below_hint(choice: BelowSpectrum) -> &'static str {
    match choice {
        BelowSpectrum::Bars => "Harmonics, or products of two tones, as bars if the window is high enough",
        BelowSpectrum::Table => "Every harmonic with frequency, level, interval and phase",
        BelowSpectrum::Residual => "What distortion leaves over one period of the tone",
    }
}

/// The harmonics in a residual, and its uncertainty.
pub fn residual_contents(highest: u32, half: &str) -> String {
    format!("H2–H{highest} · 95 %: ±{half}")
}

/// Harmonics that a residual lacks.
pub fn residual_lacks(orders: &str) -> String {
    format!(" Without {orders}, which coincide with other lines.")
}

/// One line of the table of harmonics.
pub fn harmonic(channel: &str, name: &str, frequency: &str, level: &str) -> String {
    format!("{channel}: {name} at {frequency}, {level}")
}
