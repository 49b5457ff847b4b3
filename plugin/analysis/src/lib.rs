//! The analysis thread: records from the stream, averages, snapshots for whoever looks.
//!
//! Knows neither the host nor the drawing. Snapshots are values: linear, complete, versioned.
//!
//! One [`Worker`] per instance owns the thread. It sleeps while nobody listens, and polls the stream while somebody
//! does: the audio thread wakes nobody. What it needs to share with the other threads is in [`Controls`].

mod controls;
mod live;
mod snapshot;
mod snapshot_channel;
mod worker;

pub use controls::{Controls, LastReport};
pub use snapshot::{
    Context, CrosstalkLevel, CrosstalkPoint, Meter, Progress, Snapshot, Spectrogram, SpectrogramColumn, State,
};
pub use snapshot_channel::{SnapshotReader, SnapshotWriter, snapshot_channel};
pub use worker::{Drain, Worker};
