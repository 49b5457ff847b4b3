//! The readouts of test signals and of music, and their tooltips.

use groundtruth_measure::Harmonic;

use crate::editor::view::format;

// Readouts.

/// Two tones that no method of measuring intermodulation uses.
pub const NO_STANDARD_PAIR: &str = "no standard pair of tones";
/// Two tones whose products coincide.
pub const PRODUCTS_MEET: &str = "products coincide with lines";
/// A figure of one tone.
pub const NEEDS_SINGLE_TONE: &str = "needs a single tone";
/// A figure without a short reason.
pub const NOT_MEASURABLE: &str = "not measurable";

/// Third octave with the lowest coherence.
pub fn lowest_coherence(frequency: &str) -> String {
    format!("lowest: {frequency} Hz")
}

// Tooltips of readouts.

/// A figure can be copied.
pub const CLICK_TO_COPY: &str = "Click to copy";
/// The reason for a missing figure can be copied.
pub const CLICK_TO_COPY_REASON: &str = "Click to copy the reason";
/// A figure was copied.
pub const COPIED: &str = "copied";
/// Meaning of one tone of a pair.
pub const TONE_OF_PAIR: &str = "One of the two tones on this side: frequency or level, by least-squares fit.";
/// Meaning of one product of a pair.
pub const PRODUCT_OF_PAIR: &str =
    "Level of this intermodulation product of the two tones, f1 the lower one, noise power subtracted.";
/// Meaning of the number of tones.
pub const TONES: &str = "Tones of the multitone on this side.";
/// Meaning of the live peak.
pub const PEAK: &str = "Largest absolute sample since the restart.";
/// Meaning of the number of clipped samples.
pub const CLIPPED: &str = "Samples at or beyond full scale since the restart.";
/// Meaning of the number of invalid samples.
pub const NOT_FINITE: &str = "NaN or infinite samples since the restart.";
/// A harmonic above half the sample rate.
pub const ALIASED: &str = "Above half the sample rate: measured at its alias, not summed.";

/// Meaning of a harmonic.
pub fn harmonic(order: u32, harmonic: Option<&Harmonic>) -> String {
    let at = harmonic.map_or_else(String::new, |harmonic| {
        format!(" at {}", format::frequency_short(harmonic.frequency_hz))
    });
    format!("Level of harmonic {order}{at} over the fundamental, noise power subtracted.")
}

/// The complete reason for a missing figure.
pub fn refused(reason: &str) -> String {
    format!("Not measurable. {reason}")
}

/// The band of a figure.
pub fn band(band_hz: [f64; 2]) -> String {
    format!("Band {}", format::band(band_hz))
}

/// A 95 % interval.
pub fn interval(low: &str, high: &str, unit: &str) -> String {
    format!("95 %: {low} to {high} {unit}").trim_end().to_owned()
}

/// An upper limit.
pub fn at_most(high: &str, unit: &str) -> String {
    format!("Limit: at most {high} {unit} (95 %)")
}

/// A lower limit.
pub fn at_least(low: &str, unit: &str) -> String {
    format!("Limit: at least {low} {unit} (95 %)")
}

/// A value with an unknown number of whole periods.
pub fn modulo(period: &str, unit: &str) -> String {
    format!("Known modulo {period} {unit}: the number of whole periods is unknown")
}

/// An assumption that the interval does not cover.
pub fn assumes(assumption: &str) -> String {
    format!("Assumption: {assumption}")
}

/// Phase of the crosstalk.
pub fn crosstalk_phase(phase_rad: f64) -> String {
    let (degrees, word) = (format::degrees(phase_rad), format::phase_word(phase_rad));
    format!("Phase {degrees} (undriven minus driven): {word}")
}

/// Phase of a harmonic.
pub fn harmonic_phase(phase_rad: f64) -> String {
    format!("Phase {}", format::degrees(phase_rad))
}

/// A line of the spectrum in a list.
pub fn line(frequency_hz: f64, level: &str) -> String {
    format!("{} at {level}", format::frequency_short(frequency_hz))
}

/// The rest of a list.
pub fn more(count: u64) -> String {
    format!("and {} more", format::grouped(count))
}

/// A discontinuity: kind, length, time, place.
pub fn glitch(kind: &str, frames: u64, moment: &str, frame: u64) -> String {
    let frames = match frames {
        0 => String::new(),
        1 => ", 1 frame".to_owned(),
        frames => format!(", {} frames", format::grouped(frames)),
    };
    format!("{kind}{frames}, at {moment} (frame {})", format::grouped(frame))
}

/// Frequencies of a multitone.
pub fn tones_extent(low_hz: f64, high_hz: f64) -> String {
    format!("{} to {}", format::frequency_short(low_hz), format::frequency_short(high_hz))
}

/// Levels of a multitone's tones.
pub fn tones_levels(low: &str, high: &str) -> String {
    format!("{low} to {high} each")
}
