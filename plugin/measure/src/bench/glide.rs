//! An exponential sweep as a function of time in seconds, the same at every sample rate.

use std::f64::consts::{PI, TAU};

/// `sin(2π·f1·L·exp(t/L))` with `f1·L` whole, so that its n-th harmonic is the sweep itself `L·ln n` earlier (Novak,
/// Lotton, Simon, "Synchronized swept-sine", JAES 63, 2015).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glide {
    pub(crate) low_hz: f64,
    /// Seconds in which the frequency grows e times: `L`.
    pub(crate) growth_s: f64,
    pub(crate) length_s: f64,
    /// Length of the half cosine at either end.
    pub(crate) fade_s: f64,
}

impl Glide {
    /// From one frequency to another in at most `most_s`.
    pub(crate) fn new([low_hz, high_hz]: [f64; 2], most_s: f64, fade_s: f64) -> Glide {
        let growths = (high_hz / low_hz).ln();
        let turns = (low_hz * most_s / growths).floor().max(1.0);
        let growth_s = turns / low_hz;
        Glide { low_hz, growth_s, length_s: growth_s * growths, fade_s }
    }

    /// Highest frequency that the fade at the end leaves alone, with its surroundings: what is read there was not made
    /// while the sweep itself faded.
    pub(crate) fn clear_hz(&self) -> f64 {
        /// Sound beside a frequency that its reading takes in, in seconds.
        const BESIDE_S: f64 = 0.035;
        self.low_hz * ((self.length_s - self.fade_s - BESIDE_S) / self.growth_s).exp()
    }

    /// Its value at a time after its start, between −1 and 1; silence outside.
    pub(crate) fn at(&self, time_s: f64) -> f64 {
        if !(0.0..=self.length_s).contains(&time_s) {
            return 0.0;
        }
        let turns = self.low_hz * self.growth_s * (time_s / self.growth_s).exp();
        fade(time_s, self.length_s, self.fade_s) * (TAU * turns.fract()).sin()
    }

    /// Its samples when it starts at `start` frames, a fraction allowed, and runs `stretch` times slower.
    pub(crate) fn samples(
        &self,
        start: f64,
        stretch: f64,
        sample_rate_hz: f64,
        frames: usize,
    ) -> impl Iterator<Item = f64> {
        let frame_s = 1.0 / (sample_rate_hz * stretch);
        (0..frames).map(move |frame| self.at((frame as f64 - start) * frame_s))
    }
}

/// Gain of half a cosine at either end of a sound.
pub(crate) fn fade(time_s: f64, length_s: f64, fade_s: f64) -> f64 {
    let part = (time_s.min(length_s - time_s) / fade_s).clamp(0.0, 1.0);
    0.5 - 0.5 * (PI * part).cos()
}
