//! Random parameters of a case.

use std::ops::RangeInclusive;

use crate::stimulus::{Random, Tone};

/// A source of random parameters with the distributions that cases need.
#[derive(Clone, Debug)]
pub struct Draw {
    random: Random,
}

impl Draw {
    /// The parameters of a seed.
    pub fn new(seed: u64) -> Draw {
        Draw { random: Random::new(seed) }
    }

    /// Uniform between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random.unit()
    }

    /// Uniform in the logarithm between two positive numbers.
    pub fn log_between(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.random.unit())
    }

    /// A whole number of the range.
    pub fn whole(&mut self, range: RangeInclusive<u64>) -> u64 {
        range.start() + self.random.next_bits() % (range.end() - range.start() + 1)
    }

    /// One of the values.
    pub fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.whole(0..=values.len() as u64 - 1) as usize]
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.random.unit() < probability
    }

    /// A phase in [−π, π).
    pub fn phase_rad(&mut self) -> f64 {
        self.random.phase_rad()
    }

    /// Standard normal.
    pub fn gaussian(&mut self) -> f64 {
        self.random.gaussian()
    }

    /// The seed of a part of the signal.
    pub fn seed(&mut self) -> u64 {
        self.random.next_bits()
    }

    /// A tone of a level at a random phase, its frequency uniform in the logarithm, and more than 4 % away from the
    /// frequencies that count as mains below −30 dBFS.
    pub fn tone(&mut self, low_hz: f64, high_hz: f64, level_dbfs: f64) -> Tone {
        loop {
            let frequency_hz = self.log_between(low_hz, high_hz);
            let is_mains = |mains_hz: f64| (frequency_hz / mains_hz - 1.0).abs() < 0.04;
            if ![50.0, 60.0, 100.0, 120.0].into_iter().any(is_mains) {
                return Tone { frequency_hz, level_dbfs, phase_rad: self.phase_rad() };
            }
        }
    }

    /// Harmonics 2 to 5 of a tone up to half the sample rate, falling by 4 to 12 dB from order to order: `(order, level
    /// in dBc, phase)`.
    pub fn harmonics(&mut self, tone: Tone, rate_hz: f64, second_dbc: f64) -> Vec<(u32, f64, f64)> {
        let step_db = self.between(4.0, 12.0);
        let reaches = |order: &u32| tone.frequency_hz * f64::from(*order) < 0.49 * rate_hz;
        (2..=5)
            .filter(reaches)
            .map(|order| (order, second_dbc - step_db * f64::from(order - 2), self.phase_rad()))
            .collect()
    }
}

/// Root-sum-square of harmonics `(order, level in dBc, phase)` below a frequency, in dB.
pub fn harmonics_sum_db(tone: Tone, harmonics: &[(u32, f64, f64)], highest_hz: f64) -> f64 {
    let inside = harmonics.iter().filter(|(order, ..)| tone.frequency_hz * f64::from(*order) <= highest_hz);
    10.0 * inside.map(|(_, level_dbc, _)| 10f64.powf(level_dbc / 10.0)).sum::<f64>().log10()
}
