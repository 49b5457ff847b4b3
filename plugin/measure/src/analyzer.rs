//! From records to figures: the one path that live analysis and files share.

use crate::{DensityPoint, Report, Settings, Spectrum};

/// Analyses records of one length at one rate and joins them into an average.
///
/// Owns plans, scratch and the average; after construction no record allocates beyond its own results.
/// The same records give the same figures to the last bit.
pub struct Analyzer {
    settings: Settings,
}

impl Analyzer {
    /// Plans for `channels` channels (1 or 2) of records of `settings.transform_frames` frames.
    pub fn new(sample_rate_hz: f64, channels: usize, settings: Settings) -> Analyzer {
        let _ = (sample_rate_hz, channels);
        Analyzer { settings }
    }

    /// Analyses one record and folds it into the average. Each slice holds `transform_frames` samples;
    /// `first_frame` is its absolute position, for `used_frames` and glitches.
    pub fn push<S: Copy + Into<f64>>(&mut self, first_frame: u64, channels: &[&[S]]) {
        let _ = (first_frame, channels);
        todo!("{:?}", self.settings)
    }

    /// Forgets the average and starts a fresh one.
    pub fn restart(&mut self) {
        todo!()
    }

    /// Records in the current average, and how many make it complete (`None` where nothing does).
    pub fn progress(&self) -> (u32, Option<u32>) {
        todo!()
    }

    /// The figures of the average; `None` before the first record.
    pub fn report(&self) -> Option<Report> {
        todo!()
    }

    /// The averaged spectrum; `None` before the first record.
    pub fn spectrum(&self) -> Option<Spectrum> {
        todo!()
    }

    /// Noise density per channel at 24 points per octave, lines removed; empty before the first record.
    pub fn density(&self) -> Vec<Vec<DensityPoint>> {
        todo!()
    }
}
