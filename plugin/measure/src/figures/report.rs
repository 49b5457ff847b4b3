//! The report of one record or average, in the form of schema `groundtruth.report/1`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::figures::curve::Curve;
use crate::figures::discontinuity::Glitch;
use crate::figures::figure::{ChannelFigure, Figures, PairFigure};
use crate::figures::run::{BenchSection, Run};
use crate::terms::settings::Settings;

mod figures_json;

pub use figures_json::{Reason, StoredReading};

/// Figures, lines and context of one measurement. Its JSON is `groundtruth.report/1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`Report::SCHEMA`].
    pub schema: String,
    /// Version of the program that measured; empty in reports older than this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Where the samples came from.
    pub source: Source,
    /// The settings; absent in reports older than this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// Band of the figures, in Hz, as far as the sample rate reaches.
    pub band_hz: [f64; 2],
    /// The stimulus.
    pub stimulus: Stimulus,
    /// One per channel: `L`, `R`, or `M` for mono.
    pub channels: Vec<ChannelReport>,
    /// Both directions of every two channels.
    pub pairs: Vec<PairReport>,
    /// For a recording with several stimuli: each section, in order, including the one above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Curves from sections of the bench track; those of `pairs` stand there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curves: Vec<Curve>,
    /// How the bench track lies in the recording; absent for other stimuli.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Run>,
}

/// A part of a recording with a constant stimulus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Which section of the bench track it is; absent in other recordings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<BenchSection>,
    /// First frame used.
    pub first_frame: u64,
    /// Number of frames used.
    pub frames: u64,
    /// The stimulus of this section.
    pub stimulus: Stimulus,
    /// One per channel.
    pub channels: Vec<ChannelReport>,
    /// Both directions of every two channels.
    pub pairs: Vec<PairReport>,
}

impl ChannelReport {
    /// A channel's report of these frames, first and number, without findings.
    pub fn new(name: &str, used_frames: [u64; 2], figures: Figures<ChannelFigure>) -> ChannelReport {
        ChannelReport {
            name: name.to_owned(),
            used_frames,
            figures,
            tones: Vec::new(),
            products: Vec::new(),
            harmonics: Vec::new(),
            hum_lines: Vec::new(),
            hum_pattern: None,
            spurs: Vec::new(),
            density: Vec::new(),
            rounding: None,
            glitches: Vec::new(),
        }
    }
}

impl PairReport {
    /// A pair's report without curves.
    pub fn new(from: &str, to: &str, figures: Figures<PairFigure>) -> PairReport {
        PairReport {
            from: from.to_owned(),
            to: to.to_owned(),
            figures,
            crosstalk_curve: Vec::new(),
            balance_curve: Vec::new(),
            coherence: Vec::new(),
        }
    }
}

impl Report {
    /// Name and version of the JSON form.
    pub const SCHEMA: &'static str = "groundtruth.report/1";
    /// Version of this program, as reports name it.
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// Frames that the figures of any channel are of; empty without channels.
    pub fn used_frames(&self) -> Range<u64> {
        let used = || self.channels.iter().map(|channel| channel.used_frames);
        let first = used().map(|[first, _]| first).min().unwrap_or(0);
        first..used().map(|[first, frames]| first.saturating_add(frames)).max().unwrap_or(0)
    }

    /// The pair from one channel to another, by name.
    pub fn pair(&self, from: &str, to: &str) -> Option<&PairReport> {
        self.pairs.iter().find(|pair| pair.from == from && pair.to == to)
    }
}

/// Origin of the samples.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Source {
    /// File name, or the track's name in a live report; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Frames measured; for a file, all frames in it.
    pub frames: u64,
    /// Word length of the samples used, 25 for floats; absent for digital silence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bits: Option<u32>,
    /// Peak of the whole file as `20·lg max|x|`, dBFS; absent for digital silence and live input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_dbfs: Option<f64>,
    /// Records averaged (live), 1 for a single record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u32>,
    /// Notes about the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Share of the file that its figures cover; absent for live input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Used>,
}

/// Share of a file that its figures cover, and the reasons for the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Used {
    /// Part of the file's frames, 0 to 1.
    pub share: f64,
    /// The rest by reason, the largest first.
    pub left_out: Vec<LeftOut>,
}

/// Frames of a file excluded from its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// How many.
    pub frames: u64,
}

/// Why frames of a file are excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// Covered by another section.
    OtherSection,
    /// Pauses.
    Pause,
    /// Level or frequency changes there: fades, starts, stops, steps.
    Changes,
    /// Discontinuities, and the frames beyond one.
    Discontinuity,
    /// Other sounds; the longest one is measured.
    OtherSound,
}

/// The stimulus, recognised or declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stimulus {
    /// What kind of signal.
    pub kind: StimulusKind,
    /// Driven frequencies in Hz by channel name; empty where a channel is not driven.
    pub tones_hz: BTreeMap<String, Vec<f64>>,
}

/// Kinds of stimulus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StimulusKind {
    /// One frequency, on any side.
    Tone,
    /// One frequency per side, different ones.
    DualTone,
    /// Two frequencies on a side.
    TwinTone,
    /// Many at once.
    Multitone,
    /// A glide.
    Sweep,
    /// The project's own sequence of sections.
    BenchTrack,
    /// No stimulus, and a noise floor below −60 dBFS.
    Silence,
    /// The rest: music, speech, noise.
    Programme,
}

/// One channel's findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelReport {
    /// `L`, `R`, `M`, or a number.
    pub name: String,
    /// First frame and number of frames used.
    pub used_frames: [u64; 2],
    /// Every channel figure, measured or refused.
    #[serde(with = "figures_json")]
    pub figures: Figures<ChannelFigure>,
    /// Each of several tones that drive the channel, rising; otherwise empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tones: Vec<ToneLine>,
    /// Intermodulation products of two tones on this channel, up to the third order, rising; otherwise empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<ProductLine>,
    /// Harmonics 2…20 at least, in order.
    pub harmonics: Vec<Harmonic>,
    /// Mains lines found.
    pub hum_lines: Vec<HumLine>,
    /// Likely cause of the hum; absent without hum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hum_pattern: Option<HumPattern>,
    /// Other lines found.
    pub spurs: Vec<Spur>,
    /// Noise density over frequency, lines removed; empty if the stimulus masks it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub density: Vec<Density>,
    /// Lines possibly caused by rounding without dither; absent if there are none. They count as noise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<RoundingLines>,
    /// Discontinuities found.
    pub glitches: Vec<Glitch>,
}

/// Lines at or below the rounding error of the format; not reported individually.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundingLines {
    /// How many there are in band.
    pub lines: usize,
    /// Their rms sum in dBFS.
    pub level_dbfs: f64,
}

/// One ordered pair's findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairReport {
    /// Driven or reference channel.
    pub from: String,
    /// The other one.
    pub to: String,
    /// Every pair figure, measured or refused.
    #[serde(with = "figures_json")]
    pub figures: Figures<PairFigure>,
    /// Crosstalk over frequency, rising in frequency; empty where the stimulus gives none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crosstalk_curve: Vec<CurvePoint>,
    /// Balance over frequency: the second channel over the first if both carry the same signal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balance_curve: Vec<CurvePoint>,
    /// Coherence over frequency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coherence: Vec<CoherencePoint>,
}

/// One point of a curve from one channel to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// Level of the second channel over the first in dB; a limit's upper end. `null` when −∞.
    pub level_db: Option<f64>,
    /// Phase of the second channel less that of the first, in (−π, π].
    pub phase_rad: f64,
    /// Lower end of the level's 95 % interval in dB; `null` when −∞.
    pub low: Option<f64>,
    /// Upper end of the level's 95 % interval in dB; `null` when −∞.
    pub high: Option<f64>,
    /// True below 3σ of the noise.
    pub limit: bool,
}

/// Coherence of two channels in one third of an octave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoherencePoint {
    /// Centre of the band in Hz.
    pub frequency_hz: f64,
    /// Magnitude-squared coherence, 0 to 1.
    pub coherence: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
}

/// One of several tones of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToneLine {
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// Level in dBFS.
    pub level_dbfs: f64,
    /// Lower end of the level's 95 % interval in dBFS.
    pub low: f64,
    /// Upper end of the level's 95 % interval in dBFS.
    pub high: f64,
}

/// One intermodulation product of two tones on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductLine {
    /// Factors of the lower and of the higher tone: −1 and 1 for their difference.
    pub factors: [i32; 2],
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// De-biased level in dBFS; a limit's upper end. `null` when −∞.
    pub level_dbfs: Option<f64>,
    /// Lower end of the level's 95 % interval in dBFS; `null` when −∞.
    pub low: Option<f64>,
    /// Upper end of the level's 95 % interval in dBFS; `null` when −∞.
    pub high: Option<f64>,
    /// True below 3σ of the noise.
    pub limit: bool,
}

/// One harmonic line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Harmonic {
    /// 2 for the octave.
    pub order: u32,
    /// Exactly `order · f0`, folded when aliased, in Hz.
    pub frequency_hz: f64,
    /// De-biased level over the fundamental; a limit's upper end. `null` when −∞.
    pub level_dbc: Option<f64>,
    /// `φ_k − k·φ_1`, all as sines, in (−π, π].
    pub phase_rad: f64,
    /// Lower end of the 95 % interval in dBc; `null` when −∞.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval in dBc.
    pub high: Option<f64>,
    /// True below 3σ of the noise.
    pub limit: bool,
    /// True when it lies beyond half the sample rate and is read where it folds to; not summed.
    pub aliased: bool,
}

/// One line of the mains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HumLine {
    /// 1 for 50 or 60 Hz.
    pub order: u32,
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// Level in dBFS.
    pub level_dbfs: f64,
}

/// Likely cause of a set of mains lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HumPattern {
    /// Low odd harmonics dominate: current in a shared ground.
    GroundLoop,
    /// Twice the mains and its multiples dominate: supply ripple.
    Rectifier,
    /// The mains line alone: a magnetic or electric field.
    Induction,
}

/// A line that is not part of the stimulus, its harmonics or hum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spur {
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// Level in dBFS.
    pub level_dbfs: f64,
}

/// Density of the noise about a frequency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Density {
    /// Centre in Hz.
    pub frequency_hz: f64,
    /// Mean over a sixth of an octave, in dBFS/√Hz.
    pub level_dbfs_per_root_hz: f64,
}
