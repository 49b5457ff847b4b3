//! From the audio thread's end of the ring to the snapshots: what the stream does never shows in the figures.

mod continuity;
mod faults;
mod offline;
mod partition;
mod rig;
#[cfg(target_os = "linux")]
mod sleep;
mod watch;
