//! Groundtruth on files: recordings in, tables and JSON out; stimuli written.
//!
//! Deliberately not here: what a figure means, and how it is got (`groundtruth-measure`).
#![forbid(unsafe_code)]

pub mod arguments;
pub mod audio_file;
pub mod impedance_files;
pub mod measure_files;
mod names;
mod output_file;
mod progress;
pub mod stimulus_file;
mod table;
