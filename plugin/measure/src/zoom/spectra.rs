//! Spectra of slow series, under Hann's weight.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::series::Grid;
use crate::average::pieces::{KEPT, KEPT_OF_FEW};
use crate::lines::mains::significance;
use crate::lines::peaks::median;
use crate::spectra::exact_transform::smooth_length;
use crate::spectra::transform::Forward;

/// Bins at the edge of those kept that are affected by truncation; lines there are not reported.
const UNREPORTED: f64 = 4.0;
const EDGE: f64 = 2.0;

/// Plan for the series of one grid.
pub(super) struct Spectra {
    /// Samples of a series.
    pub(super) count: f64,
    /// Samples per record.
    pub(super) per_record: f64,
    /// Bins of a record on either side within the series.
    pub(super) kept: f64,
    padded: usize,
    plan: Arc<dyn RealToComplex<f64>>,
    /// Least ratio of a peak to the density.
    pub(super) significance: f64,
}

/// A position in bins of the stretch from the middle of the spectrum, and the power there; for a line, its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) bins: f64,
    pub(super) power: f64,
}

impl Spectra {
    pub(super) fn new(grid: &Grid) -> Spectra {
        let padded = smooth_length(2 * grid.count);
        let plan = RealFftPlanner::new().plan_fft_forward(padded);
        // The search covers the whole stretch as one transform.
        let significance = significance(grid.frames() / 2.0, 1.0);
        let kept = if grid.is_of_few() { KEPT_OF_FEW } else { KEPT } as f64;
        let per_record = grid.per_record;
        Spectra { count: grid.count as f64, per_record, kept, padded, plan, significance }
    }

    /// Bins of a record on either side of the line from which lines are reported. Lines further out are searched
    /// because they may hide others.
    pub(super) fn reach(&self) -> f64 {
        self.kept - UNREPORTED
    }

    /// Powers at about every half bin within reach.
    pub(super) fn points(&self, series: &[Complex<f64>], weights: &[f64]) -> Vec<Point> {
        let part = |of: fn(&Complex<f64>) -> f64| {
            let mut forward = Forward::with(self.plan.clone());
            forward.of(series.iter().zip(weights).map(|(sample, weight)| of(sample) * weight));
            forward.into_spectrum()
        };
        let (real, imaginary) = (part(|x| x.re), part(|x| x.im));
        let last = ((self.kept - EDGE) / self.per_record * self.padded as f64) as isize;
        let point = |k: isize| {
            let (re, im) = (real[k.unsigned_abs()], imaginary[k.unsigned_abs()]);
            let (re, im) = if k < 0 { (re.conj(), im.conj()) } else { (re, im) };
            let power = (re + im * Complex::i()).norm_sqr();
            Point { bins: k as f64 * self.count / self.padded as f64, power }
        };
        (-last..=last).map(point).collect()
    }

    /// The strongest peaks over the density of all points, at most `most`, and that density.
    pub(super) fn peaks(&self, series: &[Complex<f64>], weights: &[f64], most: usize) -> (Vec<Point>, f64) {
        let points = self.points(series, weights);
        let density = mean_from_median(points.iter().map(|p| p.power));
        let clear = |p: &&[Point]| is_summit(p) && p[1].power > self.significance * density;
        let mut peaks: Vec<Point> = points.windows(3).filter(clear).map(summit).collect();
        peaks.sort_by(|a, b| b.power.total_cmp(&a.power));
        peaks.truncate(most);
        (peaks, density)
    }
}

/// Whether the middle one of three points is the highest.
pub(super) fn is_summit(points: &[Point]) -> bool {
    points[1].power > points[0].power && points[1].power >= points[2].power
}

/// The middle one of three points, its position refined by a parabola through the logarithms.
pub(super) fn summit(points: &[Point]) -> Point {
    let at = |k: usize| points[k].power.max(f64::MIN_POSITIVE).ln();
    let curvature = 2.0 * at(1) - at(0) - at(2);
    let offset = if curvature > 0.0 { (at(2) - at(0)) / (2.0 * curvature) } else { 0.0 };
    let step = points[1].bins - points[0].bins;
    Point { bins: points[1].bins + step * offset.clamp(-0.5, 0.5), ..points[1] }
}

/// The mean of exponentially distributed powers from their median, which is robust to stray lines.
pub(super) fn mean_from_median(powers: impl Iterator<Item = f64>) -> f64 {
    median(&mut powers.collect::<Vec<f64>>()) / std::f64::consts::LN_2
}
