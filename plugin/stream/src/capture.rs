//! From the audio thread to the worker: every frame that the host processes, or a counted gap.
//!
//! [`channel`] makes the two ends. [`FrameSender`] belongs to the audio thread: it copies blocks into a ring
//! and never blocks, allocates or fails. [`FrameReceiver`] belongs to the worker: it hands the blocks out in
//! order, each with its place in the stream. [`Listening`] says whether anybody wants the audio at all.

mod listening;
mod pace;
mod packet;
mod receiver;
mod ring;
mod sender;

pub use listening::{Listening, Reason};
pub use receiver::{Block, FrameReceiver};
pub use ring::channel;
pub use sender::FrameSender;
