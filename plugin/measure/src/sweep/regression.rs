//! The complex ratio of two spectra band by band.
//!
//! `X = Σ v·Y·D* / Σ v·|D|²` over the bins of a band under a taper `v`: the least-squares gain from the reference `D`
//! to `Y`, each restricted to the part that belongs to the sweep. With a lag, `Σ v·Y·D*·exp(2πi·k·s/K)`, the same sum
//! measures the noise in all of `Y` at another time than the sweep, with the same weights. So the noise in X is
//! estimated from the recording itself, hum included.

use std::f64::consts::{LN_2, TAU};

use realfft::num_complex::Complex;

use super::gate::Gated;
use super::sources::Sources;
use super::spectra::{Heard, Spectra};
use crate::figures::response::Response;
use crate::terms::settings::WindowKind;

/// Width of a band over its middle: thirty points per decade with nearly independent noise.
const WIDTH: f64 = 1.0 / 8.0;
/// Distance of two points in widths, at which the tapers share 4 % of their noise.
const STEP: f64 = 0.5;
/// Half the main lobe of the taper's transform, in lags of one over the width.
const LOBE_LAGS: f64 = 4.0;
/// The same plus a margin for the length of a device's response.
const CLEAR_LAGS: f64 = 4.5;
/// Number of lags at which noise is measured, and the fewest required.
const NOISE_LAGS: usize = 32;
const FEWEST_LAGS: usize = 8;
/// Closest lags with nearly independent noise.
const LAG_STEP: f64 = 3.0;
/// Largest share of noise in the reference of a valid band.
const MOST_NOISE: f64 = 0.01;
/// Least drive of a valid band relative to the median of all bands: the reference's density times frequency, which is
/// constant in a sweep.
const LOWEST_DRIVE: f64 = 1e-3;

/// Ratios over a frequency range, computed incrementally band by band.
pub(super) struct Curve {
    spectra: Spectra,
    /// The parts of the reference and of the other spectrum that belong to the sweep.
    gated: [Gated; 2],
    sample_rate_hz: f64,
    narrowest: f64,
    /// Middles of the remaining bands, highest first; frequencies here in cycles per frame.
    centres: Vec<f64>,
    points: Vec<Point>,
}

impl Curve {
    /// Within `band_hz`, as far as the sources cover it.
    pub(super) fn new(spectra: Spectra, sources: &Sources, band_hz: [f64; 2], sample_rate_hz: f64) -> Curve {
        let narrowest = CLEAR_LAGS / (LN_2 * sources.from.line.growth_frames.abs());
        let covered = |centre: &f64| sources.covers(*centre, width(*centre, narrowest));
        let all = centres(narrowest, band_hz.map(|hz| hz / sample_rate_hz));
        let mut centres: Vec<f64> = all.filter(covered).collect();
        centres.reverse();
        let gated = [spectra.gated(), spectra.gated()];
        Curve { spectra, gated, sample_rate_hz, narrowest, centres, points: Vec::new() }
    }

    /// Continues for `bins` bins, by whole bands. False when finished.
    pub(super) fn go_on(&mut self, bins: usize) -> bool {
        let mut seen = 0.0;
        while seen < bins as f64 {
            let Some(centre) = self.centres.pop() else { return false };
            let width = width(centre, self.narrowest);
            self.points
                .extend(Sums::new(&self.spectra, &mut self.gated, centre, width).and_then(Sums::point));
            seen += width * self.spectra.frames as f64;
        }
        true
    }

    /// The ratios of all bands.
    pub(super) fn whole(mut self) -> Vec<Response> {
        self.go_on(usize::MAX);
        let mut drives: Vec<f64> = self.points.iter().map(|point| point.drive).collect();
        drives.sort_by(f64::total_cmp);
        let lowest = drives.get(drives.len() / 2).map_or(0.0, |median| median * LOWEST_DRIVE);
        let driven = self.points.into_iter().filter(|point| point.drive > lowest);
        let late_rad = -TAU * self.spectra.moved_frames;
        let in_hz = |point: Point| Response {
            frequency_hz: point.response.frequency_hz * self.sample_rate_hz,
            ratio: point.response.ratio * Complex::cis(late_rad * point.response.frequency_hz),
            ..point.response
        };
        driven.map(in_hz).collect()
    }
}

fn width(centre: f64, narrowest: f64) -> f64 {
    (centre * WIDTH).max(narrowest)
}

/// Middles of bands above 0 and below half a cycle per frame, from the lower edge of `band` to its upper.
fn centres(narrowest: f64, [low, high]: [f64; 2]) -> impl Iterator<Item = f64> {
    let next = move |centre: &f64| Some(centre + STEP * width(*centre, narrowest));
    let inside = move |centre: &f64| centre + width(*centre, narrowest) / 2.0 < 0.5 && *centre <= high;
    std::iter::successors(Some(low.max(narrowest / 2.0)), next).take_while(inside)
}

struct Point {
    response: Response,
    /// Density of the reference times frequency.
    drive: f64,
}

/// The sums of one band.
struct Sums {
    bins: usize,
    /// `Σ v·|D|²`.
    reference: f64,
    /// Mean frequency under `v·|D|²`, at which a ratio linear in frequency is read correctly.
    frequency: f64,
    ratio: Complex<f64>,
    /// Squares of the ratio at other lags, and of the reference's own.
    noise: Vec<f64>,
    reference_noise: Vec<f64>,
}

impl Sums {
    fn new(spectra: &Spectra, gated: &mut [Gated; 2], centre: f64, width: f64) -> Option<Sums> {
        let frames = spectra.frames as f64;
        let first = ((centre - width / 2.0) * frames).round().max(0.0) as usize;
        let bins = (width * frames).round() as usize;
        let range = first..first + bins;
        let reference = spectra.reference.get(range.clone())?;
        let other = spectra.other.get(range.clone())?;
        let [own, others] = gated;
        let sweep = own.bins(&spectra.reference, range.clone());
        let other_sweep = others.bins(&spectra.other, range);
        let taper = WindowKind::BlackmanHarris4.samples(bins);
        let weight: Vec<Complex<f64>> = sweep.iter().zip(&taper).map(|(s, v)| s.conj() * v).collect();
        let weighted = |spectrum: &[Complex<f64>]| -> Vec<Complex<f64>> {
            spectrum.iter().zip(&weight).map(|(value, weight)| value * weight).collect()
        };
        let powers = weighted(sweep);
        let sum: f64 = powers.iter().map(|power| power.re).sum();
        if !sum.is_normal() {
            return None;
        }
        let moment: f64 = powers.iter().zip(first..).map(|(power, bin)| power.re * bin as f64).sum();
        let cross: Complex<f64> = weighted(other_sweep).iter().sum();
        // A lag corresponds to sound that much later than the sweep; the silence around a stretch has no noise.
        let at_lags = |products: &[Complex<f64>], heard: Heard| {
            let is_heard = |lag: &f64| heard.at(spectra.frame_of(centre) + lag * frames);
            Some(squares_at_lags(products, &noise_lags(bins, is_heard)?, sum))
        };
        Some(Sums {
            bins,
            reference: sum,
            frequency: moment / sum / frames,
            ratio: cross / sum,
            noise: at_lags(&weighted(other), spectra.heard[1])?,
            reference_noise: at_lags(&weighted(reference), spectra.heard[0])?,
        })
    }

    fn point(mut self) -> Option<Point> {
        // White noise alone would give 1: the sum of K random powers has a relative variance of about 2/K here.
        let reference_noise = mean_square(&mut self.reference_noise);
        let noise_share = self.bins as f64 / 2.0 * reference_noise;
        let variance = mean_square(&mut self.noise) + self.ratio.norm_sqr() * reference_noise;
        let response = Response { frequency_hz: self.frequency, ratio: self.ratio, variance };
        let drive = self.reference / self.bins as f64 * self.frequency;
        (noise_share < MOST_NOISE).then_some(Point { response, drive })
    }
}

/// Lags in turns per bin, at a distance from the response and from each other.
fn noise_lags(bins: usize, is_heard: impl Fn(&f64) -> bool) -> Option<Vec<f64>> {
    let clear = 2.0 * LOBE_LAGS;
    let room = bins as f64 - 2.0 * clear;
    let lag = |index: usize| (clear + LAG_STEP * (index as f64 + 0.5)) / bins as f64;
    let heard: Vec<f64> = (0..(room / LAG_STEP) as usize).map(lag).filter(is_heard).collect();
    let count = heard.len().min(NOISE_LAGS);
    let chosen = |index: usize| heard[(2 * index + 1) * heard.len() / (2 * count)];
    (count >= FEWEST_LAGS).then(|| (0..count).map(chosen).collect())
}

/// `|Σ p·exp(2πi·k·lag)/sum|²` for every lag.
fn squares_at_lags(products: &[Complex<f64>], lags: &[f64], sum: f64) -> Vec<f64> {
    let square = |lag: &f64| {
        let step = Complex::cis(TAU * lag);
        // Horner's scheme: rounding grows with the number of bins, to 1e-12 at most.
        let turned: Complex<f64> =
            products.iter().rev().fold(Complex::default(), |sum, product| sum * step + product);
        (turned / sum).norm_sqr()
    };
    lags.iter().map(square).collect()
}

/// Mean square of complex noise from the median, which is robust to single harmonics. From M squares it is known to
/// `1.2/√M`; because a t-distribution is wider than a normal one, the mean is increased by `1.75/M` of itself to keep
/// the intervals valid.
fn mean_square(squares: &mut [f64]) -> f64 {
    squares.sort_by(f64::total_cmp);
    let middle = squares.len() / 2;
    let median = if squares.len().is_multiple_of(2) {
        (squares[middle - 1] + squares[middle]) / 2.0
    } else {
        squares[middle]
    };
    median / LN_2 * (1.0 + 1.75 / squares.len() as f64)
}
