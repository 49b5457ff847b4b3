//! Display preferences; saved with the session, without influence on figures.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ulid::Ulid;

mod bench;
mod levels;

pub use bench::{BenchPage, BenchPlot, BenchPreferences, CouplingCurve, LevelCurve, ResponseCurve};
pub use levels::{BelowSpectrum, FrequencyEnds, LevelChoice, LevelEnds, LevelUnit};

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
    /// Ends of the frequency axis of the spectrum and density plots.
    pub frequency_ends: FrequencyEnds,
    /// Unit of levels on axes, cursors and readouts; dBFS stands in for one that is not available.
    pub level_unit: LevelUnit,
    /// Level of 0 dBr and 100 %, dBFS; the channel's fundamental if `None`.
    pub level_zero_dbfs: Option<f32>,
    /// Lower end of the spectrum's level axis, dBFS; automatic at the default.
    pub level_low_dbfs: f32,
    /// Upper end of the spectrum's level axis, dBFS; above the lower one.
    pub level_high_dbfs: f32,
    /// Ends of the level axis in the units other than dBFS, in decibels of the unit: volts over 1 V, per cent over 100 %,
    /// watts over 1 W.
    pub level_ends: BTreeMap<LevelUnit, LevelEnds>,
    /// What stands below the spectrum.
    pub below_spectrum: BelowSpectrum,
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
    /// Whether a test signal plays on when the editor closes.
    pub keep_playing_when_closed: bool,
    /// What the Bench view shows.
    pub bench: BenchPreferences,
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
    /// Ends of the level axis in dBFS that the user has not typed.
    const LEVEL_ENDS_DBFS: [f32; 2] = [-160.0, 0.0];

    /// The unit and reference of levels.
    pub fn level_choice(&self) -> LevelChoice {
        LevelChoice { unit: self.level_unit, zero_dbfs: self.level_zero_dbfs }
    }

    /// The ends that the user typed for the level axis in a unit.
    pub fn ends_in(&self, unit: LevelUnit) -> LevelEnds {
        if unit != LevelUnit::Dbfs {
            return self.level_ends.get(&unit).copied().unwrap_or_default();
        }
        let [low, high] = Preferences::LEVEL_ENDS_DBFS;
        LevelEnds {
            low_db: Some(self.level_low_dbfs).filter(|end| *end != low),
            high_db: Some(self.level_high_dbfs).filter(|end| *end != high),
        }
    }

    /// Sets these ends.
    pub fn set_ends_in(&mut self, unit: LevelUnit, ends: LevelEnds) {
        if unit != LevelUnit::Dbfs {
            self.level_ends.insert(unit, ends);
            return;
        }
        let [low, high] = Preferences::LEVEL_ENDS_DBFS;
        self.level_low_dbfs = ends.low_db.unwrap_or(low);
        self.level_high_dbfs = ends.high_db.unwrap_or(high);
    }

    /// Whether every value can be drawn, which is not guaranteed for a saved state.
    pub fn is_valid(&self) -> bool {
        let sides = [self.window_width, self.window_height];
        let ends = LevelEnds { low_db: Some(self.level_low_dbfs), high_db: Some(self.level_high_dbfs) };
        let zero = self.level_zero_dbfs.is_none_or(|dbfs| dbfs.abs() <= LevelEnds::FARTHEST_DB);
        let levels = ends.is_valid() && self.level_ends.values().all(|ends| ends.is_valid()) && zero;
        let [slowest, fastest] = Preferences::FALLS;
        let music = (0.0..=Preferences::STEEPEST_SLOPE).contains(&self.slope_db_per_octave)
            && (slowest..=fastest).contains(&self.fall_db_per_s)
            && Preferences::SMOOTHINGS.contains(&self.smoothing_per_octave);
        levels
            && music
            && self.frequency_ends.is_valid()
            && sides.iter().all(|side| (1.0..=65_535.0).contains(side))
    }

    /// These preferences with another's choices of display. The open view, the captures that are shown and the window's
    /// size stay: they are where the user is, not settings.
    pub fn with_display_of(self, other: &Preferences) -> Preferences {
        let Preferences { tab, overlays, overlay_track, bench, compare, window_width, window_height, .. } =
            self;
        let other = other.clone();
        Preferences { tab, overlays, overlay_track, bench, compare, window_width, window_height, ..other }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Preferences {
            theme: Theme::Dark,
            tab: Tab::Spectrum,
            frequency_scale: FrequencyScale::Log,
            frequency_ends: FrequencyEnds::default(),
            level_unit: LevelUnit::Dbfs,
            level_zero_dbfs: None,
            level_low_dbfs: Preferences::LEVEL_ENDS_DBFS[0],
            level_high_dbfs: Preferences::LEVEL_ENDS_DBFS[1],
            level_ends: BTreeMap::new(),
            below_spectrum: BelowSpectrum::Bars,
            show_max_hold: false,
            slope_db_per_octave: 0.0,
            smoothing_per_octave: 0,
            fall_db_per_s: 20.0,
            sides: Sides::default(),
            overlays: Vec::new(),
            overlay_track: None,
            show_spectrogram: true,
            keep_playing_when_closed: false,
            bench: BenchPreferences::default(),
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
    /// Gain over frequency, relative to that at 1 kHz.
    Response,
    /// THD over frequency.
    ThdOverFrequency,
    /// THD+N over level.
    ThdnOverLevel,
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
    /// The bench track's sections and curves.
    Bench,
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
