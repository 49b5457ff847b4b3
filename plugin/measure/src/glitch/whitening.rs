//! Whitening: divides each frequency by its own strength, which removes all steady sound.

use realfft::num_complex::Complex;

use super::line::{self, BlockLine};
use crate::spectra::noise_window;
use crate::spectra::transform::{Forward, Inverse};

/// Approximate blocks per second: music changes within them, and tones last 30 periods.
const BLOCKS_PER_S: f64 = 6.0;
/// Part of a block over which it fades at either end.
const FADE: usize = 8;
/// Bins on either side over which strength is averaged. A narrower mean would preserve the pulses' spectrum, a wider
/// one the side lobes of tones.
const SMOOTH_BINS: usize = 16;
/// Lower limit of the strength relative to the mean over all frequencies: bands emptied by lossy coding would otherwise
/// show only rounding.
const FLOOR: f64 = 1e-11;
/// The same as an absolute power, below the dither of 24 bits.
const SILENCE: f64 = 1e-18;

/// Plans and scratch.
pub(super) struct Whitening {
    fade: Vec<f32>,
    forward: Forward<f32>,
    inverse: Inverse<f32>,
    /// Cumulative sums of powers.
    sums: Vec<f64>,
    /// The gain of each bin.
    gains: Vec<f32>,
}

/// A whitened block: noise of variance 1, apart from pulses.
pub(super) struct White<'a> {
    pub(super) samples: &'a [f32],
    /// The fade applied to the block.
    pub(super) fade: &'a [f32],
    /// Frames of the block that are examined; neighbouring blocks omit them.
    pub(super) own: std::ops::Range<usize>,
    /// The strongest line of the block before whitening.
    pub(super) line: Option<BlockLine>,
    gains: &'a [f32],
}

/// Ringing of a pulse in a block, due to the lines that whitening removes.
pub(super) struct Ringing {
    inverse: Inverse<f32>,
}

impl Ringing {
    /// For the blocks of a whitening.
    pub(super) fn new(whitening: &Whitening) -> Ringing {
        Ringing { inverse: whitening.inverse.another() }
    }

    /// For each distance in frames, the largest ringing there or beyond, relative to a single sample's height.
    pub(super) fn envelope(&mut self, white: &White) -> &[f32] {
        for (bin, gain) in self.inverse.spectrum().iter_mut().zip(white.gains) {
            *bin = Complex::new(*gain, 0.0);
        }
        // The response is even: half of it suffices.
        let half = &mut self.inverse.run()[..white.samples.len() / 2];
        let height = half[0];
        let mut highest = 0.0f32;
        for x in half.iter_mut().rev() {
            highest = highest.max(x.abs() / height);
            *x = highest;
        }
        half
    }
}

impl Whitening {
    pub(super) fn new(sample_rate_hz: f64) -> Whitening {
        let frames = ((sample_rate_hz / BLOCKS_PER_S).clamp(1024.0, 131_072.0) as usize).next_power_of_two();
        let ramp = frames / FADE;
        let fade = |n: usize| {
            let from_end = n.min(frames - 1 - n);
            if from_end >= ramp { 1.0 } else { noise_window::at(from_end as f64 / (2 * ramp) as f64) as f32 }
        };
        Whitening {
            fade: (0..frames).map(fade).collect(),
            forward: Forward::new(frames),
            inverse: Inverse::new(frames),
            sums: Vec::with_capacity(frames / 2 + 2),
            gains: vec![0.0; frames / 2 + 1],
        }
    }

    /// Frames of a block.
    pub(super) fn frames(&self) -> usize {
        self.fade.len()
    }

    /// Frames over which a block fades at either end.
    pub(super) fn ramp(&self) -> usize {
        self.frames() / FADE
    }

    /// Frames from one block to the next.
    pub(super) fn hop(&self) -> usize {
        self.frames() - 2 * self.ramp()
    }

    /// Whitens a block; `None` for digital silence. The line is searched near its bin in the previous block.
    pub(super) fn of(&mut self, block: &[f64], bin: Option<usize>) -> Option<White<'_>> {
        let faded = block.iter().zip(&self.fade).map(|(sample, fade)| *sample as f32 * fade);
        let spectrum = self.forward.of(faded);
        self.sums.clear();
        self.sums.push(0.0);
        let mut sum = 0.0;
        for bin in spectrum {
            sum += f64::from(bin.norm_sqr());
            self.sums.push(sum);
        }
        if sum == 0.0 || !sum.is_finite() {
            return None;
        }
        let line = line::strongest(spectrum, bin);
        find_gains(&self.sums, sum, self.fade.len(), &mut self.gains);
        for ((to, bin), gain) in self.inverse.spectrum().iter_mut().zip(spectrum).zip(&self.gains) {
            *to = bin * gain;
        }
        let own = self.ramp()..self.frames() - self.ramp();
        Some(White { samples: self.inverse.run(), fade: &self.fade, own, line, gains: &self.gains })
    }
}

/// The gain of every bin, one over the strength around it. `sums` are the cumulative sums of powers, `sum` the last one.
fn find_gains(sums: &[f64], sum: f64, frames: usize, gains: &mut [f32]) {
    let (frames, bins) = (frames as f64, gains.len());
    let floor = FLOOR * sum / bins as f64 + SILENCE * frames;
    let gain = |sum: f64, share: f64| 1.0 / ((sum * share + floor * frames) as f32).sqrt();
    let whole = SMOOTH_BINS..bins - SMOOTH_BINS;
    for k in (0..whole.start).chain(whole.end..bins) {
        let (first, last) = (k.saturating_sub(SMOOTH_BINS), (k + SMOOTH_BINS + 1).min(bins));
        gains[k] = gain(sums[last] - sums[first], frames / (last - first) as f64);
    }
    const WIDTH: usize = 2 * SMOOTH_BINS + 1;
    let share = frames / WIDTH as f64;
    let edges = sums.iter().zip(&sums[WIDTH..]);
    for (out, (first, last)) in gains[whole].iter_mut().zip(edges) {
        *out = gain(last - first, share);
    }
}
