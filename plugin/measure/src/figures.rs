//! What comes out: figures with intervals, refusals, reports, curves, spectra to draw. Estimated powers and ratios enter,
//! values that people read leave.

pub(crate) mod curve;
pub(crate) mod difference;
pub(crate) mod estimate;
pub(crate) mod figure;
pub(crate) mod refusal;
pub(crate) mod report;
pub(crate) mod response;
pub(crate) mod spectrum;
