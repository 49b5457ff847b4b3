//! Speech-like noise: a pulse train with a wandering pitch, or noise, through three resonances that change by the syllable.

use std::f64::consts::TAU;

use crate::life::Draw;
use crate::stimulus::Signal;

/// First three resonances of vowels, in Hz (Peterson and Barney 1952, men).
const VOWELS: [[f64; 3]; 6] = [
    [270.0, 2290.0, 3010.0],
    [530.0, 1840.0, 2480.0],
    [730.0, 1090.0, 2440.0],
    [570.0, 840.0, 2410.0],
    [300.0, 870.0, 2240.0],
    [490.0, 1350.0, 1690.0],
];

/// Syllables of 0.1 to 0.35 s, some without voice, and pauses between phrases.
pub fn play(signal: &mut Signal, draw: &mut Draw) {
    let rate_hz = signal.sample_rate_hz;
    let mut pitch_hz = draw.between(85.0, 230.0);
    let mut first = 0;
    while first < signal.samples.len() {
        let frames = (rate_hz * draw.between(0.1, 0.35)) as usize;
        let last = (first + frames).min(signal.samples.len());
        pitch_hz = (pitch_hz * draw.between(0.9, 1.1)).clamp(75.0, 260.0);
        if draw.chance(0.8) {
            vowel(&mut signal.samples[first..last], rate_hz, pitch_hz, draw);
        } else {
            consonant(&mut signal.samples[first..last], draw);
        }
        first = last;
        if draw.chance(0.15) {
            first += (rate_hz * draw.between(0.15, 0.6)) as usize;
        }
    }
}

fn vowel(samples: &mut [f64], rate_hz: f64, pitch_hz: f64, draw: &mut Draw) {
    let mut resonances = draw.pick(&VOWELS).map(|hz| Resonance::new(hz * draw.between(0.9, 1.15), rate_hz));
    let glide = draw.between(-0.15, 0.15);
    let mut turns = 0.0;
    let frames = samples.len() as f64;
    for (n, sample) in samples.iter_mut().enumerate() {
        let place = n as f64 / frames;
        turns += pitch_hz * (1.0 + glide * place + 0.003 * draw.gaussian()) / rate_hz;
        let pulse = if turns >= 1.0 { 1.0 } else { 0.0 } + 0.01 * draw.gaussian();
        turns = turns.fract();
        let voiced: f64 = resonances.iter_mut().map(|resonance| resonance.next(pulse)).sum();
        *sample += voiced * (0.5 * TAU * place).sin();
    }
}

fn consonant(samples: &mut [f64], draw: &mut Draw) {
    let frames = samples.len() as f64;
    let mut last = 0.0;
    for (n, sample) in samples.iter_mut().enumerate() {
        let noise = draw.gaussian();
        *sample += 0.3 * (noise - last) * (0.5 * TAU * n as f64 / frames).sin();
        last = noise;
    }
}

/// A resonance of two poles, 80 Hz wide.
struct Resonance {
    coefficients: [f64; 2],
    state: [f64; 2],
}

impl Resonance {
    fn new(frequency_hz: f64, rate_hz: f64) -> Resonance {
        let radius = (-0.5 * TAU * 80.0 / rate_hz).exp();
        let angle = TAU * frequency_hz / rate_hz;
        Resonance { coefficients: [2.0 * radius * angle.cos(), -radius * radius], state: [0.0; 2] }
    }

    fn next(&mut self, input: f64) -> f64 {
        let [a, b] = self.coefficients;
        let output = input + a * self.state[0] + b * self.state[1];
        self.state = [output, self.state[0]];
        output
    }
}
