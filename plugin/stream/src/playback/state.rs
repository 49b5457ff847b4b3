//! What a run's threads tell each other while it plays.

#[cfg(loom)]
use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::end::{End, EndReason};
use crate::place::StreamPlace;

/// State of one run. The audio thread writes everything but the request to stop.
#[derive(Debug)]
pub struct RunState {
    /// Number of the [`EndReason`] for which it shall stop; 0 for none.
    stop: AtomicU32,
    played_frames: AtomicU64,
    /// [`NOT_BEGUN`], [`BEGUN`] or [`PLACED`]: stored after the place.
    began: AtomicU32,
    began_generation: AtomicU32,
    began_frame: AtomicU64,
    /// Number of the [`EndReason`]; stored after the frame. 0 while it plays.
    end: AtomicU32,
    end_frame: AtomicU64,
}

const NOT_BEGUN: u32 = 0;
const BEGUN: u32 = 1;
const PLACED: u32 = 2;

impl RunState {
    pub(crate) fn new() -> RunState {
        RunState {
            stop: AtomicU32::new(0),
            played_frames: AtomicU64::new(0),
            began: AtomicU32::new(NOT_BEGUN),
            began_generation: AtomicU32::new(0),
            began_frame: AtomicU64::new(0),
            end: AtomicU32::new(0),
            end_frame: AtomicU64::new(0),
        }
    }

    /// Asks the audio thread to fade out and end the run. The first reason stays.
    pub fn request_stop(&self, reason: EndReason) {
        let _ = self.stop.compare_exchange(0, reason as u32, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Why it shall stop, if it shall.
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn stop_request(&self) -> Option<EndReason> {
        EndReason::from_number(self.stop.load(Ordering::Relaxed))
    }

    /// Frames of the signal that have been played.
    pub fn played_frames(&self) -> u64 {
        self.played_frames.load(Ordering::Relaxed)
    }

    /// Whether the signal's first frame has been played.
    pub fn has_begun(&self) -> bool {
        self.began.load(Ordering::Relaxed) != NOT_BEGUN
    }

    /// The frame of the input with which the signal's first frame left; `None` before it, and if the input was not
    /// captured.
    pub fn began(&self) -> Option<StreamPlace> {
        (self.began.load(Ordering::Acquire) == PLACED).then(|| StreamPlace {
            generation: self.began_generation.load(Ordering::Relaxed),
            frame: self.began_frame.load(Ordering::Relaxed),
        })
    }

    /// How it ended; `None` while it plays or waits.
    pub fn end(&self) -> Option<End> {
        let reason = EndReason::from_number(self.end.load(Ordering::Acquire))?;
        Some(End { reason, frame: self.end_frame.load(Ordering::Relaxed) })
    }

    pub(crate) fn set_played(&self, frames: u64) {
        self.played_frames.store(frames, Ordering::Relaxed);
    }

    pub(crate) fn set_began(&self, place: Option<StreamPlace>) {
        if let Some(place) = place {
            self.began_generation.store(place.generation, Ordering::Relaxed);
            self.began_frame.store(place.frame, Ordering::Relaxed);
        }
        self.began.store(if place.is_some() { PLACED } else { BEGUN }, Ordering::Release);
    }

    pub(crate) fn set_end(&self, end: End) {
        self.end_frame.store(end.frame, Ordering::Relaxed);
        self.end.store(end.reason as u32, Ordering::Release);
    }
}
