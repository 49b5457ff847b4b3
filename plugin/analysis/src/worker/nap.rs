//! How long the thread sleeps between two looks at the stream.

use std::time::{Duration, Instant};

/// A poll that backs off. The audio thread wakes nobody (a wake-up is a system call), so somebody has to look.
///
/// Seen on Linux: 61 wake-ups a second while audio comes; 8 while none does, for 0.05 % of a core.
#[derive(Debug)]
pub(crate) struct Nap {
    length: Duration,
    last_audio: Instant,
}

impl Nap {
    /// While audio comes: snapshots are due every 33 ms at most, and half of that keeps them evenly spaced.
    const FLOWING: Duration = Duration::from_millis(15);
    /// While none comes: 8 looks a second, so that the first audio is seen soon enough.
    const IDLE: Duration = Duration::from_millis(125);
    /// While a host sends faster than real time, and fills a two-second ring in a few milliseconds.
    const RUSHED: Duration = Duration::from_millis(1);
    /// A ring this full after at most [`Nap::IDLE`] was not filled in real time.
    const RUSHED_FILL: f32 = 0.25;
    /// Audio counts as gone after this long.
    const SILENCE: Duration = Duration::from_millis(500);

    pub fn new() -> Nap {
        Nap { length: Self::FLOWING, last_audio: Instant::now() }
    }

    /// The ring was this full at the last look; nothing in it makes the next nap longer.
    pub fn after(&mut self, fill: f32) {
        if fill == 0.0 {
            self.length = (self.length * 3 / 2).clamp(Self::FLOWING, Self::IDLE);
        } else {
            self.length = if fill > Self::RUSHED_FILL { Self::RUSHED } else { Self::FLOWING };
            self.last_audio = Instant::now();
        }
    }

    /// Audio was analysed, which may have taken a while since the last look.
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
