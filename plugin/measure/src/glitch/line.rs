//! The strongest line of a block, from the spectrum computed for whitening.

use std::f64::consts::TAU;

use realfft::num_complex::Complex;

/// Bins on either side that the line's window needs.
const REACH: usize = 3;
/// Lowest bin; keeps the line clear of its image at the negative frequency.
const LOWEST: usize = 7;
/// Largest movement of a line from block to block, in bins and as parts of its own bin.
const MOVES_BINS: usize = 2;
const MOVES: f64 = 0.003;
/// A line is tracked unless another exceeds it by this ratio of powers.
const FOLLOWED: f32 = 10.0;

/// A line of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct BlockLine {
    /// Bin of its peak, and its fractional position to some hundredths.
    pub(super) bin: usize,
    pub(super) bins: f64,
    /// Amplitude, 1 at full scale.
    pub(super) size: f64,
    /// Phase at the block's middle, as that of a cosine.
    pub(super) phase_turns: f64,
}

/// The tracked line at this bin, or else the strongest one.
pub(super) fn strongest(spectrum: &[Complex<f32>], followed: Option<usize>) -> Option<BlockLine> {
    let inner = LOWEST..spectrum.len().checked_sub(REACH + 1)?;
    let highest = |from: usize, to: usize| {
        let bins = from.max(inner.start)..to.min(inner.end);
        bins.map(|k| (k, spectrum[k].norm_sqr())).reduce(|a, b| if b.1 > a.1 { b } else { a })
    };
    let (bin, power) = highest(inner.start, inner.end)?;
    let near = followed.and_then(|bin| {
        let moves = MOVES_BINS + (MOVES * bin as f64) as usize;
        highest(bin.saturating_sub(moves), bin + moves + 1)
    });
    let bin = near.filter(|(_, near)| near * FOLLOWED >= power).map_or(bin, |(bin, _)| bin);
    Some(line(spectrum, bin))
}

fn line(spectrum: &[Complex<f32>], bin: usize) -> BlockLine {
    let [below, centre, above] = [bin - 1, bin, bin + 1].map(|k| windowed(spectrum, k));
    let log = |x: Complex<f64>| x.norm_sqr().max(f64::MIN_POSITIVE).ln();
    let curvature = 2.0 * log(centre) - log(below) - log(above);
    let offset = if curvature > 0.0 { (log(above) - log(below)) / (2.0 * curvature) } else { 0.0 };
    let frames = 2.0 * (spectrum.len() - 1) as f64;
    // Relative to the block's middle, every other bin is turned by half a turn.
    let half = if bin.is_multiple_of(2) { 0.0 } else { 0.5 };
    BlockLine {
        bin,
        bins: bin as f64 + offset.clamp(-1.0, 1.0),
        size: centre.norm() * (0.25 * curvature.max(0.0) * offset * offset).exp() * 2.0 / (GAIN * frames),
        phase_turns: centre.arg() / TAU + half,
    }
}

/// Mean of the window below relative to that of the fade.
const GAIN: f64 = 0.375;

/// A bin under Hann's window squared, in addition to the block's fade: side lobes of other lines fall as `1/d⁵`.
fn windowed(spectrum: &[Complex<f32>], bin: usize) -> Complex<f64> {
    const WEIGHTS: [f64; 5] = [0.0625, -0.25, 0.375, -0.25, 0.0625];
    let bins = spectrum[bin - 2..=bin + 2].iter().zip(WEIGHTS);
    bins.map(|(x, weight)| Complex::new(f64::from(x.re), f64::from(x.im)) * weight).sum()
}
