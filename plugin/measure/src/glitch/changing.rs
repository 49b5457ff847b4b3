//! Discontinuities in changing sound, separated from the attacks and edges of music.

use super::pulses::{GAP, Pulse};

/// Least ratio of a pulse to its neighbourhood.
const LEAST_RATIO: f64 = 25.0;
/// Frames on either side in which the sound's peak and treble are measured.
const AROUND: usize = 250;

/// Whether the sound breaks off at a pulse's peak, at index `at`, rather than at the corner of a fade or at an attack.
/// `samples` must cover the peak's surroundings.
pub(super) fn breaks_off(samples: &[f64], at: usize, pulse: &Pulse) -> bool {
    let is_amid = (AROUND..samples.len().saturating_sub(AROUND)).contains(&at);
    is_amid
        && pulse.is_alone
        && pulse.ratio >= LEAST_RATIO
        && is_abrupt(samples, at)
        && !is_attack(samples, at)
}

/// Whether samples change by more than the corner of a fade explains: for a 2 ms fade at 48 kHz the second difference
/// is a hundredth of the peak.
fn is_abrupt(samples: &[f64], at: usize) -> bool {
    const LEAST: f64 = 0.03;
    let around = &samples[at.saturating_sub(AROUND)..(at + AROUND).min(samples.len())];
    let near = &samples[at.saturating_sub(4)..(at + 5).min(samples.len())];
    let mean = around.iter().sum::<f64>() / around.len() as f64;
    let peak = around.iter().map(|x| (x - mean).abs()).fold(0.0, f64::max);
    bends(near).map(f64::abs).fold(0.0, f64::max) > LEAST * peak
}

/// Whether a sound with more treble than the one before starts here: sampled instruments have no rise.
fn is_attack(samples: &[f64], at: usize) -> bool {
    const LOUDER: f64 = 4.0;
    let power =
        |samples: &[f64]| bends(samples).map(|bend| bend * bend).sum::<f64>() / samples.len().max(1) as f64;
    let before = power(&samples[at.saturating_sub(AROUND)..at.saturating_sub(GAP)]);
    let after = power(&samples[(at + GAP).min(samples.len())..(at + AROUND).min(samples.len())]);
    after > LOUDER * before
}

/// Second differences.
fn bends(samples: &[f64]) -> impl Iterator<Item = f64> {
    samples.windows(3).map(|x| x[0] - 2.0 * x[1] + x[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PULSE: Pulse =
        Pulse { frame: 0, first: 0, frames: 1, ratio: 30.0, size: 30.0, is_clear: true, is_alone: true };

    fn tone(turns_per_frame: f64) -> impl Fn(usize) -> f64 {
        move |n| (std::f64::consts::TAU * turns_per_frame * n as f64).sin()
    }

    #[test]
    fn missing_frames_break_sound_off_and_a_fade_or_an_attack_does_not() {
        let low = tone(0.02);
        let breaks = |sample: &dyn Fn(usize) -> f64| {
            let samples: Vec<f64> = (0..2000).map(sample).collect();
            breaks_off(&samples, 1000, &PULSE)
        };
        assert!(breaks(&|n| low(if n < 1000 { n } else { n + 20 })));
        assert!(!breaks(&|n| low(n) * (1.0 - (n.max(1000) - 1000) as f64 / 200.0).max(0.0)));
        assert!(!breaks(&|n| low(n) + if n < 1000 { 0.0 } else { tone(0.2)(n + 1) }));
        assert!(!breaks_off(&vec![0.0; 2000], 1000, &Pulse { ratio: 20.0, ..PULSE }));
    }
}
