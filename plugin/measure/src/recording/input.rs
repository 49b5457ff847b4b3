//! Input: samples that can be read repeatedly from their start.

use std::convert::Infallible;

/// Samples of a recording, which can be read repeatedly from the start.
pub trait Recording {
    /// Why frames cannot be read.
    type Error;

    /// Sample rate in Hz.
    fn sample_rate_hz(&self) -> f64;

    /// Number of channels, 1 or more.
    fn channels(&self) -> usize;

    /// Total frames if known; used only for progress.
    fn expected_frames(&self) -> Option<u64> {
        None
    }

    /// Goes back to the first frame.
    fn rewind(&mut self) -> Result<(), Self::Error>;

    /// Passes over as many of the next frames, if that is possible without reading them; gives the number passed over.
    ///
    /// # Errors
    ///
    /// As [`Recording::read`].
    fn skip(&mut self, frames: u64) -> Result<u64, Self::Error> {
        let _ = frames;
        Ok(0)
    }

    /// Replaces the content of `block` (one vector per channel) by the next frames, the same number on every channel;
    /// none at the end.
    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Self::Error>;
}

/// Samples in memory.
pub(super) struct Held<'a, S> {
    pub(super) sample_rate_hz: f64,
    pub(super) channels: &'a [&'a [S]],
    pub(super) next_frame: usize,
}

impl<S: Copy + Into<f64>> Recording for Held<'_, S> {
    type Error = Infallible;

    fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    fn channels(&self) -> usize {
        self.channels.len()
    }

    fn rewind(&mut self) -> Result<(), Infallible> {
        self.next_frame = 0;
        Ok(())
    }

    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Infallible> {
        const BLOCK_FRAMES: usize = 16_384;
        let frames = self.channels.iter().map(|samples| samples.len()).min().unwrap_or(0);
        let end = frames.min(self.next_frame + BLOCK_FRAMES);
        for (block, samples) in block.iter_mut().zip(self.channels) {
            block.clear();
            block.extend(samples[self.next_frame..end].iter().map(|x| (*x).into()));
        }
        self.next_frame = end;
        Ok(())
    }
}
