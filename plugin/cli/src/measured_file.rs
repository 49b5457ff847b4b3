//! What a file gave.

use groundtruth_measure::Report;
use serde::Serialize;

use crate::calibration::Calibration;

/// One file's findings.
#[derive(Debug, Serialize)]
pub(crate) struct MeasuredFile {
    #[serde(flatten)]
    pub(crate) report: Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) calibration: Option<Calibration>,
}
