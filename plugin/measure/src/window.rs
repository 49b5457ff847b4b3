//! Windows: periodic cosine sums, their gains and their transforms.

use std::f64::consts::PI;

use crate::WindowKind;

impl WindowKind {
    /// Cosine-sum coefficients `c_p`: `w[n] = Σ (−1)^p c_p cos(2πpn/N)`, periodic.
    ///
    /// Sources: Harris 1978 (Blackman-Harris 4), Albrecht 2001 (7 terms), Heinzel, Rüdiger and Schilling 2002 (HFT).
    pub fn coefficients(self) -> &'static [f64] {
        match self {
            WindowKind::Rectangular => &[1.0],
            WindowKind::Hann => &[0.5, 0.5],
            WindowKind::BlackmanHarris4 => &[0.35875, 0.48829, 0.14128, 0.01168],
            WindowKind::BlackmanHarris7 => &[
                0.27105140069342,
                0.43329793923448,
                0.21812299954311,
                0.06592544638803,
                0.01081174209837,
                0.00077658482522,
                0.00001388721735,
            ],
            WindowKind::FlatTop144 => {
                &[1.0, 1.96760033, 1.57983607, 0.81123644, 0.22583558, 0.02773848, 0.00090360]
            }
            WindowKind::FlatTop248 => &[
                1.0,
                1.985844164102,
                1.791176438506,
                1.282075284005,
                0.667777530266,
                0.240160796576,
                0.056656381764,
                0.008134974479,
                0.000624544650,
                0.000019808998,
                0.000000132974,
            ],
        }
    }

    /// Mean of the window, by which amplitudes divide.
    pub fn coherent_gain(self) -> f64 {
        self.coefficients()[0]
    }

    /// Equivalent noise bandwidth in bins, `N·Σw²/(Σw)²`, by which sums of bin powers divide.
    pub fn enbw_bins(self) -> f64 {
        let (first, rest) = self.coefficients().split_first().expect("every window has a mean");
        1.0 + 0.5 * rest.iter().map(|c| c * c).sum::<f64>() / (first * first)
    }

    /// The window over `frames` frames, periodic: the sample after the last would repeat the first.
    pub fn samples(self, frames: usize) -> Vec<f64> {
        (0..frames).map(|n| self.at(n as f64 / frames as f64)).collect()
    }

    /// The window at a fraction of the record.
    fn at(self, fraction: f64) -> f64 {
        let terms = self.coefficients().iter().enumerate();
        terms.map(|(p, c)| c * (2.0 * PI * p as f64 * (fraction - 0.5)).cos()).sum()
    }

    /// `Σ w[n]·w[n+lag] / Σ w²`: how much of the noise of one record another one, `lag` of a record later, repeats.
    pub(crate) fn overlap_correlation(self, lag: f64) -> f64 {
        correlation(|fraction| self.at(fraction), lag)
    }

    /// The same of a frequency fitted under this weight: noise moves it by `w[n]·(n − N/2)`.
    pub(crate) fn frequency_correlation(self, lag: f64) -> f64 {
        correlation(|fraction| self.at(fraction) * (fraction - 0.5), lag)
    }
}

/// Normalised correlation of a taper over a record with itself, `lag` of a record later.
fn correlation(taper: impl Fn(f64) -> f64, lag: f64) -> f64 {
    const STEPS: usize = 1024;
    let product = |n: usize, lag: f64| {
        let fraction = n as f64 / STEPS as f64;
        if fraction + lag >= 1.0 { 0.0 } else { taper(fraction) * taper(fraction + lag) }
    };
    let sum = |lag: f64| (0..STEPS).map(|n| product(n, lag)).sum::<f64>();
    sum(lag) / sum(0.0)
}

/// Transform of a low-side-lobe window around its centre, as its line shape in a spectrum.
///
/// `W(d)/N = (sin πd / π)·d·Σ (−1)^p c_p/(d² − p²)`, d in bins: the sum of the terms' Dirichlet kernels with
/// `cot x ≈ 1/x`, whose next term is multiplied by `Σ (−1)^p c_p`, below 1e-7 for the windows used here. Far out,
/// where that sum is all that is left, the cotangent's series is carried on.
#[derive(Clone, Debug)]
pub(crate) struct LineShape {
    frames: f64,
    /// `(−1)^p c_p / c_0`.
    signed: [f64; TERMS],
    /// `Σ (−1)^p c_p p^{2q} / c_0`, q = 0…3: the expansion in 1/d far from the line.
    moments: [f64; 4],
}

/// Terms of the longest window of analysis.
const TERMS: usize = 7;

impl LineShape {
    /// Beyond this distance the expansion in 1/d is used; (6/48)^8 is 6e-8 of what it describes.
    pub(crate) const NEAR_BINS: isize = 48;

    /// The shape of a window of up to seven terms in records of `frames` frames.
    pub(crate) fn new(kind: WindowKind, frames: usize) -> LineShape {
        let coefficients = kind.coefficients();
        let sign = |p: usize| if p.is_multiple_of(2) { 1.0 } else { -1.0 };
        let term = |p: usize| sign(p) * coefficients.get(p).unwrap_or(&0.0) / coefficients[0];
        let signed: [f64; TERMS] = std::array::from_fn(term);
        let moment = |q: i32| signed.iter().enumerate().map(|(p, c)| c * (p as f64).powi(2 * q)).sum();
        LineShape { frames: frames as f64, moments: [moment(0), moment(1), moment(2), moment(3)], signed }
    }

    /// `F(d)` with `W(d) = sin(πd)·F(d)`, unity gain at d = 0, within [`LineShape::NEAR_BINS`]: the smooth part, so
    /// that one sine serves all bins of a line.
    pub(crate) fn near(&self, d: f64) -> f64 {
        let square = d * d;
        let squares: [f64; TERMS] = std::array::from_fn(|p| (p * p) as f64);
        let parts: [f64; TERMS] = std::array::from_fn(|p| self.signed[p] / (square - squares[p]));
        parts.iter().sum::<f64>() * d / PI
    }

    /// The same farther out, for distances up to half the record's bins.
    pub(crate) fn far(&self, d: f64) -> f64 {
        let inverse = 1.0 / d;
        let square = inverse * inverse;
        let turn = PI / self.frames * d;
        let y = turn * turn;
        // x·cot x, to 1e-3 of 1 at x = π/2, where what it describes has fallen to −200 dB.
        let cotangent =
            1.0 - y * (1.0 / 3.0 + y * (1.0 / 45.0 + y * (2.0 / 945.0 + y * (1.0 / 4725.0 + y * 2.1e-5))));
        let [m0, m1, m2, m3] = self.moments;
        (m0 * cotangent + square * (m1 + square * (m2 + square * m3))) * inverse / PI
    }

    /// The shape's imaginary part over `sin πd`, the same at every distance: the window's first sample, which has no
    /// mirror image at the record's end.
    pub(crate) fn quadrature(&self) -> f64 {
        self.moments[0] / self.frames
    }

    /// The shape where the line lies on a bin exactly: zero but for the window's own terms.
    pub(crate) fn on_bin(&self, d: isize) -> f64 {
        let order = d.unsigned_abs();
        let gain = if order == 0 { 1.0 } else { 0.5 };
        self.signed.get(order).map_or(0.0, |c| gain * c.abs())
    }
}

#[cfg(test)]
mod tests;
