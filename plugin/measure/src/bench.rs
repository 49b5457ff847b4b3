//! The bench track: a sequence of test signals between markers, played through a device and recognised in its recording.
//!
//! [`plan`] is the one table of what sounds when. Markers are short glides: a pair, left then right, begins and ends the
//! track, and one on both sides stands before every section. [`detector`] finds glides in a stream, [`run`] matches them
//! with the table, [`aligned`] those of a recording that lacks the pair; [`timing`] reads their times to a fraction of a frame, and [`clock`] makes the map from the track's
//! time to the recording's frames.

pub(crate) mod aligned;
pub(crate) mod clock;
pub(crate) mod detector;
pub(crate) mod glide;
pub(crate) mod plan;
mod reach;
pub(crate) mod resampler;
pub(crate) mod response;
pub(crate) mod run;
pub(crate) mod timing;
