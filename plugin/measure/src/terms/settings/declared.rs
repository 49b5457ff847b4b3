//! A declared stimulus.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A stimulus declared rather than recognised. Frequencies in Hz, above 0; the record refines them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredStimulus {
    /// One frequency, on any side.
    Tone(f64),
    /// One frequency on the left, another on the right.
    DualTone([f64; 2]),
    /// Two frequencies on a side.
    TwinTone([f64; 2]),
    /// Many tones at once, at any frequencies.
    Multitone,
    /// A glide.
    Sweep,
    /// No stimulus.
    Silence,
    /// Music, speech or noise.
    Programme,
}

impl DeclaredStimulus {
    /// The spellings that [`FromStr`] reads and [`fmt::Display`] writes.
    pub const SYNTAX: &str =
        "tone:HZ, dual:HZ,HZ, twin:HZ,HZ, smpte, din, dfd, multitone, sweep, silence or programme";

    /// SMPTE RP120: 60 Hz and 7 kHz.
    pub const SMPTE: DeclaredStimulus = DeclaredStimulus::TwinTone([60.0, 7000.0]);
    /// DIN 45403: 250 Hz and 8 kHz.
    pub const DIN: DeclaredStimulus = DeclaredStimulus::TwinTone([250.0, 8000.0]);
    /// Difference-frequency distortion: 19 and 20 kHz.
    pub const DFD: DeclaredStimulus = DeclaredStimulus::TwinTone([19_000.0, 20_000.0]);
}

/// A text that names no stimulus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStimulus(String);

impl fmt::Display for UnknownStimulus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" names no stimulus: use {}", self.0, DeclaredStimulus::SYNTAX)
    }
}

impl std::error::Error for UnknownStimulus {}

impl FromStr for DeclaredStimulus {
    type Err = UnknownStimulus;

    /// Reads one of [`DeclaredStimulus::SYNTAX`], such as `tone:997` or `dual:997,1499`.
    fn from_str(text: &str) -> Result<DeclaredStimulus, UnknownStimulus> {
        let unknown = || UnknownStimulus(text.to_owned());
        match text.split_once(':') {
            Some(("tone", hz)) => frequency(hz).map(DeclaredStimulus::Tone).ok_or_else(unknown),
            Some(("dual", pair)) => frequencies(pair).map(DeclaredStimulus::DualTone).ok_or_else(unknown),
            Some(("twin", pair)) => frequencies(pair).map(DeclaredStimulus::TwinTone).ok_or_else(unknown),
            Some(_) => Err(unknown()),
            None => named(text).ok_or_else(unknown),
        }
    }
}

impl fmt::Display for DeclaredStimulus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DeclaredStimulus::SMPTE => f.write_str("smpte"),
            DeclaredStimulus::DIN => f.write_str("din"),
            DeclaredStimulus::DFD => f.write_str("dfd"),
            DeclaredStimulus::Multitone => f.write_str("multitone"),
            DeclaredStimulus::Sweep => f.write_str("sweep"),
            DeclaredStimulus::Silence => f.write_str("silence"),
            DeclaredStimulus::Programme => f.write_str("programme"),
            DeclaredStimulus::Tone(hz) => write!(f, "tone:{hz}"),
            DeclaredStimulus::DualTone([left, right]) => write!(f, "dual:{left},{right}"),
            DeclaredStimulus::TwinTone([low, high]) => write!(f, "twin:{low},{high}"),
        }
    }
}

/// Stimuli with a name of their own.
const NAMED: [DeclaredStimulus; 7] = [
    DeclaredStimulus::SMPTE,
    DeclaredStimulus::DIN,
    DeclaredStimulus::DFD,
    DeclaredStimulus::Multitone,
    DeclaredStimulus::Sweep,
    DeclaredStimulus::Silence,
    DeclaredStimulus::Programme,
];

fn named(text: &str) -> Option<DeclaredStimulus> {
    NAMED.into_iter().find(|declared| declared.to_string() == text)
}

fn frequency(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|hz: &f64| hz.is_finite() && *hz > 0.0)
}

fn frequencies(text: &str) -> Option<[f64; 2]> {
    let (first, second) = text.split_once(',')?;
    Some([frequency(first)?, frequency(second)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stimulus_is_read_as_it_is_written() {
        let tones = [
            DeclaredStimulus::Tone(997.5),
            DeclaredStimulus::DualTone([997.0, 1499.0]),
            DeclaredStimulus::TwinTone([60.0, 7100.0]),
        ];
        for declared in NAMED.into_iter().chain(tones) {
            assert_eq!(declared.to_string().parse(), Ok(declared));
        }
    }
}
