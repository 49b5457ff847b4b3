//! The promised accuracy of each figure: ten seconds at 48 kHz, a tone of −6 dBFS and noise of −120 dBFS unless stated
//! otherwise. Each row is a test; `cargo xtask accuracy` runs them on 500 records each and prints one table.

use groundtruth_measure::Report;
use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::stimulus::{Random, Signal, Tone, amplitude, noise_rms};
use groundtruth_tests::tolerance::CramerRao;

use crate::{RATE_HZ, TEN_SECONDS};

mod impedance;
mod intermodulation;
mod noise;
mod pairs;
mod random;
mod tones;

const NOISE_DBFS: f64 = -120.0;

/// Reports of 8 records, or of 500.
fn reports(record: impl Fn(u64) -> Report + Sync) -> Vec<Report> {
    repeated(count(8, 500), record)
}

/// Ten seconds of noise.
fn noise(seed: u64) -> Signal {
    Signal::silence(RATE_HZ, TEN_SECONDS).with_noise(NOISE_DBFS, seed)
}

/// The bounds of a line in ten seconds of noise.
fn line(level_dbfs: f64, noise_dbfs: f64) -> CramerRao {
    CramerRao {
        amplitude: amplitude(level_dbfs),
        noise_rms: noise_rms(noise_dbfs),
        frames: TEN_SECONDS,
        sample_rate_hz: RATE_HZ,
    }
}

/// A tone of random frequency and phase near 1 kHz, the same for the same seed.
fn tone(seed: u64, level_dbfs: f64) -> Tone {
    let mut random = Random::new(900 + seed);
    Tone { frequency_hz: 950.0 + 100.0 * random.unit(), level_dbfs, phase_rad: random.phase_rad() }
}

/// Measured minus planted value for every report.
fn errors(reports: &[Report], error: impl Fn(u64, &Report) -> f64) -> Vec<f64> {
    (0u64..).zip(reports).map(|(seed, report)| error(seed, report)).collect()
}
