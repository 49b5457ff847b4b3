//! Comparison of measurements: reports with their calibration, and a table for any number of them.
//!
//! Independent of threads, hosts, windows and terminals. Width and colour of the table are chosen by the caller.
#![forbid(unsafe_code)]

mod calibration;
mod capture;
pub mod comparison;
pub mod export;
mod measured;
pub mod table;

pub use calibration::{CalibratedChannel, CalibratedLevel, Calibration, Quantity};
pub use capture::{Capture, Details, Origin, Topology};
pub use measured::Measured;
