//! What an analyzer's records come from.

use super::runs::Runs;
use crate::average::Average;
use crate::spectra::level_drift::LevelDrift;

/// What the records come from.
pub(super) enum Mode {
    /// A stream: the current average is shown, with its spectrum.
    Live,
    /// A recording: its longest averages are kept, and read when all records are in.
    Recording {
        /// Earlier averages.
        runs: Box<Runs>,
        /// Per channel.
        level_drifts: Vec<LevelDrift>,
    },
}

impl Mode {
    fn is_recording(&self) -> bool {
        matches!(self, Mode::Recording { .. })
    }

    /// Whether lines are averaged by amplitude in every averaging mode.
    pub(super) fn averages_amplitudes(&self) -> bool {
        self.is_recording()
    }

    /// Whether each frame counts once in the sample statistics, however records overlap.
    pub(super) fn counts_frames_once(&self) -> bool {
        self.is_recording()
    }

    /// Whether records that continue the previous ones are fitted without a search for lines.
    pub(super) fn skips_searches(&self) -> bool {
        self.is_recording()
    }

    /// Whether tones are tracked from record to record and the bins around lines kept, to separate lines at the end.
    pub(super) fn separates_lines_at_the_end(&self) -> bool {
        self.is_recording()
    }

    /// Whether there is a spectrum to show.
    pub(super) fn shows_spectrum(&self) -> bool {
        !self.is_recording()
    }

    /// A channel's level drift, if known.
    pub(super) fn level_drift(&self, channel: usize) -> Option<&LevelDrift> {
        match self {
            Mode::Live => None,
            Mode::Recording { level_drifts, .. } => level_drifts.get(channel),
        }
    }

    /// The average that represents a recording of `frames` frames; `last` is the newest.
    pub(super) fn best(self, last: Average, frames: u64) -> Option<Average> {
        match self {
            Mode::Live => Some(last),
            Mode::Recording { runs, .. } => runs.best(last, frames),
        }
    }
}
