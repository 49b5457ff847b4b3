//! From samples to spectra: windows, transforms, and sample statistics. Turns the samples of one record into its
//! spectra and its tally.

pub(crate) mod band_bins;
pub(crate) mod exact_transform;
pub(crate) mod level_drift;
pub(crate) mod noise_window;
pub(crate) mod record;
pub(crate) mod tally;
pub(crate) mod transform;
pub(crate) mod warp;
pub(crate) mod window;
pub(crate) mod word_length;
pub(crate) mod workspace;
