//! The realtime boundary: every frame from the audio thread to the analysis thread, or a counted gap.
//!
//! [`channel`] makes the two ends. [`FrameSender`] belongs to the audio thread: it copies blocks into a ring
//! and never blocks, allocates or fails. [`FrameReceiver`] belongs to the worker: it hands the blocks out in
//! order, each with its place in the stream. [`Listening`] says whether anybody wants the audio at all.
//!
//! Deliberately not here: analysis, drawing, threads, and any way for the audio thread to wake somebody.

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
