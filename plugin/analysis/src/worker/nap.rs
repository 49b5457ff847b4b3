//! Sleep time of the thread between two polls of the stream.

use std::time::{Duration, Instant};

/// A poll that backs off. The audio thread must not wake the worker (a system call), so the worker polls.
///
/// Observed on Linux: 61 wake-ups a second with audio; 8 without, for 0.05 % of a core.
#[derive(Debug)]
pub(crate) struct Nap {
    length: Duration,
    last_audio: Instant,
}

impl Nap {
    /// With audio: snapshots are due every 33 ms at most, and half of that keeps them evenly spaced.
    const FLOWING: Duration = Duration::from_millis(15);
    /// Without audio: 8 polls a second detect the first audio soon enough.
    const IDLE: Duration = Duration::from_millis(125);
    /// For a host that sends faster than real time and fills a two-second ring in a few milliseconds.
    const RUSHED: Duration = Duration::from_millis(1);
    /// A ring this full after at most [`Nap::IDLE`] was not filled in real time.
    const RUSHED_FILL: f32 = 0.25;
    /// Audio counts as absent after this time.
    const SILENCE: Duration = Duration::from_millis(500);

    pub fn new() -> Nap {
        Nap { length: Self::FLOWING, last_audio: Instant::now() }
    }

    /// Notes the ring's fill level at the last poll; an empty ring lengthens the next nap.
    pub fn after(&mut self, fill: f32) {
        if fill == 0.0 {
            self.length = (self.length * 3 / 2).clamp(Self::FLOWING, Self::IDLE);
        } else {
            self.length = if fill > Self::RUSHED_FILL { Self::RUSHED } else { Self::FLOWING };
            self.last_audio = Instant::now();
        }
    }

    /// Notes that audio was analysed, which may have taken some time since the last poll.
    pub fn note_audio(&mut self) {
        self.last_audio = Instant::now();
    }

    pub fn length(&self) -> Duration {
        self.length
    }

    /// No audio for half a second.
    pub fn is_silent(&self) -> bool {
        self.last_audio.elapsed() >= Self::SILENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn naps_grow_to_at_most_ten_wake_ups_a_second_and_shrink_at_once() {
        let mut nap = Nap::new();
        let mut spent = Duration::ZERO;
        while nap.length() < Nap::IDLE {
            spent += nap.length();
            nap.after(0.0);
        }
        assert!(spent < Duration::from_secs(1), "{spent:?}");
        assert!(nap.length() >= Duration::from_millis(100));
        nap.after(0.1);
        assert_eq!(nap.length(), Nap::FLOWING);
        nap.after(0.9);
        assert_eq!(nap.length(), Nap::RUSHED);
    }
}
