//! The amplifier with any signal on both sides.

use std::f64::consts::TAU;

use super::{Amplifier, Noise};

/// A one-pole low-pass after the amplifier, by `y[n] = y[n−1] + share·(x[n] − y[n−1])`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pole {
    /// 1 changes nothing.
    pub share: f64,
}

impl Pole {
    /// Magnitude and phase at a frequency in cycles per frame, exactly.
    pub fn response(self, frequency: f64) -> (f64, f64) {
        let (sin, cos) = (TAU * frequency).sin_cos();
        let rest = 1.0 - self.share;
        // share / (1 − rest·e^(−jω))
        let (re, im) = (1.0 - rest * cos, rest * sin);
        (self.share / re.hypot(im), -im.atan2(re))
    }

    /// The next output after `last`.
    fn after(self, last: f64, input: f64) -> f64 {
        last + self.share * (input - last)
    }
}

/// An amplifier that plays, frame after frame. The coupling's capacitance is left out.
#[derive(Clone)]
pub struct Running {
    amplifier: Amplifier,
    pole: Pole,
    sample_rate_hz: f64,
    noise: Noise,
    last: [f64; 2],
    frame: u64,
}

impl Running {
    /// What is recorded of the next frame.
    pub fn next(&mut self, input: [f64; 2]) -> [f64; 2] {
        let amplifier = &self.amplifier;
        let (gain, ratio) = (amplifier.driven_gain(), amplifier.return_ratio());
        let noise_rms = 10f64.powf(amplifier.noise_dbfs / 20.0) / 2f64.sqrt();
        let [left, right] = input.map(|v| gain * amplifier.curve_at(v));
        let hum = amplifier.hum_at(self.frame as f64 / self.sample_rate_hz);
        self.frame += 1;
        let driven = [left + ratio * right, right + ratio * left];
        for (last, driven) in self.last.iter_mut().zip(driven) {
            *last = self.pole.after(*last, driven);
        }
        self.last.map(|output| output + hum + noise_rms * self.noise.gaussian())
    }
}

impl Amplifier {
    /// This amplifier at its first frame. The same seed gives the same noise.
    pub fn running(&self, pole: Pole, sample_rate_hz: f64, seed: u64) -> Running {
        let (amplifier, noise) = (self.clone(), Noise::new(seed));
        Running { amplifier, pole, sample_rate_hz, noise, last: [0.0; 2], frame: 0 }
    }

    /// What is recorded when both sides play these samples; see [`Running`].
    pub fn play(&self, input: &[Vec<f64>], pole: Pole, sample_rate_hz: f64, seed: u64) -> [Vec<f64>; 2] {
        let mut running = self.running(pole, sample_rate_hz, seed);
        let frames = input[0].iter().zip(&input[1]);
        let (left, right) = frames.map(|(left, right)| running.next([*left, *right]).into()).unzip();
        [left, right]
    }
}
