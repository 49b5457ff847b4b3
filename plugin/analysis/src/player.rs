//! The player: a thread that renders a test signal ahead of the audio thread, and exists only while one plays.
//!
//! It is a thread of its own because the analysis may stand still for some tenths of a second. [`Player`] is its handle
//! and knows nothing of windows, hosts and what the user confirmed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use groundtruth_stream::playback::{EndReason, FrameFeeder, Playback};

mod renderer;
mod shared;
mod status;

use renderer::Renderer;
use shared::Shared;
pub use status::{NotPlayed, PlayRequest, Played, PlayerStatus};

/// Plays signals through an instance's output, one at a time. Methods may be called from any thread except the audio
/// thread. Dropping it stops and joins the thread.
#[derive(Default)]
pub struct Player {
    playback: Arc<Playback>,
    last: Mutex<Option<Signal>>,
}

/// The signal played last.
struct Signal {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Player {
    /// Name of the thread in debuggers and `ps` (15 characters at most on Linux).
    pub const THREAD_NAME: &str = "gt-player";

    /// The audio thread's way to the runs.
    pub fn playback(&self) -> Arc<Playback> {
        self.playback.clone()
    }

    /// Starts to play. `note` is called with true before, and with false on the player's thread when the signal and what
    /// may return of it are over: meanwhile the input should be captured.
    ///
    /// # Errors
    ///
    /// A signal plays already, or there is no thread.
    pub fn play(
        &self,
        request: PlayRequest,
        note: impl Fn(bool) + Send + Sync + 'static,
    ) -> Result<(), NotPlayed> {
        let mut last = self.last();
        if last.as_ref().is_some_and(|signal| matches!(signal.shared.status(), PlayerStatus::Playing(_))) {
            return Err(NotPlayed::Busy);
        }
        if let Some(mut before) = last.take() {
            before.end();
        }
        self.playback.collect();
        let note = Arc::new(note);
        note(true);
        let limit = 10f64.powf(request.level_dbfs / 20.0) as f32;
        let feeder = FrameFeeder::new(request.format, request.recipe.frames, limit);
        let shared = Arc::new(Shared::new(&request, feeder.state().clone()));
        let (playback, of_thread, when_over) = (self.playback.clone(), shared.clone(), note.clone());
        let thread = thread::Builder::new().name(Self::THREAD_NAME.into()).spawn(move || {
            Renderer::new(&playback, &of_thread, feeder).run(&request.recipe);
            when_over(false);
        });
        match thread {
            Ok(thread) => *last = Some(Signal { shared, thread: Some(thread) }),
            Err(error) => {
                note(false);
                return Err(NotPlayed::Thread(error));
            }
        }
        Ok(())
    }

    /// Fades out and ends the signal that plays, if one does. Does not wait.
    pub fn stop(&self, reason: EndReason) {
        if let Some(signal) = &*self.last() {
            signal.shared.run().request_stop(reason);
            signal.wake();
        }
    }

    /// Forgets a signal that is over: the status is off then.
    pub fn dismiss(&self) {
        let mut last = self.last();
        if last.as_ref().is_some_and(|signal| !matches!(signal.shared.status(), PlayerStatus::Playing(_)))
            && let Some(mut signal) = last.take()
        {
            signal.end();
        }
    }

    /// What it does now.
    pub fn status(&self) -> PlayerStatus {
        self.last().as_ref().map_or(PlayerStatus::Off, |signal| signal.shared.status())
    }

    /// The slot holds a complete value at any time, so a panic elsewhere does not invalidate it.
    fn last(&self) -> MutexGuard<'_, Option<Signal>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Signal {
    fn wake(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }

    /// Ends the thread without waiting for the audio.
    fn end(&mut self) {
        self.shared.run().request_stop(EndReason::InstanceGone);
        self.shared.abandon();
        self.wake();
        if let Some(thread) = self.thread.take() {
            // Panics are contained inside the thread.
            let _ = thread.join();
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        if let Some(mut signal) = self.last().take() {
            signal.end();
        }
    }
}
