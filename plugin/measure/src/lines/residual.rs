//! Subtraction of fitted lines from a spectrum.

use std::f64::consts::PI;
use std::ops::Range;

use realfft::num_complex::Complex;

use crate::lines::line_fit::FittedLine;
use crate::spectra::noise_window;
use crate::spectra::window::LineShape;

/// Half the width over which a line is subtracted from the 7-term spectrum: the main lobe (7 bins) and a margin.
const LOBE_BINS: isize = 9;
/// Lines within this ratio of the strongest are subtracted from the 7-term spectrum with their nearest side lobes: at
/// −180 to −190 dB these equal the 24-bit noise under a full-scale tone.
const STRONG: f64 = 0.03;
const STRONG_REACH_BINS: isize = 512;
/// Side lobes of a noise spectrum are subtracted down to this part of the strongest line: the rest sums to −215 dB.
const NOISE_FLOOR: f64 = 3e-12;

/// A spectrum without the fitted lines.
pub(crate) struct Residual(Vec<Complex<f64>>);

impl Residual {
    /// Of a 7-term spectrum.
    pub(crate) fn of_seen(
        mut spectrum: Vec<Complex<f64>>,
        lines: &[FittedLine],
        shape: &LineShape,
    ) -> Residual {
        subtract_from_seen(&mut spectrum, lines, shape);
        Residual(spectrum)
    }

    /// Of a spectrum through the noise window.
    pub(crate) fn of_noise(
        mut spectrum: Vec<Complex<f64>>,
        lines: &[FittedLine],
        shape: &LineShape,
    ) -> Residual {
        subtract_from_noise(&mut spectrum, lines, shape);
        Residual(spectrum)
    }

    pub(crate) fn bins(&self) -> &[Complex<f64>] {
        &self.0
    }

    /// Its memory, for the next record.
    pub(crate) fn into_buffer(self) -> Vec<Complex<f64>> {
        self.0
    }
}

/// Subtracts lines from a 7-term spectrum.
fn subtract_from_seen(spectrum: &mut [Complex<f64>], lines: &[FittedLine], shape: &LineShape) {
    let strongest = strongest(lines);
    for line in lines.iter().filter(|line| line.amplitude.norm() > 0.0) {
        let is_strong = line.amplitude.norm() >= strongest * STRONG;
        subtract_line(spectrum, line, shape, if is_strong { STRONG_REACH_BINS } else { LOBE_BINS });
    }
}

/// Subtracts lines from a spectrum through the noise window.
fn subtract_from_noise(spectrum: &mut [Complex<f64>], lines: &[FittedLine], shape: &LineShape) {
    let strongest = strongest(lines);
    for line in lines.iter().filter(|line| line.amplitude.norm() > 0.0) {
        let reach = noise_window::reach_bins(line.amplitude.norm() / strongest, NOISE_FLOOR).ceil();
        subtract_line(spectrum, line, shape, (reach as isize).max(LOBE_BINS));
    }
}

fn strongest(lines: &[FittedLine]) -> f64 {
    lines.iter().map(|line| line.amplitude.norm()).fold(0.0, f64::max)
}

/// Subtracts one line's lobe.
pub(crate) fn subtract_lobe(spectrum: &mut [Complex<f64>], line: &FittedLine, shape: &LineShape) {
    subtract_line(spectrum, line, shape, LOBE_BINS);
}

/// Subtracts one line and its image at the negative frequency within `reach` bins of each.
fn subtract_line(spectrum: &mut [Complex<f64>], line: &FittedLine, shape: &LineShape, reach: isize) {
    let last = spectrum.len() as isize - 1;
    subtract_side(spectrum, line.bins, line.amplitude, shape, reach);
    // The image lies at −bins and, by periodicity, at N − bins: each bin uses the nearer one.
    let (image, centre) = (line.amplitude.conj(), line.bins.round() as isize);
    let (low, high) = spectrum.split_at_mut((last - centre).max(0) as usize);
    subtract_side(low, -line.bins, image, shape, reach);
    let from_high = 2.0 * last as f64 - line.bins - low.len() as f64;
    let turned = if low.len().is_multiple_of(2) { image } else { -image };
    subtract_side(high, from_high, turned, shape, reach);
}

/// Subtracts `amplitude·W(k − bins)` within `reach` bins. With the time origin at the record's middle, bin k has the
/// factor `(−1)^k`.
fn subtract_side(
    spectrum: &mut [Complex<f64>],
    bins: f64,
    amplitude: Complex<f64>,
    shape: &LineShape,
    reach: isize,
) {
    let whole = bins.round();
    let centre = whole as isize;
    let within = |from: isize, to: isize| {
        let clamp =
            |k: isize| k.max(centre - reach).min(centre + reach + 1).clamp(0, spectrum.len() as isize);
        clamp(from) as usize..clamp(to) as usize
    };
    let near = within(centre - LineShape::NEAR_BINS, centre + LineShape::NEAR_BINS + 1);
    let (below, above) =
        (within(isize::MIN / 2, near.start as isize), within(near.end as isize, isize::MAX / 2));
    let alternating = |k: isize| if k.rem_euclid(2) == 0 { 1.0 } else { -1.0 };
    if (bins - whole).abs() < 1e-9 {
        for k in near {
            let k_signed = k as isize;
            spectrum[k] -= amplitude * (alternating(k_signed) * shape.on_bin(k_signed - centre));
        }
        return;
    }
    // (−1)^k·sin(π(k − b)) = −sin(πb) for every k.
    let scaled = amplitude * (-alternating(centre) * (PI * (bins - whole)).sin());
    let quadrature = shape.quadrature();
    take_out(spectrum, near, bins, scaled, quadrature, |d| shape.near(d));
    take_out(spectrum, below, bins, scaled, quadrature, |d| shape.far(d));
    take_out(spectrum, above, bins, scaled, quadrature, |d| shape.far(d));
}

fn take_out(
    spectrum: &mut [Complex<f64>],
    range: Range<usize>,
    bins: f64,
    scaled: Complex<f64>,
    quadrature: f64,
    smooth: impl Fn(f64) -> f64,
) {
    let first = range.start as f64 - bins;
    let constant = scaled * Complex::new(0.0, quadrature);
    for (i, bin) in spectrum[range].iter_mut().enumerate() {
        *bin -= scaled * smooth(first + i as f64) + constant;
    }
}
