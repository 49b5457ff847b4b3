//! What the user may choose about an instance; persisted, no host parameter.

use groundtruth_measure::{Averaging, Settings};
use serde::{Deserialize, Serialize};

/// Settings of one instance that bear on its work. How things are shown stands in
/// [`Preferences`](crate::editor::preferences::Preferences).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstrumentSettings {
    /// Choices that bear on figures.
    pub measure: Settings,
    /// Whether analysis goes on while the editor is closed.
    pub analyse_while_closed: bool,
}

impl InstrumentSettings {
    /// Whether every choice lies in its range; what a saved state says need not.
    pub fn is_valid(&self) -> bool {
        let Settings { transform_frames, averaging, band, .. } = self.measure;
        let joined = match averaging {
            Averaging::Exponential { records } | Averaging::Records { records } => records >= 2,
            Averaging::Off | Averaging::Infinite | Averaging::Coherent => true,
        };
        let length = transform_frames.is_power_of_two()
            && (Settings::SHORTEST_FRAMES..=Settings::LONGEST_FRAMES).contains(&transform_frames);
        length && joined && band.low_hz >= 0.0 && band.low_hz < band.high_hz
    }
}
