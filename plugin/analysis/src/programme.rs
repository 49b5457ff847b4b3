//! Figures of music and speech. They need neither a test tone nor a whole record.

use std::sync::Arc;

use groundtruth_measure::Spectrum;

/// What music has, since the last restart. Independent of the measurement's settings.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// Loudness; `None` before the first 400 ms, or at a sample rate for which it is not defined.
    pub loudness: Option<Loudness>,
    /// Ratio of peak to rms since the restart, linear, per channel; `None` for a silent channel.
    pub crest: Vec<Option<f64>>,
    /// Correlation coefficient of left and right over the last second, −1 to 1; `None` for one channel, or if either is
    /// silent.
    pub correlation: Option<f64>,
    /// Spectra of the channels. Like `mid_side` and `newest` renewed only while somebody looks.
    pub channels: MonitorSpectra,
    /// Spectra of the mid, (L + R) / 2, and of the side, (L − R) / 2; empty for one channel.
    pub mid_side: MonitorSpectra,
    /// The last [`Programme::SHORT_S`] of both channels, left and right, every second frame; empty for one channel.
    pub newest: Arc<[[f32; 2]]>,
}

impl Programme {
    /// Least duration of the transform that answers at once, in seconds; its length is the next power of two in frames.
    pub const SHORT_S: f64 = 0.04;
    /// The same of the transform for the mean: it parts the notes of the bass, and needs not answer at once.
    pub const LONG_S: f64 = 0.3;
}

/// Spectra of two signals, or of one, in linear power; a full-scale sine reads 1.
#[derive(Clone, Debug, Default)]
pub struct MonitorSpectra {
    /// Of the last [`Programme::SHORT_S`]; `None` before.
    pub now: Option<Arc<Spectrum>>,
    /// Mean of the transforms of [`Programme::LONG_S`], exponential with a time constant of one second; `None` before
    /// the first of them.
    pub mean: Option<Arc<Spectrum>>,
    /// Largest power of `now` per bin since the last clear, same bins.
    pub max_hold: Vec<Arc<[f32]>>,
}

/// Loudness to ITU-R BS.1770-4, EBU R 128, Tech 3341 and 3342. Of a mono stream that of one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Loudness {
    /// Of the last 400 ms, LUFS; −∞ for silence.
    pub momentary_lufs: f64,
    /// Of the last 3 s, LUFS; `None` before.
    pub short_term_lufs: Option<f64>,
    /// Of everything since the restart, gated, LUFS; −∞ if nothing was louder than −70 LUFS. Renewed every second.
    pub integrated_lufs: f64,
    /// Loudness range in LU; `None` before 3 s. Renewed every second.
    pub range_lu: Option<f64>,
    /// Largest interpolated sample since the restart, linear, per channel.
    pub true_peak: Vec<f64>,
}
