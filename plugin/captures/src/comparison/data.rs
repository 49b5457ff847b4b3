//! The comparison as data.

use groundtruth_measure::{
    Assumption, Bound, ChannelReport, DifferenceBound, Figure, PairReport, Refusal, Report, Stimulus,
};
use serde::{Deserialize, Serialize};

use super::audibility::Audibility;
use crate::capture::Details;
use crate::spectrum_trace::SpectrumTrace;

/// Any number of captures side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// [`Comparison::SCHEMA`].
    pub schema: String,
    /// Version of the program that compared.
    pub version: String,
    /// Index of the reference among the captures.
    pub reference: usize,
    /// The captures, in the order of the columns.
    pub captures: Vec<Compared>,
    /// The measuring chain by itself: figures within 6 dB of it are limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Box<Compared>>,
    /// One row for each figure of each channel or pair.
    pub rows: Vec<Row>,
    /// The claims, for each capture but the reference.
    pub claims: Vec<Claim>,
    /// What the reader has to know about the whole.
    pub notes: Vec<String>,
}

/// A capture in a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Name in tables.
    pub name: String,
    /// Number of takes.
    pub takes: usize,
    /// What the user said about it.
    pub metadata: Details,
    /// Gain that brings it to the reference's level, dB: by the fundamental, otherwise by the rms level if both are of
    /// one kind of signal; the mean of the channels. 0 at the reference; `None` without a common level, as of silence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_match_db: Option<f64>,
    /// The report of the first take.
    pub report: Report,
    /// The reports of the other takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_reports: Vec<Report>,
    /// Spectrum of the first take that has one, at its own level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spectrum: Option<SpectrumTrace>,
}

/// A stretch of a recording with one stimulus.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    /// What drives the device.
    pub stimulus: &'a Stimulus,
    /// Figures of the channels.
    pub channels: &'a [ChannelReport],
    /// Figures of the pairs.
    pub pairs: &'a [PairReport],
}

impl Compared {
    /// Every stretch: the reports of the takes, each followed by its sections.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch<'_>> {
        let reports = std::iter::once(&self.report).chain(&self.further_reports);
        reports.flat_map(|report| {
            let whole = (&report.stimulus, &report.channels, &report.pairs);
            let sections =
                report.sections.iter().map(|section| (&section.stimulus, &section.channels, &section.pairs));
            let all = std::iter::once(whole).chain(sections);
            all.map(|(stimulus, channels, pairs)| Stretch { stimulus, channels, pairs })
        })
    }
}

/// One figure across the captures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The definition id.
    pub id: String,
    /// The channel (`L`) or pair (`L>R`).
    #[serde(rename = "where")]
    pub place: String,
    /// Unit of values and differences; differences of levels are in dB.
    pub unit: String,
    /// One per capture.
    pub values: Vec<Value>,
    /// One per capture; `None` at the reference.
    pub differences: Vec<Option<RowDifference>>,
}

/// A figure of a capture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// It cannot be measured.
    Missing {
        /// Why, in words.
        not_measurable: String,
        /// The same, typed; absent if the capture has no such channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Refusal>,
    },
    /// It is measured.
    Measured(Measurement),
}

/// A figure over the takes of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// The mean of the takes; for a limit the end that it names. `None` for −∞.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval; `None` for −∞.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval; `None` for +∞ or −∞.
    pub high: Option<f64>,
    /// Whether the value only bounds the true one.
    pub limit: bool,
    /// The side that a limit bounds.
    #[serde(default)]
    pub bound: Bound,
    /// Phase in (−π, π], where the figure has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase_rad: Option<f64>,
    /// Period of a value that is known modulo it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modulo: Option<f64>,
    /// What the value assumes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumes: Option<Assumption>,
    /// Whether it is a limit only because it lies within 6 dB of the baseline.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_baseline: bool,
    /// Takes that have the figure.
    pub takes: usize,
}

/// The difference of a capture's figure to the reference's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowDifference {
    /// Capture less reference; if `bound` is set, the end of the interval that it names. `None` if nothing bounds it.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval.
    pub high: Option<f64>,
    /// Set if a limit among the two allows only a bound.
    pub bound: Option<DifferenceBound>,
    /// The result at 95 %, for this figure by itself.
    pub mark: Mark,
    /// Whether the difference holds with all differences of the comparison taken together: at 95 %, not one of those
    /// that hold is due to chance.
    pub holds: bool,
    /// Probability that equal devices differ at least as much; `None` where it is not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// Why it is open; otherwise `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl RowDifference {
    /// The same difference as of the reference less the capture, with the mark of the reference.
    pub(crate) fn reversed(&self) -> RowDifference {
        RowDifference { mark: self.mark.reversed(), ..self.negated() }
    }

    /// Reference less capture. The mark stays that of the capture.
    pub(crate) fn negated(&self) -> RowDifference {
        let bound = self.bound.map(|bound| match bound {
            DifferenceBound::AtLeast => DifferenceBound::AtMost,
            DifferenceBound::AtMost => DifferenceBound::AtLeast,
        });
        RowDifference {
            value: self.value.map(|value| -value),
            low: self.high.map(|high| -high),
            high: self.low.map(|low| -low),
            bound,
            ..self.clone()
        }
    }

    /// Only the end of the interval that a bound names.
    pub(super) fn bounded(&self, bound: DifferenceBound) -> RowDifference {
        let (low, high) = match bound {
            DifferenceBound::AtLeast => (self.low, None),
            DifferenceBound::AtMost => (None, self.high),
        };
        RowDifference { value: low.or(high), low, high, bound: Some(bound), ..self.clone() }
    }
}

/// How a capture's figure stands to the reference's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Significantly better.
    Better,
    /// Significantly worse.
    Worse,
    /// Significantly different; neither is better.
    Different,
    /// No significant difference.
    Same,
    /// Cannot be compared.
    Open,
}

impl Mark {
    /// The mark of the other one of two.
    fn reversed(self) -> Mark {
        match self {
            Mark::Better => Mark::Worse,
            Mark::Worse => Mark::Better,
            Mark::Different | Mark::Same | Mark::Open => self,
        }
    }

    /// The sign in tables.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Better => "▲",
            Mark::Worse => "▼",
            Mark::Different => "≠",
            Mark::Same => "=",
            Mark::Open => "–",
        }
    }

    /// The word beside the sign.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Better => "better",
            Mark::Worse => "worse",
            Mark::Different => "different",
            Mark::Same => "no significant difference",
            Mark::Open => "open",
        }
    }
}

/// Letter of a capture by its index: `A` to `Z`, then `AA`, as spreadsheets name columns.
pub fn letter(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    if index < 26 { last.to_string() } else { letter(index / 26 - 1) + &last.to_string() }
}

impl Comparison {
    /// Name and version of the JSON form.
    pub const SCHEMA: &'static str = "groundtruth.comparison/1";

    /// The row of a figure at a channel (`L`) or pair (`L>R`).
    pub fn row(&self, id: &str, place: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id && row.place == place)
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Measurement {
    /// As a figure.
    pub fn figure(&self) -> Figure {
        let number = |stored: Option<f64>, infinite: f64| stored.unwrap_or(infinite);
        Figure {
            value: number(self.value, f64::NEG_INFINITY),
            low: number(self.low, f64::NEG_INFINITY),
            high: number(self.high, if self.value.is_some() { f64::INFINITY } else { f64::NEG_INFINITY }),
            limit: self.limit,
            bound: self.bound,
            phase_rad: self.phase_rad,
            modulo: self.modulo,
            assumes: self.assumes,
        }
    }
}

impl Value {
    /// The measurement, if there is one.
    pub fn measured(&self) -> Option<&Measurement> {
        match self {
            Value::Measured(measurement) => Some(measurement),
            Value::Missing { .. } => None,
        }
    }
}

/// A claim about one capture against the reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// `crosstalk`, `distortion`, …: stable.
    pub id: String,
    /// Index of the capture that the claim is about.
    pub capture: usize,
    /// Index of the capture that it is compared with.
    pub against: usize,
    /// The claim in words.
    pub claim: String,
    /// The result.
    pub shown: Shown,
    /// Definition id of the figure that decides; absent where nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// Channel or pair of the row with the least evidence.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The quantity that decides, where it follows from several captures and is no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<ClaimQuantity>,
    /// What was measured, or what is missing. Captures are called by their letters, the first one A.
    pub sentence: String,
    /// A published threshold of audibility, if there is one for the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audibility: Option<Audibility>,
}

/// A quantity that a claim rests on, computed from several captures of each party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimQuantity {
    /// In words, with the channel.
    pub name: String,
    /// Unit of both values.
    pub unit: String,
    /// Of the capture that the claim is about.
    pub claimed: Measurement,
    /// Of the one that it is compared with.
    pub against: Measurement,
    /// Claimed less other; its mark is the claimed one's.
    pub difference: RowDifference,
    /// Unit of the difference.
    pub difference_unit: String,
}

/// Result for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The difference holds on every channel, with all others of the comparison taken together.
    Yes,
    /// No channel shows it.
    No,
    /// Not measured, or only some channels show it.
    Open,
}
