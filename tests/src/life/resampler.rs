//! A resampler better than what it tests: a windowed sinc, evaluated anew for every output sample.

use std::f64::consts::PI;

use crate::stimulus::Signal;

/// Zero crossings of the sinc on either side: with Kaiser's β = 16 its transition is 2·5.2/256 of the lower half rate, and
/// what folds lies 160 dB down (Kaiser 1974).
const CROSSINGS: f64 = 256.0;
const BETA: f64 = 16.0;

/// The signal at another rate, unchanged up to 0.95 of the lower half rate. Both ends are cut by the length of the kernel,
/// so that no edge enters.
pub fn resampled(signal: &Signal, rate_hz: f64) -> Signal {
    let ratio = rate_hz / signal.sample_rate_hz;
    // The cut-off lies half a transition below the lower half rate.
    let cutoff = ratio.min(1.0) * (1.0 - 5.2 / CROSSINGS);
    let reach = CROSSINGS / cutoff;
    let frames = ((signal.samples.len() as f64 - 2.0 * reach - 2.0) * ratio) as usize;
    let kernel = Kernel::new(reach, cutoff);
    let samples = (0..frames).map(|n| kernel.at(&signal.samples, reach + 1.0 + n as f64 / ratio)).collect();
    Signal { sample_rate_hz: rate_hz, first_frame: 0, samples }
}

/// Kaiser's window in a table, cubic between its entries; the sine of the sinc is exact.
struct Kernel {
    reach: f64,
    cutoff: f64,
    window: Vec<f64>,
}

impl Kernel {
    const STEPS: usize = 16_384;

    fn new(reach: f64, cutoff: f64) -> Kernel {
        let window = |step: usize| {
            let place = (step as f64 - 1.0) / Kernel::STEPS as f64;
            bessel_i0(BETA * (1.0 - place * place).max(0.0).sqrt()) / bessel_i0(BETA)
        };
        Kernel { reach, cutoff, window: (0..Kernel::STEPS + 4).map(window).collect() }
    }

    fn at(&self, samples: &[f64], time: f64) -> f64 {
        let first = (time - self.reach).ceil() as usize;
        let last = ((time + self.reach).floor() as usize).min(samples.len() - 1);
        (first..=last).map(|n| samples[n] * self.value(n as f64 - time)).sum()
    }

    fn value(&self, distance: f64) -> f64 {
        let angle = PI * self.cutoff * distance;
        let sinc = if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle };
        self.cutoff * sinc * self.window(distance.abs() / self.reach)
    }

    /// Catmull and Rom's cubic: its error is below 1e-9 at this step.
    fn window(&self, place: f64) -> f64 {
        let exact = place * Kernel::STEPS as f64 + 1.0;
        let (entry, part) = (exact.floor() as usize, exact.fract());
        let [a, b, c, d] = [0, 1, 2, 3].map(|k| self.window[(entry + k - 1).min(self.window.len() - 1)]);
        b + 0.5 * part * (c - a + part * (2.0 * a - 5.0 * b + 4.0 * c - d + part * (3.0 * (b - c) + d - a)))
    }
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
            let start_s = (CROSSINGS / cutoff + 1.0) / 48_000.0;
            let planted = |n: usize| (2.0 * PI * frequency_hz * (start_s + n as f64 / rate_hz) + 0.4).sin();
            let worst = seen.samples.iter().enumerate().map(|(n, x)| (x - planted(n)).abs());
            let worst = worst.fold(0.0, f64::max);
            assert!(worst < 1e-7, "{rate_hz}: {worst:e}");
        }
    }
}
