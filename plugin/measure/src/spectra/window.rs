//! Windows: periodic cosine sums, their gains and their transforms.

use std::f64::consts::PI;

use crate::terms::settings::WindowKind;

/// Half the main lobe of the 7-term window, plus one bin.
pub(crate) const LOBE_BINS: usize = 8;

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

    /// Mean of the window; amplitudes are divided by it.
    pub fn coherent_gain(self) -> f64 {
        self.coefficients()[0]
    }

    /// Equivalent noise bandwidth in bins, `N·Σw²/(Σw)²`; sums of bin powers are divided by it.
    pub fn enbw_bins(self) -> f64 {
        enbw_bins(self.coefficients())
    }

    /// The window over `frames` frames, periodic: the sample after the last would repeat the first.
    pub fn samples(self, frames: usize) -> Vec<f64> {
        (0..frames).map(|n| self.at(n as f64 / frames as f64)).collect()
    }

    /// The window at a fraction of the record.
    pub(crate) fn at(self, fraction: f64) -> f64 {
        let terms = self.coefficients().iter().enumerate();
        terms.map(|(p, c)| c * (2.0 * PI * p as f64 * (fraction - 0.5)).cos()).sum()
    }
}

/// Equivalent noise bandwidth of a sum of cosines.
pub(crate) fn enbw_bins(coefficients: &[f64]) -> f64 {
    let (first, rest) = coefficients.split_first().expect("every window has a mean");
    1.0 + 0.5 * rest.iter().map(|c| c * c).sum::<f64>() / (first * first)
}

/// `Σ w[n]·w[n+lag] / Σ w²` of a taper over a record: the correlation of the noise in two records `lag` of a record
/// apart.
pub(crate) fn correlation(taper: impl Fn(f64) -> f64, lag: f64) -> f64 {
    const STEPS: usize = 1024;
    let product = |n: usize, lag: f64| {
        let fraction = n as f64 / STEPS as f64;
        if fraction + lag >= 1.0 { 0.0 } else { taper(fraction) * taper(fraction + lag) }
    };
    let sum = |lag: f64| (0..STEPS).map(|n| product(n, lag)).sum::<f64>();
    sum(lag) / sum(0.0)
}

/// Transform of a window around its centre, as the shape of a line in a spectrum.
///
/// `W(d)/N = (sin πd / π)·d·Σ (−1)^p c_p/(d² − p²)`, d in bins: the sum of the terms' Dirichlet kernels with `cot x ≈
/// 1/x`, whose next term is multiplied by `Σ (−1)^p c_p`, below 1e-7 for the windows used here. Far from the line,
/// where only that sum remains, more terms of the cotangent's series are used.
#[derive(Clone, Debug)]
pub(crate) struct LineShape {
    frames: f64,
    /// `(−1)^p c_p / c_0`.
    signed: Vec<f64>,
    /// `Σ (−1)^p c_p p^{2q} / c_0`, q = 0…3: the expansion in 1/d far from the line.
    moments: [f64; 4],
}

impl LineShape {
    /// Beyond this distance the expansion in 1/d is used. Its error is `m4/d⁹`, for both windows of the analysis below
    /// 1e-11 here and falling fast.
    pub(crate) const NEAR_BINS: isize = 64;

    /// The shape of a sum of cosines in records of `frames` frames.
    pub(crate) fn new(coefficients: &[f64], frames: usize) -> LineShape {
        let sign = |p: usize| if p.is_multiple_of(2) { 1.0 } else { -1.0 };
        let signed: Vec<f64> =
            coefficients.iter().enumerate().map(|(p, c)| sign(p) * c / coefficients[0]).collect();
        let moment = |q: i32| signed.iter().enumerate().map(|(p, c)| c * (p as f64).powi(2 * q)).sum();
        LineShape { frames: frames as f64, moments: [moment(0), moment(1), moment(2), moment(3)], signed }
    }

    /// `F(d)` with `W(d) = sin(πd)·F(d)`, unity gain at d = 0, within [`LineShape::NEAR_BINS`]: the smooth part, so
    /// that one sine serves all bins of a line.
    pub(crate) fn near(&self, d: f64) -> f64 {
        let square = d * d;
        let part = |(p, c): (usize, &f64)| c / (square - (p * p) as f64);
        self.signed.iter().enumerate().map(part).sum::<f64>() * d / PI
    }
    /// The same for larger distances, up to half the record's bins.
    pub(crate) fn far(&self, d: f64) -> f64 {
        let inverse = 1.0 / d;
        let square = inverse * inverse;
        let turn = PI / self.frames * d;
        let y = turn * turn;
        // x·cot x, to 1e-3 of 1 at x = π/2, where the shape itself has fallen to −200 dB.
        let cotangent =
            1.0 - y * (1.0 / 3.0 + y * (1.0 / 45.0 + y * (2.0 / 945.0 + y * (1.0 / 4725.0 + y * 2.1e-5))));
        let [m0, m1, m2, m3] = self.moments;
        (m0 * cotangent + square * (m1 + square * (m2 + square * m3))) * inverse / PI
    }

    /// The shape's imaginary part over `sin πd`, the same at every distance. It is due to the window's first sample,
    /// which has no mirror image at the record's end.
    pub(crate) fn quadrature(&self) -> f64 {
        self.moments[0] / self.frames
    }

    /// The shape at any non-integer distance.
    #[cfg(test)]
    pub(crate) fn at(&self, d: f64) -> f64 {
        let smooth = if d.abs() < LineShape::NEAR_BINS as f64 { self.near(d) } else { self.far(d) };
        (PI * d).sin() * smooth
    }

    /// The shape of a line exactly on a bin: zero except for the window's own terms.
    pub(crate) fn on_bin(&self, d: isize) -> f64 {
        let order = d.unsigned_abs();
        let gain = match order {
            0 => 1.0,
            _ if order.is_multiple_of(2) => 0.5,
            _ => -0.5,
        };
        self.signed.get(order).map_or(0.0, |c| gain * c)
    }
}

#[cfg(test)]
mod tests;
