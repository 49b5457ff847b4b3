//! Extrapolates a stream beyond its ends: whitening fades its blocks, and the first and last frames must not be faded.

use std::ops::Range;

/// Order of the prediction: two per tone, and multitones have many tones.
const ORDER: usize = 128;
/// Samples used for the prediction.
const LEARNT: usize = 4096;

/// Fills `block` with the frames from `start` on, counted in `samples`; frames outside are predicted from those inside.
pub(super) fn fill(block: &mut Vec<f64>, samples: &[f64], start: isize, frames: usize) {
    let end = start + frames as isize;
    let inside: Range<usize> = start.max(0) as usize..(end.max(0) as usize).min(samples.len());
    let (before, after) = (inside.start as isize - start, end - inside.end as isize);
    block.clear();
    if before > 0 {
        let known: Vec<f64> = samples[inside.start..].iter().take(LEARNT).rev().copied().collect();
        block.extend(predicted(&known, before as usize));
        block.reverse();
    }
    block.extend(&samples[inside.clone()]);
    if after > 0 {
        let known = &samples[inside.end.saturating_sub(LEARNT)..inside.end];
        block.extend(predicted(known, after as usize));
    }
}

/// The `count` samples after the known ones, by linear prediction.
fn predicted(known: &[f64], count: usize) -> Vec<f64> {
    let coefficients = burg(known, ORDER.min(known.len() / 3));
    let mut samples = known.to_vec();
    samples.reserve(count);
    for _ in 0..count {
        let next = samples.iter().rev().zip(&coefficients).map(|(x, a)| a * x).sum();
        samples.push(next);
    }
    samples.split_off(known.len())
}

/// Coefficients of linear prediction, the newest sample's first: Burg's method (Burg 1975; Kay, Modern Spectral
/// Estimation, 1988, section 7.4), whose predictions never grow.
fn burg(samples: &[f64], order: usize) -> Vec<f64> {
    /// Errors of prediction below this part of the signal's power are rounding.
    const ROUNDING: f64 = 1e-24;
    let mut coefficients = vec![1.0];
    let (mut forward, mut backward) = (samples.to_vec(), samples.to_vec());
    let power: f64 = samples.iter().map(|x| x * x).sum();
    for step in 0..order {
        let pairs = || forward[step + 1..].iter().zip(&backward[step..samples.len() - 1]);
        let (product, powers) =
            pairs().fold((0.0, 0.0), |(product, powers), (f, b)| (product + f * b, powers + f * f + b * b));
        if powers <= ROUNDING * power {
            break;
        }
        let reflection = -2.0 * product / powers;
        coefficients.push(0.0);
        let mirrored: Vec<f64> = coefficients.iter().rev().map(|a| reflection * a).collect();
        coefficients.iter_mut().zip(mirrored).for_each(|(a, change)| *a += change);
        for n in (step + 1..samples.len()).rev() {
            let (f, b) = (forward[n], backward[n - 1]);
            forward[n] = f + reflection * b;
            backward[n] = b + reflection * f;
        }
    }
    coefficients[1..].iter().map(|a| -a).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_go_on_beyond_both_ends() {
        let tones = |n: isize| (0.13 * n as f64 + 0.4).sin() + 0.3 * (0.0071 * n as f64).cos();
        let samples: Vec<f64> = (0..6000).map(tones).collect();
        let mut block = Vec::new();
        for (start, frames) in [(-500, 4096), (3000, 3500), (-300, 6600)] {
            fill(&mut block, &samples, start, frames);
            assert_eq!(block.len(), frames);
            for (x, n) in block.iter().zip(start..) {
                assert!((x - tones(n)).abs() < 0.05, "{start}: {n}: {x} {}", tones(n));
            }
        }
    }

    #[test]
    fn silence_goes_on_as_silence() {
        let mut block = Vec::new();
        fill(&mut block, &[0.0; 2000], -100, 2200);
        assert_eq!(block, vec![0.0; 2200]);
    }
}
