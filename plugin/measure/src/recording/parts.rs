//! The measured parts of a recording.

use crate::figures::discontinuity::Glitches;
use crate::figures::measurement::{Bench, MeasuredSection, Measurement, Whole};
use crate::figures::report::Used;
use crate::terms::settings::Settings;

/// What a recording's report is made of.
pub(super) struct Parts {
    /// The section whose figures are those of the report.
    pub(super) main: MeasuredSection,
    /// Every section, if there are several.
    pub(super) sections: Vec<MeasuredSection>,
    pub(super) bench: Option<Bench>,
    pub(super) used: Option<Used>,
    /// Discontinuities, channel by channel.
    pub(super) glitches: Vec<Glitches>,
}

impl Parts {
    /// Together with what is known of the whole recording: its frames and its peak, `None` for digital silence.
    pub(super) fn measurement(
        self,
        settings: &Settings,
        sample_rate_hz: f64,
        frames: u64,
        peak_dbfs: Option<f64>,
    ) -> Measurement {
        Measurement {
            settings: *settings,
            sample_rate_hz,
            main: self.main,
            sections: self.sections,
            glitches: self.glitches,
            whole: Some(Whole { frames, peak_dbfs, used: self.used }),
            bench: self.bench,
        }
    }
}
