//! The signal around a line as a slow series over the whole stretch.

use std::f64::consts::TAU;

use realfft::num_complex::Complex;

use crate::average::pieces::{DECIDED, LinePieces, Place};
use crate::lines::line_fit::FittedLine;
use crate::spectra::noise_window;

/// Samples of the series per record for few and for many records: the bins kept, plus a margin.
const PER_RECORD_OF_FEW: f64 = 88.0;
const PER_RECORD: f64 = 44.0;
/// Margin omitted at either end, in records. Nearer to the end the window is too small to divide by; Hann's weight
/// bounds the errors of the division elsewhere.
const MARGIN: f64 = 0.05;

/// The times of a series and the total weight of the records there.
pub(super) struct Grid {
    /// Index of the first record.
    pub(super) from: usize,
    pub(super) record_frames: f64,
    /// Samples per record.
    pub(super) per_record: f64,
    start_frame: f64,
    step_frames: f64,
    /// Number of samples.
    pub(super) count: usize,
    records: Vec<Window>,
    /// `Σ w²`.
    squares: Vec<f64>,
    /// Hann's weight over the series, with the sum 1.
    pub(super) weights: Vec<f64>,
}

/// One record's window at the samples within it.
struct Window {
    place: Place,
    first: usize,
    values: Vec<f64>,
}

impl Grid {
    /// For the records from `from` on.
    pub(super) fn new(places: &[Place], from: usize, record_frames: f64) -> Option<Grid> {
        let places = &places[from..];
        let (first, last) = (places.first()?, places.last()?);
        let per_record = if places.len() + from < DECIDED { PER_RECORD_OF_FEW } else { PER_RECORD };
        let step_frames = record_frames / per_record;
        let start_frame = first.first_frame + MARGIN * record_frames;
        let end_frame = last.first_frame + (1.0 - MARGIN) * record_frames;
        let count = ((end_frame - start_frame) / step_frames).floor() as usize;
        let hann =
            |n: usize| 2.0 * (0.5 * TAU * (n as f64 + 0.5) / count as f64).sin().powi(2) / count as f64;
        let mut grid = Grid {
            from,
            record_frames,
            per_record,
            start_frame,
            step_frames,
            count,
            records: Vec::with_capacity(places.len()),
            squares: vec![0.0; count],
            weights: (0..count).map(hann).collect(),
        };
        places.iter().for_each(|place| grid.add(*place));
        Some(grid)
    }

    fn add(&mut self, place: Place) {
        let index = |frame: f64| (frame - self.start_frame) / self.step_frames - 0.5;
        let first = index(place.first_frame).ceil().max(0.0) as usize;
        let end = index(place.first_frame + self.record_frames).ceil().max(0.0) as usize;
        let fraction = |n: usize| (self.frame(n) - place.first_frame) / self.record_frames;
        let values: Vec<f64> = (first..end.min(self.count)).map(|n| noise_window::at(fraction(n))).collect();
        for (sum, value) in self.squares[first.min(self.count)..].iter_mut().zip(&values) {
            *sum += value * value;
        }
        self.records.push(Window { place, first, values });
    }

    /// Whether its records are few, so that they keep more bins.
    pub(super) fn is_of_few(&self) -> bool {
        self.records.len() + self.from < DECIDED
    }

    /// Time of a sample, in frames of the average.
    pub(super) fn frame(&self, n: usize) -> f64 {
        self.start_frame + (n as f64 + 0.5) * self.step_frames
    }

    /// Middle of the series; a whole frame, so that aliases keep their phase.
    pub(super) fn middle_frame(&self) -> f64 {
        (self.start_frame + 0.5 * self.frames()).round()
    }

    /// Frames that the series covers.
    pub(super) fn frames(&self) -> f64 {
        self.count as f64 * self.step_frames
    }

    /// Turns per frame of an offset in turns per sample.
    pub(super) fn per_frame(&self, turns_per_sample: f64) -> f64 {
        turns_per_sample / self.step_frames
    }

    /// The signal around the first line, shifted from `turns_per_frame` to 0 with its phase at the series' middle. It
    /// includes the given lines of the model.
    pub(super) fn series(&self, lines: &[&LinePieces], turns_per_frame: f64) -> Vec<Complex<f64>> {
        let mut series = vec![Complex::default(); self.count];
        for (index, window) in self.records.iter().enumerate() {
            self.add_record(&mut series, index, window, lines, turns_per_frame);
        }
        for (sample, square) in series.iter_mut().zip(&self.squares) {
            *sample /= square.max(f64::MIN_POSITIVE);
        }
        series
    }

    fn add_record(
        &self,
        series: &mut [Complex<f64>],
        index: usize,
        window: &Window,
        lines: &[&LinePieces],
        turns_per_frame: f64,
    ) {
        let half = self.record_frames / 2.0;
        let before = self.middle_frame() - window.place.first_frame;
        let bins = lines[0].piece(index + self.from).map(|(bins, _)| bins);
        let first_turns = lines[0].first_bin() as f64 / self.record_frames - turns_per_frame;
        let (at_start, at_middle) = (turns(turns_per_frame, before), turns(turns_per_frame, before - half));
        let fitted: Vec<&FittedLine> =
            lines.iter().filter_map(|line| Some(line.piece(index + self.from)?.1)).collect();
        let gain = noise_window::coefficients()[0];
        for (n, w) in (window.first..).zip(&window.values) {
            let frame = self.frame(n) - window.place.first_frame;
            let mut rotation = cis(first_turns * frame + at_start);
            let step = cis(frame / self.record_frames);
            let mut rest = Complex::default();
            for bin in bins.unwrap_or_default() {
                rest += rotation * Complex::new(f64::from(bin.re), f64::from(bin.im));
                rotation *= step;
            }
            let line = |fitted: &&FittedLine| {
                let offset = fitted.bins / self.record_frames - turns_per_frame;
                fitted.amplitude * cis(offset * (frame - half) + at_middle)
            };
            let line: Complex<f64> = fitted.iter().map(line).sum();
            let bent = cis(-turns_per_frame * window.place.delay_frames(frame, half));
            series[n] += (rest * (gain * w) + line * (w * w)) * bent;
        }
    }
}

impl Place {
    /// Delay at which the record was read at `frame`.
    fn delay_frames(&self, frame: f64, half: f64) -> f64 {
        let u = (frame - half) / half;
        self.bend_frames * u * u * (2.0 * self.bend_frames * u / half - 1.0)
    }
}

/// The fraction of a turn in `turns_per_frame·frames`, exact to rounding of the fraction: hours contain 10⁹ turns.
fn turns(turns_per_frame: f64, frames: f64) -> f64 {
    let product = turns_per_frame * frames;
    product.fract() + turns_per_frame.mul_add(frames, -product)
}

pub(super) fn cis(turns: f64) -> Complex<f64> {
    Complex::cis(TAU * (turns - turns.round()))
}
