//! One record to be added to an average.

use realfft::num_complex::Complex;

use crate::lines::tone_fit::Model;

/// One channel of a record, to be added to an average.
pub(crate) struct Part<'a> {
    /// Its spectrum through the noise window, fitted lines subtracted.
    pub(crate) noise: &'a [Complex<f64>],
    /// Its lines.
    pub(crate) model: &'a Model,
    /// Frames of the record.
    pub(crate) frames: f64,
}
