//! One record as it joins an average.

use crate::lines::model::Fundamentals;
use crate::spectra::record::ChannelRecord;

/// One channel's part of a record, ready to join.
pub(crate) struct Part<'a> {
    pub(crate) record: &'a ChannelRecord,
    pub(crate) at: &'a Fundamentals,
    /// How each tone's phase bends.
    pub(crate) bends_rad: &'a [f64],
    /// Frames of the record.
    pub(crate) frames: f64,
}
