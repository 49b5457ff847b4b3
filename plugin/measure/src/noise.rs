//! The noise that is left without lines: its floor, density and quasi-peak reading. An average enters, noise powers leave.

pub(crate) mod floor;
pub(crate) mod quasi_peak;
