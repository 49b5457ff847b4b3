//! One record as it joins an average.

use crate::lines::tone_fit::Model;
use crate::spectra::record::ChannelRecord;

/// One channel's part of a record, ready to join.
pub(crate) struct Part<'a> {
    pub(crate) record: &'a ChannelRecord,
    /// Its lines.
    pub(crate) model: &'a Model,
    /// Frames of the record.
    pub(crate) frames: f64,
}
