//! Measurements side by side: what was measured with its calibration, and the table in which any number of them stand.
//!
//! Deliberately not here: threads, hosts, windows, terminals. Who draws the table decides about width and colour.
#![forbid(unsafe_code)]

mod calibration;
mod measured;
pub mod table;

pub use calibration::{CalibratedChannel, CalibratedLevel, Calibration, Quantity};
pub use measured::Measured;
