//! Two stretches of sound transformed together.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use crate::exact_transform::smooth_length;

/// Spectra of the reference and of what is compared with it, over the same number of frames.
pub(super) struct Spectra {
    pub(super) frames: usize,
    pub(super) reference: Vec<Complex<f64>>,
    pub(super) other: Vec<Complex<f64>>,
}

impl Spectra {
    /// Of two stretches, the shorter one followed by silence.
    pub(super) fn new([reference, other]: [Vec<f64>; 2]) -> Spectra {
        let frames = smooth_length(reference.len().max(other.len()).max(2));
        let plan = RealFftPlanner::new().plan_fft_forward(frames);
        let transform = |mut samples: Vec<f64>| {
            let mut output = plan.make_output_vec();
            samples.resize(frames, 0.0);
            plan.process(&mut samples, &mut output).expect("buffers come from the plan");
            output
        };
        Spectra { frames, reference: transform(reference), other: transform(other) }
    }

    /// Shifts the second stretch in time to where it meets the first one.
    pub(super) fn align(&mut self) {
        let late = self.delay_frames() / self.frames as f64;
        for (bin, value) in self.other.iter_mut().enumerate() {
            *value *= Complex::cis(TAU * (late * bin as f64).fract());
        }
    }

    /// How much later the second stretch is: the peak of the correlation, between frames by a parabola.
    fn delay_frames(&self) -> f64 {
        // A sweep's power falls as 1/f: so weighted, all frequencies count alike and the peak is sharp.
        let flat = |(bin, (a, b)): (usize, (&Complex<f64>, &Complex<f64>))| b * a.conj() * bin as f64;
        let bins = self.reference.iter().zip(&self.other).enumerate();
        let mut spectrum: Vec<Complex<f64>> = bins.map(flat).collect();
        // The first and the last bin of a real signal are real.
        spectrum[0].im = 0.0;
        spectrum[self.frames / 2].im = 0.0;
        let plan = RealFftPlanner::new().plan_fft_inverse(self.frames);
        let mut correlation = plan.make_output_vec();
        plan.process(&mut spectrum, &mut correlation).expect("buffers come from the plan");
        let size = |lag: usize| correlation[lag % self.frames].abs();
        let peak = (0..self.frames).max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(0);
        let [before, at, after] = [peak + self.frames - 1, peak, peak + 1].map(size);
        let bend = before - 2.0 * at + after;
        let fraction = if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 };
        peak as f64 + fraction
    }
}
