//! A run as it passes between the threads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rtrb::Consumer;

use super::end::EndReason;
use super::mailbox::Mailbox;
use super::state::RunState;
use crate::format::Format;

/// The way of runs to the audio thread and back; one for each instance, whoever its threads are.
#[derive(Debug)]
pub struct Playback {
    /// To the audio thread.
    pub(crate) next: Mailbox<Run>,
    /// Back, to be freed.
    pub(crate) used: Mailbox<Run>,
}

impl Playback {
    /// Nothing plays.
    pub fn new() -> Playback {
        Playback { next: Mailbox::new(), used: Mailbox::new() }
    }

    /// Takes back a run that the audio thread has not taken yet; returns whether there was one.
    pub fn withdraw(&self) -> bool {
        self.next.take().is_some()
    }

    /// Frees a run that the audio thread has ended; returns whether there was one.
    pub fn collect(&self) -> bool {
        self.used.take().is_some()
    }
}

impl Default for Playback {
    fn default() -> Playback {
        Playback::new()
    }
}

/// A signal's ring and how far the audio thread is in it.
#[derive(Debug)]
pub(crate) struct Run {
    pub consumer: Consumer<[f32; 2]>,
    pub state: Arc<RunState>,
    /// The stream that it was made for.
    pub format: Format,
    /// No sample leaves above it, in either direction.
    pub limit: f32,
    pub length_frames: u64,
    pub played_frames: u64,
    /// Position in the fade.
    pub gain_at: u32,
    /// Why it ends; it fades out from then on.
    pub end: Option<EndReason>,
    /// Whether the host's transport was rolling in any block.
    pub has_rolled: bool,
    /// When its first frame was played.
    pub began: Option<Instant>,
    /// Time spent waiting for the renderer, which is not due to the host.
    pub waited: Duration,
}

impl Run {
    /// Frames to its end.
    pub fn remaining(&self) -> u64 {
        self.length_frames - self.played_frames
    }

    /// Whether the ring holds this many frames. Looks at the renderer's cache line only if what it saw there last is not
    /// enough.
    pub fn holds(&self, frames: usize) -> bool {
        self.consumer.cached_slots() >= frames || self.consumer.slots() >= frames
    }

    /// Ends it, unless it ends already.
    pub fn end(&mut self, reason: EndReason) {
        self.end.get_or_insert(reason);
    }
}
