//! The window for noise spectra.
//!
//! `w(x) = sin(½π·sin²(½π·sin²(πx)))`: the power-complementary form `sin(½π·s(x))`, `s(x) + s(x+½) = 1`, of Princen and
//! Bradley (IEEE Trans. ASSP 34, 1986), which the Vorbis I specification uses with `s = sin²(πx)`; here with the
//! smoothstep of a smoothstep, whose first four derivatives vanish at the ends. It follows that:
//! - Squared windows half a record apart add up to 1: records at 50 % overlap weight all samples equally, and a mean of
//!   their powers has the theoretical spread, not 1.03 (Hann) or 1.36 times (7-term Blackman-Harris) as much. One
//!   record alone spreads 1.33 times as much.
//! - Side lobes fall as `4/d⁵`, −98 dB at 12 bins, −160 dB at 50: DC and infrasonics stay out of the band, and lines
//!   are subtracted over a few hundred bins.
//!
//! The main lobe is 3 bins wide on either side with shoulders of −17 dB; therefore lines are not searched in this
//! spectrum.

use std::f64::consts::PI;
use std::sync::OnceLock;

/// Terms of the window as a sum of cosines; the next is below 1e-16 of the first.
const TERMS: usize = 31;

/// The window at a fraction of the record.
pub(crate) fn at(fraction: f64) -> f64 {
    let step = |x: f64| (0.5 * PI * x).sin().powi(2);
    (0.5 * PI * step(step(2.0 * fraction))).sin()
}

/// `c_p` in `w = Σ (−1)^p c_p cos(2πpx)`, like [`crate::terms::settings::WindowKind::coefficients`] for others.
///
/// The window is analytic and periodic, so that a mean over 128 points is exact.
pub(crate) fn coefficients() -> &'static [f64] {
    static COEFFICIENTS: OnceLock<Vec<f64>> = OnceLock::new();
    COEFFICIENTS.get_or_init(|| {
        const POINTS: usize = 128;
        let term = |p: usize| {
            let cosine = |n: usize| (2.0 * PI * (p * n % POINTS) as f64 / POINTS as f64).cos();
            let sum: f64 = (0..POINTS).map(|n| at(n as f64 / POINTS as f64) * cosine(n)).sum();
            let sign = if p.is_multiple_of(2) { 1.0 } else { -1.0 };
            sign * sum * if p == 0 { 1.0 } else { 2.0 } / POINTS as f64
        };
        (0..TERMS).map(term).collect()
    })
}

/// Equivalent noise bandwidth in bins.
pub(crate) fn enbw_bins() -> f64 {
    crate::spectra::window::enbw_bins(coefficients())
}

/// `N·Σw⁴/(Σw²)²`: squared spread of one record's power relative to that under a uniform weight.
pub(crate) fn spread() -> f64 {
    static SPREAD: OnceLock<f64> = OnceLock::new();
    *SPREAD.get_or_init(|| {
        const POINTS: usize = 1024;
        let squares = (0..POINTS).map(|n| at(n as f64 / POINTS as f64).powi(2));
        let (sum, fourths) = squares.fold((0.0, 0.0), |(sum, fourths), w| (sum + w, fourths + w * w));
        POINTS as f64 * fourths / (sum * sum)
    })
}

/// Distance in bins at which the side lobes of a line of amplitude `amplitude` have fallen to `floor`.
pub(crate) fn reach_bins(amplitude: f64, floor: f64) -> f64 {
    /// `|W(d)|·d⁵` far from the line, relative to the gain at the line.
    const SIDE_LOBES: f64 = 4.0;
    (SIDE_LOBES * amplitude / floor).powf(0.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectra::window::LineShape;

    #[test]
    fn squares_half_a_record_apart_add_up_to_one() {
        for n in 0..100 {
            let x = f64::from(n) / 200.0;
            assert!((at(x).powi(2) + at(x + 0.5).powi(2) - 1.0).abs() < 1e-15, "{x}");
        }
    }

    #[test]
    fn its_cosines_add_up_to_it() {
        for n in 0..97 {
            let x = f64::from(n) / 97.0;
            let sign = |p: usize| if p.is_multiple_of(2) { 1.0 } else { -1.0 };
            let terms = coefficients().iter().enumerate();
            let sum: f64 = terms.map(|(p, c)| sign(p) * c * (2.0 * PI * p as f64 * x).cos()).sum();
            assert!((sum - at(x)).abs() < 2e-15, "{x}: {:e}", sum - at(x));
        }
    }

    #[test]
    fn one_record_spreads_by_its_fourth_moment() {
        assert!((spread() - 1.769).abs() < 5e-4, "{}", spread());
        assert!((enbw_bins() - 1.534).abs() < 5e-4, "{}", enbw_bins());
    }

    #[test]
    fn side_lobes_stay_below_the_reach_that_is_stated() {
        let shape = LineShape::new(coefficients(), 1 << 16);
        for step in 0..4000 {
            let d = 12.03 + 0.05 * f64::from(step);
            let level = shape.at(d).abs();
            assert!(reach_bins(1.0, level.max(1e-20)) >= d - 1e-9, "{d} bins: {level:e}");
        }
    }
}
