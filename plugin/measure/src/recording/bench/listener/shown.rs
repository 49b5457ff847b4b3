//! What a listener tells of a run.

use std::sync::Arc;

use crate::figures::report::Report;
use crate::figures::run::{BenchForm, BenchSection};

/// How far one section of the bench track is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionState {
    /// It comes later.
    Ahead,
    /// It is being heard.
    Running,
    /// Its figures are in the report.
    Measured,
    /// It was not heard whole.
    Missing,
}

/// How a run of the bench track ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// Its last marker was heard.
    Complete,
    /// No marker came any more; the section is the first one that was not heard whole.
    Lost(BenchSection),
    /// The stream ended before the track: [`BenchListener::break_off`](crate::BenchListener::break_off).
    BrokenOff,
}

/// A run of the bench track, as far as it has been heard.
#[derive(Clone, Debug)]
pub struct HeardRun {
    /// Form of the track.
    pub form: BenchForm,
    /// Time of the track that has been heard, in seconds.
    pub heard_s: f64,
    /// All sections in the track's order, named by the recording's sides.
    pub sections: Vec<(BenchSection, SectionState)>,
    /// The report of the whole track; until its end with the sections measured so far, the others named as missing.
    /// Frames are those of the stream.
    pub report: Option<Arc<Report>>,
    /// How it ended; `None` while it runs.
    pub end: Option<RunEnd>,
}
