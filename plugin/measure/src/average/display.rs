//! The displayed spectrum: has its own window and is averaged like the figures or slid more often.

use std::sync::Arc;

use realfft::RealToComplex;
use realfft::num_complex::Complex;

use crate::average::rotate_into;
use crate::spectra::record::scaled_window;
use crate::spectra::transform::Forward;
use crate::terms::settings::{Averaging, WindowKind};

/// Display updates per second.
const SLIDES_PER_SECOND: f64 = 30.0;

/// Averaged powers of the display's window for all channels.
pub(crate) struct Display {
    kind: WindowKind,
    plan: Arc<dyn RealToComplex<f64>>,
    /// Made when it is first used: recordings are not displayed.
    transformer: Option<Transformer>,
    channels: Vec<DisplayChannel>,
}

/// A window and its transform.
struct Transformer {
    forward: Forward<f64>,
    window: Vec<f64>,
}

#[derive(Clone, Default)]
struct DisplayChannel {
    power: Vec<f32>,
    /// Complex mean; only in coherent averages.
    coherent: Vec<Complex<f64>>,
}

impl Display {
    pub(crate) fn new(kind: WindowKind, channels: usize, plan: Arc<dyn RealToComplex<f64>>) -> Display {
        Display { kind, plan, transformer: None, channels: vec![DisplayChannel::default(); channels] }
    }

    /// Transforms one channel and adds its powers.
    pub(crate) fn join_samples<S: Copy + Into<f64>>(&mut self, channel: usize, samples: &[S], weight: f64) {
        let spectrum = transformer(&mut self.transformer, self.kind, &self.plan).transform(samples);
        let powers = spectrum.iter().map(Complex::norm_sqr);
        self.channels[channel].join(powers, spectrum.len(), weight);
    }

    /// Adds known powers.
    pub(crate) fn join_powers(&mut self, channel: usize, powers: &[f64], weight: f64) {
        self.channels[channel].join(powers.iter().copied(), powers.len(), weight);
    }

    /// Transforms one channel and adds its complex values.
    pub(crate) fn join_coherently<S: Copy + Into<f64>>(
        &mut self,
        channel: usize,
        samples: &[S],
        weight: f64,
        shift_frames: f64,
    ) {
        let spectrum = transformer(&mut self.transformer, self.kind, &self.plan).transform(samples);
        let coherent = &mut self.channels[channel].coherent;
        coherent.resize(spectrum.len(), Complex::default());
        rotate_into(coherent, spectrum, weight, shift_frames);
    }

    /// Discards the average.
    pub(crate) fn clear(&mut self) {
        for channel in &mut self.channels {
            channel.coherent.clear();
            channel.power.clear();
        }
    }

    /// The powers of all channels; `None` if the average is empty.
    pub(crate) fn powers(&self) -> Option<Vec<Arc<[f32]>>> {
        self.channels.iter().map(DisplayChannel::powers).collect()
    }
}

fn transformer<'a>(
    place: &'a mut Option<Transformer>,
    kind: WindowKind,
    plan: &Arc<dyn RealToComplex<f64>>,
) -> &'a mut Transformer {
    place.get_or_insert_with(|| Transformer {
        forward: Forward::with(plan.clone()),
        window: scaled_window(kind, plan.len()),
    })
}

impl Transformer {
    /// Transforms one channel; samples that are not finite count as zero.
    fn transform<S: Copy + Into<f64>>(&mut self, samples: &[S]) -> &[Complex<f64>] {
        let weighted = |(sample, weight): (&S, &f64)| {
            let sample: f64 = (*sample).into();
            if sample.abs() <= 1e15 { sample * weight } else { 0.0 }
        };
        self.forward.of(samples.iter().zip(&self.window).map(weighted))
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

/// The weight of a slid record in the display; `None` if the mode does not slide.
///
/// An exponential average with weight 1/K per quarter record has weight `1 − (1−1/K)^(h/(N/4))` per hop h, taken as
/// 1/30 s.
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
