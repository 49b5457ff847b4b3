//! A windowed transform of the newest frames.

use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

/// Transform of one length, with its room.
pub struct Transform {
    plan: Arc<dyn RealToComplex<f32>>,
    /// Scaled so that the power of a full-scale sine is 1.
    window: Vec<f32>,
    windowed: Vec<f32>,
    scratch: Vec<Complex<f32>>,
    bins: Vec<Vec<Complex<f32>>>,
}

impl Transform {
    /// Noise bandwidth of its Hann window.
    pub const ENBW_BINS: f64 = 1.5;

    pub fn new(frames: usize, channels: usize) -> Transform {
        let plan = RealFftPlanner::new().plan_fft_forward(frames);
        let window = |frame: usize| {
            let hann = 0.5 - 0.5 * (TAU * frame as f64 / frames as f64).cos();
            (hann * 4.0 / frames as f64) as f32
        };
        Transform {
            window: (0..frames).map(window).collect(),
            windowed: plan.make_input_vec(),
            scratch: plan.make_scratch_vec(),
            bins: vec![plan.make_output_vec(); channels],
            plan,
        }
    }

    /// Length of the transform.
    pub fn frames(&self) -> usize {
        self.window.len()
    }

    /// Bins of as many frames of each channel.
    pub fn run(&mut self, channels: &[&[f32]]) -> &[Vec<Complex<f32>>] {
        for (bins, samples) in self.bins.iter_mut().zip(channels) {
            for ((out, sample), weight) in self.windowed.iter_mut().zip(*samples).zip(&self.window) {
                *out = sample * weight;
            }
            // Fails only for slices of another length.
            if self.plan.process_with_scratch(&mut self.windowed, bins, &mut self.scratch).is_err() {
                bins.fill(Complex::default());
            }
        }
        &self.bins
    }
}
