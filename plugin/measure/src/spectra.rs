//! Samples to bins: windows, transforms, and what the samples say by themselves. Samples of one record enter, its spectra and
//! its tally leave.

pub(crate) mod band_bins;
pub(crate) mod exact_transform;
pub(crate) mod level_drift;
pub(crate) mod noise_window;
pub(crate) mod record;
pub(crate) mod tally;
pub(crate) mod warp;
pub(crate) mod window;
pub(crate) mod word_length;
pub(crate) mod workspace;
