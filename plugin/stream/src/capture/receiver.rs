//! The worker's end.

use std::sync::Arc;

use rtrb::Consumer;

use super::listening::{Listening, Session};
use super::packet::{FULL_HEADER_WORDS, LONGEST_PACKET_FRAMES, Lead, Place};
use crate::format::Format;

/// Returns the blocks in order. Blocks of an ended session are dropped.
#[derive(Debug)]
pub struct FrameReceiver {
    format: Format,
    listening: Arc<Listening>,
    consumer: Consumer<f32>,
    /// Position of a direct continuation.
    next: Place,
    last_position_frames: Option<i64>,
    /// Planes of the block returned, [`LONGEST_PACKET_FRAMES`] apart.
    samples: Box<[f32]>,
}

/// A run of frames and its position in the stream.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// Frames since the generation started, including lost ones.
    pub first_frame: u64,
    /// Frames in this block, 1 or more.
    pub frames: usize,
    /// Rises with every activation, reset or reopening: never join frames of two generations.
    pub generation: u32,
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// The host's play position of the first frame, if provided.
    pub play_position_frames: Option<i64>,
    /// Frames lost between the previous block and this one.
    pub lost_frames: u64,
    /// False if the host sent no reference with this block: its channels are then zero.
    pub has_reference: bool,
    format: Format,
    samples: &'a [f32],
}

impl<'a> Block<'a> {
    /// Main channels, 1 or 2.
    pub fn channels(&self) -> usize {
        self.format.channels
    }

    /// Samples of one main channel.
    ///
    /// # Panics
    /// If the format has no such channel.
    pub fn channel(&self, channel: usize) -> &'a [f32] {
        assert!(channel < self.format.channels, "channel {channel} of {}", self.format.channels);
        self.plane(channel)
    }

    /// Samples of one reference channel, zeros if the host sent none.
    ///
    /// # Panics
    /// If the format has no such channel.
    pub fn reference_channel(&self, channel: usize) -> &'a [f32] {
        let count = self.format.reference_channels;
        assert!(channel < count, "reference channel {channel} of {count}");
        self.plane(self.format.channels + channel)
    }

    fn plane(&self, plane: usize) -> &'a [f32] {
        &self.samples[plane * LONGEST_PACKET_FRAMES..][..self.frames]
    }
}

impl FrameReceiver {
    pub(crate) fn new(format: Format, listening: Arc<Listening>, consumer: Consumer<f32>) -> FrameReceiver {
        FrameReceiver {
            format,
            listening,
            consumer,
            next: Place::start_of(Session::from_bits(0), 0),
            last_position_frames: None,
            samples: vec![0.0; format.planes() * LONGEST_PACKET_FRAMES].into(),
        }
    }

    /// The next block of the current session; `None` if nothing is queued or nobody listens. Does not allocate.
    pub fn pop(&mut self) -> Option<Block<'_>> {
        loop {
            let (lead, place) = self.read_header()?;
            self.read_planes(lead);
            self.last_position_frames = place.play_position_frames;
            self.next = place.after(lead.frames);
            if self.listening.session() == Some(place.session) {
                return Some(self.block(lead, place));
            }
        }
    }

    /// Whether the sender is dropped and everything it sent has been returned.
    pub fn is_finished(&self) -> bool {
        self.consumer.is_abandoned() && self.consumer.is_empty()
    }

    /// Fill level of the ring, 0 to 1. Above one half the worker is too slow, or the pass is offline.
    pub fn fill(&self) -> f32 {
        self.consumer.slots() as f32 / self.consumer.buffer().capacity() as f32
    }

    /// Format of this stream.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Packets are committed as a whole: if the first word is there, so is the rest.
    fn read_header(&mut self) -> Option<(Lead, Place)> {
        let lead = Lead::from_word(self.consumer.pop().ok()?);
        if lead.full {
            let mut words = [0.0; FULL_HEADER_WORDS - 1];
            self.consumer.pop_entire_slice(&mut words).ok()?;
            return Some((lead, Place::from_words(words, lead.positioned)));
        }
        let position = if lead.held { self.last_position_frames } else { self.next.play_position_frames };
        Some((lead, Place { play_position_frames: position, ..self.next }))
    }

    fn read_planes(&mut self, lead: Lead) {
        for (index, plane) in self.samples.chunks_exact_mut(LONGEST_PACKET_FRAMES).enumerate() {
            let plane = &mut plane[..lead.frames];
            let sent = index < self.format.channels || lead.reference;
            if !sent || self.consumer.pop_entire_slice(plane).is_err() {
                plane.fill(0.0);
            }
        }
    }

    fn block(&self, lead: Lead, place: Place) -> Block<'_> {
        Block {
            first_frame: place.first_frame,
            frames: lead.frames,
            generation: place.generation,
            sample_rate_hz: self.format.sample_rate_hz,
            play_position_frames: place.play_position_frames,
            lost_frames: place.lost_frames,
            has_reference: lead.reference,
            format: self.format,
            samples: &self.samples,
        }
    }
}
