//! Figures for random level, frequency, phase, length, rate, harmonics and noise, with each error relative to the bound
//! for its own record.

mod amplifiers;
mod others;

use std::f64::consts::LN_10;

use groundtruth_tests::evidence::{Normalised, count};
use groundtruth_tests::stimulus::{Random, amplitude, noise_rms};
use groundtruth_tests::tolerance::CramerRao;

/// One figure of one record: its error, and the bound.
type Reading = (&'static str, f64, f64);

/// Number of draws in an ordinary or a long run.
fn draws() -> u64 {
    count(40, 500)
}

/// Checks one figure of all records.
#[track_caller]
fn check(records: &[Vec<Reading>], figure: &str, most: Option<f64>, origin: &str) {
    let named = records.iter().flatten().filter(|(name, ..)| *name == figure);
    Normalised::of(named.map(|&(_, error, bound)| (error, bound))).check(figure, most, origin);
}

/// Common random parameters of a record.
struct Scene {
    random: Random,
    rate_hz: f64,
    frames: usize,
    noise_dbfs: f64,
}

impl Scene {
    /// 0.8 to 3.5 s at one of these rates, noise of −125 to −70 dBFS.
    fn new(seed: u64, rates_hz: &[f64]) -> Scene {
        let mut random = Random::new(seed);
        let rate_hz = rates_hz[(random.unit() * rates_hz.len() as f64) as usize];
        let frames = (rate_hz * (0.8 + 2.7 * random.unit())) as usize;
        let noise_dbfs = -125.0 + 55.0 * random.unit();
        Scene { random, rate_hz, frames, noise_dbfs }
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random.unit()
    }

    fn duration_s(&self) -> f64 {
        self.frames as f64 / self.rate_hz
    }

    /// `4σ²/N`: the noise power under a line, of a full-scale sine.
    fn under_line(&self) -> f64 {
        4.0 * noise_rms(self.noise_dbfs).powi(2) / self.frames as f64
    }

    /// A level in a range of dB over the noise under a line.
    fn over_noise(&mut self, low_db: f64, high_db: f64) -> f64 {
        10.0 * self.under_line().log10() + self.between(low_db, high_db)
    }

    fn line(&self, level_dbfs: f64) -> CramerRao {
        CramerRao {
            amplitude: amplitude(level_dbfs),
            noise_rms: noise_rms(self.noise_dbfs),
            frames: self.frames,
            sample_rate_hz: self.rate_hz,
        }
    }
}

fn power(level_db: f64) -> f64 {
    10f64.powf(level_db / 10.0)
}

/// Error of a level in dB, as of powers: the logarithm of a scattered power is low by half its variance.
fn excess_db(seen_db: f64, planted_db: f64) -> f64 {
    10.0 / LN_10 * (power(seen_db - planted_db) - 1.0)
}

/// A spread of powers as one in dB.
fn spread_db(variance: f64, mean: f64) -> f64 {
    10.0 / LN_10 * variance.sqrt() / mean
}
