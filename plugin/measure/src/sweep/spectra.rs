//! Joint transforms of two stretches of sound.

use std::f64::consts::{PI, TAU};

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::gate::{Gated, Line};
use crate::spectra::exact_transform::smooth_length;

/// Spectra of the reference and of the channel compared with it, over the same number of frames.
pub(super) struct Spectra {
    pub(super) frames: usize,
    /// Bins from 0 to a margin above the highest frequency requested.
    pub(super) reference: Vec<Complex<f64>>,
    pub(super) other: Vec<Complex<f64>>,
    /// Times at which the two stretches contain sound.
    pub(super) heard: [Heard; 2],
    line: Line,
    /// Frames by which `other` was moved to match the reference; its phases lack this delay.
    pub(super) moved_frames: f64,
}

/// The time range of a stretch's sound, between its fades, on the circle of the transform's frames.
#[derive(Clone, Copy)]
pub(super) struct Heard {
    start: f64,
    length: f64,
    around: f64,
}

impl Heard {
    /// Whether it contains sound at a frame.
    pub(super) fn at(&self, frame: f64) -> bool {
        (frame - self.start).rem_euclid(self.around) <= self.length
    }
}

/// Length of the fades, and of the silence after a stretch: 1/6 s and 1 s.
pub(super) const FADE_BLOCKS: usize = 4;
const SILENCE_BLOCKS: f64 = 24.0;
/// Highest frequency kept over the highest one requested: a part of the gate around it, plus a margin.
const ROOM_ABOVE: f64 = 1.75;
/// Bins of a product computed at once.
const CHUNK_BINS: usize = 1 << 14;
/// Least peak of the correlation over its own rms for a valid delay; the highest of four million values of noise is at
/// 5.2.
const CLEAR_PEAK: f64 = 8.0;

impl Spectra {
    /// Transforms two stretches of these numbers of frames, read by `stretch`, up to a frequency in cycles per frame.
    /// They are faded at both ends and followed by silence: a neighbouring sweep cut off at an end would otherwise
    /// cause a click that rings at low frequencies and wraps around from the end to the start.
    ///
    /// # Errors
    ///
    /// Those of reading.
    pub(super) fn new<E>(
        lengths: [usize; 2],
        line: &Line,
        highest: f64,
        mut stretch: impl FnMut(usize) -> Result<Vec<f64>, E>,
    ) -> Result<Spectra, E> {
        let silence = (SILENCE_BLOCKS * line.uncertain_frames) as usize;
        let frames = smooth_length(lengths[0].max(lengths[1]).max(2) + silence);
        let heard = lengths.map(|length| {
            let start = fade_frames(line).min(length / 4);
            Heard { start: start as f64, length: (length - 2 * start) as f64, around: frames as f64 }
        });
        let plan = RealFftPlanner::new().plan_fft_forward(frames);
        let bins = ((highest * ROOM_ABOVE * frames as f64) as usize).clamp(2, frames / 2 + 1);
        // Sequentially: a long sweep's samples use a large part of the memory limit.
        let mut transform = |which: usize| {
            let mut samples = stretch(which)?;
            fade(&mut samples, fade_frames(line));
            samples.reserve_exact(frames - samples.len());
            samples.resize(frames, 0.0);
            let mut output = plan.make_output_vec();
            plan.process(&mut samples, &mut output).expect("buffers come from the plan");
            output.truncate(bins);
            output.shrink_to_fit();
            Ok(output)
        };
        let (reference, other) = (transform(0)?, transform(1)?);
        Ok(Spectra { frames, reference, other, heard, line: *line, moved_frames: 0.0 })
    }

    /// The parts of either that belong to the sweep, to be requested in ascending order of bins.
    pub(super) fn gated(&self) -> Gated {
        Gated::new(self.frames, &self.line)
    }

    /// Shifts the second stretch in time to match the first one.
    pub(super) fn align(&mut self) {
        let (late_frames, _) = self.delay_frames(self.frames);
        self.shift(late_frames);
    }

    /// Removes a delay of whole frames, up to `most_frames` and significant against noise, and stores it: a response
    /// later than the taper's reach would be lost.
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
    }

    /// Delay of the second stretch, at most `most_frames`: the peak of the correlation, interpolated by a parabola; and
    /// the peak over the correlation's rms.
    fn delay_frames(&self, most_frames: usize) -> (f64, f64) {
        let mut spectrum = self.flat_product();
        // The kept bins are a signal of a lower rate.
        let length = smooth_length(2 * self.other.len()).min(self.frames);
        let step = self.frames as f64 / length as f64;
        spectrum.resize(length / 2 + 1, Complex::default());
        // The first and the last bin of a real signal are real.
        spectrum[0].im = 0.0;
        spectrum[length / 2].im = 0.0;
        let plan = RealFftPlanner::new().plan_fft_inverse(length);
        let mut correlation = plan.make_output_vec();
        plan.process(&mut spectrum, &mut correlation).expect("buffers come from the plan");
        let size = |lag: usize| correlation[lag % length].abs();
        let is_near = |lag: &usize| (*lag).min(length - lag) as f64 * step <= most_frames as f64;
        let peak = (0..length).filter(is_near).max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(0);
        let [before, at, after] = [peak + length - 1, peak, peak + 1].map(size);
        let bend = before - 2.0 * at + after;
        let fraction = if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 };
        let square = correlation.iter().map(|x| x * x).sum::<f64>() / length as f64;
        let half = length / 2;
        let signed = ((peak + half) % length) as f64 - half as f64;
        ((signed + fraction) * step, at / square.sqrt().max(f64::MIN_POSITIVE))
    }

    /// The other stretch times the conjugate sweep, over the bins kept. A sweep's power falls as 1/f: weighting by
    /// frequency flattens it and sharpens the correlation's peak.
    fn flat_product(&self) -> Vec<Complex<f64>> {
        let mut product = vec![Complex::default(); self.other.len()];
        let mut gated = self.gated();
        for first in (0..self.other.len()).step_by(CHUNK_BINS) {
            let bins = first..self.other.len().min(first + CHUNK_BINS);
            for (bin, sweep) in bins.clone().zip(gated.bins(&self.reference, bins)) {
                product[bin] = self.other[bin] * sweep.conj() * bin as f64;
            }
        }
        product
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
