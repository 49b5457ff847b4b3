//! Input and scratch shared by transforms of several lengths, which run one at a time.

use realfft::RealToComplex;
use realfft::num_complex::Complex;

/// Grows to the size of the longest transform.
#[derive(Default)]
pub(crate) struct Workspace {
    input: Vec<f64>,
    frames: usize,
    scratch: Vec<Complex<f64>>,
}

impl Workspace {
    /// The input of the next transform, `frames` long. It contains leftovers of the previous one.
    pub(crate) fn input(&mut self, frames: usize) -> &mut [f64] {
        self.frames = frames;
        if self.input.len() < frames {
            self.input.resize(frames, 0.0);
        }
        &mut self.input[..frames]
    }

    /// Transforms the input, which is overwritten.
    pub(crate) fn process(&mut self, plan: &dyn RealToComplex<f64>, spectrum: &mut [Complex<f64>]) {
        let needed = plan.get_scratch_len();
        if self.scratch.len() < needed {
            self.scratch.resize(needed, Complex::default());
        }
        plan.process_with_scratch(&mut self.input[..self.frames], spectrum, &mut self.scratch[..needed])
            .expect("the input has the plan's length");
    }
}
