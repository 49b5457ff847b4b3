//! Variance of an average of overlapping records.

use std::f64::consts::TAU;

use crate::spectra::noise_window;
use crate::spectra::record::SEEN_WINDOW;
use crate::spectra::window::correlation;
use crate::terms::settings::{Averaging, WindowKind};

/// Number of earlier records whose overlap matters: at 75 % the fourth no longer does.
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

/// Remaining share of the variance in an average: 1 for one record, about 1.9/M for the powers of M.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shares {
    fit_amplitude: Share,
    fit_power: Share,
    frequency: Share,
    bend: Share,
    noise_power: Share,
    noise_sum: Share,
    seen_power: Share,
}

impl Shares {
    /// Adds a record with a line search.
    pub(crate) fn join_seen(&mut self, weight: f64, correlations: &Correlations) {
        self.seen_power.join(weight, squared(correlations.seen));
    }

    /// Adds a record.
    pub(crate) fn join(&mut self, weight: f64, correlations: &Correlations) {
        self.fit_amplitude.join(weight, correlations.fit);
        self.fit_power.join(weight, squared(correlations.fit));
        self.frequency.join(weight, correlations.frequency);
        self.bend.join(weight, correlations.bend);
        self.noise_power.join(weight, squared(correlations.noise));
        self.noise_sum.join(weight, correlations.noise_sum);
    }

    /// For a mean of complex line amplitudes.
    pub(crate) fn fit_amplitude(&self) -> f64 {
        self.fit_amplitude.variance
    }

    /// For a mean of noise powers under lines.
    pub(crate) fn fit_power(&self) -> f64 {
        self.fit_power.variance
    }

    /// For a mean of fitted frequencies.
    pub(crate) fn frequency(&self) -> f64 {
        self.frequency.variance
    }

    /// For a mean of the bends of a line's phase.
    pub(crate) fn bend(&self) -> f64 {
        self.bend.variance
    }

    /// For a mean of noise powers per bin.
    pub(crate) fn noise_power(&self) -> f64 {
        self.noise_power.variance
    }

    /// For a mean of noise powers summed over many bins.
    pub(crate) fn noise_sum(&self) -> f64 {
        self.noise_sum.variance
    }

    /// For a mean of powers per bin of the line-search spectrum.
    pub(crate) fn seen_power(&self) -> f64 {
        self.seen_power.variance
    }
}

fn squared(correlations: [f64; REACH]) -> [f64; REACH] {
    correlations.map(|r| r * r)
}

/// Correlation of the noise in a record with that in the one, two and three records before it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Correlations {
    hop_frames: u64,
    fit: [f64; REACH],
    frequency: [f64; REACH],
    bend: [f64; REACH],
    noise: [f64; REACH],
    /// For sums over many bins, `Σw²w²/Σw⁴`.
    noise_sum: [f64; REACH],
    /// For the line-search window.
    seen: [f64; REACH],
}

impl Correlations {
    /// For records of `frames` frames that follow each other at `hop_frames`.
    pub(crate) fn new(frames: usize, hop_frames: u64) -> Correlations {
        let lag = |j: usize| (j + 1) as f64 * hop_frames as f64 / frames as f64;
        let hann = |x| WindowKind::Hann.at(x);
        Correlations {
            hop_frames,
            fit: std::array::from_fn(|j| correlation(hann, lag(j))),
            // Noise shifts a fitted frequency by `w[n]·(n − N/2)`.
            frequency: std::array::from_fn(|j| correlation(|x| hann(x) * (x - 0.5), lag(j))),
            // It changes a bend by `w[n]·(cos(2π(n/N − ½)) − ½)`, the two bins beside the line against its own.
            bend: std::array::from_fn(|j| correlation(|x| hann(x) * ((TAU * (x - 0.5)).cos() - 0.5), lag(j))),
            noise: std::array::from_fn(|j| correlation(noise_window::at, lag(j))),
            noise_sum: std::array::from_fn(|j| correlation(|x| noise_window::at(x).powi(2), lag(j))),
            seen: std::array::from_fn(|j| correlation(|x| SEEN_WINDOW.at(x), lag(j))),
        }
    }

    /// The hop they were computed for.
    pub(crate) fn hop_frames(&self) -> u64 {
        self.hop_frames
    }
}
