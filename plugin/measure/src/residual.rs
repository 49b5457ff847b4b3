//! Fitted lines taken out of the 7-term spectrum.

use std::f64::consts::PI;

use realfft::num_complex::Complex;

use crate::line_fit::FittedLine;
use crate::window::LineShape;

/// Half the width over which every line is taken out: the main lobe (7 bins) and a little.
const LOBE_BINS: isize = 9;
/// Lines within this ratio of the strongest are taken out of the whole spectrum, side lobes and all: of these, even
/// though each lies below −180 dB, the sum (−161 dB) would stand over the noise of 24 bits.
const STRONG: f64 = 0.03;

/// Subtracts all lines.
pub(crate) fn subtract(spectrum: &mut [Complex<f64>], lines: &[FittedLine], shape: &LineShape) {
    let strongest = lines.iter().map(|line| line.amplitude.norm()).fold(0.0, f64::max);
    for line in lines.iter().filter(|line| line.amplitude.norm() > 0.0) {
        let whole = line.amplitude.norm() >= strongest * STRONG;
        subtract_line(spectrum, line, shape, whole);
    }
}

/// Subtracts one line and its image at the negative frequency, in the whole spectrum or about the line only.
pub(crate) fn subtract_line(
    spectrum: &mut [Complex<f64>],
    line: &FittedLine,
    shape: &LineShape,
    whole: bool,
) {
    let last = spectrum.len() as isize - 1;
    let centre = line.bins.round() as isize;
    let (from, to) = if whole { (0, last) } else { (centre - LOBE_BINS, centre + LOBE_BINS) };
    let range = from.max(0)..=to.min(last);
    subtract_side(spectrum, range, line.bins, line.amplitude, shape);
    // The image stands at −bins, and again a whole record of bins higher.
    let image_reach = if whole { LineShape::NEAR_BINS as isize } else { LOBE_BINS };
    let image = line.amplitude.conj();
    if centre <= image_reach && line.bins > 0.0 {
        subtract_side(spectrum, 0..=(image_reach - centre).clamp(0, last), -line.bins, image, shape);
    } else if line.bins == 0.0 {
        subtract_side(spectrum, 0..=to.min(last), 0.0, image, shape);
    }
    if last - centre <= image_reach {
        let mirrored = 2.0 * last as f64 - line.bins;
        subtract_side(spectrum, (last - image_reach).max(0)..=last, mirrored, image, shape);
    }
}

/// Subtracts `amplitude·W(k − bins)`, the record's middle being the origin of time: bin k carries `(−1)^k`.
fn subtract_side(
    spectrum: &mut [Complex<f64>],
    range: std::ops::RangeInclusive<isize>,
    bins: f64,
    amplitude: Complex<f64>,
    shape: &LineShape,
) {
    if range.is_empty() {
        return;
    }
    let whole = bins.round();
    let alternating = |k: isize| if k.rem_euclid(2) == 0 { 1.0 } else { -1.0 };
    let first = *range.start();
    let out = &mut spectrum[first as usize..=*range.end() as usize];
    if (bins - whole).abs() < 1e-9 {
        for (bin, k) in out.iter_mut().zip(first..) {
            *bin -= amplitude * (alternating(k) * shape.on_bin((k as f64 - whole) as i64));
        }
        return;
    }
    // (−1)^k·sin(π(k − b)) = −sin(πb) for every k.
    let sine = -alternating(whole as isize) * (PI * (bins - whole)).sin();
    let scaled = amplitude * sine;
    for (bin, k) in out.iter_mut().zip(first..) {
        *bin -= scaled * shape.smooth(k as f64 - bins);
    }
}
