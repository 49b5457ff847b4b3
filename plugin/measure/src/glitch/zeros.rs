//! Runs of digital silence within sound.

use super::kinds::differ;
use super::runs::Span;

/// Samples evaluated on either side.
pub(super) const BESIDE_FRAMES: usize = 1000;
/// Fewest samples that show whether sound continues.
const SHORTEST: usize = 4;
/// Runs with at least this probability, given the zeros beside them, are chance.
const CHANCE: f64 = 1e-12;
/// Number of zeros assumed if there are none.
const SEEN: f64 = 0.1;
/// Least level of the sound at a run's ends relative to the smallest step beside it and to its rms.
const STEPS: f64 = 4.0;
const LEAST_END: f64 = 0.05;

/// Whether a run of zeros interrupts sound that is similar before and after it. `from` is its index in the samples.
///
/// Weak sound contains zeros: dither of one step is zero three times in four, and if integers are too coarse for a
/// tone, its zero crossings become runs. The samples at both ends are then single integer steps.
pub(super) fn is_dropout(samples: &[f64], from: usize, row: &Span) -> bool {
    let to = from + row.frames as usize;
    let before = &samples[from.saturating_sub(BESIDE_FRAMES)..from];
    let after = &samples[to.min(samples.len())..(to + BESIDE_FRAMES).min(samples.len())];
    // At a stream's ends both are as short as the shorter one.
    let shorter = before.len().min(after.len());
    let differs = shorter < SHORTEST || differ(&before[before.len() - shorter..], &after[..shorter]);
    let beside = || before.iter().chain(after).map(|x| x.abs());
    let count = (before.len() + after.len() + 1) as f64;
    let zeros = beside().filter(|x| *x == 0.0).count() as f64 + SEEN;
    if (zeros / count).powf(row.frames as f64) > CHANCE || differs {
        return false;
    }
    let rms = (beside().map(|x| x * x).sum::<f64>() / count).sqrt();
    let step = beside().filter(|x| *x > 0.0).fold(f64::INFINITY, f64::min);
    let end = |sample: Option<&f64>| sample.map_or(0.0, |x| x.abs());
    end(before.last()).max(end(after.first())) > (STEPS * step).max(LEAST_END * rms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(samples: &[f64], frame: usize, frames: usize) -> bool {
        is_dropout(samples, frame, &Span { frame: frame as u64, frames: frames as u64 })
    }

    fn sine(step: f64, turns_per_frame: f64) -> Vec<f64> {
        let sample = |n: usize| (std::f64::consts::TAU * turns_per_frame * n as f64 + 0.3).sin();
        (0..4000).map(|n| step * (0.5 * sample(n) / step).round()).collect()
    }

    #[test]
    fn zeros_in_a_tone_are_a_dropout() {
        let mut samples = sine(1e-6, 0.0207);
        samples[2000..2004].fill(0.0);
        assert!(found(&samples, 2000, 4));
    }

    #[test]
    fn three_zeros_are_a_dropout_and_so_are_some_near_the_ends() {
        let mut samples = sine(1e-6, 0.0207);
        for (frame, frames) in [(2000, 3), (40, 20), (3900, 60)] {
            samples[frame..frame + frames].fill(0.0);
            assert!(found(&samples, frame, frames), "{frame}");
        }
    }

    #[test]
    fn zeros_of_a_tone_too_weak_for_its_integers_are_none() {
        let samples = sine(0.4, 0.0031);
        let from = (1000..).find(|&n| samples[n - 1] != 0.0 && samples[n] == 0.0).expect("a row begins");
        let row = samples[from..].iter().take_while(|x| **x == 0.0).count();
        assert!(row > 30, "{row}");
        assert!(!found(&samples, from, row));
    }

    #[test]
    fn a_pause_before_or_after_sound_is_none() {
        let mut samples = sine(1e-6, 0.0207);
        samples[2000..].fill(0.0);
        samples[2500] = 1e-6;
        assert!(!found(&samples, 2000, 500));
    }
}
