//! A linear spectrum with its scaling and context.

use std::sync::Arc;

use crate::terms::settings::{Band, WindowKind};

/// Averaged power spectrum of all channels, with its context.
#[derive(Clone, Debug)]
pub struct Spectrum {
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Frames per transform; bin `k` lies at `k · sample_rate_hz / frames`.
    pub frames: usize,
    /// Window used.
    pub window: WindowKind,
    /// Equivalent noise bandwidth of the window in bins: divide band sums of bin powers by it.
    pub enbw_bins: f64,
    /// Records in the average.
    pub records: u32,
    /// Per channel `frames/2 + 1` powers relative to a full-scale sine: 10·lg reads dBFS of a sine at the bin.
    pub channels: Vec<Arc<[f32]>>,
}

impl Spectrum {
    /// Frequency of bin `k` in Hz.
    pub fn bin_hz(&self, k: usize) -> f64 {
        k as f64 * self.sample_rate_hz / self.frames as f64
    }
}

/// One point of a noise density curve (lines removed).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DensityPoint {
    /// Centre frequency in Hz.
    pub frequency_hz: f64,
    /// Density as power per hertz, where a full-scale sine has power 1: 10·lg reads dBFS/√Hz.
    pub power_per_hz: f64,
}

impl Band {
    /// Whether a line at this frequency counts, with a tolerance of 1 Hz at the edges.
    pub fn holds_line(self, frequency_hz: f64) -> bool {
        frequency_hz >= self.low_hz - 1.0 && frequency_hz <= self.high_hz + 1.0
    }
}
