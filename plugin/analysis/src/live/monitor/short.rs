//! A short transform for the eye, beside the long one for figures.

use std::f64::consts::TAU;
use std::sync::Arc;

use groundtruth_measure::{Spectrum, WindowKind};
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::Programme;
use crate::live::history::History;
use crate::live::max_hold::MaxHold;

/// Spectrum of the newest frames, its mean and its largest values.
pub(super) struct ShortSpectrum {
    sample_rate_hz: f64,
    frames: usize,
    history: History,
    filled_frames: usize,
    /// Frames since the last transform.
    new_frames: usize,
    transform: Arc<dyn RealToComplex<f32>>,
    /// Scaled so that the power of a full-scale sine is 1.
    window: Vec<f32>,
    windowed: Vec<f32>,
    bins: Vec<Complex<f32>>,
    now: Option<Arc<Spectrum>>,
    mean: Option<Arc<Spectrum>>,
    max_hold: MaxHold,
}

impl ShortSpectrum {
    /// Time constant of the mean.
    const MEAN_S: f64 = 1.0;
    /// Noise bandwidth of the Hann window.
    const ENBW_BINS: f64 = 1.5;

    pub fn new(sample_rate_hz: f64, channels: usize) -> ShortSpectrum {
        let frames = ((sample_rate_hz * Programme::SPECTRUM_S).ceil().max(16.0) as usize).next_power_of_two();
        let transform = RealFftPlanner::new().plan_fft_forward(frames);
        let window = |frame: usize| {
            let hann = 0.5 - 0.5 * (TAU * frame as f64 / frames as f64).cos();
            (hann * 4.0 / frames as f64) as f32
        };
        ShortSpectrum {
            sample_rate_hz,
            frames,
            history: History::new(channels, frames),
            filled_frames: 0,
            new_frames: 0,
            windowed: vec![0.0; frames],
            bins: transform.make_output_vec(),
            transform,
            window: (0..frames).map(window).collect(),
            now: None,
            mean: None,
            max_hold: MaxHold::default(),
        }
    }

    /// Takes frames, one slice of finite samples per channel.
    pub fn take(&mut self, planes: &[&[f32]]) {
        let count = planes.first().map_or(0, |plane| plane.len());
        let mut from = 0;
        while from < count {
            let to = count.min(from + self.frames);
            self.history.append(to - from, |channel| &planes[channel][from..to]);
            from = to;
        }
        self.filled_frames = (self.filled_frames + count).min(self.frames);
        self.new_frames += count;
    }

    /// Transforms the newest frames, if there are any since the last time.
    pub fn transform(&mut self) {
        if self.filled_frames < self.frames || self.new_frames == 0 {
            return;
        }
        let channels: Vec<Arc<[f32]>> = {
            let windows = self.history.windows();
            let (transform, bins, windowed) = (&self.transform, &mut self.bins, &mut self.windowed);
            windows.iter().map(|samples| powers(samples, &self.window, transform, windowed, bins)).collect()
        };
        let elapsed_s = self.new_frames as f64 / self.sample_rate_hz;
        self.new_frames = 0;
        let spectrum = Spectrum {
            sample_rate_hz: self.sample_rate_hz,
            frames: self.frames,
            window: WindowKind::Hann,
            enbw_bins: Self::ENBW_BINS,
            records: 1,
            channels,
        };
        self.max_hold.add(&spectrum);
        self.mean = Some(Arc::new(match &self.mean {
            Some(mean) => mixed(mean, &spectrum, 1.0 - (-elapsed_s / Self::MEAN_S).exp()),
            None => spectrum.clone(),
        }));
        self.now = Some(Arc::new(spectrum));
    }

    pub fn now(&self) -> Option<Arc<Spectrum>> {
        self.now.clone()
    }

    pub fn mean(&self) -> Option<Arc<Spectrum>> {
        self.mean.clone()
    }

    pub fn held(&self) -> Vec<Arc<[f32]>> {
        self.max_hold.read()
    }

    pub fn clear_max_hold(&mut self) {
        self.max_hold.clear();
    }
}

fn powers(
    samples: &[f32],
    window: &[f32],
    transform: &Arc<dyn RealToComplex<f32>>,
    windowed: &mut [f32],
    bins: &mut [Complex<f32>],
) -> Arc<[f32]> {
    for ((out, sample), weight) in windowed.iter_mut().zip(samples).zip(window) {
        *out = sample * weight;
    }
    // Fails only for slices of another length.
    if transform.process(windowed, bins).is_err() {
        return bins.iter().map(|_| 0.0).collect();
    }
    bins.iter().map(|bin| bin.norm_sqr()).collect()
}

/// The mean moved towards the newest powers by this share.
fn mixed(mean: &Spectrum, newest: &Spectrum, share: f64) -> Spectrum {
    let share = share as f32;
    let mix = |(mean, newest): (&Arc<[f32]>, &Arc<[f32]>)| -> Arc<[f32]> {
        mean.iter().zip(newest.iter()).map(|(mean, newest)| mean + share * (newest - mean)).collect()
    };
    let channels = mean.channels.iter().zip(&newest.channels).map(mix).collect();
    Spectrum { records: mean.records.saturating_add(1), channels, ..newest.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(frequency_hz: f64, amplitude: f64, frames: usize) -> Vec<f32> {
        let sample = |frame: usize| (amplitude * (TAU * frequency_hz * frame as f64 / 48_000.0).sin()) as f32;
        (0..frames).map(sample).collect()
    }

    #[test]
    fn a_sine_on_a_bin_reads_its_level() {
        let mut short = ShortSpectrum::new(48_000.0, 1);
        let bin_hz = 48_000.0 / short.frames as f64;
        short.take(&[&sine(40.0 * bin_hz, 0.5, 5000)]);
        short.transform();
        let spectrum = short.now().expect("a transform");
        assert!((10.0 * spectrum.channels[0][40].log10() + 6.0206).abs() < 1e-3);
    }

    #[test]
    fn the_spectrum_does_not_depend_on_the_runs() {
        let signal = sine(997.0, 0.5, 5000);
        let read = |run: usize| {
            let mut short = ShortSpectrum::new(48_000.0, 1);
            signal.chunks(run).for_each(|samples| short.take(&[samples]));
            short.transform();
            short.now().expect("a transform").channels[0].clone()
        };
        assert_eq!(read(5000), read(1));
        assert_eq!(read(5000), read(333));
    }

    #[test]
    fn a_beat_stands_half_an_amplitude_high_after_11_ms() {
        let mut short = ShortSpectrum::new(48_000.0, 1);
        let click_then = |silence: usize| [vec![0.0; 4096], vec![1.0], vec![0.0; silence]].concat();
        let quarter = short.frames / 4;
        short.take(&[&click_then(quarter)]);
        short.transform();
        let early = short.now().expect("a transform").channels[0][100];
        short.take(&[&vec![0.0; quarter]]);
        short.transform();
        let settled = short.now().expect("a transform").channels[0][100];
        assert!(quarter as f64 / 48_000.0 < 0.011);
        assert!(10.0 * (settled / early).log10() < 6.1, "{early} {settled}");
    }

    #[test]
    fn mean_and_hold_follow_their_definitions() {
        let mut short = ShortSpectrum::new(48_000.0, 1);
        let bin_hz = 48_000.0 / short.frames as f64;
        short.take(&[&sine(40.0 * bin_hz, 0.5, short.frames)]);
        short.transform();
        // A second of silence, read thirty times: the mean falls to 1/e.
        for _ in 0..30 {
            short.take(&[&[0.0; 1600]]);
            short.transform();
        }
        let mean = short.mean().expect("a mean").channels[0][40];
        assert!((f64::from(mean) / 0.25 - (-1.0f64).exp()).abs() < 0.02, "{mean}");
        assert!((short.held()[0][40] - 0.25).abs() < 1e-4);
        short.clear_max_hold();
        assert!(short.held().is_empty());
    }
}
