//! A resampler more accurate than the tested code: a windowed sinc, with weights for every possible position of an
//! output sample.

use std::f64::consts::PI;

use crate::stimulus::Signal;

/// Zero crossings of the sinc on either side: with Kaiser's β = 16 its transition is 2·5.2/256 of the lower half rate,
/// and aliases are 160 dB down (Kaiser 1974).
const CROSSINGS: f64 = 256.0;
const BETA: f64 = 16.0;

/// The signal at another rate, both in whole Hz, unchanged up to 0.95 of the lower half rate. Both ends are cut by the
/// length of the kernel, which removes edge effects.
pub fn resampled(signal: &Signal, rate_hz: f64) -> Signal {
    let kernel = Kernel::new(signal.sample_rate_hz as usize, rate_hz as usize);
    let margin = 2 * kernel.reach + 2;
    let frames = signal.samples.len().saturating_sub(margin) * kernel.phases.len() / kernel.step;
    let samples = (0..frames).map(|n| kernel.at(&signal.samples, n)).collect();
    Signal { sample_rate_hz: rate_hz, first_frame: 0, samples }
}

/// The windowed sinc for every possible position of an output sample between two input samples.
struct Kernel {
    /// Input frames on either side.
    reach: usize,
    /// Input frames per `phases.len()` output frames.
    step: usize,
    /// `2·reach + 2` weights for each position.
    phases: Vec<Vec<f64>>,
}

impl Kernel {
    fn new(from_hz: usize, to_hz: usize) -> Kernel {
        let common = greatest_common_divisor(from_hz, to_hz);
        let count = to_hz / common;
        // The cut-off is half a transition below the lower half rate.
        let cutoff = (to_hz as f64 / from_hz as f64).min(1.0) * (1.0 - 5.2 / CROSSINGS);
        let length = CROSSINGS / cutoff;
        let reach = length.ceil() as usize;
        let weights = |phase: usize| {
            let place = reach as f64 + phase as f64 / count as f64;
            (0..2 * reach + 2).map(|n| weight(n as f64 - place, cutoff, length)).collect()
        };
        Kernel { reach, step: from_hz / common, phases: (0..count).map(weights).collect() }
    }

    /// Output sample n, which lies at input frame `reach + n·step/phases`.
    fn at(&self, samples: &[f64], n: usize) -> f64 {
        let (first, phase) = (n * self.step / self.phases.len(), n * self.step % self.phases.len());
        samples[first..].iter().zip(&self.phases[phase]).map(|(x, w)| x * w).sum()
    }
}

/// Kaiser's window over `±length` times the sinc of a low-pass at `cutoff` of half the rate.
fn weight(distance: f64, cutoff: f64, length: f64) -> f64 {
    let angle = PI * cutoff * distance;
    let sinc = if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle };
    let place = distance / length;
    cutoff * sinc * bessel_i0(BETA * (1.0 - place * place).max(0.0).sqrt()) / bessel_i0(BETA)
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Modified Bessel function of order 0 by its series.
fn bessel_i0(x: f64) -> f64 {
    let quarter = 0.25 * x * x;
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..80 {
        term *= quarter / f64::from(k * k);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stimulus::Tone;

    #[test]
    fn a_resampled_tone_is_the_tone_of_the_other_rate() {
        for (rate_hz, frequency_hz) in [(44_100.0, 19_990.0), (96_000.0, 1234.5), (32_000.0, 15_000.0)] {
            let tone = Tone { phase_rad: 0.4, ..Tone::new(frequency_hz, 0.0) };
            let seen = resampled(&Signal::silence(48_000.0, 20_000).with_tone(tone), rate_hz);
            let cutoff = (rate_hz / 48_000.0).min(1.0) * (1.0 - 5.2 / CROSSINGS);
            let start_s = (CROSSINGS / cutoff).ceil() / 48_000.0;
            let planted = |n: usize| (2.0 * PI * frequency_hz * (start_s + n as f64 / rate_hz) + 0.4).sin();
            let worst = seen.samples.iter().enumerate().map(|(n, x)| (x - planted(n)).abs());
            let worst = worst.fold(0.0, f64::max);
            assert!(worst < 2e-8, "{rate_hz}: {worst:e}");
        }
    }
}
