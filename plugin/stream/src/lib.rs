//! The realtime boundary: audio between the host's thread and the worker's, one ring for each direction.
//!
//! [`capture`] carries what the host plays to the analysis. The way back, from a generator or player in the worker to the
//! audio thread, gets a module of its own beside it with the same [`Format`]; nothing here depends on the direction but
//! `capture` itself.
//!
//! This crate contains no analysis, drawing or threads, and no way for the audio thread to wake another.

pub mod capture;
mod format;

pub use format::Format;
