//! The place in the stream and in the host's timeline.

use groundtruth_stream::capture::Block;

use crate::Context;

impl Context {
    /// At the start of a block.
    pub(super) fn at(block: &Block<'_>) -> Context {
        Context {
            sample_rate_hz: block.sample_rate_hz,
            channels: block.channels(),
            generation: block.generation,
            end_frame: block.first_frame,
            play_position_frames: block.play_position_frames,
            gaps: 0,
            lost_frames: 0,
        }
    }

    /// Whether a block has this rate and number of channels.
    pub(super) fn has_format_of(&self, block: &Block<'_>) -> bool {
        self.sample_rate_hz == block.sample_rate_hz && self.channels == block.channels()
    }

    /// Advances to a frame of a block.
    pub(super) fn advance(&mut self, block: &Block<'_>, frames: usize) {
        self.end_frame = block.first_frame + frames as u64;
        self.play_position_frames = block.play_position_frames.map(|at| at.wrapping_add(frames as i64));
    }

    /// Counts the gap before a block, if there is one.
    pub(super) fn note_gap(&mut self, block: &Block<'_>) {
        self.gaps += u32::from(block.lost_frames > 0);
        self.lost_frames += block.lost_frames;
    }
}

/// How long the host's position has been moving with the audio.
#[derive(Default)]
pub(super) struct Roll {
    frames: u64,
}

impl Roll {
    /// Positions that a host rounds differ by less than this, in seconds.
    const LEAST_JUMP_S: f64 = 0.001;
    /// A position that has moved with the audio for so many seconds belongs to it. While the transport stands, or in a host
    /// that counts otherwise, the position says nothing about the audio.
    const LEAST_ROLL_S: f64 = 1.0;

    /// Takes the next block. Whether the position jumps with it, as at the seam of a loop.
    pub fn jumps(&mut self, before: &Context, block: &Block<'_>) -> bool {
        let (Some(expected), Some(position)) = (before.play_position_frames, block.play_position_frames)
        else {
            self.frames = 0;
            return false;
        };
        if expected.abs_diff(position) as f64 <= Self::LEAST_JUMP_S * block.sample_rate_hz {
            self.frames += block.frames as u64;
            return false;
        }
        std::mem::take(&mut self.frames) as f64 >= Self::LEAST_ROLL_S * block.sample_rate_hz
    }
}
