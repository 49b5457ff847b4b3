//! Settings of an instance; saved, but not host parameters.

use groundtruth_measure::{Averaging, DeclaredStimulus, Settings};
use serde::{Deserialize, Serialize};

/// Settings of one instance that affect its work. Display preferences are in
/// [`Preferences`](crate::editor::preferences::Preferences).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstrumentSettings {
    /// Settings that affect figures.
    pub measure: Settings,
    /// Whether analysis continues while the editor is closed.
    pub analyse_while_closed: bool,
    /// Volts (rms) of a sine at 0 dBFS, left and right, above 0: levels are then also shown in volts.
    pub reference_volts: Option<[f64; 2]>,
}

impl InstrumentSettings {
    /// Whether every setting is within its range, which is not guaranteed for a saved state.
    pub fn is_valid(&self) -> bool {
        let Settings { transform_frames, averaging, band, .. } = self.measure;
        let joined = match averaging {
            Averaging::Exponential { records } | Averaging::Records { records } => records >= 2,
            Averaging::Off | Averaging::Infinite | Averaging::Coherent => true,
        };
        let length = transform_frames.is_power_of_two()
            && (Settings::SHORTEST_FRAMES..=Settings::LONGEST_FRAMES).contains(&transform_frames);
        length
            && joined
            && band.low_hz >= 0.0
            && band.low_hz < band.high_hz
            && self.has_valid_circuit_and_stimulus()
    }

    /// Whether the declared circuit and stimulus are valid.
    fn has_valid_circuit_and_stimulus(&self) -> bool {
        let Settings { declared, load_ohms, output_impedance_ohms, .. } = self.measure;
        let is_positive = |value: f64| value.is_finite() && value > 0.0;
        let frequencies = match declared {
            Some(DeclaredStimulus::Tone(hz)) => vec![hz],
            Some(DeclaredStimulus::DualTone(pair) | DeclaredStimulus::TwinTone(pair)) => pair.to_vec(),
            _ => Vec::new(),
        };
        let positive = self.reference_volts.into_iter().flatten().chain(load_ohms).chain(frequencies);
        positive.into_iter().all(is_positive)
            && output_impedance_ohms.is_none_or(|ohms| ohms.is_finite() && ohms >= 0.0)
    }
}
