//! The measured parts of a recording.

use crate::figures::discontinuity::Glitches;
use crate::figures::measurement::{Bench, MeasuredSection};
use crate::figures::report::Used;

/// What a recording's report is made of.
pub(super) struct Parts {
    /// The section whose figures are those of the report.
    pub(super) main: MeasuredSection,
    /// Every section, if there are several.
    pub(super) sections: Vec<MeasuredSection>,
    pub(super) bench: Option<Bench>,
    pub(super) used: Option<Used>,
    /// Discontinuities, channel by channel.
    pub(super) glitches: Vec<Glitches>,
}
