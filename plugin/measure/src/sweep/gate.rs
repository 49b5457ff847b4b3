//! The part of a spectrum that belongs to one sweep: what sounds near the sweep's own line in time and frequency.
//!
//! The rest of another sweep, on either channel, meets the same frequencies at other times. It would otherwise count
//! where both channels carry it: as if the undriven one were driven; and where one does, through the taper's side lobes, 92 dB
//! down but of a sweep that stands 60 dB above the crosstalk.

use std::f64::consts::{FRAC_PI_2, PI, SQRT_2};

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use crate::exact_transform::smooth_length;

/// Lowest middle of a part, in bins: enough of them for a gate.
const LOWEST_BINS: f64 = 8.0;
/// Room on either side of a part for what the gate spreads, over the part's width.
const ROOM: f64 = 0.125;
/// Time before and after a part's own, over the inverse of the part's width: the part's filter rings for this long. It is at
/// least the time in which the frequency grows e times, so that the gate leaves the second harmonic whole, which the taper
/// then keeps out.
const MARGIN_PERIODS: f64 = 6.0;

/// A straight line of log frequency over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    /// Log of the frequency at frame 0, in cycles per frame.
    pub(super) log_start: f64,
    /// Frames in which the frequency grows e times; below 0 where it falls.
    pub(super) growth_frames: f64,
    /// How well the line is known, in frames.
    pub(super) uncertain_frames: f64,
}

impl Line {
    /// The frame at which a frequency, in cycles per frame, is passed.
    pub(super) fn frame_of(&self, frequency: f64) -> f64 {
        (frequency.ln() - self.log_start) * self.growth_frames
    }

    /// Frequency at a frame, in cycles per frame.
    pub(super) fn frequency_at(&self, frame: f64) -> f64 {
        (self.log_start + frame / self.growth_frames).exp()
    }
}

/// What a spectrum of `frames` frames holds near the line. Half-octave parts that overlap, so that their filters add up to 1,
/// go back into time, through a gate, and back again.
pub(super) fn gated(spectrum: &[Complex<f64>], frames: usize, line: &Line) -> Vec<Complex<f64>> {
    let mut planner = RealFftPlanner::new();
    let mut kept = vec![Complex::default(); spectrum.len()];
    let middles = std::iter::successors(Some(LOWEST_BINS), |middle| Some(middle * SQRT_2));
    for middle in middles.take_while(|middle| *middle < SQRT_2 * spectrum.len() as f64) {
        add_part(&mut kept, spectrum, middle, frames, line, &mut planner);
    }
    kept
}

/// The bins of a part are taken for the spectrum of a real signal of a lower rate: the same envelope over the same time.
fn add_part(
    kept: &mut [Complex<f64>],
    spectrum: &[Complex<f64>],
    middle: f64,
    frames: usize,
    line: &Line,
    planner: &mut RealFftPlanner<f64>,
) {
    let (low, high) = (middle / SQRT_2, middle * SQRT_2);
    let room = (ROOM * (high - low)).ceil() as usize + 2;
    let first = (low as usize).saturating_sub(room);
    let bins = high as usize + room - first;
    let length = smooth_length(2 * bins);
    let mut part = vec![Complex::default(); length / 2 + 1];
    for (value, bin) in part.iter_mut().skip(1).zip(first + 1..spectrum.len()) {
        *value = spectrum[bin] * filter(bin as f64 / middle) / length as f64;
    }
    let mut samples = vec![0.0; length];
    let is_even = "buffers come from the plan";
    part[length / 2] = Complex::default();
    planner.plan_fft_inverse(length).process(&mut part, &mut samples).expect(is_even);
    let gate = Gate::new(line, [low, high].map(|bins| bins / frames as f64));
    let step = frames as f64 / length as f64;
    for (index, sample) in samples.iter_mut().enumerate() {
        *sample *= gate.at(index as f64 * step);
    }
    planner.plan_fft_forward(length).process(&mut samples, &mut part).expect(is_even);
    kept.iter_mut().skip(first + 1).zip(&part[1..length / 2]).for_each(|(kept, value)| *kept += value);
}

/// Gain of a part's filter at this ratio to its middle; of neighbours the sum is 1.
fn filter(ratio: f64) -> f64 {
    let octaves = ratio.log2().abs();
    if octaves < 0.5 { (FRAC_PI_2 * 2.0 * octaves).cos().powi(2) } else { 0.0 }
}

/// Open from one frame to another, with a half cosine at either end.
struct Gate {
    from: f64,
    to: f64,
    fade: f64,
}

impl Gate {
    /// While the line passes frequencies from `low` to `high`, in cycles per frame.
    fn new(line: &Line, [low, high]: [f64; 2]) -> Gate {
        let [a, b] = [line.frame_of(low), line.frame_of(high)];
        let ringing = MARGIN_PERIODS / (high - low);
        let margin = line.uncertain_frames + ringing.max(line.growth_frames.abs());
        Gate { from: a.min(b) - margin, to: a.max(b) + margin, fade: margin }
    }

    fn at(&self, frame: f64) -> f64 {
        let outside = (self.from - frame).max(frame - self.to).max(0.0) / self.fade;
        0.5 + 0.5 * (PI * outside.min(1.0)).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_gate_changes_nothing() {
        let frames = 3000;
        let spectrum: Vec<Complex<f64>> =
            (0..=frames / 2).map(|bin| Complex::cis((bin * bin) as f64)).collect();
        let line = Line { log_start: 0.01f64.ln(), growth_frames: 500.0, uncertain_frames: 1e9 };
        let kept = gated(&spectrum, frames, &line);
        let worst = (8..=1450).map(|bin| (kept[bin] - spectrum[bin]).norm()).fold(0.0, f64::max);
        assert!(worst < 1e-12, "{worst:e}");
    }

    #[test]
    fn what_sounds_at_another_time_is_left_out() {
        let frames = 1 << 16;
        // A click at frame 50 000 holds all frequencies; the line is there long before.
        let click = |bin: usize| Complex::cis(-std::f64::consts::TAU * (bin * 50_000) as f64 / frames as f64);
        let spectrum: Vec<Complex<f64>> = (0..=frames / 2).map(click).collect();
        let line = Line { log_start: 1e-3f64.ln(), growth_frames: 2000.0, uncertain_frames: 500.0 };
        let kept = gated(&spectrum, frames, &line);
        let most = kept[200..30_000].iter().map(|value| value.norm()).fold(0.0, f64::max);
        assert!(most < 1e-4, "{most:e}");
    }
}
