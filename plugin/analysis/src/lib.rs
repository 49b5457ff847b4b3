//! The analysis thread: records from the stream, averages, snapshots for the editor.
//!
//! Independent of host and drawing. Snapshots are values: linear, complete, versioned.
//!
//! One [`Worker`] per instance owns the thread. It sleeps while nobody listens, and otherwise polls the stream, so the
//! audio thread never wakes it. The state shared with the other threads is in [`Controls`].

mod bench_progress;
mod controls;
mod live;
mod player;
mod programme;
mod snapshot;
mod snapshot_channel;
mod worker;

pub use bench_progress::{BenchEnd, BenchProgress, SectionState};
pub use controls::{Controls, Latest};
pub use player::{NotPlayed, PlayRequest, Played, Player, PlayerStatus};
pub use programme::{Loudness, MonitorSpectra, Programme};
pub use snapshot::{
    Context, CrosstalkLevel, CrosstalkPoint, Meter, Progress, Samples, Snapshot, Spectrogram,
    SpectrogramColumn, State,
};
pub use snapshot_channel::{SnapshotReader, SnapshotWriter, snapshot_channel};
pub use worker::{Drain, RequestedSamples, Worker};
