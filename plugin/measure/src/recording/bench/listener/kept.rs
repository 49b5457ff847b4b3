//! The newest part of a stream.

use std::convert::Infallible;

use super::super::super::input::Recording;

/// Samples of both channels up to the newest one.
pub(super) struct Kept {
    sample_rate_hz: f64,
    first_frame: u64,
    channels: [Vec<f32>; 2],
}

impl Kept {
    /// Empty, before a frame.
    pub(super) fn new(sample_rate_hz: f64, first_frame: u64) -> Kept {
        Kept { sample_rate_hz, first_frame, channels: [Vec::new(), Vec::new()] }
    }

    pub(super) fn first_frame(&self) -> u64 {
        self.first_frame
    }

    /// The first frame after the newest one.
    pub(super) fn end_frame(&self) -> u64 {
        self.first_frame + self.channels[0].len() as u64
    }

    pub(super) fn push(&mut self, channels: [&[f32]; 2]) {
        self.channels.iter_mut().zip(channels).for_each(|(kept, samples)| kept.extend_from_slice(samples));
    }

    /// The samples from a frame on.
    pub(super) fn from(&self, frame: u64) -> [&[f32]; 2] {
        let start = frame.saturating_sub(self.first_frame) as usize;
        self.channels.each_ref().map(|samples| samples.get(start..).unwrap_or_default())
    }

    pub(super) fn forget_before(&mut self, frame: u64) {
        let gone = (frame.saturating_sub(self.first_frame) as usize).min(self.channels[0].len());
        self.channels.iter_mut().for_each(|samples| drop(samples.drain(..gone)));
        self.first_frame += gone as u64;
    }

    /// Reserves memory for as many frames in all: growing vectors take up to twice as much.
    pub(super) fn reserve(&mut self, frames: usize) {
        for samples in &mut self.channels {
            samples.reserve_exact(frames.saturating_sub(samples.len()));
        }
    }

    /// Frees the memory of what was dropped.
    pub(super) fn shrink(&mut self) {
        self.channels.iter_mut().for_each(Vec::shrink_to_fit);
    }
}

/// Reads what is kept as a recording whose frames are those of the stream. None of those dropped is read.
pub(super) struct Reader<'a> {
    kept: &'a Kept,
    next_frame: u64,
}

impl Reader<'_> {
    pub(super) fn new(kept: &Kept) -> Reader<'_> {
        Reader { kept, next_frame: 0 }
    }
}

impl Recording for Reader<'_> {
    type Error = Infallible;

    fn sample_rate_hz(&self) -> f64 {
        self.kept.sample_rate_hz
    }

    fn channels(&self) -> usize {
        2
    }

    fn rewind(&mut self) -> Result<(), Infallible> {
        self.next_frame = 0;
        Ok(())
    }

    fn skip(&mut self, frames: u64) -> Result<u64, Infallible> {
        self.next_frame += frames;
        Ok(frames)
    }

    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Infallible> {
        const BLOCK_FRAMES: usize = 16_384;
        let is_kept = self.next_frame >= self.kept.first_frame;
        for (block, samples) in block.iter_mut().zip(self.kept.from(self.next_frame)) {
            let count = if is_kept { samples.len().min(BLOCK_FRAMES) } else { 0 };
            block.clear();
            block.extend(samples[..count].iter().map(|sample| f64::from(*sample)));
        }
        self.next_frame += block[0].len() as u64;
        Ok(())
    }
}
