//! Display preferences; saved with the session, without influence on figures.

use serde::{Deserialize, Serialize};

/// Display preferences. Unknown keys of later versions are ignored, missing ones take their default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Dark or light.
    pub theme: Theme,
    /// The view shown.
    pub tab: Tab,
    /// Frequency axis of the spectrum and density plots.
    pub frequency_scale: FrequencyScale,
    /// Lower end of the spectrum's level axis, dBFS.
    pub level_low_dbfs: f32,
    /// Upper end of the spectrum's level axis, dBFS; above the lower one.
    pub level_high_dbfs: f32,
    /// Whether the largest level so far is drawn above the spectrum.
    pub show_max_hold: bool,
    /// Whether the Noise view shows the spectrogram.
    pub show_spectrogram: bool,
    /// Logical width of the editor window.
    pub window_width: f32,
    /// Logical height of the editor window.
    pub window_height: f32,
}

impl Preferences {
    /// Smallest logical window that shows everything uncut.
    pub const SMALLEST_WINDOW: [f32; 2] = [760.0, 480.0];
}

impl Default for Preferences {
    fn default() -> Self {
        Preferences {
            theme: Theme::Dark,
            tab: Tab::Spectrum,
            frequency_scale: FrequencyScale::Log,
            level_low_dbfs: -160.0,
            level_high_dbfs: 0.0,
            show_max_hold: false,
            show_spectrogram: true,
            window_width: 1100.0,
            window_height: 720.0,
        }
    }
}

/// Colour theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

/// The views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Level over frequency, harmonics.
    #[default]
    Spectrum,
    /// Both directions, and the last minute.
    Crosstalk,
    /// Density, hum lines, spectrogram.
    Noise,
}

/// Spacing of the frequency axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrequencyScale {
    /// Equal ratios have equal widths.
    #[default]
    Log,
    /// Equal differences have equal widths.
    Linear,
}
