//! What the player's thread and the others tell each other of one signal.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use groundtruth_measure::generator::NoSignal;
use groundtruth_stream::playback::{EndReason, RunState};

use super::status::{PlayRequest, Played, PlayerStatus};

/// One signal.
pub(crate) struct Shared {
    /// Written by the audio thread.
    run: Arc<RunState>,
    sample_rate_hz: f64,
    /// With nothing played.
    request: Played,
    /// Set if the audio thread has not ended it.
    end: OnceLock<EndReason>,
    impossible: OnceLock<NoSignal>,
    /// The thread shall end now.
    is_abandoned: AtomicBool,
}

impl Shared {
    pub fn new(request: &PlayRequest, run: Arc<RunState>) -> Shared {
        let sample_rate_hz = request.format.sample_rate_hz;
        let request = Played {
            name: request.name.clone(),
            played_s: 0.0,
            length_s: request.recipe.frames as f64 / sample_rate_hz,
            level_dbfs: request.level_dbfs,
            channels: request.format.channels,
            began: None,
        };
        let (end, impossible) = (OnceLock::new(), OnceLock::new());
        Shared { run, sample_rate_hz, request, end, impossible, is_abandoned: AtomicBool::new(false) }
    }

    pub fn run(&self) -> &RunState {
        &self.run
    }

    /// Ends it without the audio thread.
    pub fn set_end(&self, reason: EndReason) {
        let _ = self.end.set(reason);
    }

    pub fn set_impossible(&self, reason: NoSignal) {
        let _ = self.impossible.set(reason);
    }

    /// Makes the thread end now.
    pub fn abandon(&self) {
        self.is_abandoned.store(true, Ordering::Release);
    }

    pub fn is_abandoned(&self) -> bool {
        self.is_abandoned.load(Ordering::Acquire)
    }

    pub fn status(&self) -> PlayerStatus {
        let played_s = self.run.played_frames() as f64 / self.sample_rate_hz;
        let played = Played { played_s, began: self.run.began(), ..self.request.clone() };
        if let Some(reason) = self.impossible.get() {
            return PlayerStatus::Impossible(played, *reason);
        }
        match self.run.end().map(|end| end.reason).or_else(|| self.end.get().copied()) {
            None => PlayerStatus::Playing(played),
            Some(EndReason::Complete) => PlayerStatus::Complete(played),
            Some(EndReason::Stopped) => PlayerStatus::Off,
            Some(reason) => PlayerStatus::Broken(played, reason),
        }
    }
}
