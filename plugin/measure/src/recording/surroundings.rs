//! What is known of a recording besides its samples.

use super::stretch::Breaks;
use crate::figures::discontinuity::Glitches;

/// How far a recording reaches, and where it is broken.
pub(super) struct Surroundings<'a> {
    /// The first frame after it.
    pub(super) end_frame: u64,
    /// Number of frames.
    pub(super) frames: u64,
    /// Places across which no figure may be measured.
    pub(super) breaks: &'a Breaks,
    /// Discontinuities, channel by channel.
    pub(super) glitches: Vec<Glitches>,
}
