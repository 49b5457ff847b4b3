//! From a renderer to the audio thread: a test signal that takes the place of the plugin's output.
//!
//! Each signal is a *run* with a ring of its own. [`FrameFeeder`] belongs to the renderer's thread: it fills the ring and
//! hands the run over through [`Playback`]. [`FramePlayer`] belongs to the audio thread: it takes frames out, limits and
//! fades them, and hands the run back, because freeing memory is no work for that thread. [`RunState`] says how far it is.

mod end;
mod fade;
mod feeder;
mod mailbox;
mod piece;
mod player;
mod run;
mod state;

pub use end::{End, EndReason};
pub use fade::FADE_S;
pub use feeder::FrameFeeder;
pub use player::{BlockContext, FramePlayer};
pub use run::Playback;
pub use state::RunState;
