//! Who needs the audio: one word that the audio thread reads once per block.

#[cfg(loom)]
use loom::sync::atomic::{AtomicU32, Ordering};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicU32, Ordering};

/// Why the audio is needed. Each reason is set and cleared independently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Reason {
    /// The figures are visible.
    Shown = 1,
    /// The user enabled analysis in the background.
    Background = 2,
    /// Another instance shows the figures.
    Watched = 4,
    /// The instance plays a test signal.
    Playing = 8,
}

/// Whether anybody listens; shared by all threads of an instance and kept across re-activations.
///
/// The time from the first reason set to the last one cleared is a *session*. Audio is stamped with its session, so
/// that audio of a reopened listener is never joined to that of an earlier one.
///
/// One word holds the reasons (low byte) and the session's number (the rest). No other data is published through it, so
/// relaxed order suffices, as the model in `tests/loom.rs` shows.
#[derive(Debug)]
pub struct Listening {
    word: AtomicU32,
    generation: AtomicU32,
}

/// A value read from [`Listening`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Session(u32);

const REASONS: u32 = 0xff;
const NEXT_SESSION: u32 = REASONS + 1;

impl Listening {
    /// Nobody listens.
    pub fn new() -> Listening {
        Listening { word: AtomicU32::new(0), generation: AtomicU32::new(0) }
    }

    /// Sets or clears one reason. Returns whether a session started or ended: wake the worker then.
    ///
    /// # Realtime
    /// Lock-free: one compare-and-swap, repeated only when another thread changed a reason in between.
    pub fn set(&self, reason: Reason, wanted: bool) -> bool {
        let change = |word: u32| {
            let bit = reason as u32;
            match (wanted, word & REASONS) {
                (true, 0) => word.wrapping_add(NEXT_SESSION) | bit,
                (true, _) => word | bit,
                (false, _) => word & !bit,
            }
        };
        let mut word = self.word.load(Ordering::Relaxed);
        loop {
            let next = change(word);
            match self.word.compare_exchange_weak(word, next, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return (word & REASONS == 0) != (next & REASONS == 0),
                Err(now) => word = now,
            }
        }
    }

    /// True while there is at least one reason.
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn is_on(&self) -> bool {
        self.session().is_some()
    }

    /// The current session, if there is one. Read by the audio thread once per block.
    pub(crate) fn session(&self) -> Option<Session> {
        let word = self.word.load(Ordering::Relaxed);
        (word & REASONS != 0).then_some(Session(word / NEXT_SESSION))
    }

    /// A generation number not used by any other stream of this instance.
    pub(crate) fn next_generation(&self) -> u32 {
        self.generation.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}

impl Default for Listening {
    fn default() -> Self {
        Listening::new()
    }
}

impl Session {
    pub(crate) fn to_bits(self) -> u32 {
        self.0
    }

    pub(crate) fn from_bits(bits: u32) -> Session {
        Session(bits)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_session_runs_from_the_first_reason_to_the_last() {
        let listening = Listening::new();
        assert_eq!(listening.session(), None);
        assert!(listening.set(Reason::Shown, true));
        let first = listening.session();
        assert!(first.is_some());
        assert!(!listening.set(Reason::Watched, true));
        assert!(!listening.set(Reason::Shown, false));
        assert_eq!(listening.session(), first);
        assert!(listening.set(Reason::Watched, false));
        assert!(!listening.is_on());
    }

    #[test]
    fn closing_and_reopening_between_two_blocks_is_a_new_session() {
        let listening = Listening::new();
        listening.set(Reason::Shown, true);
        let first = listening.session();
        listening.set(Reason::Shown, false);
        listening.set(Reason::Shown, true);
        assert_ne!(listening.session(), first);
    }

    #[test]
    fn setting_a_reason_twice_changes_nothing() {
        let listening = Listening::new();
        listening.set(Reason::Background, true);
        let session = listening.session();
        assert!(!listening.set(Reason::Background, true));
        assert_eq!(listening.session(), session);
        assert!(!listening.set(Reason::Shown, false));
    }
}
