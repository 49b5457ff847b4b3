//! The renderer's end.

use std::sync::Arc;
use std::time::Duration;

use rtrb::{Producer, RingBuffer};

use super::fade::Fade;
use super::run::{Playback, Run};
use super::state::RunState;
use crate::format::Format;

/// Fills the ring of one run and hands it to the audio thread.
#[derive(Debug)]
pub struct FrameFeeder {
    producer: Producer<[f32; 2]>,
    state: Arc<RunState>,
    length_frames: u64,
    fed_frames: u64,
    /// Until it is handed over.
    run: Option<Box<Run>>,
}

impl FrameFeeder {
    /// The ring holds this many seconds at least.
    const AHEAD_S: f64 = 1.0;
    /// Two blocks of 16 384 frames, the longest that hosts send.
    const SHORTEST_RING_FRAMES: usize = 32_768;

    /// A run of `length_frames` for a stream of `format`. No sample of it will leave above `limit`, an amplitude.
    ///
    /// # Panics
    /// If `format` is outside its ranges.
    pub fn new(format: Format, length_frames: u64, limit: f32) -> FrameFeeder {
        format.assert_valid();
        let ahead = (Self::AHEAD_S * format.sample_rate_hz).ceil() as usize;
        let fade = Fade::at(format.sample_rate_hz).frames() as usize;
        let (producer, consumer) = RingBuffer::new(ahead.max(Self::SHORTEST_RING_FRAMES) + fade);
        let state = Arc::new(RunState::new());
        let run = Run {
            consumer,
            state: state.clone(),
            format,
            limit: limit.abs(),
            length_frames,
            played_frames: 0,
            gain_at: 0,
            end: None,
            has_rolled: false,
            began: None,
            waited: Duration::ZERO,
        };
        FrameFeeder { producer, state, length_frames, fed_frames: 0, run: Some(Box::new(run)) }
    }

    /// How many more frames the ring takes now, the signal's end included.
    pub fn free_frames(&self) -> usize {
        let remaining = self.length_frames - self.fed_frames;
        remaining.min(self.producer.slots() as u64) as usize
    }

    /// Frames that the whole ring holds.
    pub fn ring_frames(&self) -> usize {
        self.producer.buffer().capacity()
    }

    /// Number of the frame that comes next.
    pub fn next_frame(&self) -> u64 {
        self.fed_frames
    }

    /// Appends frames, as many as [`FrameFeeder::free_frames`] allows; returns how many.
    pub fn feed(&mut self, frames: &[[f32; 2]]) -> usize {
        let count = frames.len().min(self.free_frames());
        let (pushed, _) = self.producer.push_partial_slice(&frames[..count]);
        self.fed_frames += pushed.len() as u64;
        pushed.len()
    }

    /// Whether the ring is full or holds the rest of the signal: then it can be handed over.
    pub fn is_primed(&self) -> bool {
        self.free_frames() == 0
    }

    /// Hands the run to the audio thread, which begins with its next block; false if it was handed over before, is not
    /// primed, or another one waits there.
    pub fn hand_over(&mut self, playback: &Playback) -> bool {
        if !self.is_primed() {
            return false;
        }
        let Some(run) = self.run.take() else { return false };
        self.run = playback.next.put(run).err();
        self.run.is_none()
    }

    /// How far the audio thread is.
    pub fn state(&self) -> &Arc<RunState> {
        &self.state
    }
}
