//! Tolerances of readings, derived from theory rather than by trial, and checks with their reasons.

use std::f64::consts::PI;
use std::fmt;

/// White noise over a record, and a sine in it: bounds for any unbiased estimator.
///
/// Cramér-Rao bounds of a real sine of unknown frequency, amplitude and phase (IEEE 1057, annex; Kay 1993, 3.11).
#[derive(Clone, Copy, Debug)]
pub struct CramerRao {
    /// Amplitude of the sine.
    pub amplitude: f64,
    /// Standard deviation of the noise per sample; for coloured noise, of white noise with its density at the sine.
    pub noise_rms: f64,
    /// Frames.
    pub frames: usize,
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
}

impl CramerRao {
    /// Spread of the frequency: `var(ω) = 24σ²/(A²N(N²−1))`.
    pub fn frequency_hz(&self) -> f64 {
        let n = self.frames as f64;
        let variance = 24.0 * (self.noise_rms / self.amplitude).powi(2) / (n * (n * n - 1.0));
        variance.sqrt() * self.sample_rate_hz / (2.0 * PI)
    }

    /// Spread of the level: `var(A) = 2σ²/N`, as `20·lg` near A.
    pub fn level_db(&self) -> f64 {
        8.686 * self.phase_rad()
    }

    /// Spread of the phase at the middle of the record, where it is independent of the frequency: `2σ²/(A²N)`.
    pub fn phase_rad(&self) -> f64 {
        (2.0 / self.frames as f64).sqrt() * self.noise_rms / self.amplitude
    }
}

/// Spread of a noise level in dB, for a power averaged over `bandwidth·time` independent values: `4.34/√(B·T)`.
pub fn noise_spread_db(bandwidth_hz: f64, duration_s: f64) -> f64 {
    4.343 / (bandwidth_hz * duration_s).sqrt()
}

/// Mean and standard deviation of repeated readings.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard deviation of one reading.
    pub deviation: f64,
    /// Standard deviation of the mean.
    pub of_mean: f64,
}

impl Spread {
    /// From two or more readings.
    pub fn of(readings: &[f64]) -> Spread {
        let n = readings.len() as f64;
        let mean = readings.iter().sum::<f64>() / n;
        let squares: f64 = readings.iter().map(|x| (x - mean).powi(2)).sum();
        let deviation = (squares / (n - 1.0)).sqrt();
        Spread { mean, deviation, of_mean: deviation / n.sqrt() }
    }
}

/// A tolerance with its reason.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Largest absolute deviation.
    pub most: f64,
    /// Where the number comes from.
    pub origin: &'static str,
}

impl Tolerance {
    /// A tolerance and its origin.
    pub fn new(most: f64, origin: &'static str) -> Tolerance {
        Tolerance { most, origin }
    }

    /// Fails unless `seen` is within the tolerance of `planted`; prints both, the tolerance, its origin and the share
    /// of it used.
    #[track_caller]
    pub fn check(&self, what: impl fmt::Display, seen: f64, planted: f64) {
        let error = seen - planted;
        let used = 100.0 * error.abs() / self.most;
        let line = format!(
            "{what}: seen {seen:.9}, planted {planted:.9}, off by {error:+.3e} of {:.3e} allowed ({used:.0} %; {})",
            self.most, self.origin
        );
        println!("{line}");
        assert!(error.abs() <= self.most, "{line}");
    }

    /// [`Tolerance::check`] of a phase, modulo a whole turn.
    #[track_caller]
    pub fn check_phase(&self, what: impl fmt::Display, seen_rad: f64, planted_rad: f64) {
        let error = crate::stimulus::wrapped(seen_rad - planted_rad);
        self.check(what, planted_rad + error, planted_rad);
    }
}

/// Share of trials and its allowance for chance, for intervals that should contain the truth 95 times in 100.
#[derive(Clone, Copy, Debug)]
pub struct Coverage {
    /// Trials in which the interval contained the truth.
    pub held: usize,
    /// Trials.
    pub trials: usize,
}

impl Coverage {
    /// Counts one trial.
    pub fn count(&mut self, holds: bool) {
        self.trials += 1;
        self.held += usize::from(holds);
    }

    /// Share in percent.
    pub fn percent(&self) -> f64 {
        100.0 * self.held as f64 / self.trials as f64
    }

    /// Whether the share is between the limits; prints it with the spread for this number of trials.
    pub fn lies_within(&self, what: impl fmt::Display, lowest_percent: f64, highest_percent: f64) -> bool {
        let spread = 100.0 * (0.95 * 0.05 / self.trials as f64).sqrt();
        println!(
            "{what}: the 95 % interval held the truth in {} of {} trials, {:.1} % ± {spread:.1} \
             ({lowest_percent} to {highest_percent} allowed)",
            self.held,
            self.trials,
            self.percent()
        );
        (lowest_percent..=highest_percent).contains(&self.percent())
    }
}
