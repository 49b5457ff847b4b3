//! The gain of a fade.

/// Length of every fade, in seconds.
pub const FADE_S: f64 = 0.05;

/// A fade of some frames; its positions run from 0, silence, to [`Fade::frames`], gain 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fade {
    frames: u32,
}

impl Fade {
    /// A fade of [`FADE_S`], of one frame at least.
    pub fn at(sample_rate_hz: f64) -> Fade {
        Fade { frames: ((FADE_S * sample_rate_hz).ceil() as u32).max(1) }
    }

    /// Its length.
    pub fn frames(self) -> u32 {
        self.frames
    }

    /// The gain at a position, `3x² − 2x³`: flat at both ends as a raised cosine, without its cosine. From one position to
    /// the next it changes by 1.5 / length at most.
    pub fn gain(self, position: u32) -> f32 {
        let x = position as f32 / self.frames as f32;
        x * x * (3.0 - 2.0 * x)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn it_rises_from_silence_to_one_in_small_steps() {
        for rate_hz in [1000.0, 44_100.0, 768_000.0] {
            let fade = Fade::at(rate_hz);
            assert_eq!((fade.gain(0), fade.gain(fade.frames())), (0.0, 1.0));
            for position in 0..fade.frames() {
                let step = fade.gain(position + 1) - fade.gain(position);
                assert!((-1e-6..=1.5 / fade.frames() as f32 + 1e-6).contains(&step), "{step} at {position}");
            }
        }
    }
}
