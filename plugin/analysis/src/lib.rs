//! The analysis thread: records from the stream, averages, snapshots for whoever looks.
//!
//! Knows neither the host nor the drawing. Snapshots are values: linear, complete, versioned.

mod snapshot;

pub use snapshot::{
    Context, CrosstalkPoint, Meter, Progress, Snapshot, Spectrogram, SpectrogramColumn, State,
};
