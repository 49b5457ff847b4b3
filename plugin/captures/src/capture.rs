//! A capture: one measurement that is kept, with what the user and the host say about it.

use groundtruth_measure::Report;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::measured::Measured;
use crate::spectrum_trace::SpectrumTrace;

/// A kept measurement. Its JSON is `groundtruth.capture/1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    /// [`Capture::SCHEMA`].
    pub schema: String,
    /// Identifies the capture wherever it is copied; its first part is the time of the capture.
    pub id: Ulid,
    /// Entered by the user.
    pub details: Details,
    /// Where it was made.
    #[serde(default)]
    pub origin: Origin,
    /// The figures.
    pub measured: Measured,
    /// The spectrum for plots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spectrum: Option<SpectrumTrace>,
}

/// What the user says about a capture. Every field may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Name shown in lists and tables.
    pub name: String,
    /// The device. Captures of one device in one condition are takes of each other.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub device: String,
    /// How the output is wired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topology: Option<Topology>,
    /// Load resistance in Ω.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_ohms: Option<f64>,
    /// Level that the source was set to, dBFS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drive_level_dbfs: Option<f64>,
    /// Price with its currency.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub price: String,
    /// Anything else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Colour in plots, as red, green and blue; chosen by the reader if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<[u8; 3]>,
}

/// How the two sides of an output are wired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topology {
    /// Both sides return through one conductor.
    SingleEnded,
    /// Each side is driven at both ends.
    Balanced,
    /// Single-ended with a return for each side.
    OwnReturns,
    /// None of these.
    #[serde(other)]
    Other,
}

impl Topology {
    /// Name in lists and tables.
    pub fn words(self) -> &'static str {
        match self {
            Topology::SingleEnded => "single-ended",
            Topology::Balanced => "balanced",
            Topology::OwnReturns => "single-ended, own returns",
            Topology::Other => "other topology",
        }
    }
}

/// Where a capture was made: what the host says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Name of the track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// Colour of the track, as red, green and blue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track_colour: Option<[u8; 3]>,
    /// Play position at the capture, in frames.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position_frames: Option<i64>,
}

impl Details {
    /// The keys in JSON.
    pub(crate) const KEYS: [&str; 8] =
        ["name", "device", "topology", "load_ohms", "drive_level_dbfs", "price", "notes", "colour"];
}

impl Capture {
    /// Name and version of the JSON form.
    pub const SCHEMA: &'static str = "groundtruth.capture/1";

    /// A capture with a new id. The name is the given one; load and channels' voltages come with the measurement.
    pub fn new(name: &str, measured: Measured) -> Capture {
        let load_ohms = measured.report.settings.and_then(|settings| settings.load_ohms);
        Capture {
            schema: Capture::SCHEMA.to_owned(),
            id: Ulid::generate(),
            details: Details { name: name.to_owned(), load_ohms, ..Details::default() },
            origin: Origin::default(),
            measured,
            spectrum: None,
        }
    }

    /// The report.
    pub fn report(&self) -> &Report {
        &self.measured.report
    }

    /// Voltage (rms) of a full-scale sine on a channel, if it was set.
    pub fn reference_volts(&self, channel: &str) -> Option<f64> {
        let place = self.report().channels.iter().position(|report| report.name == channel)?;
        self.measured.calibration.as_ref()?.reference_volts.get(place).copied()
    }
}
