//! Signals with known answers, in f64.
//!
//! Every signal is a sum of parts whose levels, frequencies and phases are chosen, never measured. Levels are dBFS
//! the AES17 way (a full-scale sine is 0, noise counts `20·lg(√2·rms)`); phases are those of sines at frame 0.

use std::f64::consts::{PI, SQRT_2};

pub use fault::Fault;
pub use random::Random;
pub use sweep::ExponentialSweep;

mod fault;
mod programme;
mod random;
mod sweep;

/// Amplitude of a sine of this level.
pub fn amplitude(level_dbfs: f64) -> f64 {
    10f64.powf(level_dbfs / 20.0)
}

/// Standard deviation of noise of this level.
pub fn noise_rms(level_dbfs: f64) -> f64 {
    amplitude(level_dbfs) / SQRT_2
}

/// A phase brought into (−π, π].
pub fn wrapped(phase_rad: f64) -> f64 {
    let turns = phase_rad / (2.0 * PI);
    let rest = turns - turns.round();
    if rest <= -0.5 { PI } else { 2.0 * PI * rest }
}

/// A sine of unlimited length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// Level in dBFS.
    pub level_dbfs: f64,
    /// Phase at frame 0.
    pub phase_rad: f64,
}

impl Tone {
    /// A tone of phase 0.
    pub fn new(frequency_hz: f64, level_dbfs: f64) -> Tone {
        Tone { frequency_hz, level_dbfs, phase_rad: 0.0 }
    }

    /// The same tone after a complex gain, like crosstalk.
    pub fn through(self, gain_db: f64, phase_rad: f64) -> Tone {
        Tone { level_dbfs: self.level_dbfs + gain_db, phase_rad: self.phase_rad + phase_rad, ..self }
    }

    /// The same tone, later by `delay_frames`.
    pub fn delayed(self, delay_frames: f64, sample_rate_hz: f64) -> Tone {
        let turns = self.frequency_hz / sample_rate_hz * delay_frames;
        Tone { phase_rad: self.phase_rad - 2.0 * PI * turns, ..self }
    }

    /// Its `order`th harmonic: `level_dbc` over it, phase `φ_k − k·φ_1 = phase_rad`.
    pub fn harmonic(self, order: u32, level_dbc: f64, phase_rad: f64) -> Tone {
        let k = f64::from(order);
        Tone {
            frequency_hz: k * self.frequency_hz,
            level_dbfs: self.level_dbfs + level_dbc,
            phase_rad: k * self.phase_rad + phase_rad,
        }
    }

    /// The sample at a frame of a rate.
    ///
    /// The phase is kept as a fraction of a turn in 64-bit integers that wrap, so it is as exact after hours as at the
    /// start. `2πfn` as one f64 product loses a bit with every doubling of n: −165 dBFS after ten minutes.
    pub fn at(&self, frame: u64, sample_rate_hz: f64) -> f64 {
        const TURN: f64 = 18_446_744_073_709_551_616.0; // 2^64
        let per_frame = (self.frequency_hz / sample_rate_hz).fract() * TURN;
        let turned = (per_frame as u64).wrapping_mul(frame) as i64;
        amplitude(self.level_dbfs) * (2.0 * PI * (turned as f64 / TURN) + self.phase_rad).sin()
    }
}

/// One channel of samples, with the rate and the frame at which it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Position of the first sample; tones have their phase at frame 0.
    pub first_frame: u64,
    /// The samples.
    pub samples: Vec<f64>,
}

impl Signal {
    /// Digital silence, to which parts are added.
    pub fn silence(sample_rate_hz: f64, frames: usize) -> Signal {
        Signal::silence_from(0, sample_rate_hz, frames)
    }

    /// Digital silence that starts at a frame other than 0.
    pub fn silence_from(first_frame: u64, sample_rate_hz: f64, frames: usize) -> Signal {
        Signal { sample_rate_hz, first_frame, samples: vec![0.0; frames] }
    }

    /// Seconds.
    pub fn duration_s(&self) -> f64 {
        self.samples.len() as f64 / self.sample_rate_hz
    }

    /// Adds a tone.
    pub fn with_tone(self, tone: Tone) -> Signal {
        let rate = self.sample_rate_hz;
        self.added(|frame| tone.at(frame, rate))
    }

    /// Adds several tones.
    pub fn with_tones(self, tones: impl IntoIterator<Item = Tone>) -> Signal {
        tones.into_iter().fold(self, Signal::with_tone)
    }

    /// Adds harmonics of a tone, but not the tone: `(order, level in dBc, phase)`.
    pub fn with_harmonics(self, tone: Tone, harmonics: &[(u32, f64, f64)]) -> Signal {
        self.with_tones(harmonics.iter().map(|&(order, level, phase)| tone.harmonic(order, level, phase)))
    }

    /// Adds a tone and harmonics of it, `(order, level in dBc, phase)`, played by a clock whose frequency rises by
    /// `drift_ppm` from the first frame to the last; `tone` has the mean.
    pub fn with_drifting_tones(self, tone: Tone, harmonics: &[(u32, f64, f64)], drift_ppm: f64) -> Signal {
        let (rate_hz, frames) = (self.sample_rate_hz, self.samples.len() as f64);
        let lines: Vec<Tone> =
            harmonics.iter().map(|&(k, level, phase)| tone.harmonic(k, level, phase)).chain([tone]).collect();
        let first_frame = self.first_frame;
        self.added(|frame| {
            let time = (frame - first_frame) as f64 / frames;
            // Lead of the drifting clock in frames.
            let ahead = 0.5e-6 * drift_ppm * (time * time - time) * frames;
            let moved = |line: &Tone| {
                let phase_rad = line.phase_rad + 2.0 * PI * line.frequency_hz / rate_hz * ahead;
                Tone { phase_rad, ..*line }.at(frame, rate_hz)
            };
            lines.iter().map(moved).sum()
        })
    }

    /// Adds mains lines: `(order, level in dBFS)`, with individual phases.
    pub fn with_hum(self, mains_hz: f64, lines: &[(u32, f64)]) -> Signal {
        self.with_tones(lines.iter().map(|&(order, level_dbfs)| Tone {
            frequency_hz: mains_hz * f64::from(order),
            level_dbfs,
            phase_rad: 0.7 * f64::from(order * order),
        }))
    }

    /// Adds Gaussian noise, white from 0 to half the sample rate.
    pub fn with_noise(self, level_dbfs: f64, seed: u64) -> Signal {
        let (mut random, rms) = (Random::new(seed), noise_rms(level_dbfs));
        self.added(|_| rms * random.gaussian())
    }

    /// Adds white noise of uniform distribution.
    pub fn with_uniform_noise(self, level_dbfs: f64, seed: u64) -> Signal {
        let (mut random, half_width) = (Random::new(seed), noise_rms(level_dbfs) * 3f64.sqrt());
        self.added(|_| half_width * (2.0 * random.unit() - 1.0))
    }

    /// Adds a constant.
    pub fn with_dc(self, offset: f64) -> Signal {
        self.added(|_| offset)
    }

    /// Rounds to integers of `bits` bits with TPDF dither: total error `q²/4`, white, free of the signal.
    pub fn dithered(mut self, bits: u32, seed: u64) -> Signal {
        let mut random = Random::new(seed);
        let step = 2f64.powi(1 - bits as i32);
        for sample in &mut self.samples {
            let dither = random.unit() - random.unit();
            *sample = step * (*sample / step + dither).round();
        }
        self
    }

    /// Clips at ±`ceiling`.
    pub fn clipped(mut self, ceiling: f64) -> Signal {
        self.samples.iter_mut().for_each(|x| *x = x.clamp(-ceiling, ceiling));
        self
    }

    /// Multiplies by a gain, negative to invert.
    pub fn scaled(mut self, gain: f64) -> Signal {
        self.samples.iter_mut().for_each(|x| *x *= gain);
        self
    }

    /// The samples as a host passes them.
    pub fn to_f32(&self) -> Vec<f32> {
        self.samples.iter().map(|&x| x as f32).collect()
    }

    fn added(mut self, mut part: impl FnMut(u64) -> f64) -> Signal {
        for (sample, frame) in self.samples.iter_mut().zip(self.first_frame..) {
            *sample += part(frame);
        }
        self
    }
}

#[cfg(test)]
mod tests;
