//! Sound that changes like music: plucked notes, drums, bass, and a voice of noise.

use std::f64::consts::TAU;

use super::{Random, Signal};

/// Beats per second.
const BEATS_PER_S: f64 = 2.2;
/// Length of sounds in multiples of their decay, 130 dB down.
const LONGEST_DECAYS: f64 = 15.0;

impl Signal {
    /// Adds synthetic music with peaks near −6 dBFS, different for every seed.
    pub fn with_programme(mut self, seed: u64) -> Signal {
        let mut random = Random::new(seed);
        let rate_hz = self.sample_rate_hz;
        let beat = (rate_hz / BEATS_PER_S) as usize;
        for first in (0..self.samples.len()).step_by(beat / 2) {
            let rest = &mut self.samples[first..];
            for _ in 0..1 + random.next_bits() % 3 {
                pluck(rest, rate_hz, &mut random);
            }
            match random.next_bits() % 4 {
                0 => kick(rest, rate_hz, &mut random),
                1 => snare(rest, rate_hz, &mut random),
                2 => hat(rest, rate_hz, &mut random),
                _ => {}
            }
        }
        self
    }
}

/// A string: higher partials decay faster, after an attack of some milliseconds.
fn pluck(samples: &mut [f64], rate_hz: f64, random: &mut Random) {
    let semitone = (random.next_bits() % 48) as f64;
    let pitch_hz = 55.0 * 2f64.powf(semitone / 12.0);
    let attack_s = 0.002 + 0.02 * random.unit();
    let size = 0.02 + 0.06 * random.unit();
    let partials: Vec<(f64, f64, f64)> = (1..=12)
        .map(|k| f64::from(k) * (1.0 + 1e-4 * f64::from(k * k)) * pitch_hz)
        .take_while(|hz| *hz < 0.45 * rate_hz)
        .map(|hz| (TAU * hz / rate_hz, size * (pitch_hz / hz) * random.unit(), random.phase_rad()))
        .collect();
    for (turn, size, phase) in partials {
        let decay_s = 0.35 / (1.0 + turn * 4.0);
        let step = (turn.cos(), turn.sin());
        let (mut cos, mut sin) = (phase.cos(), phase.sin());
        let fall = (-1.0 / (decay_s * rate_hz)).exp();
        let mut envelope = size;
        let frames = samples.len().min((LONGEST_DECAYS * decay_s * rate_hz) as usize);
        for (n, sample) in samples[..frames].iter_mut().enumerate() {
            let rise = rise(n as f64 / rate_hz / attack_s);
            *sample += rise * envelope * sin;
            envelope *= fall;
            (cos, sin) = (cos * step.0 - sin * step.1, sin * step.0 + cos * step.1);
        }
    }
}

/// A drum whose pitch falls.
fn kick(samples: &mut [f64], rate_hz: f64, random: &mut Random) {
    let size = 0.1 + 0.1 * random.unit();
    let mut phase = 0.0;
    for (n, sample) in samples.iter_mut().take((LONGEST_DECAYS * 0.09 * rate_hz) as usize).enumerate() {
        let time_s = n as f64 / rate_hz;
        phase += TAU * (48.0 + 120.0 * (-time_s / 0.03).exp()) / rate_hz;
        *sample += size * rise(time_s / 0.003) * (-time_s / 0.09).exp() * phase.sin();
    }
}

/// Noise from all frequencies, loud at once.
fn snare(samples: &mut [f64], rate_hz: f64, random: &mut Random) {
    let size = 0.03 + 0.05 * random.unit();
    for (n, sample) in samples.iter_mut().take((LONGEST_DECAYS * 0.05 * rate_hz) as usize).enumerate() {
        let time_s = n as f64 / rate_hz;
        *sample += size * rise(time_s / 0.001) * (-time_s / 0.05).exp() * random.gaussian();
    }
}

/// Noise from high frequencies, short.
fn hat(samples: &mut [f64], rate_hz: f64, random: &mut Random) {
    let size = 0.02 + 0.03 * random.unit();
    let mut last = 0.0;
    for (n, sample) in samples.iter_mut().take((LONGEST_DECAYS * 0.02 * rate_hz) as usize).enumerate() {
        let time_s = n as f64 / rate_hz;
        let noise = random.gaussian();
        *sample += size * rise(time_s / 0.0005) * (-time_s / 0.02).exp() * (noise - last);
        last = noise;
    }
}

/// From 0 at 0 to 1 at 1, without a corner.
fn rise(part: f64) -> f64 {
    if part < 1.0 { 0.5 - 0.5 * (0.5 * TAU * part).cos() } else { 1.0 }
}
