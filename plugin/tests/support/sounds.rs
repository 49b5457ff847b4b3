//! Synthesized music, speech and noise, for [`super`].

use std::f64::consts::TAU;

use super::RATE_HZ;

/// A linear congruential generator.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Between −1 and 1, rms 1/√6.
    pub fn triangular(&mut self) -> f64 {
        self.uniform() - self.uniform()
    }
}

/// White noise of −14 dBFS rms, independent on each side.
pub fn noise(frames: usize) -> Vec<Vec<f32>> {
    let mut random = Random::new(5);
    let mut side = || (0..frames).map(|_| (0.35 * random.triangular()) as f32).collect();
    vec![side(), side()]
}

/// Decaying notes over a drum on the beat, more on the left, and noise like that of a tape.
pub fn music(frames: usize) -> Vec<Vec<f32>> {
    const BEAT_S: f64 = 0.25;
    let mut random = Random::new(7);
    let mut slow = 0.0;
    let mut sides = vec![Vec::with_capacity(frames), Vec::with_capacity(frames)];
    for frame in 0..frames {
        let time_s = frame as f64 / RATE_HZ;
        let (beat, since_s) = ((time_s / BEAT_S).floor(), time_s % BEAT_S);
        let pitch_hz = 110.0 * 2f64.powf(((beat * 7.0) % 24.0) / 12.0);
        let chord: f64 = [1.0, 1.2599, 1.4983].iter().map(|ratio| note(ratio * pitch_hz, time_s)).sum();
        let strings = 0.06 * (-since_s * 9.0).exp() * chord;
        let since_drum_s = time_s % (2.0 * BEAT_S);
        let drum = 0.3 * (-since_drum_s / 0.09).exp() * (TAU * 55.0 * since_drum_s).sin();
        slow += 0.02 * (random.triangular() - slow);
        let hiss = 0.3 * slow + 0.01 * random.triangular() * (-since_s * 40.0).exp();
        sides[0].push((strings + drum + hiss) as f32);
        sides[1].push((0.6 * strings + drum - 0.3 * hiss + 0.05 * slow) as f32);
    }
    sides
}

/// Twelve partials.
fn note(pitch_hz: f64, time_s: f64) -> f64 {
    (1..=12).map(f64::from).map(|order| (TAU * order * pitch_hz * time_s).sin() / order).sum()
}

/// First three resonances of vowels, in Hz (Peterson and Barney 1952, men).
const VOWELS: [[f64; 3]; 4] =
    [[270.0, 2290.0, 3010.0], [730.0, 1090.0, 2440.0], [530.0, 1840.0, 2480.0], [300.0, 870.0, 2240.0]];
/// A syllable and the pause behind it.
const SYLLABLE_FRAMES: usize = 12_000;

/// Vowels of a wandering pitch, the same on both sides over a little independent noise.
pub fn speech(frames: usize) -> Vec<Vec<f32>> {
    let mut random = Random::new(3);
    let mut voice = vec![0.0; frames];
    for (index, syllable) in voice.chunks_mut(SYLLABLE_FRAMES).enumerate() {
        let pitch_hz = 110.0 + 25.0 * (index as f64 * 1.7).sin();
        vowel(syllable, pitch_hz, VOWELS[index % VOWELS.len()], &mut random);
    }
    let peak = voice.iter().fold(0f64, |peak, sample| peak.max(sample.abs()));
    let mut side = || voice.iter().map(|x| (0.4 * x / peak + 1e-5 * random.triangular()) as f32).collect();
    vec![side(), side()]
}

/// Pulses through three resonances of 80 Hz; quiet in the last fifth.
fn vowel(samples: &mut [f64], pitch_hz: f64, resonances_hz: [f64; 3], random: &mut Random) {
    let radius = (-0.5 * TAU * 80.0 / RATE_HZ).exp();
    let mut states = [[0.0; 2]; 3];
    let mut turns = 0.0;
    for (frame, sample) in samples.iter_mut().enumerate() {
        let place = frame as f64 / (0.8 * SYLLABLE_FRAMES as f64);
        if place >= 1.0 {
            return;
        }
        turns += pitch_hz * (1.0 - 0.1 * place + 0.01 * random.triangular()) / RATE_HZ;
        let pulse = if turns >= 1.0 { 1.0 } else { 0.0 };
        turns = turns.fract();
        for (hz, state) in resonances_hz.iter().zip(&mut states) {
            let output =
                pulse + 2.0 * radius * (TAU * hz / RATE_HZ).cos() * state[0] - radius * radius * state[1];
            *state = [output, state[0]];
            *sample += output * (0.5 * TAU * place).sin();
        }
    }
}
