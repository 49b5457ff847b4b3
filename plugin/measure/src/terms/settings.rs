//! Measurement settings. All of them are printed with the figures.

use serde::{Deserialize, Serialize};

pub use declared::{DeclaredStimulus, UnknownStimulus};

mod declared;

/// Settings that affect figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Frames of one transform: a power of two from [`Settings::SHORTEST_FRAMES`] to [`Settings::LONGEST_FRAMES`].
    pub transform_frames: usize,
    /// Window of the displayed spectrum. Figures do not depend on it.
    pub window: WindowKind,
    /// How records are averaged.
    pub averaging: Averaging,
    /// Band of THD, THD+N, noise, hum, spurs and broadband crosstalk.
    pub band: Band,
    /// Mains frequency to search.
    pub mains: Mains,
    /// The stimulus, if the user declares it. Absent: it is recognised.
    // Sessions and reports of the first version call it so.
    #[serde(rename = "told")]
    pub declared: Option<DeclaredStimulus>,
    /// Load resistance of the device, Ω, above 0.
    pub load_ohms: Option<f64>,
    /// The device's output impedance, Ω, 0 or more.
    pub output_impedance_ohms: Option<f64>,
}

impl Settings {
    /// Shortest live transform.
    pub const SHORTEST_FRAMES: usize = 4096;
    /// Longest live transform.
    pub const LONGEST_FRAMES: usize = 1 << 20;
    /// Settings of a new instance.
    pub const DEFAULT: Settings = Settings {
        transform_frames: 65_536,
        window: WindowKind::BlackmanHarris7,
        averaging: Averaging::Exponential { records: 4 },
        band: Band::AUDIO,
        mains: Mains::Auto,
        declared: None,
        load_ohms: None,
        output_impedance_ohms: None,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Settings::DEFAULT
    }
}

/// Windows of the displayed spectrum, all periodic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// No taper: only for coherent tones.
    Rectangular,
    /// Two terms, −31 dB side lobes, ENBW 1.5 bins.
    Hann,
    /// Four terms, −92 dB.
    BlackmanHarris4,
    /// Seven terms, −180 dB: the default.
    BlackmanHarris7,
    /// HFT144D flat-top: level accurate to 0.002 dB between bins.
    FlatTop144,
    /// HFT248D flat-top, −248 dB.
    FlatTop248,
}

/// How successive records (75 % overlap) are averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Averaging {
    /// Every record by itself.
    Off,
    /// Powers, each new record with weight 1/records (1/count for the first ones).
    Exponential {
        /// Records in the time constant, 2 or more.
        records: u32,
    },
    /// Powers of blocks of this many records; a finished block is shown until the next one is complete.
    Records {
        /// Records in a block, 2 or more.
        records: u32,
    },
    /// Powers of all records since the last restart.
    Infinite,
    /// Complex values of all records since the last restart, aligned by the fundamental's phase: the curve's noise
    /// falls by 10·lg(records) dB, lines and figures stay the same. Needs a tone.
    Coherent,
}

/// Band in Hz; lines count up to 1 Hz outside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Lower edge, 0 or more.
    pub low_hz: f64,
    /// Upper edge; limited to half the sample rate.
    pub high_hz: f64,
}

impl Band {
    /// 20 Hz to 20 kHz at every sample rate.
    pub const AUDIO: Band = Band { low_hz: 20.0, high_hz: 20_000.0 };
    /// 20 Hz to 22.4 kHz.
    pub const AUDIO_22K4: Band = Band { low_hz: 20.0, high_hz: 22_400.0 };
    /// 20 Hz to 40 kHz.
    pub const WIDE_40K: Band = Band { low_hz: 20.0, high_hz: 40_000.0 };
    /// Everything above DC.
    pub const FULL: Band = Band { low_hz: 0.0, high_hz: f64::MAX };

    /// The band, limited to half the sample rate.
    pub fn at_rate(self, sample_rate_hz: f64) -> Band {
        Band { low_hz: self.low_hz, high_hz: self.high_hz.min(sample_rate_hz / 2.0) }
    }
}

/// Mains frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mains {
    /// 50 or 60 Hz, as detected.
    #[serde(rename = "auto")]
    Auto,
    /// 50 Hz.
    #[serde(rename = "50")]
    Hz50,
    /// 60 Hz.
    #[serde(rename = "60")]
    Hz60,
}
