//! A run of the bench track in a recording.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Forms of the bench track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchForm {
    /// About 75 s.
    Full,
    /// About 27 s, with fewer steps and more noise.
    Quick,
}

/// Sections of the bench track, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchSection {
    /// Nothing: noise and hum.
    Silence,
    /// 997 Hz on the left alone, 1 dB below the top level.
    ToneLeft,
    /// 997 Hz on the right alone, 1 dB below the top level.
    ToneRight,
    /// 997 Hz on both sides, 1 dB below the top level.
    Tone,
    /// 997 Hz on both sides, 3 dB below the top level.
    ToneLower,
    /// 997 Hz on the left, 1409 Hz on the right.
    ToneEach,
    /// 60 Hz and 7 kHz, 4:1.
    Smpte,
    /// 19 and 20 kHz.
    Dfd,
    /// 32 tones on both sides.
    Multitone,
    /// 997 Hz at −60 dBFS.
    QuietTone,
    /// A tone per side, from 60 dB below the top level up to it.
    Levels,
    /// A sweep on the left alone.
    SweepLeft,
    /// A sweep on the right alone.
    SweepRight,
    /// A section of a later version.
    #[serde(other)]
    Unknown,
}

impl BenchSection {
    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            BenchSection::Silence => "silence",
            BenchSection::ToneLeft => "997 Hz left",
            BenchSection::ToneRight => "997 Hz right",
            BenchSection::Tone => "997 Hz on both sides at -1 dB",
            BenchSection::ToneLower => "997 Hz on both sides at -3 dB",
            BenchSection::ToneEach => "a tone per side",
            BenchSection::Smpte => "SMPTE",
            BenchSection::Dfd => "19 + 20 kHz",
            BenchSection::Multitone => "multitone",
            BenchSection::QuietTone => "997 Hz at -60 dBFS",
            BenchSection::Levels => "level series",
            BenchSection::SweepLeft => "sweep left",
            BenchSection::SweepRight => "sweep right",
            BenchSection::Unknown => "a section of a later version",
        }
    }
}

impl fmt::Display for BenchSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// How the bench track lies in a recording, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Form of the track.
    pub form: BenchForm,
    /// Frames from the recording's start to the track's, by the markers; a fraction is meant.
    pub delay_frames: f64,
    /// The recorder's clock against the player's in ppm, positive if the recording lasts longer; absent if too little of
    /// the track is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ppm: Option<f64>,
    /// Largest departure of a marker from that clock, in frames.
    pub wander_frames: f64,
    /// By channel: +1, or −1 where the device inverts; 0 where it passes nothing.
    pub polarity: BTreeMap<String, i8>,
    /// Whether left and right are exchanged. Channels of the report are those of the recording.
    pub is_swapped: bool,
    /// Sections that the recording lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<BenchSection>,
    /// Faults inside sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<RunFault>,
    /// Ids of the figures of channels and pairs, by the section that they are from.
    pub figures: BTreeMap<BenchSection, Vec<String>>,
    /// Levels at which the distortion of the level series passes a limit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thd_levels: Vec<ThdLevel>,
    /// Starts of the other runs in the recording, in frames.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_runs: Vec<f64>,
}

/// A discontinuity inside a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunFault {
    /// The section.
    pub section: BenchSection,
    /// First frame concerned; of a change of the clock between two markers, that of the section.
    pub frame: u64,
    /// Frames concerned.
    pub frames: u64,
    /// Frames by which what follows comes late; negative where frames are missing.
    pub late_frames: f64,
    /// Ids of the figures and curves from this section.
    pub figures: Vec<String>,
}

/// A level at which THD passes a limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThdLevel {
    /// Channel by name.
    pub channel: String,
    /// The limit in percent.
    pub thd_percent: f64,
    /// Level of the fundamental in dBFS; absent where THD stays below the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_dbfs: Option<f64>,
    /// Lower end of its 95 % interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end of its 95 % interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Highest level of the series, in dBFS.
    pub highest_dbfs: f64,
}
