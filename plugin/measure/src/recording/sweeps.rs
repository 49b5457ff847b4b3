//! The sweeps of a recording.

use std::ops::Range;

use crate::figures::report::Report;
use crate::sweep;
use crate::sweep::Tracker;
use crate::terms::settings::Settings;

use super::input::Recording;
/// A further pass that tracks the strongest frequency, and others over each sweep found.
pub(super) fn sweeps_of<R: Recording>(
    recording: &mut R,
    report: &mut Report,
    settings: &Settings,
) -> Result<(), R::Error> {
    let mut tracker = Tracker::new(recording.sample_rate_hz(), recording.channels());
    recording.rewind()?;
    let mut block = vec![Vec::new(); recording.channels()];
    loop {
        recording.read(&mut block)?;
        if block.iter().all(Vec::is_empty) {
            break;
        }
        tracker.take(&block);
    }
    let mut samples = |channel: usize, frames: Range<usize>| one_channel(recording, channel, frames);
    sweep::complete(report, &tracker, settings, &mut samples)
}

/// These frames of one channel, without holding others; fewer if the recording ends before.
pub(super) fn one_channel<R: Recording>(
    recording: &mut R,
    channel: usize,
    frames: Range<usize>,
) -> Result<Vec<f64>, R::Error> {
    recording.rewind()?;
    let mut block = vec![Vec::new(); recording.channels()];
    let mut samples = Vec::with_capacity(frames.len());
    let mut first = 0;
    while samples.len() < frames.len() {
        recording.read(&mut block)?;
        let read = &block[channel];
        if read.is_empty() {
            break;
        }
        let within = |frame: usize| frame.saturating_sub(first).min(read.len());
        samples.extend_from_slice(&read[within(frames.start)..within(frames.end)]);
        first += read.len();
    }
    Ok(samples)
}
