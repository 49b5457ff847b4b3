//! Decides whether the sender may wait: only if the ring itself proves that the host runs faster than real time.
//!
//! The host's own flag is not sufficient: in VST3 the offline flag arrives one setup late, and waiting on it would
//! block a live audio thread. The ring's fill level is proof: from half full on, time is measured, and if at least half
//! a ring's worth of audio arrives in less than half of its own duration, the host is not live.

use std::time::{Duration, Instant};

use crate::real_time::outruns;

/// The host's pace while the ring is more than half full.
#[derive(Debug)]
pub(crate) struct Pace {
    sample_rate_hz: f64,
    /// Amount of audio per decision.
    window_frames: u64,
    window: Option<Window>,
    outran: bool,
}

#[derive(Debug)]
struct Window {
    began: Instant,
    frames: u64,
    /// Time that the sender itself spent waiting, which is not due to the host.
    waited: Duration,
}

impl Pace {
    pub(crate) fn new(sample_rate_hz: f64, ring_frames: usize) -> Pace {
        Pace { sample_rate_hz, window_frames: ring_frames as u64 / 2, window: None, outran: false }
    }

    /// Ends the measurement, because the ring is less than half full.
    pub(crate) fn relax(&mut self) {
        self.window = None;
        self.outran = false;
    }

    /// Counts `frames` sent while the ring was at least half full. Reads the time only when a window starts.
    pub(crate) fn press(&mut self, frames: usize, now: impl FnOnce() -> Instant) {
        match &mut self.window {
            Some(window) => window.frames += frames as u64,
            None => self.window = Some(Window { began: now(), frames: 0, waited: Duration::ZERO }),
        }
    }

    /// Excludes time that the sender itself waited.
    pub(crate) fn waited(&mut self, time: Duration) {
        if let Some(window) = &mut self.window {
            window.waited += time;
        }
    }

    /// With a full ring: whether the host provably runs at more than twice real time.
    ///
    /// A full window is evaluated and the next one started; the decision is kept until that is full.
    pub(crate) fn outruns_real_time(&mut self, now: Instant) -> bool {
        if let Some(window) = &self.window
            && window.frames >= self.window_frames
        {
            let took_s = now.duration_since(window.began).saturating_sub(window.waited).as_secs_f64();
            self.outran = outruns(window.frames, self.sample_rate_hz, took_s);
            self.window = Some(Window { began: now, frames: 0, waited: Duration::ZERO });
        }
        self.outran
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    const RATE_HZ: f64 = 1000.0;

    /// A window of one second's audio that started at `start`.
    fn window_from(start: Instant) -> Pace {
        let mut pace = Pace::new(RATE_HZ, 2000);
        pace.press(10, || start);
        pace.press(1000, || unreachable!("the window is open"));
        pace
    }

    #[test]
    fn half_a_ring_in_less_than_half_its_duration_is_proof() {
        let start = Instant::now();
        assert!(window_from(start).outruns_real_time(start + Duration::from_millis(499)));
        assert!(!window_from(start).outruns_real_time(start + Duration::from_millis(501)));
    }

    #[test]
    fn less_than_half_a_ring_proves_nothing() {
        let start = Instant::now();
        let mut pace = Pace::new(RATE_HZ, 2000);
        pace.press(10, || start);
        pace.press(999, || start);
        assert!(!pace.outruns_real_time(start));
    }

    #[test]
    fn the_senders_own_waiting_is_not_held_against_the_host() {
        let start = Instant::now();
        let mut pace = window_from(start);
        pace.waited(Duration::from_millis(800));
        assert!(pace.outruns_real_time(start + Duration::from_millis(1000)));
    }

    #[test]
    fn proof_lapses_when_the_next_window_is_slow_or_the_ring_empties() {
        let start = Instant::now();
        let mut pace = window_from(start);
        assert!(pace.outruns_real_time(start));
        pace.press(1000, || start);
        assert!(!pace.outruns_real_time(start + Duration::from_secs(1)));

        let mut pace = window_from(start);
        assert!(pace.outruns_real_time(start));
        pace.relax();
        assert!(!pace.outruns_real_time(start));
    }
}
