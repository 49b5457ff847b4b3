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
        write!(
            f,
            "\"{}\" names no stimulus: use tone:HZ, dual:HZ,HZ, twin:HZ,HZ, smpte, din, dfd, multitone, sweep, silence \
             or programme",
            self.0
        )
    }
}

impl std::error::Error for UnknownStimulus {}

impl FromStr for DeclaredStimulus {
    type Err = UnknownStimulus;

    /// Reads `tone:997`, `dual:997,1499`, `twin:60,7000`, `smpte`, `din`, `dfd`, `multitone`, `sweep`, `silence` or
    /// `programme`.
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

fn named(text: &str) -> Option<DeclaredStimulus> {
    Some(match text {
        "smpte" => DeclaredStimulus::SMPTE,
        "din" => DeclaredStimulus::DIN,
        "dfd" => DeclaredStimulus::DFD,
        "multitone" => DeclaredStimulus::Multitone,
        "sweep" => DeclaredStimulus::Sweep,
        "silence" => DeclaredStimulus::Silence,
        "programme" => DeclaredStimulus::Programme,
        _ => return None,
    })
}

fn frequency(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|hz: &f64| hz.is_finite() && *hz > 0.0)
}

fn frequencies(text: &str) -> Option<[f64; 2]> {
    let (first, second) = text.split_once(',')?;
    Some([frequency(first)?, frequency(second)?])
}
