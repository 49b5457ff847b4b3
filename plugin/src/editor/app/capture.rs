//! Keeping what is measured now.

use std::sync::Arc;

use groundtruth_analysis::{RequestedSamples, Snapshot};
use groundtruth_captures::Capture;

use crate::editor::view::words;
use crate::instance::Instance;
use crate::instances;
use crate::session::SessionCapture;
use crate::shelf;

/// Adds a capture of the newest figures to the session, and with its samples to the library.
///
/// # Errors
///
/// There are none yet, or the capture is too long for a session; the sentence says what to do.
pub(super) fn keep(instance: &Arc<Instance>, snapshot: &Snapshot) -> Result<(), String> {
    let Some(report) = &snapshot.report else {
        return Err(words::NOTHING_TO_CAPTURE.to_owned());
    };
    let mut capture = instance.capture_of(report, snapshot.spectrum.as_deref())?;
    capture.origin.position_frames = snapshot.context.and_then(|context| context.play_position_frames);
    add(instance, capture, instance.request_samples())
}

/// Adds a capture of the run of the bench track to session and library, with its curves; its samples are not held.
///
/// # Errors
///
/// There is none, or the capture is too long for a session.
pub(super) fn keep_run(instance: &Arc<Instance>, snapshot: &Snapshot) -> Result<(), String> {
    let report = snapshot.bench.as_ref().and_then(|bench| bench.report.as_ref());
    let report = report.ok_or_else(|| words::NOTHING_TO_CAPTURE.to_owned())?;
    add(instance, instance.capture_of(report, None)?, None)
}

fn add(
    instance: &Arc<Instance>,
    mut capture: Capture,
    samples: Option<RequestedSamples>,
) -> Result<(), String> {
    capture.details.name = name(&capture.details.name);
    let capture = Arc::new(capture);
    instance.session.add(SessionCapture::new(capture.clone()).map_err(|error| error.to_string())?);
    shelf::keep(instance, capture, samples);
    Ok(())
}

/// The track's name, with a number from the second capture of the session on.
fn name(track: &str) -> String {
    let captures = instances::captures();
    let is_taken = |name: &str| captures.iter().any(|capture| capture.details().name == name);
    let numbered = (2..).map(|number| format!("{track} {number}"));
    let mut names = std::iter::once(track.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_default()
}
