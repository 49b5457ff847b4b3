//! Transforms of real samples, with their buffers.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, FftNum, RealFftPlanner, RealToComplex};

/// A transform from samples to their spectrum.
#[derive(Clone)]
pub(crate) struct Forward<T> {
    plan: Arc<dyn RealToComplex<T>>,
    samples: Vec<T>,
    spectrum: Vec<Complex<T>>,
    scratch: Vec<Complex<T>>,
}

impl<T: FftNum> Forward<T> {
    /// For an even number of frames.
    pub(crate) fn new(frames: usize) -> Forward<T> {
        Forward::with(RealFftPlanner::new().plan_fft_forward(frames))
    }

    /// With a plan shared with others.
    pub(crate) fn with(plan: Arc<dyn RealToComplex<T>>) -> Forward<T> {
        let (samples, spectrum) = (plan.make_input_vec(), plan.make_output_vec());
        Forward { samples, spectrum, scratch: plan.make_scratch_vec(), plan }
    }

    /// The spectrum of these samples, as many as the transform's frames.
    pub(crate) fn of(&mut self, samples: impl Iterator<Item = T>) -> &[Complex<T>] {
        self.samples.iter_mut().zip(samples).for_each(|(to, sample)| *to = sample);
        self.plan
            .process_with_scratch(&mut self.samples, &mut self.spectrum, &mut self.scratch)
            .expect("buffers come from the plan");
        &self.spectrum
    }

    /// The last spectrum, without the other buffers.
    pub(crate) fn into_spectrum(self) -> Vec<Complex<T>> {
        self.spectrum
    }
}

/// A transform from a spectrum to its samples.
#[derive(Clone)]
pub(crate) struct Inverse<T> {
    plan: Arc<dyn ComplexToReal<T>>,
    spectrum: Vec<Complex<T>>,
    samples: Vec<T>,
    scratch: Vec<Complex<T>>,
}

impl<T: FftNum> Inverse<T> {
    /// For an even number of frames.
    pub(crate) fn new(frames: usize) -> Inverse<T> {
        let plan = RealFftPlanner::new().plan_fft_inverse(frames);
        let (spectrum, samples) = (plan.make_input_vec(), plan.make_output_vec());
        Inverse { spectrum, samples, scratch: plan.make_scratch_vec(), plan }
    }

    /// The same transform with buffers of its own.
    pub(crate) fn another(&self) -> Inverse<T> {
        let plan = self.plan.clone();
        Inverse {
            spectrum: plan.make_input_vec(),
            samples: plan.make_output_vec(),
            scratch: plan.make_scratch_vec(),
            plan,
        }
    }

    /// The spectrum to transform. After a transform its content is unspecified.
    pub(crate) fn spectrum(&mut self) -> &mut [Complex<T>] {
        &mut self.spectrum
    }

    /// Transforms the spectrum, of whose first and last bin the imaginary part is dropped, as real samples have none there.
    pub(crate) fn run(&mut self) -> &mut [T] {
        for end in [0, self.spectrum.len() - 1] {
            self.spectrum[end].im = T::zero();
        }
        self.plan
            .process_with_scratch(&mut self.spectrum, &mut self.samples, &mut self.scratch)
            .expect("buffers come from the plan");
        &mut self.samples
    }

    /// The last samples.
    pub(crate) fn samples(&self) -> &[T] {
        &self.samples
    }
}
