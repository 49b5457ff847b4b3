//! The reviewer's sheet: the figures that reviews of headphone amplifiers print, from a recording of the bench track.
//!
//! Levels in volts and milliwatts are those of [`crate::Calibration`]; their intervals cover the measurement, not the errors
//! of the voltmeter and of the load.

use groundtruth_measure::Report;
use serde::{Serialize, Serializer};

use self::channel::Channel;
pub use self::circuit::Circuit;
pub use self::definition::{SheetDefinition, SheetSection};
pub use self::impedance::OtherLoad;
use self::json::{StoredNote, StoredSheet};
pub use self::row::SheetRow;
use crate::table::number::significant;

mod channel;
mod circuit;
mod definition;
mod impedance;
mod json;
mod noise;
mod notes;
mod outcome;
mod pairs;
mod power;
mod residual;
mod response;
mod row;
mod series;

/// The sheet of one recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What was known of the circuit.
    pub circuit: Circuit,
    /// Every row, measured or not.
    pub rows: Vec<SheetRow>,
    /// Conditions of the figures of a section, in sentences.
    pub notes: Vec<(SheetSection, String)>,
}

impl Sheet {
    /// Of a report; `None` if the recording holds no bench track.
    pub fn of(report: &Report, circuit: &Circuit, other: Option<OtherLoad<'_>>) -> Option<Sheet> {
        let run = report.run.as_ref()?;
        let channels = report.channels.iter().enumerate();
        let channels: Vec<Channel> = channels
            .map(|(index, channel)| Channel::new(report, run, channel, circuit.of_channel(index)))
            .collect();
        let mut rows = power::rows(&channels);
        rows.extend(series::rows(&channels));
        rows.extend(noise::rows(&channels));
        rows.extend(response::rows(&channels));
        rows.extend(pairs::intermodulation(&channels));
        rows.extend(pairs::crosstalk_and_balance(report));
        rows.extend(impedance::rows(&channels, other));
        let notes = notes::of(&channels, &rows, other);
        Some(Sheet { circuit: circuit.clone(), rows, notes })
    }

    /// The row of an id.
    pub fn row(&self, id: &str) -> Option<&SheetRow> {
        self.rows.iter().find(|row| row.definition.id == id)
    }

    /// What the levels are read with: `2.83 V at 0 dBFS into 32 Ω`.
    pub fn context(&self) -> String {
        let Circuit { reference_volts, load_ohms } = &self.circuit;
        let volts: Vec<String> = reference_volts.iter().map(|volts| significant(*volts, 4)).collect();
        let volts = match volts.as_slice() {
            [] => "no voltage of 0 dBFS given".to_owned(),
            [all, rest @ ..] if rest.iter().all(|other| other == all) => format!("{all} V at 0 dBFS"),
            each => format!("{} V at 0 dBFS", each.join(" and ")),
        };
        match load_ohms {
            Some(ohms) => format!("{volts}, into {ohms} Ω"),
            None => format!("{volts}, no load given"),
        }
    }
}

/// See `sheet/json.rs` for the keys.
impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StoredSheet {
            reference_volts: &self.circuit.reference_volts,
            load_ohms: self.circuit.load_ohms,
            rows: &self.rows,
            notes: self.notes.iter().map(StoredNote::of).collect(),
        }
        .serialize(serializer)
    }
}
