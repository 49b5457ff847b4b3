//! Keeping what is measured now.

use std::sync::Arc;

use groundtruth_analysis::Snapshot;

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
    capture.details.name = name(&capture.details.name);
    capture.origin.position_frames = snapshot.context.and_then(|context| context.play_position_frames);
    let capture = Arc::new(capture);
    instance.session.add(SessionCapture::new(capture.clone()).map_err(|error| error.to_string())?);
    shelf::keep(instance, capture, instance.request_samples());
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
