//! Units and ranges of the level axis.

use serde::{Deserialize, Serialize};

/// Unit of levels on axes, cursors and readouts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelUnit {
    /// Over a full-scale sine.
    #[default]
    Dbfs,
    /// Over the channel's fundamental, or over a level that the user chose.
    Dbr,
    /// Over 1 V rms.
    Dbv,
    /// Volts, rms.
    Volts,
    /// Of the reference of [`LevelUnit::Dbr`].
    Percent,
    /// Power into the load.
    Watts,
}

impl LevelUnit {
    /// All units, in the order in which they are offered.
    pub const ALL: [LevelUnit; 6] = [
        LevelUnit::Dbfs,
        LevelUnit::Dbr,
        LevelUnit::Dbv,
        LevelUnit::Volts,
        LevelUnit::Percent,
        LevelUnit::Watts,
    ];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            LevelUnit::Dbfs => "dBFS",
            LevelUnit::Dbr => "dBr",
            LevelUnit::Dbv => "dBV",
            LevelUnit::Volts => "V",
            LevelUnit::Percent => "%",
            LevelUnit::Watts => "W",
        }
    }
}

/// The unit and reference that the user chose for levels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LevelChoice {
    /// The unit.
    pub unit: LevelUnit,
    /// Level of 0 dBr and 100 %, dBFS; the channel's fundamental if `None`.
    pub zero_dbfs: Option<f32>,
}

/// Ends of an axis that the user typed; `None` for an automatic one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LevelEnds {
    /// Lower end.
    pub low_db: Option<f32>,
    /// Upper end.
    pub high_db: Option<f32>,
}

impl LevelEnds {
    /// Farthest end, in dB from 0 of the unit: no converter and no amplifier comes near it.
    pub const FARTHEST_DB: f32 = 400.0;
    /// Smallest distance of two typed ends, in dB.
    pub const LEAST_DB: f32 = 6.0;

    /// Whether the ends are a range that can be drawn.
    pub fn is_valid(self) -> bool {
        let near = |end: Option<f32>| end.is_none_or(|db| db.abs() <= LevelEnds::FARTHEST_DB);
        let apart = self.low_db.zip(self.high_db).is_none_or(|(low, high)| high - low >= LevelEnds::LEAST_DB);
        near(self.low_db) && near(self.high_db) && apart
    }
}

/// Ends of the frequency axis that the user typed; `None` for an automatic one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FrequencyEnds {
    /// Lower end in Hz.
    pub low_hz: Option<f64>,
    /// Upper end in Hz.
    pub high_hz: Option<f64>,
}

impl FrequencyEnds {
    /// Lowest and highest end, in Hz.
    pub const LIMITS_HZ: [f64; 2] = [1.0, 1e6];
    /// Least ratio of two typed ends: a semitone and a half.
    pub const LEAST_RATIO: f64 = 1.1;

    /// Whether the ends are a range that can be drawn.
    pub fn is_valid(self) -> bool {
        let [lowest, highest] = FrequencyEnds::LIMITS_HZ;
        let inside = |end: Option<f64>| end.is_none_or(|hz| (lowest..=highest).contains(&hz));
        let apart =
            self.low_hz.zip(self.high_hz).is_none_or(|(low, high)| high >= low * FrequencyEnds::LEAST_RATIO);
        inside(self.low_hz) && inside(self.high_hz) && apart
    }
}

/// What stands below the spectrum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BelowSpectrum {
    /// Harmonics, or products of two tones, as bars, in a window with room for them.
    #[default]
    Bars,
    /// The same as a table.
    Table,
    /// What distortion leaves over one period of the tone.
    Residual,
}
