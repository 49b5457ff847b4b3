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

    fn pass(self, samples: &mut [f64]) {
        let mut last = 0.0;
        for sample in samples {
            last += self.share * (*sample - last);
            *sample = last;
        }
    }
}

impl Amplifier {
    /// What is recorded when both sides play these samples. The coupling's capacitance is left out.
    pub fn play(&self, input: &[Vec<f64>], pole: Pole, sample_rate_hz: f64, seed: u64) -> [Vec<f64>; 2] {
        let mut noise = Noise::new(seed);
        let noise_rms = 10f64.powf(self.noise_dbfs / 20.0) / 2f64.sqrt();
        let (gain, ratio) = (self.driven_gain(), self.return_ratio());
        let mut output = [Vec::new(), Vec::new()];
        for (left, right) in input[0].iter().zip(&input[1]) {
            let [left, right] = [left, right].map(|v| gain * self.curve_at(*v));
            output[0].push(left + ratio * right);
            output[1].push(right + ratio * left);
        }
        output.iter_mut().for_each(|samples| pole.pass(samples));
        for frame in 0..output[0].len() {
            let hum = self.hum_at(frame as f64 / sample_rate_hz);
            for samples in &mut output {
                samples[frame] += hum + noise_rms * noise.gaussian();
            }
        }
        output
    }
}
