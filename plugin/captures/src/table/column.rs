//! A column of the table of channels.

use groundtruth_measure::ChannelReport;

use crate::calibration::CalibratedChannel;

/// One channel across all rows.
#[derive(Clone, Copy)]
pub struct ChannelColumn<'a> {
    /// The figures.
    pub channel: &'a ChannelReport,
    /// The levels in volts, if there are any.
    pub calibrated: Option<&'a CalibratedChannel>,
}
