//! Synthesized sounds like those of users' recordings, without mains or an isolated steady tone.

use std::f64::consts::TAU;

use super::Draw;
use crate::stimulus::Signal;

mod percussion;
mod speech;

/// Kinds of sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    /// Three to five organ notes of a chord, steady to the end.
    Chord,
    /// A melody with vibrato, as of strings and voices.
    Vibrato,
    /// Struck strings that decay, two to four notes a second.
    Decays,
    /// Drums alone, with pauses of up to two seconds.
    Percussion,
    /// Vowels, consonants of noise and pauses.
    Speech,
    /// Plucked notes, drums and bass.
    Band,
    /// Chords and one long note that is no louder.
    LongNote,
}

impl Sound {
    /// Every kind.
    pub const ALL: [Sound; 7] = [
        Sound::Chord,
        Sound::Vibrato,
        Sound::Decays,
        Sound::Percussion,
        Sound::Speech,
        Sound::Band,
        Sound::LongNote,
    ];

    /// A sound of this kind with a peak of `peak` (of full scale).
    pub fn play(self, rate_hz: f64, seconds: f64, peak: f64, draw: &mut Draw) -> Signal {
        let mut signal = Signal::silence(rate_hz, (rate_hz * seconds) as usize);
        match self {
            Sound::Chord => chord(&mut signal, draw),
            Sound::Vibrato => melody(&mut signal, draw),
            Sound::Decays => struck(&mut signal, draw),
            Sound::Percussion => percussion::play(&mut signal, draw),
            Sound::Speech => speech::play(&mut signal, draw),
            Sound::Band => signal = signal.with_programme(draw.seed()),
            Sound::LongNote => long_note(&mut signal, draw),
        }
        let highest = signal.samples.iter().fold(0f64, |most, x| most.max(x.abs()));
        signal.scaled(peak / highest)
    }
}

/// One note; parameters common to all instruments.
struct Note {
    pitch_hz: f64,
    size: f64,
    partials: u32,
    /// Amplitude of partial k is `k^−fall`.
    fall: f64,
    /// Partial k decays to 1/e in `decay_s`/k seconds; infinite for an organ.
    decay_s: f64,
    vibrato_hz: f64,
    vibrato_cents: f64,
    attack_s: f64,
}

impl Note {
    fn steady(pitch_hz: f64, draw: &mut Draw) -> Note {
        Note {
            pitch_hz,
            size: draw.between(0.5, 1.0),
            partials: draw.whole(4..=10) as u32,
            fall: draw.between(0.6, 1.5),
            decay_s: f64::INFINITY,
            vibrato_hz: 0.0,
            vibrato_cents: 0.0,
            attack_s: draw.between(0.01, 0.1),
        }
    }

    /// Adds the note to the samples, with a release of 30 ms at their end. Sine and decay of partial k are powers of
    /// the first's, so a note takes one sine and one exponential per frame.
    fn play(&self, samples: &mut [f64], rate_hz: f64, draw: &mut Draw) {
        let partials: Vec<(f64, f64)> = (1..=self.partials).map(|k| self.partial(k, draw)).collect();
        let depth = self.vibrato_cents / 1200.0 * 2f64.ln();
        let frames = samples.len();
        let mut turns = 0.0;
        for (n, sample) in samples.iter_mut().enumerate() {
            let time_s = n as f64 / rate_hz;
            let pitch_hz = self.pitch_hz * (1.0 + depth * (TAU * self.vibrato_hz * time_s).sin());
            turns = (turns + pitch_hz / rate_hz).fract();
            let rest_s = (frames - n) as f64 / rate_hz;
            let envelope = self.size * (time_s / self.attack_s).min(1.0) * (rest_s / 0.03).min(1.0);
            let audible = ((0.45 * rate_hz / pitch_hz) as usize).min(partials.len());
            *sample += envelope * sum_of(&partials[..audible], TAU * turns, (-time_s / self.decay_s).exp());
        }
    }

    /// Weights of sine and cosine of a partial at a random phase.
    fn partial(&self, k: u32, draw: &mut Draw) -> (f64, f64) {
        let (sin, cos) = draw.phase_rad().sin_cos();
        let size = f64::from(k).powf(-self.fall);
        (size * cos, size * sin)
    }
}

/// `Σ decay^k·(a_k·sin kx + b_k·cos kx)`, k from 1.
fn sum_of(partials: &[(f64, f64)], x: f64, decay: f64) -> f64 {
    let (step_sin, step_cos) = x.sin_cos();
    let (mut sin, mut cos, mut sum) = (0.0, 1.0, 0.0);
    for (a, b) in partials {
        (sin, cos) = (decay * (sin * step_cos + cos * step_sin), decay * (cos * step_cos - sin * step_sin));
        sum += a * sin + b * cos;
    }
    sum
}

/// A pitch of the tempered scale, `semitones` above A1.
fn pitch_hz(semitones: u64) -> f64 {
    55.0 * 2f64.powf(semitones as f64 / 12.0)
}

fn chord(signal: &mut Signal, draw: &mut Draw) {
    let root = draw.whole(12..=36);
    let steps: &[u64] =
        draw.pick(&[&[0, 4, 7][..], &[0, 3, 7], &[0, 4, 7, 10], &[0, 3, 7, 10, 14], &[0, 5, 9, 12]]);
    for step in steps {
        let note = Note::steady(pitch_hz(root + step), draw);
        note.play(&mut signal.samples, signal.sample_rate_hz, draw);
    }
}

fn melody(signal: &mut Signal, draw: &mut Draw) {
    let rate_hz = signal.sample_rate_hz;
    let mut first = 0;
    while first < signal.samples.len() {
        let frames = (rate_hz * draw.between(0.4, 1.6)) as usize;
        let last = (first + frames).min(signal.samples.len());
        let note = Note {
            vibrato_hz: draw.between(4.5, 7.0),
            vibrato_cents: draw.between(15.0, 60.0),
            attack_s: draw.between(0.03, 0.12),
            ..Note::steady(pitch_hz(draw.whole(18..=45)), draw)
        };
        note.play(&mut signal.samples[first..last], rate_hz, draw);
        first = last;
    }
}

fn struck(signal: &mut Signal, draw: &mut Draw) {
    let rate_hz = signal.sample_rate_hz;
    let mut first = 0;
    while first < signal.samples.len() {
        let last = (first + (3.0 * rate_hz) as usize).min(signal.samples.len());
        for _ in 0..draw.whole(1..=3) {
            let note = Note {
                decay_s: draw.between(0.5, 3.0),
                attack_s: draw.between(0.001, 0.005),
                ..Note::steady(pitch_hz(draw.whole(6..=48)), draw)
            };
            note.play(&mut signal.samples[first..last], rate_hz, draw);
        }
        first += (rate_hz * draw.between(0.25, 0.5)) as usize;
    }
}

fn long_note(signal: &mut Signal, draw: &mut Draw) {
    struck(signal, draw);
    let rms = (signal.samples.iter().map(|x| x * x).sum::<f64>() / signal.samples.len() as f64).sqrt();
    // The fundamental is between 10 dB below everything else and equally loud.
    let size = rms * std::f64::consts::SQRT_2 * 10f64.powf(draw.between(-10.0, 0.0) / 20.0);
    let note = Note { size, fall: 2.0, ..Note::steady(pitch_hz(draw.whole(12..=48)), draw) };
    note.play(&mut signal.samples, signal.sample_rate_hz, draw);
}
