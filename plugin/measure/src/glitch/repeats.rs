//! Frames repeated bit for bit.

use super::found::Found;
use crate::figures::discontinuity::GlitchKind;

/// Longest repeat detected in music, and the number of samples that must be equal.
pub(super) const LONGEST_REPEAT: usize = 8192;
pub(super) const REPEATED: usize = 24;

/// Frames that repeat the ones before them; `at` is the index in the samples.
pub(super) fn found(samples: &[f64], first_frame: u64, at: usize) -> Option<Found> {
    /// Largest distance of a pulse's peak from the first repeated frame.
    const OFF: usize = 4;
    let starts = at.saturating_sub(OFF)..=at + OFF;
    let begins = |start: usize, back: usize| {
        let (again, before) =
            (samples.get(start..start + REPEATED)?, samples.get(start - back..start - back + REPEATED)?);
        let moves = before.windows(2).any(|pair| pair[0] != pair[1]);
        (again == before && moves).then_some(())
    };
    for start in starts {
        for back in REPEATED / 2..=LONGEST_REPEAT.min(start) {
            if begins(start, back).is_some() {
                let first = (1..=OFF.min(start - back))
                    .take_while(|more| begins(start - more, back).is_some())
                    .count();
                let frame = first_frame + (start - first) as u64;
                return Some(Found { frame, frames: back as u64, kind: GlitchKind::Repeated });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_frames_are_found_with_their_number_at_the_very_start_too() {
        let sample = |n: usize| ((n * n * 7919) % 1013) as f64 / 1013.0;
        for (at, frames) in [(600, 300), (40, 40)] {
            let mut samples: Vec<f64> = (0..2000).map(sample).collect();
            let again = samples[at - frames..at].to_vec();
            samples.splice(at..at, again);
            let right = Found { frame: 100 + at as u64, frames: frames as u64, kind: GlitchKind::Repeated };
            assert_eq!(found(&samples, 100, at + 1), Some(right));
        }
    }
}
