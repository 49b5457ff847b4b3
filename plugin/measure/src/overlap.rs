//! How much an average of overlapping records is worth.

use crate::record::ANALYSIS_WINDOW;
use crate::{Averaging, WindowKind};

/// Records that overlap one another noticeably: at 75 % the fourth no longer does.
const REACH: usize = 3;

/// The weight of the `count`-th record (from 1) in its average.
pub(crate) fn weight(averaging: Averaging, count: u32) -> f64 {
    let even = 1.0 / f64::from(count.max(1));
    match averaging {
        Averaging::Off => 1.0,
        Averaging::Exponential { records } => even.max(1.0 / f64::from(records.max(1))),
        Averaging::Records { .. } | Averaging::Infinite | Averaging::Coherent => even,
    }
}

/// Variance of an average relative to that of one record, for noise with a given correlation between records.
///
/// `A' = (1−w)·A + w·z` gives `var' = (1−w)²·var + w² + 2w(1−w)·Σ w_j·ρ_j` with the last records' weights `w_j`.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    variance: f64,
    recent: [f64; REACH],
}

impl Share {
    fn join(&mut self, weight: f64, correlations: [f64; REACH]) {
        let keep = 1.0 - weight;
        let common: f64 = self.recent.iter().zip(correlations).map(|(w, rho)| w * rho).sum();
        self.variance = keep * keep * self.variance + weight * weight + 2.0 * weight * keep * common;
        let [a, b, _] = self.recent;
        self.recent = [weight, a * keep, b * keep];
    }
}

/// Shares of variance left in an average: 1 for one record, about 1.9/M for the powers of M.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shares {
    fit_amplitude: Share,
    fit_power: Share,
    frequency: Share,
    noise_amplitude: Share,
    noise_power: Share,
}

impl Shares {
    /// Joins a record.
    pub(crate) fn join(&mut self, weight: f64, correlations: &Correlations) {
        let squared = |rho: [f64; REACH]| rho.map(|r| r * r);
        self.fit_amplitude.join(weight, correlations.fit);
        self.fit_power.join(weight, squared(correlations.fit));
        self.frequency.join(weight, correlations.frequency);
        // Records are shifted by less than a period of the tone, not by their hop: away from its harmonics the noise
        // that two of them share meets itself at any phase, and adds up as if it were not shared.
        self.noise_amplitude.join(weight, [0.0; REACH]);
        self.noise_power.join(weight, squared(correlations.noise));
    }

    /// Of a mean of complex line amplitudes.
    pub(crate) fn fit_amplitude(&self) -> f64 {
        self.fit_amplitude.variance
    }

    /// Of a mean of noise powers under lines.
    pub(crate) fn fit_power(&self) -> f64 {
        self.fit_power.variance
    }

    /// Of a mean of fitted frequencies.
    pub(crate) fn frequency(&self) -> f64 {
        self.frequency.variance
    }

    /// Of a mean of complex noise bins, aligned by a tone.
    pub(crate) fn noise_amplitude(&self) -> f64 {
        self.noise_amplitude.variance
    }

    /// Of a mean of noise powers per bin.
    pub(crate) fn noise_power(&self) -> f64 {
        self.noise_power.variance
    }
}

/// Correlation of the noise in a record with that in the one, two and three records before it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Correlations {
    hop_frames: u64,
    fit: [f64; REACH],
    frequency: [f64; REACH],
    noise: [f64; REACH],
}

impl Correlations {
    /// For records of `frames` frames that follow each other at `hop_frames`.
    pub(crate) fn new(frames: usize, hop_frames: u64) -> Correlations {
        let lag = |j: usize| (j + 1) as f64 * hop_frames as f64 / frames as f64;
        Correlations {
            hop_frames,
            fit: std::array::from_fn(|j| WindowKind::Hann.overlap_correlation(lag(j))),
            frequency: std::array::from_fn(|j| WindowKind::Hann.frequency_correlation(lag(j))),
            noise: std::array::from_fn(|j| ANALYSIS_WINDOW.overlap_correlation(lag(j))),
        }
    }

    /// The hop they are for.
    pub(crate) fn hop_frames(&self) -> u64 {
        self.hop_frames
    }
}
