//! Text forms of the declared stimulus and circuit; empty text means not declared.
//!
//! `name_*` gives the displayed spelling; `parse_*` accepts that spelling and common others.

use std::fmt;

use groundtruth_measure::DeclaredStimulus;

/// The form expected instead of a rejected text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(&'static str);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.0)
    }
}

/// `tone:997`, `dual:997,1499`, `smpte`; empty if it is to be recognised.
pub fn name_stimulus(declared: Option<DeclaredStimulus>) -> String {
    declared.map_or_else(String::new, |declared| declared.to_string())
}

/// Parses the syntax of `groundtruth measure --stimulus`; capitals and spaces do not matter.
///
/// # Errors
/// Any other text.
pub fn parse_stimulus(text: &str) -> Result<Option<DeclaredStimulus>, Refused> {
    let text = text.to_lowercase().replace(char::is_whitespace, "");
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Refused(DeclaredStimulus::SYNTAX))
}

/// `32 Ω`; empty if not set.
pub fn name_ohms(ohms: Option<f64>) -> String {
    ohms.map_or_else(String::new, |ohms| format!("{ohms} Ω"))
}

/// `32`, `32 Ω`, `32 ohms`, `1.5 kΩ`.
///
/// # Errors
/// Not a number above 0.
pub fn parse_load(text: &str) -> Result<Option<f64>, Refused> {
    optional(text, ohms, |ohms| ohms > 0.0).ok_or(Refused("a resistance above 0 Ω, as in 32, or nothing"))
}

/// `0.1`, `0.1 Ω`, `100 mΩ`.
///
/// # Errors
/// Not a number of 0 or more.
pub fn parse_output_impedance(text: &str) -> Result<Option<f64>, Refused> {
    optional(text, ohms, |ohms| ohms >= 0.0).ok_or(Refused("0 Ω or more, as in 0.1, or nothing"))
}

/// `2 V`, for different channels `2 V, 2.05 V`; empty if not set.
pub fn name_volts(volts: Option<[f64; 2]>) -> String {
    match volts {
        None => String::new(),
        Some([left, right]) if left == right => format!("{left} V"),
        Some([left, right]) => format!("{left} V, {right} V"),
    }
}

/// `2`, `2 V`, `2000 mV`, left and right as `2, 2.05`.
///
/// # Errors
/// Neither one number above 0 nor two.
pub fn parse_volts(text: &str) -> Result<Option<[f64; 2]>, Refused> {
    const EXPECTED: Refused = Refused("volts above 0 at 0 dBFS, as in 2, or left, right as in 2, 2.05");
    let (left, right) = text.split_once(',').unwrap_or((text, text));
    let volts = |text: &str| optional(text, volts, |volts| volts > 0.0).ok_or(EXPECTED);
    match (volts(left)?, volts(right)?) {
        (Some(left), Some(right)) => Ok(Some([left, right])),
        (None, None) if !text.contains(',') => Ok(None),
        _ => Err(EXPECTED),
    }
}

/// `None` for empty text, else a number in its range.
fn optional(text: &str, read: fn(&str) -> Option<f64>, fits: fn(f64) -> bool) -> Option<Option<f64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    read(text).filter(|value| value.is_finite() && fits(*value)).map(Some)
}

fn ohms(text: &str) -> Option<f64> {
    quantity(text, &[("kω", 1e3), ("kohm", 1e3), ("mω", 1e-3), ("mohm", 1e-3), ("ω", 1.0), ("ohm", 1.0)])
}

fn volts(text: &str) -> Option<f64> {
    quantity(text, &[("mv", 1e-3), ("vrms", 1.0), ("v", 1.0)])
}

/// A number with one of these units or without a unit.
fn quantity(text: &str, units: &[(&str, f64)]) -> Option<f64> {
    // Only one of the two ohm signs has a lower-case form.
    let text = text.replace('\u{2126}', "Ω").to_lowercase();
    let text = text.trim().strip_suffix("ohms").map_or(text.clone(), |start| format!("{start}ohm"));
    let unit = units.iter().find(|(unit, _)| text.trim_end().ends_with(unit));
    let (number, factor) = unit.map_or((text.as_str(), 1.0), |(unit, factor)| {
        (text.trim_end().strip_suffix(unit).unwrap_or(&text), *factor)
    });
    Some(number.trim().parse::<f64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_what_it_names() {
        for declared in [None, Some(DeclaredStimulus::Tone(997.5)), Some(DeclaredStimulus::SMPTE)] {
            assert_eq!(parse_stimulus(&name_stimulus(declared)), Ok(declared));
        }
        for ohms in [None, Some(0.1), Some(32.0), Some(1500.0)] {
            assert_eq!(parse_load(&name_ohms(ohms)), Ok(ohms));
            assert_eq!(parse_output_impedance(&name_ohms(ohms)), Ok(ohms));
        }
        for volts in [None, Some([2.0, 2.0]), Some([2.0, 2.05])] {
            assert_eq!(parse_volts(&name_volts(volts)), Ok(volts));
        }
    }

    #[test]
    fn units_are_read_in_the_usual_spellings() {
        for text in ["32", "32 Ω", "32Ω", " 32 ohms", "32 Ohm", "0.032 kΩ", "32000 mΩ", "32 \u{2126}"] {
            let ohms = parse_load(text).ok().flatten();
            assert!(ohms.is_some_and(|ohms| (ohms - 32.0).abs() < 1e-12), "{text}: {ohms:?}");
        }
        for text in ["2", "2 V", "2000 mV", "2 Vrms", "2,2"] {
            assert_eq!(parse_volts(text), Ok(Some([2.0, 2.0])), "{text}");
        }
        assert_eq!(parse_stimulus(" Tone: 997 "), Ok(Some(DeclaredStimulus::Tone(997.0))));
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_is_expected() {
        for text in ["0", "-32", "nan", "inf", "thirty", "32 V"] {
            assert!(parse_load(text).is_err(), "{text}");
        }
        assert_eq!(parse_output_impedance("0"), Ok(Some(0.0)));
        for text in ["0", "2,", ",2", "2, 0", "2 2", "V"] {
            assert!(parse_volts(text).is_err(), "{text}");
        }
        for text in ["tone", "tone:0", "997", "dual:1", "sinus"] {
            assert!(parse_stimulus(text).is_err(), "{text}");
        }
        let said = parse_load("zero").map_err(|refused| refused.to_string());
        assert_eq!(said, Err("expected a resistance above 0 Ω, as in 32, or nothing".to_owned()));
    }
}
