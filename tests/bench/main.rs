//! The bench track: what recordings of it are measured as.

mod amplifiers;
mod live;
mod recognition;
mod sheet;

use groundtruth_measure::{Report, Settings, measure_record};

fn measured(channels: &[Vec<f64>; 2], sample_rate_hz: f64, settings: Settings) -> Report {
    measure_record(sample_rate_hz, &[&channels[0][..], &channels[1][..]], settings)
}
