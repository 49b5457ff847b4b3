//! The newest samples of the record, for captures.

use std::collections::VecDeque;

use groundtruth_stream::capture::Block;

use crate::Samples;

/// Longest stretch kept, in seconds.
const LONGEST_S: f64 = 30.0;
/// Most samples kept of all channels together, 24 MiB: 30 s of stereo at 96 kHz.
const MOST: usize = 6 << 20;

/// The newest samples without a gap.
#[derive(Debug, Default)]
pub(super) struct Recent {
    sample_rate_hz: f64,
    /// Absolute frame of the first sample.
    first_frame: u64,
    channels: Vec<VecDeque<f32>>,
}

impl Recent {
    /// Discards all samples, and their memory.
    pub fn clear(&mut self) {
        *self = Recent::default();
    }

    /// Appends a block that follows the one before.
    pub fn append(&mut self, block: &Block<'_>) {
        if self.channels.is_empty() {
            self.sample_rate_hz = block.sample_rate_hz;
            self.first_frame = block.first_frame;
            self.channels = vec![VecDeque::new(); block.channels()];
        }
        for (index, channel) in self.channels.iter_mut().enumerate() {
            channel.extend(&block.channel(index)[..block.frames]);
        }
        let beyond = self.frames().saturating_sub(self.most_frames());
        self.channels.iter_mut().for_each(|channel| drop(channel.drain(..beyond)));
        self.first_frame += beyond as u64;
    }

    /// A copy of what is kept.
    pub fn samples(&self) -> Samples {
        let channels = self.channels.iter().map(|channel| channel.iter().copied().collect());
        Samples {
            sample_rate_hz: self.sample_rate_hz,
            first_frame: self.first_frame,
            channels: channels.collect(),
        }
    }

    fn frames(&self) -> usize {
        self.channels.first().map_or(0, VecDeque::len)
    }

    fn most_frames(&self) -> usize {
        ((LONGEST_S * self.sample_rate_hz) as usize).min(MOST / self.channels.len().max(1))
    }
}
