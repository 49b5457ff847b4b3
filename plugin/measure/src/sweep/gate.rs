//! The part of a spectrum that belongs to one sweep: sound near the sweep's own line in time and frequency.
//!
//! The rest of another sweep, on either channel, contains the same frequencies at other times. It would otherwise
//! count: on both channels, as if the undriven one were driven; on one channel, through the taper's side lobes, which
//! are 92 dB down, but relative to a sweep 60 dB above the crosstalk.

use std::f64::consts::{FRAC_PI_2, PI, SQRT_2};
use std::ops::Range;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use crate::spectra::exact_transform::smooth_length;

/// Lowest middle of a part, in bins; ensures enough bins for a gate.
const LOWEST_BINS: f64 = 8.0;
/// Margin on either side of a part for the spread due to the gate, relative to the part's width.
const ROOM: f64 = 0.125;
/// Time before and after a part's own, relative to the inverse of the part's width: the part's filter rings for this
/// long. It is at least the time in which the frequency grows e times, so that the gate leaves the second harmonic
/// whole, which the taper then excludes.
const MARGIN_PERIODS: f64 = 6.0;

/// A straight line of log frequency over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    /// Log of the frequency at frame 0, in cycles per frame.
    pub(super) log_start: f64,
    /// Frames in which the frequency grows e times; negative if it falls.
    pub(super) growth_frames: f64,
    /// Uncertainty of the line, in frames.
    pub(super) uncertain_frames: f64,
}

impl Line {
    /// The frame at which the line passes a frequency in cycles per frame.
    pub(super) fn frame_of(&self, frequency: f64) -> f64 {
        (frequency.ln() - self.log_start) * self.growth_frames
    }

    /// Frequency at a frame, in cycles per frame.
    pub(super) fn frequency_at(&self, frame: f64) -> f64 {
        (self.log_start + frame / self.growth_frames).exp()
    }
}

/// The part of a spectrum of `frames` frames near the line, in ascending order of bins: overlapping half-octave parts,
/// whose filters add up to 1, are transformed into time, gated and transformed back. Only the bins of the last request,
/// and those above that overlapping parts have filled, are kept.
pub(super) struct Gated {
    frames: usize,
    line: Line,
    /// Middle of the next part, in bins.
    middle: f64,
    /// Number of the first bin kept.
    first: usize,
    kept: Vec<Complex<f64>>,
}

impl Gated {
    pub(super) fn new(frames: usize, line: &Line) -> Gated {
        Gated { frames, line: *line, middle: LOWEST_BINS, first: 0, kept: Vec::new() }
    }

    /// These bins of the gated `spectrum`, which must always be the same. Each range starts no lower than the previous
    /// one.
    pub(super) fn bins(&mut self, spectrum: &[Complex<f64>], wanted: Range<usize>) -> &[Complex<f64>] {
        while Part::first_bin(self.middle) < wanted.end {
            self.forget_before(wanted.start);
            self.add(&Part::new(self.middle, spectrum.len()), spectrum);
            self.middle *= SQRT_2;
        }
        self.extend_to(wanted.end);
        &self.kept[wanted.start - self.first..wanted.end - self.first]
    }

    fn forget_before(&mut self, bin: usize) {
        self.kept.drain(..(bin - self.first).min(self.kept.len()));
        self.kept.shrink_to_fit();
        self.first = bin;
    }

    fn extend_to(&mut self, end: usize) {
        if let Some(bins) = end.checked_sub(self.first + self.kept.len()) {
            self.kept.reserve_exact(bins);
            self.kept.resize(end - self.first, Complex::default());
        }
    }

    fn add(&mut self, part: &Part, spectrum: &[Complex<f64>]) {
        let gated = part.gated(spectrum, self.frames, &self.line);
        let end = spectrum.len().min(part.first + part.length / 2);
        self.extend_to(end);
        // Bin 0 of a part has no phase.
        for bin in self.first.max(part.first + 1)..end {
            self.kept[bin - self.first] += gated[bin - part.first];
        }
    }
}

/// Bins treated as the spectrum of a real signal of a lower rate: the same envelope over the same time.
struct Part {
    middle: f64,
    first: usize,
    /// Frames of the signal of a lower rate.
    length: usize,
}

impl Part {
    /// For a spectrum of `spectrum_bins` bins.
    fn new(middle: f64, spectrum_bins: usize) -> Part {
        let first = Part::first_bin(middle);
        let bins = spectrum_bins.min((middle * SQRT_2) as usize) + Part::room(middle) - first;
        Part { middle, first, length: smooth_length(2 * bins) }
    }

    fn room(middle: f64) -> usize {
        (ROOM * (middle * SQRT_2 - middle / SQRT_2)).ceil() as usize + 2
    }

    fn first_bin(middle: f64) -> usize {
        ((middle / SQRT_2) as usize).saturating_sub(Part::room(middle))
    }

    /// Its gated bins; the first has the number `first`.
    fn gated(&self, spectrum: &[Complex<f64>], frames: usize, line: &Line) -> Vec<Complex<f64>> {
        let length = self.length;
        let mut bins = vec![Complex::default(); length / 2 + 1];
        for (value, bin) in bins.iter_mut().skip(1).zip(self.first + 1..spectrum.len()) {
            *value = spectrum[bin] * filter(bin as f64 / self.middle) / length as f64;
        }
        bins[length / 2] = Complex::default();
        let mut samples = vec![0.0; length];
        let is_even = "buffers come from the plan";
        // A new planner each time: a planner keeps as much memory as the signal.
        RealFftPlanner::new().plan_fft_inverse(length).process(&mut bins, &mut samples).expect(is_even);
        let edges = [self.middle / SQRT_2, self.middle * SQRT_2];
        let gate = Gate::new(line, edges.map(|bins| bins / frames as f64));
        let step = frames as f64 / length as f64;
        for (index, sample) in samples.iter_mut().enumerate() {
            *sample *= gate.at(index as f64 * step);
        }
        RealFftPlanner::new().plan_fft_forward(length).process(&mut samples, &mut bins).expect(is_even);
        bins
    }
}

/// Gain of a part's filter at this ratio to its middle; the gains of neighbours add up to 1.
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
    /// Open while the line passes frequencies from `low` to `high`, in cycles per frame.
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
        let mut gated = Gated::new(frames, &line);
        let kept = gated.bins(&spectrum, 0..spectrum.len());
        let worst = (8..=1450).map(|bin| (kept[bin] - spectrum[bin]).norm()).fold(0.0, f64::max);
        assert!(worst < 1e-12, "{worst:e}");
    }

    #[test]
    fn bins_asked_for_piece_by_piece_are_those_asked_for_at_once() {
        let frames = 3000;
        let spectrum: Vec<Complex<f64>> =
            (0..=frames / 2).map(|bin| Complex::cis((bin * bin) as f64)).collect();
        let line = Line { log_start: 0.01f64.ln(), growth_frames: 500.0, uncertain_frames: 50.0 };
        let mut whole = Gated::new(frames, &line);
        let whole = whole.bins(&spectrum, 0..spectrum.len());
        let mut pieces = Gated::new(frames, &line);
        for first in (5..1400).step_by(37) {
            assert_eq!(pieces.bins(&spectrum, first..first + 90), &whole[first..first + 90]);
        }
    }

    #[test]
    fn what_sounds_at_another_time_is_left_out() {
        let frames = 1 << 16;
        // A click at frame 50 000 contains all frequencies; the line passes long before.
        let click = |bin: usize| Complex::cis(-std::f64::consts::TAU * (bin * 50_000) as f64 / frames as f64);
        let spectrum: Vec<Complex<f64>> = (0..=frames / 2).map(click).collect();
        let line = Line { log_start: 1e-3f64.ln(), growth_frames: 2000.0, uncertain_frames: 500.0 };
        let mut gated = Gated::new(frames, &line);
        let kept = gated.bins(&spectrum, 0..spectrum.len());
        let most = kept[200..30_000].iter().map(|value| value.norm()).fold(0.0, f64::max);
        assert!(most < 1e-4, "{most:e}");
    }
}
