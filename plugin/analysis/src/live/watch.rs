//! Analyses of the stream that do not depend on records: discontinuities and sweeps.

use groundtruth_measure::{Band, GlitchScan, Measurement, SweepListener, WrongShape};
use groundtruth_stream::capture::Block;

use super::breaks::Break;

/// Follows one stream from a frame on, independently of changed settings.
pub(crate) struct Watch {
    scan: GlitchScan,
    sweeps: SweepListener,
    /// Frames of the incomplete piece, per channel.
    piece: Vec<Vec<f32>>,
}

impl Watch {
    /// Frames are processed in pieces counted from the start, so the result does not depend on blocks and pace.
    const PIECE_FRAMES: usize = 2048;

    /// At the start of a block.
    pub fn new(block: &Block<'_>, band: Band) -> Watch {
        let (rate_hz, channels) = (block.sample_rate_hz, block.channels());
        Watch {
            scan: GlitchScan::new(rate_hz, channels, block.first_frame),
            sweeps: SweepListener::new(rate_hz, channels, block.first_frame, band),
            piece: vec![Vec::with_capacity(Self::PIECE_FRAMES); channels],
        }
    }

    /// Sets the band for curves over frequency.
    pub fn set_band(&mut self, band: Band) {
        self.sweeps.set_band(band);
    }

    /// Frames to the end of the piece, 1 or more.
    pub fn frames_to_next(&self) -> usize {
        Self::PIECE_FRAMES - self.piece.first().map_or(0, Vec::len)
    }

    /// Takes frames of a block, no more than to the end of the piece. Gives the breaks found, across which no figure may be
    /// taken.
    ///
    /// # Errors
    ///
    /// Another number of channels than at the start; the piece is lost.
    pub fn take(&mut self, block: &Block<'_>, from: usize, count: usize) -> Result<Vec<Break>, WrongShape> {
        for (channel, piece) in self.piece.iter_mut().enumerate() {
            piece.extend_from_slice(&block.channel(channel)[from..from + count]);
        }
        if self.frames_to_next() > 0 {
            return Ok(Vec::new());
        }
        let piece: Vec<&[f32]> = self.piece.iter().map(Vec::as_slice).collect();
        let taken = self.scan.take(&piece).and(self.sweeps.take(&piece));
        self.piece.iter_mut().for_each(Vec::clear);
        taken?;
        Ok(self.scan.take_breaks().into_iter().collect())
    }

    /// Computes pending results at once. Returns whether there were any.
    pub fn catch_up(&mut self) -> bool {
        self.sweeps.catch_up()
    }

    /// The measurement of the newest record with the findings.
    pub fn complete(&mut self, measurement: Measurement) -> Measurement {
        // Discontinuities also during a sweep, which gives no other figure of single channels.
        self.sweeps.complete(measurement).with_glitches(self.scan.found())
    }
}
