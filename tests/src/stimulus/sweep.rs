//! Exponential sweeps with their derivative, for crosstalk through a capacitance.

use std::f64::consts::{PI, TAU};

/// `amplitude·sin(2π·f1·L·(exp(t/L) − 1))`, faded in and out over a hundredth of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialSweep {
    /// Where it starts, in Hz.
    pub low_hz: f64,
    /// Where it ends, in Hz.
    pub high_hz: f64,
    /// Its length.
    pub duration_s: f64,
    /// Amplitude between the fades.
    pub amplitude: f64,
}

impl ExponentialSweep {
    /// Seconds in which the frequency grows e times.
    pub fn growth_s(&self) -> f64 {
        self.duration_s / (self.high_hz / self.low_hz).ln()
    }

    /// Value and time derivative at a time from its start; zero before and after it.
    pub fn at(&self, time_s: f64) -> (f64, f64) {
        if !(0.0..self.duration_s).contains(&time_s) {
            return (0.0, 0.0);
        }
        let growth = (time_s / self.growth_s()).exp();
        let phase = TAU * self.low_hz * self.growth_s() * (growth - 1.0);
        let (fade, fade_by_time) = self.fade(time_s);
        let (sin, cos) = phase.sin_cos();
        let slope = fade * cos * TAU * self.low_hz * growth + fade_by_time * sin;
        (self.amplitude * fade * sin, self.amplitude * slope)
    }

    /// Half a cosine at either end, and its derivative.
    fn fade(&self, time_s: f64) -> (f64, f64) {
        let length_s = 0.01 * self.duration_s;
        let (nearest_s, sign) =
            if 2.0 * time_s < self.duration_s { (time_s, 1.0) } else { (self.duration_s - time_s, -1.0) };
        let angle = PI * (nearest_s / length_s).min(1.0);
        (0.5 - 0.5 * angle.cos(), sign * 0.5 * PI / length_s * angle.sin())
    }
}
