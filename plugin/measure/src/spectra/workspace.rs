//! Input and scratch that transforms of several lengths share: only one of them runs at a time.

use realfft::RealToComplex;
use realfft::num_complex::Complex;

/// Grows to what the longest transform needs.
#[derive(Default)]
pub(crate) struct Workspace {
    input: Vec<f64>,
    frames: usize,
    scratch: Vec<Complex<f64>>,
}

impl Workspace {
    /// The input of the next transform, of so many frames. What it holds is left of the one before.
    pub(crate) fn input(&mut self, frames: usize) -> &mut [f64] {
        self.frames = frames;
        if self.input.len() < frames {
            self.input.resize(frames, 0.0);
        }
        &mut self.input[..frames]
    }

    /// Transforms the input, and spoils it.
    pub(crate) fn process(&mut self, plan: &dyn RealToComplex<f64>, spectrum: &mut [Complex<f64>]) {
        let needed = plan.get_scratch_len();
        if self.scratch.len() < needed {
            self.scratch.resize(needed, Complex::default());
        }
        plan.process_with_scratch(&mut self.input[..self.frames], spectrum, &mut self.scratch[..needed])
            .expect("the input has the plan's length");
    }
}
