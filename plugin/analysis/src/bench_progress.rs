//! A run of the bench track in the stream, as far as it has been heard.

use std::sync::Arc;

pub use groundtruth_measure::SectionState;
use groundtruth_measure::{BenchForm, BenchSection, Report};

/// The newest run of the bench track in the stream. It stays when the run is over, until the next one begins.
#[derive(Clone, Debug)]
pub struct BenchProgress {
    /// Rises with every change of `sections`, `report` or `end`.
    pub version: u64,
    /// Form of the track.
    pub form: BenchForm,
    /// Time of the track that has been heard, in seconds.
    pub heard_s: f64,
    /// Duration of the track in seconds.
    pub length_s: f64,
    /// All sections in the track's order, named by the recording's sides.
    pub sections: Vec<(BenchSection, SectionState)>,
    /// The report of the whole track; until its end with the sections measured so far, the others named as missing. Its
    /// frames are those of the stream.
    pub report: Option<Arc<Report>>,
    /// Generation of the stream that the report's frames are counted in, as in [`crate::Context::generation`].
    pub generation: u32,
    /// How it ended; `None` while it runs.
    pub end: Option<BenchEnd>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BenchEnd {
    /// Its last marker was heard.
    Complete,
    /// The stream broke off, or the track did; the text is a sentence for people.
    Broken(String),
}
