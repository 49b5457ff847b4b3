//! Why a figure cannot be measured: typed, with the underlying numbers.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::figures::run::BenchSection;

/// Why a signal does not allow a figure. [`fmt::Display`] is the sentence for the user.
///
/// In JSON an object: `code` names the reason in snake case, with its numbers as further fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// No tone stands out.
    NoTone {
        /// Strongest line that was considered, dBFS; `None` for digital silence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        strongest_dbfs: Option<f64>,
    },
    /// The tone here stands 10 dB or more below the same tone elsewhere.
    NotDriven {
        /// How far below, dB.
        below_db: f64,
    },
    /// Both channels carry the same frequency, neither 10 dB below the other.
    BothDriven {
        /// The common frequency.
        frequency_hz: f64,
    },
    /// Multiples of the two channels' tones coincide: a line there cannot be resolved.
    RelatedTones {
        /// Order of the lower tone's multiple and of the higher tone's.
        orders: [u32; 2],
        /// Where they coincide.
        frequency_hz: f64,
        /// The lower tone, and a second one whose multiples avoid it, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clear_hz: Option<[f64; 2]>,
    },
    /// The lowest product that the figure needs lies outside the band.
    OutsideBand {
        /// Harmonic order or product number.
        order: u32,
        /// Where it lies.
        frequency_hz: f64,
        /// Upper band edge.
        band_high_hz: f64,
    },
    /// The fundamental lies outside the band or too low for the record.
    FundamentalOutsideRange {
        /// The fundamental.
        frequency_hz: f64,
        /// Lowest usable frequency for this record.
        lowest_hz: f64,
        /// Highest usable frequency.
        highest_hz: f64,
    },
    /// A declared line is absent.
    NoLine {
        /// Its declared frequency.
        frequency_hz: f64,
        /// Level at which it would be detected, dBFS.
        detectable_dbfs: f64,
    },
    /// The tone starts, stops or wavers inside the record.
    Unsteady {
        /// Its frequency.
        frequency_hz: f64,
        /// Power around it that a steady tone does not explain, relative to its own.
        left_db: f64,
    },
    /// Two tones are closer than the resolution of this record.
    TonesTooClose {
        /// The lower one.
        frequency_hz: f64,
        /// Their distance.
        spacing_hz: f64,
        /// Resolution.
        needed_hz: f64,
    },
    /// A multitone of fewer tones than the figure is defined for.
    TooFewTones {
        /// Tones recognised on this side.
        tones: usize,
        /// Tones needed.
        needed_tones: usize,
    },
    /// Too few frames.
    TooShort {
        /// Frames at hand.
        frames: u64,
        /// Frames needed.
        needed_frames: u64,
    },
    /// NaN or infinite samples.
    NotFinite {
        /// How many.
        samples: u64,
    },
    /// All samples are zero.
    DigitalSilence,
    /// The figure needs another stimulus than the one seen.
    WrongStimulus {
        /// What it needs: "an SMPTE pair, 60 Hz and 7 kHz at 4:1".
        needs: Cow<'static, str>,
    },
    /// No mains line stands out.
    NoHum {
        /// Level a mains line would need, dBFS.
        detectable_dbfs: f64,
    },
    /// The figure needs a setting that is not set.
    NotSet {
        /// What: "the load resistance in Ω".
        setting: Cow<'static, str>,
    },
    /// Not evaluated on single records.
    NotLookedFor,
    /// The frequency glides.
    Glides {
        /// How fast it rises or falls.
        octaves_per_s: f64,
    },
    /// The sweep is longer than what can be held in memory.
    SweepTooLong {
        /// How long it is.
        seconds: f64,
        /// Longest one at this sample rate.
        longest_s: f64,
    },
    /// The crosstalk's phase indicates another cause.
    AnotherPhase {
        /// Phase of the crosstalk, undriven minus driven.
        phase_rad: f64,
        /// Phase expected for this cause: "180°, as a shared return gives it".
        expected: Cow<'static, str>,
    },
    /// No delay fits the phases between two channels.
    NoCommonDelay {
        /// Their rms deviation from the best one.
        stray_rad: f64,
    },
    /// The phase between two channels fits neither polarity.
    NoPolarity {
        /// The phase after removal of the delay.
        phase_rad: f64,
    },
    /// Programme on both channels that is too dissimilar, or delayed, to determine the polarity.
    Unlike {
        /// Correlation of the channels with all third octaves weighted equally, −1 to 1.
        correlation: f64,
    },
    /// One load where two different ones are needed.
    SameLoads {
        /// The load.
        ohms: f64,
    },
    /// The level rises with the smaller load.
    LevelRises {
        /// By how much.
        by_db: f64,
    },
    /// The recording of the bench track lacks the section.
    SectionMissing {
        /// The section that the figure is from.
        section: BenchSection,
    },
    /// The level series of the bench track does not contain the level.
    OutsideSeries {
        /// The level, dBFS.
        wanted_dbfs: f64,
        /// Lowest and highest level of the series, dBFS.
        series_dbfs: [f64; 2],
    },
    /// THD exceeds the limit at every level.
    DistortedThroughout {
        /// The limit.
        thd_percent: f64,
    },
    /// A second capture, into another load, is needed.
    OneLoad,
    /// Two channels are needed.
    OneChannel,
    /// A fault of this program, not of the signal.
    Internal {
        /// What went wrong.
        what: Cow<'static, str>,
    },
    /// A reason from a report of another version.
    Recorded {
        /// The sentence.
        sentence: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoTone { .. }
            | Refusal::NotDriven { .. }
            | Refusal::BothDriven { .. }
            | Refusal::RelatedTones { .. }
            | Refusal::TonesTooClose { .. }
            | Refusal::TooFewTones { .. } => self.write_about_tones(f),
            Refusal::OutsideBand { .. }
            | Refusal::FundamentalOutsideRange { .. }
            | Refusal::NoLine { .. }
            | Refusal::Unsteady { .. }
            | Refusal::NoHum { .. } => self.write_about_lines(f),
            Refusal::TooShort { .. } | Refusal::NotFinite { .. } | Refusal::DigitalSilence => {
                self.write_about_samples(f)
            }
            Refusal::WrongStimulus { .. }
            | Refusal::NotSet { .. }
            | Refusal::NotLookedFor
            | Refusal::SameLoads { .. }
            | Refusal::SectionMissing { .. }
            | Refusal::LevelRises { .. } => self.write_about_needs(f),
            Refusal::OutsideSeries { .. }
            | Refusal::DistortedThroughout { .. }
            | Refusal::OneLoad
            | Refusal::OneChannel => self.write_about_track(f),
            Refusal::Glides { .. } | Refusal::SweepTooLong { .. } => self.write_about_sweep(f),
            Refusal::AnotherPhase { .. }
            | Refusal::NoCommonDelay { .. }
            | Refusal::NoPolarity { .. }
            | Refusal::Unlike { .. } => self.write_about_phases(f),
            Refusal::Internal { what } => write!(f, "an error in this program, please report it: {what}"),
            Refusal::Recorded { sentence } => f.write_str(sentence),
        }
    }
}

/// The sentences by subject; each function knows those that [`fmt::Display`] passes to it.
impl Refusal {
    /// Tones that are absent, elsewhere, or too many for the record.
    fn write_about_tones(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoTone { strongest_dbfs: Some(level) } => {
                write!(f, "no test tone: the strongest line is {level:.1} dBFS")
            }
            Refusal::NoTone { strongest_dbfs: None } => f.write_str("no test tone: digital silence"),
            Refusal::NotDriven { below_db } => {
                write!(f, "not driven: the tone is {below_db:.1} dB below the driven side")
            }
            Refusal::BothDriven { frequency_hz } => {
                write!(f, "both sides carry {frequency_hz:.1} Hz: drive one, or each with its own tone")
            }
            Refusal::RelatedTones { orders: [low, high], frequency_hz, clear_hz } => {
                write!(
                    f,
                    "multiple {low} of the lower tone and {high} of the higher one meet at {frequency_hz:.0} Hz"
                )?;
                match clear_hz {
                    Some([first, second]) => write!(f, ": use {first:.0} and {second:.0} Hz"),
                    None => f.write_str(": use tones whose harmonics do not meet"),
                }
            }
            Refusal::TonesTooClose { frequency_hz, spacing_hz, needed_hz } => write!(
                f,
                "the tones at {frequency_hz:.1} Hz stand {spacing_hz:.2} Hz apart: this record separates tones from {needed_hz:.2} Hz on"
            ),
            Refusal::TooFewTones { tones, needed_tones } => {
                write!(f, "{tones} tones are too few, {needed_tones} are needed")
            }
            _ => Err(fmt::Error),
        }
    }

    /// Lines outside the range of a figure or a record, or not found.
    fn write_about_lines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::OutsideBand { order, frequency_hz, band_high_hz } => write!(
                f,
                "order {order} at {frequency_hz:.0} Hz lies outside the band, which ends at {band_high_hz:.0} Hz"
            ),
            Refusal::FundamentalOutsideRange { frequency_hz, lowest_hz, highest_hz } => write!(
                f,
                "the tone at {frequency_hz:.1} Hz lies outside {lowest_hz:.1} to {highest_hz:.0} Hz, the range of this record"
            ),
            Refusal::NoLine { frequency_hz, detectable_dbfs } => {
                write!(f, "no line at {frequency_hz} Hz above {detectable_dbfs:.0} dBFS")
            }
            Refusal::Unsteady { frequency_hz, left_db } => write!(
                f,
                "the tone at {frequency_hz:.1} Hz starts, stops or wavers inside the record: {left_db:.1} dB of it is not steady"
            ),
            Refusal::NoHum { detectable_dbfs } => {
                write!(f, "no mains line above {detectable_dbfs:.0} dBFS")
            }
            _ => Err(fmt::Error),
        }
    }

    /// Too few samples, or samples that cannot be measured.
    fn write_about_samples(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::TooShort { frames, needed_frames } => {
                write!(f, "{frames} frames are too few, {needed_frames} are needed")
            }
            Refusal::NotFinite { samples } => write!(f, "{samples} samples are NaN or infinite"),
            Refusal::DigitalSilence => f.write_str("digital silence"),
            _ => Err(fmt::Error),
        }
    }

    /// Another stimulus, setting, channel or load that a figure needs.
    fn write_about_needs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::WrongStimulus { needs } => write!(f, "needs {needs}"),
            Refusal::NotSet { setting } => {
                write!(f, "needs {setting}: set it in the settings or on the command line")
            }
            Refusal::NotLookedFor => f.write_str("not looked for: single records do not show it"),
            Refusal::SectionMissing { section } => {
                write!(f, "the recording lacks a section of the bench track: {section}")
            }
            Refusal::SameLoads { ohms } => write!(f, "needs two different loads, both are {ohms} Ω"),
            Refusal::LevelRises { by_db } => {
                write!(
                    f,
                    "the level is {by_db:.3} dB higher into the smaller load: loads swapped, or another gain?"
                )
            }
            _ => Err(fmt::Error),
        }
    }

    /// Levels, loads and channels that the bench track was not played with.
    fn write_about_track(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::OutsideSeries { wanted_dbfs, series_dbfs: [_, highest] } if wanted_dbfs > highest => {
                let more_db = wanted_dbfs - highest;
                write!(f, "the level series ends {more_db:.1} dB below: play the track at a higher level")
            }
            Refusal::OutsideSeries { wanted_dbfs, series_dbfs: [lowest, _] } => {
                let less_db = lowest - wanted_dbfs;
                write!(f, "the level series begins {less_db:.1} dB above: play the track at a lower level")
            }
            Refusal::DistortedThroughout { thd_percent } => {
                write!(f, "THD is not below {thd_percent} % at any level: play the track at a lower level")
            }
            Refusal::OneLoad => f.write_str("needs a second recording of the track, with another load"),
            Refusal::OneChannel => f.write_str("needs two channels"),
            _ => Err(fmt::Error),
        }
    }

    /// Sweeps that a figure or the memory does not allow.
    fn write_about_sweep(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Glides { octaves_per_s } => {
                write!(f, "the stimulus is a sweep of {octaves_per_s:.2} octaves per second")
            }
            Refusal::SweepTooLong { seconds, longest_s } => write!(
                f,
                "the sweep lasts {seconds:.0} s: at this sample rate {longest_s:.0} s at most are evaluated"
            ),
            _ => Err(fmt::Error),
        }
    }

    /// Phases between channels.
    fn write_about_phases(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::AnotherPhase { phase_rad, expected } => {
                write!(f, "the crosstalk's phase is {:+.0}°, not {expected}", phase_rad.to_degrees())
            }
            Refusal::NoCommonDelay { stray_rad } => {
                write!(
                    f,
                    "the phases between the sides stray by {:.0}° from any delay",
                    stray_rad.to_degrees()
                )
            }
            Refusal::NoPolarity { phase_rad } => write!(
                f,
                "the sides differ by a phase of {:+.0}° besides the delay, neither 0° nor 180°",
                phase_rad.to_degrees()
            ),
            Refusal::Unlike { correlation } => write!(
                f,
                "the sides are too unlike, or delayed: correlation {correlation:+.2} with all thirds of an octave alike"
            ),
            _ => Err(fmt::Error),
        }
    }
}
