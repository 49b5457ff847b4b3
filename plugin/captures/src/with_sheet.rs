//! A measurement with the reviewer's sheet.

use serde::Serialize;

use crate::measured::Measured;
use crate::sheet::{Circuit, OtherLoad, Sheet};

/// A measurement with its sheet, as the command line prints it in JSON: the key `sheet` stands beside those of the report,
/// and is ignored when a report is read, because it follows from them.
#[derive(Clone, Debug, Serialize)]
pub struct WithSheet {
    /// Report and calibration.
    #[serde(flatten)]
    pub measured: Measured,
    /// Of a recording of the bench track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
}

impl WithSheet {
    /// With the sheet that follows from the measurement, and from one of the same track with another load.
    pub fn of(measured: Measured, other: Option<OtherLoad<'_>>) -> WithSheet {
        let sheet = Sheet::of(&measured.report, &Circuit::of(&measured), other);
        WithSheet { measured, sheet }
    }
}
