//! Names of settings.

use groundtruth_measure::{Averaging, WindowKind};

use crate::editor::preferences::FrequencyScale;

/// Windows with their usual names.
pub const WINDOWS: [(WindowKind, &str); 6] = [
    (WindowKind::BlackmanHarris7, "Blackman-Harris 7"),
    (WindowKind::BlackmanHarris4, "Blackman-Harris 4"),
    (WindowKind::Hann, "Hann"),
    (WindowKind::FlatTop144, "flat-top 144 dB"),
    (WindowKind::FlatTop248, "flat-top 248 dB"),
    (WindowKind::Rectangular, "rectangular"),
];

/// Name of a window.
pub fn window(kind: WindowKind) -> &'static str {
    WINDOWS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

/// Name of a kind of averaging.
pub fn averaging(averaging: Averaging) -> &'static str {
    match averaging {
        Averaging::Off => "off",
        Averaging::Exponential { .. } => "exponential",
        Averaging::Records { .. } => "blocks",
        Averaging::Infinite => "all since restart",
        Averaging::Coherent => "coherent",
    }
}

/// Name of a spacing of the frequency axis.
pub fn scale(scale: FrequencyScale) -> &'static str {
    match scale {
        FrequencyScale::Log => "logarithmic",
        FrequencyScale::Linear => "linear",
    }
}

/// Name of a smoothing: `1/12`.
pub fn smoothing(per_octave: u8) -> String {
    if per_octave == 0 { "off".to_owned() } else { format!("1/{per_octave}") }
}
