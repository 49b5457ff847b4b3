//! Display preferences; saved with the session, without influence on figures.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

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
    /// Tilt of the spectrum of music around 1 kHz, dB per octave; 0 draws the level as it is.
    pub slope_db_per_octave: f32,
    /// Width of the smoothing of the spectrum of music, as a part of an octave; 0 for none.
    pub smoothing_per_octave: u8,
    /// Speed at which the peaks in the spectrum of music fall, dB per second.
    pub fall_db_per_s: f32,
    /// What the two curves of music are.
    pub sides: Sides,
    /// Captures whose spectra are drawn behind the spectrum, at most [`Preferences::MOST_OVERLAYS`]. Those that are not in
    /// the session do no harm.
    pub overlays: Vec<Ulid>,
    /// The instance whose spectrum is drawn so. Its number means nothing in another session.
    #[serde(skip)]
    pub overlay_track: Option<u64>,
    /// Whether the Noise view shows the spectrogram.
    pub show_spectrogram: bool,
    /// What the Compare view shows.
    pub compare: ComparePreferences,
    /// Logical width of the editor window.
    pub window_width: f32,
    /// Logical height of the editor window.
    pub window_height: f32,
}

impl Preferences {
    /// Steepest tilt of the spectrum of music, dB per octave: that of pink noise and half as much again.
    pub const STEEPEST_SLOPE: f32 = 4.5;
    /// Slowest and fastest fall of its peaks, dB per second.
    pub const FALLS: [f32; 2] = [3.0, 100.0];
    /// Parts of an octave that it is smoothed over; 0 for none.
    pub const SMOOTHINGS: [u8; 6] = [0, 48, 24, 12, 6, 3];
    /// Captures drawn behind the spectrum at once.
    pub const MOST_OVERLAYS: usize = 2;
    /// Smallest logical window that shows everything uncut.
    pub const SMALLEST_WINDOW: [f32; 2] = [760.0, 480.0];

    /// These preferences with another's choices of display. The open view, the captures that are shown and the window's
    /// size stay: they are where the user is, not settings.
    pub fn with_display_of(self, other: &Preferences) -> Preferences {
        let Preferences { tab, overlays, overlay_track, compare, window_width, window_height, .. } = self;
        let other = other.clone();
        Preferences { tab, overlays, overlay_track, compare, window_width, window_height, ..other }
    }
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
            slope_db_per_octave: 0.0,
            smoothing_per_octave: 0,
            fall_db_per_s: 20.0,
            sides: Sides::default(),
            overlays: Vec::new(),
            overlay_track: None,
            show_spectrogram: true,
            compare: ComparePreferences::default(),
            window_width: 1100.0,
            window_height: 720.0,
        }
    }
}

/// What the Compare view shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparePreferences {
    /// Captures that are not shown.
    pub hidden: BTreeSet<Ulid>,
    /// Captures in the order of the list and of the columns. Others follow as they were made; ids of captures that are
    /// not in the session do no harm.
    pub order: Vec<Ulid>,
    /// The capture that the others are compared with; the first one shown if `None`.
    pub reference: Option<Ulid>,
    /// The measuring chain by itself: figures within 6 dB of it are limits.
    pub baseline: Option<Ulid>,
    /// The quantity in the plot.
    pub quantity: Quantity,
    /// Whether the plot shows the second channel instead of the first.
    pub right: bool,
    /// Whether it shows differences to the reference.
    pub difference: bool,
    /// Whether its curves are at the reference's level.
    pub level_match: bool,
    /// What stands below the plot.
    pub lower: Lower,
    /// Whether the list shows the captures of the library.
    pub library: bool,
    /// Whether the table shows only figures that differ from the reference's in some capture.
    pub only_differences: bool,
    /// The row that the table's columns are sorted by; as the list if `None`.
    pub sort: Option<Sort>,
}

/// A row of the table that its columns are sorted by. One that no capture has is ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sort {
    /// Definition id of the figure.
    pub figure: String,
    /// Channel (`L`) or pair (`L>R`).
    #[serde(rename = "where")]
    pub place: String,
    /// Whether the worst, or the lowest, comes first.
    #[serde(default)]
    pub is_reversed: bool,
}

/// What the plot of the Compare view shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// The spectrum.
    #[default]
    Spectrum,
    /// Crosstalk over frequency.
    Crosstalk,
    /// Noise density.
    Noise,
    /// One side over the other, over frequency.
    Balance,
    /// Level of each harmonic.
    Harmonics,
}

/// The lower part of the Compare view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lower {
    /// Figures with their differences.
    #[default]
    Figures,
    /// Claims, and whether they are shown.
    Claims,
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
    /// Captures side by side.
    Compare,
}

/// The two signals that music is shown as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// The channels.
    #[default]
    LeftRight,
    /// Half their sum and half their difference.
    MidSide,
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
