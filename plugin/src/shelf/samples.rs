//! The samples behind a capture's figures.

use std::time::Duration;

use groundtruth_analysis::RequestedSamples;
use groundtruth_captures::Capture;
use groundtruth_captures::library::Samples;

/// The analysis answers between two blocks.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Of the newest samples those that a capture's figures are from; `None` if there are none.
pub(super) fn behind(capture: &Capture, requested: RequestedSamples) -> Option<Samples> {
    let recent = requested.wait(LONGEST_WAIT)?;
    let used = || capture.report().channels.iter().map(|channel| channel.used_frames);
    let first = used().map(|[first, _]| first).min()?.max(recent.first_frame);
    let end = used().map(|[first, frames]| first + frames).max()?;
    let frames = recent.channels.first()?.len() as u64;
    let from = (first - recent.first_frame).min(frames) as usize;
    let to = end.saturating_sub(recent.first_frame).min(frames) as usize;
    let channels: Vec<Vec<f32>> =
        recent.channels.iter().map(|channel| channel.get(from..to).unwrap_or_default().to_vec()).collect();
    let has_samples = channels.first().is_some_and(|channel| !channel.is_empty());
    has_samples.then_some(Samples { sample_rate_hz: recent.sample_rate_hz, channels })
}
