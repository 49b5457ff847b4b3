//! Resampling of a record at shifted times, to undo the drift of a clock.
//!
//! A windowed sinc (Kaiser, β = 14, 48 taps) about each frame. The shift changes so slowly that one set of taps serves
//! a run of frames, with a second one for the shift's change within the run; by Taylor's theorem the remainder is below
//! 2e-8 of the tone.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// Taps on either side.
const HALF: usize = 24;
const BETA: f64 = 14.0;
/// Largest distance in frames over which the kernel is approximated by a straight line.
const STRAIGHT_FRAMES: f64 = 1e-4;
/// Most frames served by one set of taps.
const LONGEST_RUN: usize = 1024;

/// Fills `out[n]` with the samples' value at `n + delay(n)`; before the first and after the last frame the record is
/// taken as silent. `delay` changes by far less than a frame per frame.
pub(crate) fn warp(samples: &[f64], delay_frames: impl Fn(f64) -> f64, out: &mut [f64]) {
    let mut first = 0;
    while first < out.len() {
        let mut run = LONGEST_RUN;
        let off = |run: usize, at: usize| {
            delay_frames((first + at) as f64) - delay_frames((first + run / 2) as f64)
        };
        while run > 1 && off(run, 0).abs().max(off(run, run).abs()) > STRAIGHT_FRAMES {
            run /= 2;
        }
        let end = (first + run).min(out.len());
        let middle = delay_frames((first + run / 2) as f64);
        let taps = Taps::new(middle);
        for (n, out) in out.iter_mut().enumerate().take(end).skip(first) {
            *out = taps.read(samples, n, delay_frames(n as f64) - middle);
        }
        first = end;
    }
}

/// The kernel and its slope at a shift.
struct Taps {
    whole: isize,
    values: [f64; TAPS],
    slopes: [f64; TAPS],
}

/// Taps of one kernel.
const TAPS: usize = 2 * HALF;
/// Tabulated kernels per frame of shift. A cubic through four of them has an error below 1e-10.
const STEPS: usize = 512;

/// The kernel at every step from −1 to `STEPS + 1`, computed at first use: evaluating it for every run of frames
/// dominated the computing time.
static KERNELS: LazyLock<Vec<[f64; TAPS]>> =
    LazyLock::new(|| (0..STEPS + 3).map(|step| kernel((step as f64 - 1.0) / STEPS as f64)).collect());

/// The taps for a shift by a fraction of a frame. Their sum is 1, which preserves the lowest frequencies.
fn kernel(fraction: f64) -> [f64; TAPS] {
    let taps: [f64; TAPS] = std::array::from_fn(|tap| sinc(tap as f64 - (HALF - 1) as f64 - fraction));
    let sum: f64 = taps.iter().sum();
    taps.map(|tap| tap / sum)
}

impl Taps {
    /// Lagrange's cubic through the four tabulated kernels around the shift, and its derivative.
    fn new(shift_frames: f64) -> Taps {
        let whole = shift_frames.floor();
        let place = (shift_frames - whole) * STEPS as f64;
        let step = (place as usize).min(STEPS - 1);
        let x = place - step as f64;
        let weights = [
            -x * (x - 1.0) * (x - 2.0) / 6.0,
            (x + 1.0) * (x - 1.0) * (x - 2.0) / 2.0,
            -(x + 1.0) * x * (x - 2.0) / 2.0,
            (x + 1.0) * x * (x - 1.0) / 6.0,
        ];
        let slopes = [
            -(3.0 * x * x - 6.0 * x + 2.0) / 6.0,
            (3.0 * x * x - 4.0 * x - 1.0) / 2.0,
            -(3.0 * x * x - 2.0 * x - 2.0) / 2.0,
            (3.0 * x * x - 1.0) / 6.0,
        ]
        .map(|slope| slope * STEPS as f64);
        let about = &KERNELS[step..step + 4];
        let mixed = |weights: &[f64; 4], tap: usize| -> f64 {
            weights.iter().zip(about).map(|(weight, kernel)| weight * kernel[tap]).sum()
        };
        Taps {
            whole: whole as isize,
            values: std::array::from_fn(|tap| mixed(&weights, tap)),
            slopes: std::array::from_fn(|tap| mixed(&slopes, tap)),
        }
    }

    fn read(&self, samples: &[f64], frame: usize, more_frames: f64) -> f64 {
        let first = frame as isize + self.whole - (HALF as isize - 1);
        let sum = |samples: &mut dyn Iterator<Item = f64>| -> f64 {
            samples
                .zip(self.values.iter().zip(&self.slopes))
                .map(|(x, (value, slope))| x * (value + more_frames * slope))
                .sum()
        };
        if first >= 0 && first as usize + TAPS <= samples.len() {
            let first = first as usize;
            return sum(&mut samples[first..first + TAPS].iter().copied());
        }
        let at = |index: isize| {
            usize::try_from(index).ok().and_then(|index| samples.get(index)).copied().unwrap_or(0.0)
        };
        sum(&mut (first..first + TAPS as isize).map(at))
    }
}

/// `sin(πx)/(πx)` under Kaiser's window.
fn sinc(x: f64) -> f64 {
    let ratio = x / HALF as f64;
    if ratio.abs() >= 1.0 {
        return 0.0;
    }
    let window = crate::spectra::exact_transform::bessel_i0(BETA * (1.0 - ratio * ratio).sqrt())
        / crate::spectra::exact_transform::bessel_i0(BETA);
    let main = if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) };
    main * window
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warped_tone_is_the_tone_at_other_times() {
        let frames = 8192;
        // Observed: 8e-9, 5e-8, 9e-8 and 2.2e-7, at shifts larger than clocks cause in a record.
        for (turns, most) in [(0.001, 2e-8), (0.0208, 8e-8), (0.21, 1.5e-7), (0.4, 3e-7)] {
            let tone = |n: f64| (2.0 * PI * turns * n + 0.3).sin();
            let samples: Vec<f64> = (0..frames).map(|n| tone(n as f64)).collect();
            let delay = |n: f64| 0.7 * ((n - 4096.0) / 4096.0).powi(2) - 0.2;
            let mut out = vec![0.0; frames];
            warp(&samples, delay, &mut out);
            let error = |n: usize| (out[n] - tone(n as f64 + delay(n as f64))).abs();
            let worst = (HALF..frames - HALF).map(error).fold(0.0, f64::max);
            assert!(worst < most, "{turns}: {worst:e}");
        }
    }
}
