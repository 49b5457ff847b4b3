//! Groundtruth as a CLAP and VST3 plugin.

pub mod editor;
pub mod settings;
