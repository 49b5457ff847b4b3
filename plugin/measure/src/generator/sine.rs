//! A sine of unlimited length.

use std::f64::consts::TAU;

/// 2^64, one turn.
const TURN: f64 = 18_446_744_073_709_551_616.0;

/// Its phase is a fraction of a turn in wrapping 64-bit integers: as exact after hours as at the start. `2πfn` as one
/// f64 product loses a bit with every doubling of n.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sine {
    turns_per_frame: u64,
    amplitude: f64,
    phase_rad: f64,
}

impl Sine {
    /// `amplitude·sin(2π·f·n/rate + phase)`, with `f` below half the rate.
    pub(super) fn new(frequency_hz: f64, sample_rate_hz: f64, amplitude: f64, phase_rad: f64) -> Sine {
        let quotient = frequency_hz / sample_rate_hz;
        // The low bits of 64 that the quotient's 53 bits do not hold.
        let rest = quotient.mul_add(-sample_rate_hz, frequency_hz) / sample_rate_hz;
        let turns_per_frame = ((quotient * TURN) as u64).wrapping_add_signed((rest * TURN) as i64);
        Sine { turns_per_frame, amplitude, phase_rad }
    }

    pub(super) fn at(&self, frame: u64) -> f64 {
        let turned = self.turns_per_frame.wrapping_mul(frame) as i64;
        self.amplitude * (TAU * (turned as f64 / TURN) + self.phase_rad).sin()
    }
}
