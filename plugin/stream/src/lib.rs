//! The realtime boundary: every frame from the audio thread to the analysis thread, or a counted gap.
//!
//! [`channel`] makes the two ends. [`FrameSender`] belongs to the audio thread: it copies blocks into a ring and never
//! blocks, allocates or fails. [`FrameReceiver`] belongs to the worker: it returns the blocks in order, each with its
//! position in the stream. [`Listening`] shows whether the audio is needed at all.
//!
//! This crate contains no analysis, drawing or threads, and no way for the audio thread to wake another.

mod format;
mod listening;
mod pace;
mod packet;
mod receiver;
mod ring;
mod sender;

pub use format::Format;
pub use listening::{Listening, Reason};
pub use receiver::{Block, FrameReceiver};
pub use ring::channel;
pub use sender::FrameSender;
