//! Lines in spectra: peaks, the model of a record's lines and its joint fit, the mains, other lines. Turns spectra into
//! lines with frequency and amplitude, and residual spectra.

pub(crate) mod hum;
pub(crate) mod line_fit;
pub(crate) mod line_mean;
pub(crate) mod lineless;
pub(crate) mod mains;
pub(crate) mod model;
pub(crate) mod neighbourhood;
pub(crate) mod origin;
pub(crate) mod peaks;
pub(crate) mod residual;
pub(crate) mod spurs;
pub(crate) mod tone_fit;
pub(crate) mod track;
