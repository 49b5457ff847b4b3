//! The sweeps of a recording.

use std::ops::Range;

use crate::sweep::{Swept, Tracker};
use crate::terms::settings::Settings;

use super::input::Recording;

/// What the sweeps give, if there are any: a further pass that tracks the strongest frequency, and others over each sweep found.
pub(super) fn sweeps_of<R: Recording>(
    recording: &mut R,
    settings: &Settings,
) -> Result<Option<Swept>, R::Error> {
    let (rate_hz, channels) = (recording.sample_rate_hz(), recording.channels());
    let mut tracker = Tracker::new(rate_hz, channels);
    recording.rewind()?;
    let mut block = vec![Vec::new(); channels];
    loop {
        recording.read(&mut block)?;
        if block.iter().all(Vec::is_empty) {
            break;
        }
        tracker.take(&block);
    }
    let mut samples = |channel: usize, frames: Range<usize>| one_channel(recording, channel, frames);
    Swept::of(&tracker, channels, rate_hz, settings, &mut samples)
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
