//! Plain words of measurement: units, settings, weightings. Nothing enters; every other room speaks in these terms.

pub(crate) mod settings;
pub mod units;
pub(crate) mod weighting;
