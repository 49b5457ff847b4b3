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
    let used = capture.report().used_frames();
    let place = |frame: u64| frame.saturating_sub(recent.first_frame) as usize;
    let stretch = |channel: &Vec<f32>| {
        let end = place(used.end).min(channel.len());
        channel[place(used.start).min(end)..end].to_vec()
    };
    let channels: Vec<Vec<f32>> = recent.channels.iter().map(stretch).collect();
    let has_samples = channels.first().is_some_and(|channel| !channel.is_empty());
    has_samples.then_some(Samples { sample_rate_hz: recent.sample_rate_hz, channels })
}
