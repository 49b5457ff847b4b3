//! One estimated point of a response from one channel to another.

use realfft::num_complex::Complex;

use crate::figures::curve::{self, Point};
use crate::figures::estimate::Power;

/// A complex ratio at a frequency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Response {
    pub(crate) frequency_hz: f64,
    /// The second channel over the first.
    pub(crate) ratio: Complex<f64>,
    /// Mean square of the ratio's error, real and imaginary part together.
    pub(crate) variance: f64,
}

impl Response {
    /// The squared ratio with the noise bias subtracted.
    pub(crate) fn power(&self) -> Power {
        Power {
            value: self.ratio.norm_sqr() - self.variance,
            null: self.variance * self.variance,
            slope: 2.0 * self.variance,
        }
    }

    /// As a point of a curve.
    pub(crate) fn point(&self) -> Point {
        curve::point(self.frequency_hz, self.power().level(), self.ratio)
    }
}
