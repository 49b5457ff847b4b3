//! Two stretches of sound transformed together.

use std::f64::consts::{PI, TAU};

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::gate::{self, Line};
use crate::exact_transform::smooth_length;

/// Spectra of the reference and of what is compared with it, over the same number of frames.
pub(super) struct Spectra {
    pub(super) frames: usize,
    pub(super) reference: Vec<Complex<f64>>,
    pub(super) other: Vec<Complex<f64>>,
    /// What of both belongs to the sweep itself.
    pub(super) sweep: Vec<Complex<f64>>,
    pub(super) other_sweep: Vec<Complex<f64>>,
    /// When the two stretches sound.
    pub(super) heard: [Heard; 2],
    line: Line,
    /// Frames by which `other` was moved to meet the reference and which its phases lack.
    pub(super) moved_frames: f64,
}

/// The time over which a stretch sounds, between its fades, on the circle of the transform's frames.
#[derive(Clone, Copy)]
pub(super) struct Heard {
    start: f64,
    length: f64,
    around: f64,
}

impl Heard {
    /// Whether it sounds at a frame.
    pub(super) fn at(&self, frame: f64) -> bool {
        (frame - self.start).rem_euclid(self.around) <= self.length
    }
}

/// Length of the fades, and of the silence after a stretch: 1/6 s and 1 s.
pub(super) const FADE_BLOCKS: usize = 4;
const SILENCE_BLOCKS: f64 = 24.0;
/// A delay is taken for one where the correlation rises over its own rms by this factor: of four million values of noise the
/// highest stands at 5.2.
const CLEAR_PEAK: f64 = 8.0;

impl Spectra {
    /// Of two stretches, faded at both ends and followed by silence: where a neighbouring sweep is cut off at an end, a click
    /// would ring on at low frequencies, and from the end into the start.
    pub(super) fn new([reference, other]: [Vec<f64>; 2], line: &Line) -> Spectra {
        let silence = (SILENCE_BLOCKS * line.uncertain_frames) as usize;
        let frames = smooth_length(reference.len().max(other.len()).max(2) + silence);
        let heard = [&reference, &other].map(|samples| {
            let start = fade_frames(line).min(samples.len() / 4);
            Heard { start: start as f64, length: (samples.len() - 2 * start) as f64, around: frames as f64 }
        });
        let plan = RealFftPlanner::new().plan_fft_forward(frames);
        let transform = |mut samples: Vec<f64>| {
            let mut output = plan.make_output_vec();
            fade(&mut samples, fade_frames(line));
            samples.resize(frames, 0.0);
            plan.process(&mut samples, &mut output).expect("buffers come from the plan");
            output
        };
        let (reference, other) = (transform(reference), transform(other));
        let sweep = gate::gated(&reference, frames, line);
        let other_sweep = gate::gated(&other, frames, line);
        Spectra { frames, reference, other, sweep, other_sweep, heard, line: *line, moved_frames: 0.0 }
    }

    /// Shifts the second stretch in time to where it meets the first one.
    pub(super) fn align(&mut self) {
        let (late_frames, _) = self.delay_frames(self.frames);
        self.shift(late_frames);
    }

    /// Takes out a delay of whole frames, up to `most_frames` and clear of noise, and remembers it: beyond the taper's reach a
    /// late response would be lost.
    pub(super) fn take_out_delay(&mut self, most_frames: f64) {
        let (late_frames, peak) = self.delay_frames(most_frames as usize);
        let late_frames = late_frames.round();
        if late_frames != 0.0 && peak > CLEAR_PEAK {
            self.shift(late_frames);
            self.moved_frames = late_frames;
        }
    }

    /// The frame at which the sweep passes a frequency, in cycles per frame.
    pub(super) fn frame_of(&self, frequency: f64) -> f64 {
        self.line.frame_of(frequency)
    }

    fn shift(&mut self, late_frames: f64) {
        let late = late_frames / self.frames as f64;
        for (bin, value) in self.other.iter_mut().enumerate() {
            *value *= Complex::cis(TAU * (late * bin as f64).fract());
        }
        self.heard[1].start -= late_frames;
        self.other_sweep = gate::gated(&self.other, self.frames, &self.line);
    }

    /// How much later the second stretch is, by `most_frames` at most: the peak of the correlation, between frames by a parabola;
    /// and the peak over the correlation's rms.
    fn delay_frames(&self, most_frames: usize) -> (f64, f64) {
        // A sweep's power falls as 1/f: so weighted, all frequencies count alike and the peak is sharp.
        let flat = |(bin, (a, b)): (usize, (&Complex<f64>, &Complex<f64>))| b * a.conj() * bin as f64;
        let bins = self.sweep.iter().zip(&self.other).enumerate();
        let mut spectrum: Vec<Complex<f64>> = bins.map(flat).collect();
        // The first and the last bin of a real signal are real.
        spectrum[0].im = 0.0;
        spectrum[self.frames / 2].im = 0.0;
        let plan = RealFftPlanner::new().plan_fft_inverse(self.frames);
        let mut correlation = plan.make_output_vec();
        plan.process(&mut spectrum, &mut correlation).expect("buffers come from the plan");
        let size = |lag: usize| correlation[lag % self.frames].abs();
        let lags = (0..self.frames).filter(|lag| (*lag).min(self.frames - lag) <= most_frames);
        let peak = lags.max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(0);
        let [before, at, after] = [peak + self.frames - 1, peak, peak + 1].map(size);
        let bend = before - 2.0 * at + after;
        let fraction = if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 };
        let square = correlation.iter().map(|x| x * x).sum::<f64>() / self.frames as f64;
        let half = self.frames / 2;
        let signed = (peak + half) % self.frames;
        (signed as f64 - half as f64 + fraction, at / square.sqrt().max(f64::MIN_POSITIVE))
    }
}

/// Frames over which a stretch fades.
pub(super) fn fade_frames(line: &Line) -> usize {
    FADE_BLOCKS * line.uncertain_frames as usize
}

/// Half a cosine at either end, over a quarter of the samples at most.
fn fade(samples: &mut [f64], frames: usize) {
    let frames = frames.min(samples.len() / 4);
    let gain = |frame: usize| 0.5 - 0.5 * (PI * (frame as f64 + 0.5) / frames as f64).cos();
    samples.iter_mut().take(frames).enumerate().for_each(|(frame, sample)| *sample *= gain(frame));
    samples.iter_mut().rev().take(frames).enumerate().for_each(|(frame, sample)| *sample *= gain(frame));
}
