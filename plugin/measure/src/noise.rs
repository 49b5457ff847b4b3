//! The noise without lines: its floor, density and quasi-peak reading, computed from an average.

pub(crate) mod floor;
pub(crate) mod quasi_peak;
