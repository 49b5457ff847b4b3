//! The mean of one line over records.

use realfft::num_complex::Complex;

/// One line's means.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineMean {
    /// Its frequency in the newest record.
    pub(crate) bins: f64,
    /// Mean of |a|², including the noise under it.
    pub(crate) power: f64,
    /// Mean of the amplitude, with its tone's phase times its order subtracted.
    pub(crate) aligned: Complex<f64>,
    /// If `aligned` was fitted to the whole stretch: its variance over that of one record's amplitude.
    pub(crate) share: Option<f64>,
}
