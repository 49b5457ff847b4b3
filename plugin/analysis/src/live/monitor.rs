//! What a monitor shows of music: loudness, crest factor, correlation, and a spectrum that answers at once.

use groundtruth_stream::capture::Block;

use self::loudness::LoudnessMeter;
use self::short::ShortSpectrum;
use self::stereo::Stereo;
use crate::Programme;

mod loudness;
mod short;
mod stereo;

/// Follows one stream from a restart on.
pub(super) struct Monitor {
    loudness: Option<LoudnessMeter>,
    stereo: Stereo,
    short: ShortSpectrum,
}

impl Monitor {
    /// For one rate and channel count.
    pub fn new(sample_rate_hz: f64, channels: usize) -> Monitor {
        Monitor {
            loudness: LoudnessMeter::new(sample_rate_hz, channels),
            stereo: Stereo::new(sample_rate_hz, channels),
            short: ShortSpectrum::new(sample_rate_hz, channels),
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
        self.short.take(&planes);
    }

    /// The state now. The short spectrum is transformed at each call, and holds and means take it.
    pub fn read(&mut self) -> Programme {
        self.short.transform();
        Programme {
            loudness: self.loudness.as_ref().and_then(LoudnessMeter::read),
            crest: self.stereo.crest(),
            correlation: self.stereo.correlation(),
            spectrum: self.short.now(),
            mean: self.short.mean(),
            max_hold: self.short.held(),
        }
    }

    /// Clears the maximum hold of the short spectrum.
    pub fn clear_max_hold(&mut self) {
        self.short.clear_max_hold();
    }
}
