//! What the user has the plugin's output play.

use groundtruth_analysis::NotPlayed;
use groundtruth_captures::stimulus::{self, Stimulus};
use groundtruth_measure::BenchForm;
use groundtruth_measure::generator::{Level, Recipe};

/// What can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaySignal {
    /// The bench track.
    Bench(BenchForm),
    /// A single test signal.
    Stimulus(Stimulus),
}

/// What the user asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlayOrder {
    /// The signal.
    pub signal: PlaySignal,
    /// Level of its highest peaks in dBFS, within [`PlayOrder::LEVELS_DBFS`].
    pub level_dbfs: f64,
}

/// Why nothing is played.
#[derive(Debug)]
pub enum PlayRefused {
    /// The level is above the one confirmed, if any is: [`Instance::confirm_level_dbfs`](crate::Instance::confirm_level_dbfs) first.
    Unconfirmed {
        /// The confirmed level in dBFS.
        confirmed_dbfs: Option<f64>,
    },
    /// The level is outside [`PlayOrder::LEVELS_DBFS`].
    Level,
    /// The host has not activated the plugin, or at a sample rate that is not analysed.
    NoStream,
    /// The player refuses.
    NotPlayed(NotPlayed),
}

impl PlayOrder {
    /// Lowest and highest level, in dBFS.
    pub const LEVELS_DBFS: [f64; 2] = [-80.0, 0.0];

    /// The signal at a sample rate, with its usual length.
    pub(crate) fn recipe(self, sample_rate_hz: f64) -> Recipe {
        let sample_rate = sample_rate_hz.round() as u32;
        let recipe = match self.signal {
            PlaySignal::Bench(form) => stimulus::bench(form, self.level_dbfs, sample_rate),
            PlaySignal::Stimulus(stimulus) => stimulus.recipe(sample_rate),
        };
        Recipe { level: Level::PeakDbfs(self.level_dbfs), sample_rate_hz, ..recipe }
    }
}
