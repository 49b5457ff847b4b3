//! The tones of a stretch of a fraction of a second, and what stands beside them.

use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::lines::peaks;
use crate::spectra::record::{SEEN_WINDOW, scaled_window};
use crate::spectra::window::LOBE_BINS;

/// Tones looked at: some are enough to tell how many frames are missing.
const MOST_TONES: usize = 32;
/// Weaker peaks are harmonics or music.
const COMPARABLE: f64 = 1e-3;
/// A tone stands this far over the density beside it.
const CONTRAST: f64 = 1e4;
/// No other peak of 30 dB below it or more stands this near.
const ALONE_BINS: f64 = 16.0;
const ALONE: f64 = 1e-3;

/// Plan and windows for stretches of one length.
struct Tables {
    plan: Arc<dyn RealToComplex<f64>>,
    /// Over the stretch, scaled so that a line of amplitude 1 reads 1.
    whole: Vec<f64>,
    /// Over half of it.
    half: Vec<f64>,
}

/// Tables of all lengths that were asked for: few.
#[derive(Default)]
pub(super) struct LookTables {
    by_frames: BTreeMap<usize, Arc<Tables>>,
}

impl LookTables {
    fn of(&mut self, frames: usize) -> Arc<Tables> {
        let make = || {
            let plan = RealFftPlanner::new().plan_fft_forward(frames);
            Arc::new(Tables {
                plan,
                whole: scaled_window(SEEN_WINDOW, frames),
                half: scaled_window(SEEN_WINDOW, frames / 2),
            })
        };
        self.by_frames.entry(frames).or_insert_with(make).clone()
    }
}

/// A stretch with its spectrum.
pub(super) struct Look<'a> {
    samples: &'a [f64],
    tables: Arc<Tables>,
    power: Vec<f64>,
}

/// A tone of a stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocalTone {
    pub(super) turns_per_frame: f64,
    /// At the stretch's middle.
    pub(super) amplitude: Complex<f64>,
    /// Variance of its phase there, as the noise beside it makes it.
    pub(super) variance: f64,
    /// How far its phase strays from a straight line: what hum beside it and a wandering clock make.
    pub(super) stray_rad: f64,
}

impl<'a> Look<'a> {
    /// Of a power of two of samples.
    pub(super) fn at(samples: &'a [f64], tables: &mut LookTables) -> Look<'a> {
        let tables = tables.of(samples.len());
        let (mut input, mut output) = (tables.plan.make_input_vec(), tables.plan.make_output_vec());
        input.iter_mut().zip(samples.iter().zip(&tables.whole)).for_each(|(out, (x, w))| *out = x * w);
        tables.plan.process(&mut input, &mut output).expect("buffers come from the plan");
        Look { samples, tables, power: output.iter().map(Complex::norm_sqr).collect() }
    }

    /// Lone steady lines that hold nearly all of the sound together; none where there is more than these.
    pub(super) fn tones(&self) -> Vec<LocalTone> {
        let found = peaks::strongest(&self.power, 2 * MOST_TONES);
        let Some(strongest) = found.first().map(|peak| peak.power) else { return Vec::new() };
        let lone = |peak: &&peaks::Peak| {
            let others = found.iter().filter(|other| other.bins != peak.bins);
            peak.power > strongest * COMPARABLE
                && peak.bins > LOBE_BINS as f64
                && others
                    .filter(|o| o.power > ALONE * peak.power)
                    .all(|o| (o.bins - peak.bins).abs() > ALONE_BINS)
        };
        found.iter().filter(lone).take(MOST_TONES).filter_map(|peak| self.tone(peak)).collect()
    }

    /// Power of the tones over that of everything but DC.
    pub(super) fn share(&self, tones: &[LocalTone]) -> f64 {
        let lobe = |tone: &LocalTone| {
            let centre = (tone.turns_per_frame * self.samples.len() as f64).round() as usize;
            let bins = centre.saturating_sub(LOBE_BINS)..(centre + LOBE_BINS + 1).min(self.power.len());
            self.power[bins].iter().sum::<f64>()
        };
        tones.iter().map(lobe).sum::<f64>() / self.power[LOBE_BINS..].iter().sum::<f64>()
    }

    fn tone(&self, peak: &peaks::Peak) -> Option<LocalTone> {
        let frames = self.samples.len();
        let density = peaks::local_density(&self.power, peak.bins, LOBE_BINS + 2, 100);
        if peak.power < CONTRAST * density {
            return None;
        }
        let coarse = peak.bins / frames as f64;
        // The phase's advance over three halves of the stretch that overlap.
        let (half, quarter) = (frames / 2, frames / 4);
        let part = |from: usize| amplitude(&self.samples[from..from + half], &self.tables.half, coarse);
        let [first, middle, last] = [0, quarter, half].map(part);
        let distance = half as f64;
        let advance = (last / first).arg() / TAU - distance * coarse;
        let turns_per_frame = coarse + (advance - advance.round()) / distance;
        Some(LocalTone {
            turns_per_frame,
            amplitude: amplitude(self.samples, &self.tables.whole, turns_per_frame),
            variance: density / (2.0 * peak.power),
            stray_rad: (last * first / (middle * middle)).arg().abs(),
        })
    }

    /// Whether another stretch sounds the same, band by band, as far as noise allows.
    pub(super) fn sounds_like(&self, other: &Look) -> bool {
        const LEAST_DB: f64 = 0.5;
        let mut first = LOBE_BINS;
        while first < self.power.len() {
            let last = (first * 3 / 2).max(first + 8).min(self.power.len());
            let sum = |look: &Look| look.power[first..last].iter().sum::<f64>();
            // Four deviations of the difference of two sums of bins through the 7-term window.
            let chance_db = 4.0 * 4.34 * (2.0 * 3.7 / (last - first) as f64).sqrt();
            let difference_db = 10.0 * (sum(self) / sum(other)).log10();
            if difference_db.is_nan() || difference_db.abs() > LEAST_DB + chance_db {
                return false;
            }
            first = last;
        }
        true
    }
}

/// Amplitude of a line at the middle of a stretch.
///
/// The rotation is carried on by multiplication and set afresh every 64 samples.
fn amplitude(samples: &[f64], window: &[f64], turns_per_frame: f64) -> Complex<f64> {
    const BLOCK: usize = 64;
    let middle = samples.len() as f64 / 2.0;
    let step = Complex::cis(-TAU * turns_per_frame);
    let blocks = samples.chunks(BLOCK).zip(window.chunks(BLOCK)).enumerate();
    blocks.fold(Complex::default(), |sum, (block, (samples, window))| {
        let turns = ((block * BLOCK) as f64 - middle) * turns_per_frame;
        let mut rotation = Complex::cis(-TAU * (turns - turns.round()));
        samples.iter().zip(window).fold(sum, |sum, (x, w)| {
            let turned = rotation * (x * w);
            rotation *= step;
            sum + turned
        })
    })
}
