//! From the audio thread's end of the ring to the snapshots: the delivery of the stream does not affect the figures.

mod bench;
mod continuity;
#[cfg(target_os = "linux")]
mod cost;
mod faults;
mod monitor;
mod offline;
mod pace;
mod partition;
mod residual;
mod rig;
mod samples;
mod seam;
#[cfg(target_os = "linux")]
mod sleep;
mod watch;
