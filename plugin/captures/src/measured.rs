//! Result of measuring a recording.

use groundtruth_measure::Report;
use serde::{Deserialize, Serialize};

use crate::calibration::Calibration;

/// A report with its calibration, if any. In JSON the calibration is among the report's own keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The figures.
    #[serde(flatten)]
    pub report: Report,
    /// The levels in volts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
}
