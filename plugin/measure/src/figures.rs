//! The results: figures with intervals, refusals, reports, curves and spectra. Converts estimated powers and ratios to
//! displayed values.

pub(crate) mod between;
pub(crate) mod curve;
pub(crate) mod curves;
pub(crate) mod difference;
pub(crate) mod discontinuity;
pub(crate) mod estimate;
pub(crate) mod figure;
pub(crate) mod measurement;
pub(crate) mod refusal;
pub(crate) mod report;
pub(crate) mod residual;
pub(crate) mod response;
pub(crate) mod run;
pub(crate) mod spectrum;
pub(crate) mod worst;
