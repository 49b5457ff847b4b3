//! Basic terms of measurement, used everywhere else: units, settings, weightings.

pub(crate) mod settings;
pub(crate) mod shape;
pub mod units;
pub(crate) mod weighting;
