//! Recordings of the bench track, as bad as they come.

use std::f64::consts::{PI, TAU};

use groundtruth_measure::BenchForm;
use groundtruth_measure::generator::{Level, Recipe, Signal, SignalKind};

use crate::stimulus::{Random, amplitude, noise_rms};

pub use compared::Largest;

mod compared;

/// The track's samples on both sides.
pub fn track(form: BenchForm, top_dbfs: f64, sample_rate_hz: f64) -> Vec<Vec<f64>> {
    let frames = (form.length_s() * sample_rate_hz).round() as u64;
    let kind = SignalKind::BenchTrack { form };
    let recipe = Recipe { kind, level: Level::PeakDbfs(top_dbfs), sample_rate_hz, frames };
    let mut sides = vec![vec![0.0; frames as usize]; 2];
    Signal::new(&recipe).expect("a track at this rate").fill(0, &mut sides);
    sides
}

/// What happens to a track on its way into a recording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degradation {
    /// Form of the track.
    pub form: BenchForm,
    /// Rate of the recording.
    pub sample_rate_hz: f64,
    /// Silence before the track, in frames, a fraction allowed.
    pub offset_frames: f64,
    /// Gain from the track's −12 dBFS.
    pub gain_db: f64,
    /// The recorder's clock against the player's.
    pub clock_ppm: f64,
    /// Amplitude of the clock's wander, in frames, and its period in seconds.
    pub wander: (f64, f64),
    /// White noise on either channel, in dBFS.
    pub noise_dbfs: f64,
    /// A line at 50 Hz, in dBFS.
    pub hum_dbfs: f64,
    /// Whether the device inverts.
    pub is_inverted: bool,
    /// Whether left and right are exchanged.
    pub is_swapped: bool,
    /// Part of the track that is recorded.
    pub kept: f64,
    /// Frames missing at a part of the track.
    pub dropout: Option<(f64, usize)>,
}

/// Samples of the interpolation on either side.
const HALF: i64 = 32;

impl Degradation {
    /// A clean recording.
    pub fn none(form: BenchForm) -> Degradation {
        Degradation {
            form,
            sample_rate_hz: 48_000.0,
            offset_frames: 10_000.0,
            gain_db: 0.0,
            clock_ppm: 0.0,
            wander: (0.0, 1.0),
            noise_dbfs: -120.0,
            hum_dbfs: -120.0,
            is_inverted: false,
            is_swapped: false,
            kept: 1.0,
            dropout: None,
        }
    }

    /// Drawn at random; each kind of fault is there in a part of the draws.
    pub fn drawn(random: &mut Random) -> Degradation {
        let mut chance = |share: f64| random.unit() < share;
        let [is_other_rate, has_clock, wanders, is_inverted, is_swapped, is_cut, drops, is_faint] =
            [0.3, 0.6, 0.3, 0.3, 0.3, 0.2, 0.2, 0.3].map(&mut chance);
        let mut between = |low: f64, high: f64| low + (high - low) * random.unit();
        let gain_db = if is_faint { between(-48.0, -20.0) } else { between(-20.0, 11.0) };
        let level_dbfs = -12.0 + gain_db;
        Degradation {
            form: BenchForm::Quick,
            sample_rate_hz: if is_other_rate {
                [44_100.0, 96_000.0][usize::from(between(0.0, 1.0) < 0.3)]
            } else {
                48_000.0
            },
            offset_frames: between(0.0, 200_000.0),
            gain_db,
            clock_ppm: if has_clock { between(-500.0, 500.0) } else { 0.0 },
            wander: if wanders { (between(0.05, 0.5), between(6.0, 20.0)) } else { (0.0, 1.0) },
            noise_dbfs: level_dbfs - between(20.0, 90.0),
            hum_dbfs: level_dbfs - between(0.0, 60.0),
            is_inverted,
            is_swapped,
            kept: if is_cut { between(0.3, 0.95) } else { 1.0 },
            dropout: drops.then(|| (between(0.15, 0.85), between(16.0, 4000.0) as usize)),
        }
    }

    /// Frame of the recording at a time of the track, dropouts aside.
    fn frame_at(&self, track_s: f64) -> f64 {
        let (frames, period_s) = self.wander;
        let even = track_s * self.sample_rate_hz * (1.0 + 1e-6 * self.clock_ppm);
        self.offset_frames + even + frames * (TAU * track_s / period_s).sin()
    }

    /// The recording.
    pub fn recording(&self, seed: u64) -> [Vec<f64>; 2] {
        let mut random = Random::new(seed);
        let mut sides = track(self.form, -12.0 + self.gain_db, self.sample_rate_hz);
        if self.is_swapped {
            sides.swap(0, 1);
        }
        let gain = if self.is_inverted { -1.0 } else { 1.0 };
        let length_s = self.form.length_s() * self.kept;
        let frames = self.frame_at(length_s) as usize + 4800;
        let mut recorded = [Vec::new(), Vec::new()];
        for frame in 0..frames {
            let place = self.track_frame(frame as f64);
            let weights = Weights::at(place);
            let is_cut = place > length_s * self.sample_rate_hz;
            for (samples, side) in recorded.iter_mut().zip(&sides) {
                samples.push(if is_cut { 0.0 } else { gain * weights.of(side) });
            }
        }
        if let Some((part, missing)) = self.dropout {
            let first = self.frame_at(part * self.form.length_s()) as usize;
            recorded.iter_mut().for_each(|samples| {
                drop(samples.drain(first.min(samples.len())..(first + missing).min(samples.len())))
            });
        }
        for frame in 0..recorded[0].len() {
            let hum =
                amplitude(self.hum_dbfs) * (TAU * (50.0 * frame as f64 / self.sample_rate_hz).fract()).sin();
            for samples in &mut recorded {
                samples[frame] += hum + noise_rms(self.noise_dbfs) * random.gaussian();
            }
        }
        recorded
    }

    /// The track's frame at a frame of the recording: the inverse of [`Degradation::frame_at`], by iteration.
    fn track_frame(&self, frame: f64) -> f64 {
        let scale = self.sample_rate_hz * (1.0 + 1e-6 * self.clock_ppm);
        let mut track_s = (frame - self.offset_frames) / scale;
        if self.wander.0 != 0.0 {
            for _ in 0..4 {
                track_s += (frame - self.frame_at(track_s)) / scale;
            }
        }
        track_s * self.sample_rate_hz
    }
}

/// Weights of a windowed sinc around a place.
struct Weights {
    first: i64,
    weights: Vec<f64>,
}

impl Weights {
    fn at(place: f64) -> Weights {
        let whole = place.floor();
        let part = place - whole;
        if part == 0.0 {
            return Weights { first: whole as i64, weights: vec![1.0] };
        }
        // sin(π(k − part)) alternates in sign.
        let sine = (PI * part).sin() / PI;
        let weight = |k: i64| {
            let distance = k as f64 - part;
            let window = (0.5 * PI * distance / (HALF as f64 + 1.0)).cos().powi(4);
            let sign = if k.rem_euclid(2) == 0 { -1.0 } else { 1.0 };
            sign * sine / distance * window
        };
        Weights { first: whole as i64 - HALF + 1, weights: (1 - HALF..=HALF).map(weight).collect() }
    }

    fn of(&self, samples: &[f64]) -> f64 {
        let sample = |index: i64| {
            usize::try_from(index).ok().and_then(|index| samples.get(index)).copied().unwrap_or(0.0)
        };
        self.weights.iter().zip(self.first..).map(|(weight, index)| weight * sample(index)).sum()
    }
}
