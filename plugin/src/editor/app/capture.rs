//! Keeping what is measured now.

use std::sync::Arc;

use groundtruth_analysis::Snapshot;
use groundtruth_captures::{Calibration, Capture, Measured, SpectrumTrace};

use crate::instance::Instance;
use crate::session::SessionCapture;
use crate::shelf;

/// Adds a capture of the newest figures to the session, and with its samples to the library.
///
/// # Errors
///
/// There are none yet, or the capture is too long for a session; the sentence says what to do.
pub(super) fn keep(instance: &Arc<Instance>, snapshot: &Snapshot) -> Result<(), String> {
    let Some(report) = &snapshot.report else {
        return Err("Nothing to capture yet: play the recording until figures are shown.".to_owned());
    };
    let mut report = (**report).clone();
    let settings = instance.settings();
    report.settings = Some(settings.measure);
    let track = instance.track();
    report.source.file.clone_from(&track);
    let volts: Vec<f64> = match settings.reference_volts {
        None => Vec::new(),
        Some(both) => both.into_iter().take(report.channels.len()).collect(),
    };
    let calibration = Calibration::of(&report, &volts, settings.measure.load_ohms)?;
    let name = name(track.as_deref().unwrap_or("Capture"), instance);
    let mut capture = Capture::new(&name, Measured { report, calibration });
    let names: Vec<&str> = capture.report().channels.iter().map(|channel| channel.name.as_str()).collect();
    capture.spectrum = snapshot.spectrum.as_ref().and_then(|spectrum| SpectrumTrace::of(spectrum, &names));
    capture.origin.track = track;
    capture.origin.position_frames = snapshot.context.and_then(|context| context.play_position_frames);
    let capture = Arc::new(capture);
    instance.session.add(SessionCapture::new(capture.clone()).map_err(|error| error.to_string())?);
    shelf::keep(instance, capture, instance.request_samples());
    Ok(())
}

/// The track's name, with a number from the second capture on.
fn name(track: &str, instance: &Instance) -> String {
    let captures = instance.session.captures();
    let is_taken = |name: &str| captures.iter().any(|capture| capture.details().name == name);
    let numbered = (2..).map(|number| format!("{track} {number}"));
    let mut names = std::iter::once(track.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_default()
}
