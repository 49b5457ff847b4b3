//! The realtime boundary: audio between the host's thread and the worker's, one ring for each direction.
//!
//! [`capture`] carries what the host plays to the analysis, [`playback`] a test signal from its renderer to the host. Both
//! count the same frames: [`StreamPlace`] says with which frame of the input the first frame of a signal left.
//!
//! This crate contains no analysis, drawing or threads, and no way for the audio thread to wake another.

pub mod capture;
mod format;
mod place;
pub mod playback;
mod real_time;

pub use format::Format;
pub use place::StreamPlace;
