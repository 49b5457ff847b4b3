//! What a monitor shows of music: loudness, crest factor, correlation, and spectra for the eye.

use groundtruth_stream::capture::Block;

use self::loudness::LoudnessMeter;
use self::spectra::Spectra;
use self::stereo::Stereo;
use crate::Programme;

mod loudness;
mod spectra;
mod stereo;

/// Follows one stream from a restart on.
pub(super) struct Monitor {
    loudness: Option<LoudnessMeter>,
    stereo: Stereo,
    spectra: Spectra,
}

impl Monitor {
    /// For one rate and channel count.
    pub fn new(sample_rate_hz: f64, channels: usize) -> Monitor {
        Monitor {
            loudness: LoudnessMeter::new(sample_rate_hz, channels),
            stereo: Stereo::new(sample_rate_hz, channels),
            spectra: Spectra::new(sample_rate_hz, channels),
        }
    }

    /// Takes frames of a block.
    pub fn take(&mut self, block: &Block<'_>, from: usize, count: usize) {
        // A filter would keep a NaN for ever.
        let finite = |channel: usize| -> Vec<f32> {
            let samples = &block.channel(channel)[from..from + count];
            samples.iter().map(|sample| if sample.is_finite() { *sample } else { 0.0 }).collect()
        };
        let planes: Vec<Vec<f32>> = (0..block.channels()).map(finite).collect();
        let planes: Vec<&[f32]> = planes.iter().map(Vec::as_slice).collect();
        if let Some(loudness) = &mut self.loudness {
            loudness.take(&planes);
        }
        self.stereo.take(&planes);
        self.spectra.take(&planes);
    }

    /// The state now. Spectra are made only if asked for, and else stay: holds and means take each of them.
    pub fn read(&mut self, transforms: bool) -> Programme {
        if transforms {
            self.spectra.transform();
        }
        let [channels, mid_side] = self.spectra.read();
        Programme {
            loudness: self.loudness.as_ref().and_then(LoudnessMeter::read),
            crest: self.stereo.crest(),
            correlation: self.stereo.correlation(),
            channels,
            mid_side,
            newest: self.spectra.newest(),
        }
    }

    /// Clears the maximum hold of the short spectrum.
    pub fn clear_max_hold(&mut self) {
        self.spectra.clear_max_hold();
    }
}
