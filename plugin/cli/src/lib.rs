//! Groundtruth on files: measures recordings into tables and JSON, and writes stimuli.
//!
//! The figures themselves are defined and computed in `groundtruth-measure`.
#![forbid(unsafe_code)]

pub mod arguments;
pub mod compare_files;
pub mod impedance_files;
mod input;
pub mod library_files;
pub mod measure_files;
mod names;
mod output_file;
mod progress;
pub mod stimulus_file;
mod table;
