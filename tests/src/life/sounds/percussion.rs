//! Drums alone.

use std::f64::consts::TAU;

use crate::life::Draw;
use crate::stimulus::Signal;

/// Hits of random kinds, with pauses of 0.1 to 2 s between them, on a floor of at most −95 dBFS.
pub fn play(signal: &mut Signal, draw: &mut Draw) {
    let rate_hz = signal.sample_rate_hz;
    let mut first = (rate_hz * draw.between(0.02, 0.4)) as usize;
    while first < signal.samples.len() {
        let rest = &mut signal.samples[first..];
        match draw.whole(0..=2) {
            0 => drum(rest, rate_hz, draw),
            1 => rattle(rest, rate_hz, draw.between(0.03, 0.08), draw),
            _ => rattle(rest, rate_hz, draw.between(0.008, 0.03), draw),
        }
        first += (rate_hz * draw.log_between(0.1, 2.0)) as usize;
    }
    let floor = 10f64.powf(draw.between(-140.0, -95.0) / 20.0);
    signal.samples.iter_mut().for_each(|x| *x += floor * draw.gaussian());
}

/// A skin whose pitch falls.
fn drum(samples: &mut [f64], rate_hz: f64, draw: &mut Draw) {
    let (rest_hz, decay_s) = (draw.between(45.0, 160.0), draw.between(0.05, 0.2));
    let size = draw.between(0.4, 1.0);
    let mut turns = 0.0;
    for (n, sample) in samples.iter_mut().take((12.0 * decay_s * rate_hz) as usize).enumerate() {
        let time_s = n as f64 / rate_hz;
        turns += rest_hz * (1.0 + 2.0 * (-time_s / 0.03).exp()) / rate_hz;
        *sample += size * (time_s / 0.002).min(1.0) * (-time_s / decay_s).exp() * (TAU * turns).sin();
    }
}

/// A snare or a cymbal: noise that decays, its low frequencies taken away.
fn rattle(samples: &mut [f64], rate_hz: f64, decay_s: f64, draw: &mut Draw) {
    let size = draw.between(0.1, 0.4);
    let mut last = 0.0;
    for (n, sample) in samples.iter_mut().take((12.0 * decay_s * rate_hz) as usize).enumerate() {
        let time_s = n as f64 / rate_hz;
        let noise = draw.gaussian();
        *sample += size * (time_s / 0.0005).min(1.0) * (-time_s / decay_s).exp() * (noise - 0.7 * last);
        last = noise;
    }
}
