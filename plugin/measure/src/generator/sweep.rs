//! The synchronised exponential sweep.

use std::f64::consts::{PI, TAU};

/// Part of a sweep at either end over which it fades.
const FADE: f64 = 0.01;

/// `sin(2π·f1·L·exp(t/L))` with `f1·L` whole, so that every harmonic's response has the phase of its own sine
/// (Novak, Lotton, Simon, "Synchronized swept-sine", JAES 63, 2015, eq. 10 and 14).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sweep {
    /// `f1·L`.
    first_turns: f64,
    /// Frames in which the frequency grows e times.
    growth_frames: f64,
    frames: u64,
    amplitude: f64,
}

impl Sweep {
    /// Shortest sweep from one frequency to another, in frames.
    pub(super) fn fewest_frames(low_hz: f64, high_hz: f64, sample_rate_hz: f64) -> u64 {
        ((high_hz / low_hz).ln() / low_hz * sample_rate_hz).ceil() as u64 + 1
    }

    /// From one frequency to another in at most `frames` frames.
    pub(super) fn new(low_hz: f64, high_hz: f64, sample_rate_hz: f64, frames: u64, amplitude: f64) -> Sweep {
        let octaves = (high_hz / low_hz).ln();
        let first_turns = (low_hz * frames as f64 / sample_rate_hz / octaves).floor().max(1.0);
        let growth_frames = first_turns / low_hz * sample_rate_hz;
        let frames = frames.min((growth_frames * octaves) as u64);
        Sweep { first_turns, growth_frames, frames, amplitude }
    }

    /// A sample; silence past the end.
    pub(super) fn at(&self, frame: u64) -> f64 {
        if frame >= self.frames {
            return 0.0;
        }
        let turns = self.first_turns * (frame as f64 / self.growth_frames).exp();
        self.amplitude * self.fade(frame) * (TAU * turns.fract()).sin()
    }

    /// Half a cosine at either end.
    fn fade(&self, frame: u64) -> f64 {
        let nearest = frame.min(self.frames - 1 - frame) as f64;
        let part = (nearest / (FADE * self.frames as f64)).min(1.0);
        0.5 - 0.5 * (PI * part).cos()
    }
}
