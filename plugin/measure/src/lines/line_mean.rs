//! The mean of one line over records.

use realfft::num_complex::Complex;

/// One line's means.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineMean {
    /// Where it stood in the newest record.
    pub(crate) bins: f64,
    /// Mean of |a|², the noise under it included.
    pub(crate) power: f64,
    /// Mean of the amplitude turned back by its tone's phase times its order.
    pub(crate) aligned: Complex<f64>,
    /// Where `aligned` was fitted to the whole stretch: its variance over that of one record's amplitude.
    pub(crate) share: Option<f64>,
}
