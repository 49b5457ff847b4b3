//! One record to be added to an average.

use crate::lines::tone_fit::Model;
use crate::spectra::record::ChannelRecord;

/// One channel of a record, to be added to an average.
pub(crate) struct Part<'a> {
    pub(crate) record: &'a ChannelRecord,
    /// Its lines.
    pub(crate) model: &'a Model,
    /// Frames of the record.
    pub(crate) frames: f64,
}
