//! The displayed spectrum: its own window, joined like the figures or slid along more often.

use std::sync::Arc;

use realfft::RealToComplex;
use realfft::num_complex::Complex;

use crate::average::rotate_into;
use crate::record::scaled_window;
use crate::{Averaging, WindowKind};

/// How often a second the display is slid along.
const SLIDES_PER_SECOND: f64 = 30.0;

/// Averaged powers of the display's window for all channels.
pub(crate) struct Display {
    window: Vec<f64>,
    plan: Arc<dyn RealToComplex<f64>>,
    input: Vec<f64>,
    scratch: Vec<Complex<f64>>,
    spectrum: Vec<Complex<f64>>,
    channels: Vec<DisplayChannel>,
}

#[derive(Clone, Default)]
struct DisplayChannel {
    power: Vec<f32>,
    /// Complex mean; in coherent averages only.
    coherent: Vec<Complex<f64>>,
}

impl Display {
    pub(crate) fn new(
        kind: WindowKind,
        frames: usize,
        channels: usize,
        plan: Arc<dyn RealToComplex<f64>>,
    ) -> Display {
        Display {
            window: scaled_window(kind, frames),
            input: plan.make_input_vec(),
            scratch: plan.make_scratch_vec(),
            spectrum: plan.make_output_vec(),
            channels: vec![DisplayChannel::default(); channels],
            plan,
        }
    }

    /// Transforms one channel through the display's window; samples that are not finite count as zero.
    pub(crate) fn transform<S: Copy + Into<f64>>(&mut self, samples: &[S]) -> &[Complex<f64>] {
        for ((out, sample), weight) in self.input.iter_mut().zip(samples).zip(&self.window) {
            let sample: f64 = (*sample).into();
            *out = if sample.abs() <= 1e15 { sample * weight } else { 0.0 };
        }
        self.plan
            .process_with_scratch(&mut self.input, &mut self.spectrum, &mut self.scratch)
            .expect("buffers come from the plan");
        &self.spectrum
    }

    /// Transforms one channel and joins its powers.
    pub(crate) fn join_samples<S: Copy + Into<f64>>(&mut self, channel: usize, samples: &[S], weight: f64) {
        self.transform(samples);
        let powers = self.spectrum.iter().map(Complex::norm_sqr);
        self.channels[channel].join(powers, self.spectrum.len(), weight);
    }

    /// Joins powers known already.
    pub(crate) fn join_powers(&mut self, channel: usize, powers: &[f64], weight: f64) {
        self.channels[channel].join(powers.iter().copied(), powers.len(), weight);
    }

    /// Transforms one channel and joins its complex values.
    pub(crate) fn join_coherently<S: Copy + Into<f64>>(
        &mut self,
        channel: usize,
        samples: &[S],
        weight: f64,
        shift_frames: f64,
    ) {
        self.transform(samples);
        let spectrum = std::mem::take(&mut self.spectrum);
        self.channels[channel].coherent.resize(spectrum.len(), Complex::default());
        rotate_into(&mut self.channels[channel].coherent, &spectrum, weight, shift_frames);
        self.spectrum = spectrum;
    }

    /// Forgets what was joined.
    pub(crate) fn clear(&mut self) {
        for channel in &mut self.channels {
            channel.coherent.clear();
            channel.power.clear();
        }
    }

    /// The powers of all channels; `None` before anything was joined.
    pub(crate) fn powers(&self) -> Option<Vec<Arc<[f32]>>> {
        self.channels.iter().map(DisplayChannel::powers).collect()
    }
}

impl DisplayChannel {
    fn join(&mut self, powers: impl Iterator<Item = f64>, bins: usize, weight: f64) {
        self.power.resize(bins, 0.0);
        let weight = weight as f32;
        for (mean, power) in self.power.iter_mut().zip(powers) {
            *mean += weight * (power as f32 - *mean);
        }
    }

    fn powers(&self) -> Option<Arc<[f32]>> {
        if !self.coherent.is_empty() {
            return Some(self.coherent.iter().map(|bin| bin.norm_sqr() as f32).collect());
        }
        (!self.power.is_empty()).then(|| self.power.as_slice().into())
    }
}

/// The weight of a slid record in the display: `None` where the mode does not slide.
///
/// An exponential average that weighs 1/K per quarter record weighs `1 − (1−1/K)^(h/(N/4))` per hop h, taken as
/// the thirtieth part of a second.
pub(crate) fn slide_weight(averaging: Averaging, frames: usize, sample_rate_hz: f64) -> Option<f64> {
    let quarters = (sample_rate_hz / SLIDES_PER_SECOND / (frames as f64 / 4.0)).min(1.0);
    match averaging {
        Averaging::Off => Some(1.0),
        Averaging::Exponential { records } => {
            let keep = 1.0 - 1.0 / f64::from(records.max(1));
            Some(1.0 - keep.powf(quarters))
        }
        _ => None,
    }
}
