//! What an instance measures now, shown beside captures in any window of the process.

use std::sync::Arc;

use groundtruth_captures::{Calibration, Capture, Measured, SpectrumTrace};
use groundtruth_measure::{Report, Spectrum};

use super::Instance;

impl Instance {
    /// Number of the instance in this process.
    pub(crate) fn id(&self) -> u64 {
        self.number.0
    }

    /// Notes that one more window shows what is measured here, or one less. While any does, it is analysed.
    pub(crate) fn watch(&self, is_shown: bool) {
        let mut watching = self.live.watching.lock();
        *watching = if is_shown { *watching + 1 } else { watching.saturating_sub(1) };
        self.analysis.set_watched(*watching > 0);
    }

    /// What is measured now in the form of a capture, the same one until there are new figures.
    pub(crate) fn live_capture(&self) -> Option<Arc<Capture>> {
        let (report, spectrum) = self.analysis.live()?;
        let mut made = self.live.made.lock();
        match &*made {
            Some((of, capture)) if Arc::ptr_eq(of, &report) => Some(capture.clone()),
            _ => {
                let mut capture = self.capture_of(&report, Some(&spectrum)).ok()?;
                capture.id = self.live.id;
                capture.details.name.push_str(" · live");
                let capture = Arc::new(capture);
                *made = Some((report, capture.clone()));
                Some(capture)
            }
        }
    }

    /// A capture of these figures, with the settings, the calibration and the track's name of this instance.
    ///
    /// # Errors
    ///
    /// The calibration does not fit the report.
    pub(crate) fn capture_of(&self, report: &Report, spectrum: Option<&Spectrum>) -> Result<Capture, String> {
        let settings = self.settings();
        let track = self.track();
        let mut report = report.clone();
        report.settings = Some(settings.measure);
        report.source.file.clone_from(&track);
        let volts: Vec<f64> =
            settings.reference_volts.into_iter().flatten().take(report.channels.len()).collect();
        let calibration = Calibration::of(&report, &volts, settings.measure.load_ohms)?;
        let mut capture =
            Capture::new(track.as_deref().unwrap_or("Capture"), Measured { report, calibration });
        let names: Vec<&str> =
            capture.report().channels.iter().map(|channel| channel.name.as_str()).collect();
        capture.spectrum = spectrum.and_then(|spectrum| SpectrumTrace::of(spectrum, &names));
        capture.origin.track = track;
        capture.origin.track_colour = self.track_colour();
        Ok(capture)
    }
}
