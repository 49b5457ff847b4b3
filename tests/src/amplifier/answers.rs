//! Expected figures of a capture, computed from the model without a signal.

use std::f64::consts::TAU;

use super::{Amplifier, Drive};

/// Points of one period for projecting the curve on its harmonics. A polynomial of degree 5 has no harmonic above the
/// fifth, so the sum equals the integral exactly.
const PROJECTION_POINTS: usize = 32;

/// Highest harmonic the curve makes.
const HARMONICS: usize = 5;

/// The true figures of a capture with the left side driven.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownAnswers {
    /// `level.fundamental` of the driven channel, dBFS.
    pub level_dbfs: f64,
    /// `thd.f` of the driven channel, dB.
    pub thd_db: f64,
    /// `thdn.aes17` of the driven channel, dB.
    pub thdn_db: f64,
    /// Levels of harmonics 2 to 5 over the fundamental, dBc; −∞ if the curve has none.
    pub harmonics_dbc: [f64; HARMONICS - 1],
    /// `noise.rms` of either channel, dBFS.
    pub noise_dbfs: f64,
    /// `hum` of either channel, dBFS; `None` without hum.
    pub hum_dbfs: Option<f64>,
    /// `hum.mains`, Hz; `None` without hum.
    pub mains_hz: Option<f64>,
    /// `xtalk.selective` from the driven to the undriven channel, dB.
    pub crosstalk_db: f64,
    /// Its phase in (−π, π].
    pub crosstalk_rad: f64,
}

impl Amplifier {
    /// The true figures for a drive, in a band below half the sample rate.
    pub fn answers(&self, drive: Drive, sample_rate_hz: f64, band_hz: [f64; 2]) -> KnownAnswers {
        let amplitudes = self.harmonic_amplitudes(drive);
        let fundamental = amplitudes[0];
        let overtones = &amplitudes[1..];
        let harmonic_power: f64 = overtones.iter().map(|a| a * a).sum();
        // Powers are those of sine amplitudes: dBFS counts a full-scale sine as 1.
        let power = |dbfs: f64| 10f64.powf(dbfs / 10.0);
        let hum_power: f64 = self.hum.iter().map(|line| power(line.level_dbfs)).sum();
        let noise_power = power(self.noise_dbfs) * (band_hz[1] - band_hz[0]) / (sample_rate_hz / 2.0);
        let residual = harmonic_power + hum_power + noise_power;
        let (crosstalk, crosstalk_rad) = self.crosstalk(drive.frequency_hz);
        KnownAnswers {
            level_dbfs: 20.0 * fundamental.log10(),
            thd_db: 10.0 * (harmonic_power / (fundamental * fundamental)).log10(),
            thdn_db: 10.0 * (residual / (fundamental * fundamental + residual)).log10(),
            harmonics_dbc: std::array::from_fn(|i| 20.0 * (overtones[i].abs() / fundamental).log10()),
            noise_dbfs: 10.0 * noise_power.log10(),
            hum_dbfs: (hum_power > 0.0).then(|| 10.0 * hum_power.log10()),
            mains_hz: (hum_power > 0.0).then_some(self.mains_hz),
            crosstalk_db: 20.0 * crosstalk.log10(),
            crosstalk_rad,
        }
    }

    /// Amplitudes of the fundamental and harmonics 2 to 5 across the driven load.
    fn harmonic_amplitudes(&self, drive: Drive) -> [f64; HARMONICS] {
        let points = PROJECTION_POINTS as f64;
        std::array::from_fn(|index| {
            let order = (index + 1) as f64;
            let (mut cosine, mut sine) = (0.0, 0.0);
            for point in 0..PROJECTION_POINTS {
                let angle = TAU * point as f64 / points;
                let output = self.curve_at(drive.amplitude * angle.sin()) * self.driven_gain();
                cosine += output * (order * angle).cos();
                sine += output * (order * angle).sin();
            }
            let amplitude = cosine.hypot(sine) * 2.0 / points;
            // A remainder due to rounding counts as zero.
            if amplitude < 1e-14 { 0.0 } else { amplitude }
        })
    }

    /// Magnitude and phase of undriven over driven: `−Rc/(Rc+RL+Zo) + jωC·(Zo ∥ RL)`.
    fn crosstalk(&self, frequency_hz: f64) -> (f64, f64) {
        let real = self.return_ratio();
        let imaginary = TAU * frequency_hz * self.coupling_seconds();
        (real.hypot(imaginary), imaginary.atan2(real))
    }
}
