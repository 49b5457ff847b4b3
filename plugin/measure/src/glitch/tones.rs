//! The tones of a stretch of a fraction of a second, and their surroundings.

use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::lines::peaks;
use crate::spectra::record::{SEEN_WINDOW, scaled_window};
use crate::spectra::transform::Forward;
use crate::spectra::window::LOBE_BINS;
use crate::terms::units::power_to_db;

/// Most tones examined; a few suffice to count missing frames.
const MOST_TONES: usize = 32;
/// Weaker peaks are harmonics or music.
const COMPARABLE: f64 = 1e-3;
/// Least ratio of a tone to the density beside it.
const CONTRAST: f64 = 1e4;
/// Distance within which no other peak may exceed −30 dB relative to the tone.
const ALONE_BINS: f64 = 16.0;
const ALONE: f64 = 1e-3;

/// Plan and windows for stretches of one length.
struct Tables {
    plan: Arc<dyn RealToComplex<f64>>,
    /// For the whole stretch, scaled so that a line of amplitude 1 reads 1.
    whole: Vec<f64>,
    /// For half of it.
    half: Vec<f64>,
}

/// Tables of all lengths requested so far; there are few.
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
    /// Amplitude at the stretch's middle.
    pub(super) amplitude: Complex<f64>,
    /// Variance of its phase there due to the noise beside it.
    pub(super) variance: f64,
    /// Deviation of its phase from a straight line, due to hum beside it and clock wander.
    pub(super) stray_rad: f64,
}

impl<'a> Look<'a> {
    /// For a power-of-two number of samples.
    pub(super) fn at(samples: &'a [f64], tables: &mut LookTables) -> Look<'a> {
        let tables = tables.of(samples.len());
        let mut forward = Forward::with(tables.plan.clone());
        let spectrum = forward.of(samples.iter().zip(&tables.whole).map(|(x, w)| x * w));
        let power = spectrum.iter().map(Complex::norm_sqr).collect();
        Look { samples, tables, power }
    }

    /// Isolated steady lines that together hold nearly all of the power; none if other sound is present.
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

    /// Power of the tones over that of everything except DC.
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
        // The phase's advance over three overlapping halves of the stretch.
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

    /// Whether another stretch has the same spectrum, band by band, within the noise.
    pub(super) fn sounds_like(&self, other: &Look) -> bool {
        const LEAST_DB: f64 = 0.5;
        let mut first = LOBE_BINS;
        while first < self.power.len() {
            let last = (first * 3 / 2).max(first + 8).min(self.power.len());
            let sum = |look: &Look| look.power[first..last].iter().sum::<f64>();
            // Four deviations of the difference of two sums of bins through the 7-term window.
            let chance_db = 4.0 * 4.34 * (2.0 * 3.7 / (last - first) as f64).sqrt();
            let difference_db = power_to_db(sum(self) / sum(other));
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
/// The rotation is updated by multiplication and recomputed every 64 samples.
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
