//! Captures: kept measurements, the library of their files, and comparisons of any number of them.
//!
//! Independent of threads, hosts, windows and terminals. Width and colour of the table are chosen by the caller.
#![forbid(unsafe_code)]

pub mod audio_file;
mod calibration;
mod capture;
mod capture_json;
pub mod colours;
pub mod comparison;
pub mod export;
pub mod import;
pub mod library;
mod measured;
pub mod output;
mod output_impedance;
pub mod pack;
mod recording_spectrum;
pub mod sheet;
mod spectrum_trace;
pub mod stimulus;
pub mod table;
mod taken;
mod with_sheet;

pub use calibration::{CalibratedChannel, CalibratedLevel, Calibration, Quantity};
pub use capture::{Capture, Details, Origin, Topology};
pub use measured::Measured;
pub use output_impedance::OutputImpedance;
pub use spectrum_trace::{SpectrumTrace, Trace};
pub use taken::taken_utc;
pub use with_sheet::WithSheet;
