//! Amplitudes and frequencies of many lines at once: least squares under a Hann weight.
//!
//! The normal equations of the model `x = Σ Re(a_i·exp(iω_i t))` need only the weighted record's transform at the lines
//! (from [`ExactTransform`]) and the window's own transform at their sums and differences, known in closed form. With
//! time counted from the middle that transform is real. Lines are at least [`SEPARATION_BINS`] apart, so the equations
//! are nearly diagonal and relaxation converges in a few sweeps. Couplings below the rounding of the strongest line are
//! not computed.

use std::f64::consts::PI;

use realfft::num_complex::Complex;

use crate::spectra::exact_transform::ExactTransform;

/// Closest spacing of two lines in one fit. Hann's coupling there is 0.17 of the diagonal; closer lines have a
/// well-determined sum but not individual amplitudes.
pub(crate) const SEPARATION_BINS: f64 = 2.5;

/// Standard deviation of a frequency fitted under a Hann weight over the Cramér–Rao bound.
pub(crate) const HANN_OVER_BOUND: f64 = 1.53;

/// Standard deviation in bins of a frequency fitted under a Hann weight to a line with this ratio of the noise power
/// under it to its own power.
pub(crate) fn frequency_deviation_bins(noise_over_line: f64) -> f64 {
    HANN_OVER_BOUND * noise_over_line.sqrt() / PI
}

/// Half the distance of the two points between which a line's frequency is balanced. The line's shape is even, so the
/// width causes no bias; at this small width the result equals the derivative's (IEEE 1057's fourth parameter).
const BALANCE_BINS: f64 = 0.125;

/// Couplings below this share of the strongest line, the transform's rounding, are omitted.
const NEGLIGIBLE: f64 = 1e-14;

/// For a line's frequency, contributions below this share of the line are omitted: they shift it by less than 1e-11
/// bins.
const CLEAN: f64 = 1e-12;

/// Largest number of relaxation sweeps; 3 to 5 are usual.
const MOST_SWEEPS: usize = 60;

/// Hann's transform at a distance in bins, 1 at 0, for records of `frames` frames:
/// `½·sin(πd)·sin²δ·cot(a)/(sin²δ − sin²a)·2/N`, `a = πd/N`, `δ = π/N`.
pub(crate) fn hann_shape(d: f64, frames: f64) -> f64 {
    let d = d.abs();
    if d < 1e-9 {
        return 1.0;
    }
    if (d - 1.0).abs() < 1e-9 {
        return 0.5;
    }
    let unit = (PI / frames).sin();
    let (sin, cos) = (PI * d / frames).sin_cos();
    // sin πd about the nearest integer: exact if the distance is nearly whole.
    let whole = d.round();
    let sign = if whole % 2.0 == 0.0 { 1.0 } else { -1.0 };
    let numerator = sign * (PI * (d - whole)).sin() * unit * unit * cos;
    // sin²δ − sin²a as a product, which avoids cancellation near d = 1.
    let difference = (PI * (1.0 - d) / frames).sin() * (PI * (1.0 + d) / frames).sin();
    if sin.abs() < 1e-300 { 1.0 } else { numerator / (sin * difference * frames) }
}

/// A line of the model: its frequency, and its complex amplitude at the middle of the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FittedLine {
    /// Frequency in bins of the record.
    pub(crate) bins: f64,
    /// `x = Re(amplitude·exp(iωt))`; for DC the mean itself.
    pub(crate) amplitude: Complex<f64>,
}

/// Sines and cosines of a line's position; those of sums and differences follow by the addition theorems.
#[derive(Clone, Copy)]
struct Place {
    /// `πb/N`.
    narrow: (f64, f64),
    /// `πb`.
    wide: (f64, f64),
}

impl Place {
    fn of(bins: f64, frames: f64) -> Place {
        let whole = bins.round();
        let sign = if whole % 2.0 == 0.0 { 1.0 } else { -1.0 };
        let (sin, cos) = (PI * (bins - whole)).sin_cos();
        Place { narrow: (PI * bins / frames).sin_cos(), wide: (sign * sin, sign * cos) }
    }

    /// Hann's transform at the difference of two positions, two bins or more.
    fn less(&self, other: &Place, unit: f64, frames: f64) -> f64 {
        let wide = self.wide.0 * other.wide.1 - self.wide.1 * other.wide.0;
        let sin = self.narrow.0 * other.narrow.1 - self.narrow.1 * other.narrow.0;
        let cos = self.narrow.1 * other.narrow.1 + self.narrow.0 * other.narrow.0;
        wide * unit * cos / (sin * (unit - sin * sin) * frames)
    }

    /// The position of the image at the negative frequency.
    fn mirrored(&self) -> Place {
        Place { narrow: (-self.narrow.0, self.narrow.1), wide: (-self.wide.0, self.wide.1) }
    }
}

/// Lines in ascending order of frequency, with scratch for the solution.
#[derive(Clone, Default)]
pub(crate) struct LineFit {
    /// Rising in frequency, at least [`SEPARATION_BINS`] apart.
    pub(crate) lines: Vec<FittedLine>,
    rest: Vec<Complex<f64>>,
    places: Vec<Place>,
}

impl LineFit {
    /// `√(1/6)·4π²/3`: deviation of [`LineFit::bend_rad`] over that of the line's phase.
    pub(crate) const BEND_DEVIATION: f64 = 5.372;

    /// A fit of these lines.
    pub(crate) fn of(lines: Vec<FittedLine>) -> LineFit {
        LineFit { lines, ..LineFit::default() }
    }

    /// Solves for all amplitudes at the current frequencies.
    pub(crate) fn solve(&mut self, transform: &ExactTransform, spectrum: &[Complex<f64>], frames: f64) {
        self.rest.clear();
        self.rest.extend(self.lines.iter().map(|line| transform.evaluate(spectrum, line.bins)));
        self.places.clear();
        self.places.extend(self.lines.iter().map(|line| Place::of(line.bins, frames)));
        let strongest = self.rest.iter().map(|rest| rest.norm()).fold(0.0, f64::max);
        let negligible = strongest * NEGLIGIBLE;
        self.lines.iter_mut().for_each(|line| line.amplitude = Complex::default());
        for _ in 0..MOST_SWEEPS {
            if strongest == 0.0 || self.sweep(negligible, frames) <= negligible {
                break;
            }
        }
    }

    /// One pass of relaxation; returns the largest change.
    fn sweep(&mut self, negligible: f64, frames: f64) -> f64 {
        let mut largest = 0.0f64;
        for index in 0..self.lines.len() {
            let bins = self.lines[index].bins;
            let change = own_share(self.rest[index], hann_shape(2.0 * bins, frames));
            let size = change.norm();
            if size > negligible {
                self.lines[index].amplitude += change;
                self.remove(index, change, reach_bins(size, negligible), frames);
                largest = largest.max(size);
            }
        }
        largest
    }

    /// Subtracts a change of one line's amplitude from every equation within reach.
    fn remove(&mut self, index: usize, change: Complex<f64>, reach: f64, frames: f64) {
        let bins = self.lines[index].bins;
        let (own, mirrored) = (self.places[index], self.places[index].mirrored());
        let unit = (PI / frames).sin().powi(2);
        let near = |from: &FittedLine| (from.bins - bins).abs() < reach;
        let first = self.lines[..index].iter().rev().take_while(|line| near(line)).count();
        let others = self.lines[index + 1..].iter().take_while(|line| near(line)).count();
        self.rest[index] -= change;
        for i in (index - first..index).chain(index + 1..index + 1 + others) {
            self.rest[i] -= change * self.places[i].less(&own, unit, frames);
        }
        // The image at −ω repeats at N − ω: each line uses the nearer one.
        let image_reach = reach.min(frames / 2.0);
        let low = self.lines.partition_point(|line| line.bins + bins <= image_reach);
        let high = self.lines.partition_point(|line| frames - line.bins - bins >= image_reach).max(low);
        for i in (0..low).chain(high..self.lines.len()) {
            let shape = if self.lines[i].bins + bins < SEPARATION_BINS {
                hann_shape(self.lines[i].bins + bins, frames)
            } else {
                self.places[i].less(&mirrored, unit, frames)
            };
            self.rest[i] -= change.conj() * shape;
        }
    }

    /// The record's transform at a frequency with every line except `index`, and that line's image, subtracted.
    fn cleaned(
        &self,
        transform: &ExactTransform,
        spectrum: &[Complex<f64>],
        frames: f64,
        index: usize,
        bins: f64,
    ) -> Complex<f64> {
        let strongest = self.lines.iter().map(|line| line.amplitude.norm_sqr()).fold(0.0, f64::max).sqrt();
        let least = (self.lines[index].amplitude.norm() * CLEAN).max(strongest * NEGLIGIBLE);
        let matters = |amplitude: f64, d: f64| amplitude > least * PI * (d * d * d).abs();
        let mut value = transform.evaluate(spectrum, bins);
        for (i, line) in self.lines.iter().enumerate() {
            let size = line.amplitude.norm();
            let (near, far) = (bins - line.bins, (bins + line.bins).min(frames - bins - line.bins));
            if i != index && matters(size, near) {
                value -= line.amplitude * hann_shape(near, frames);
            }
            if matters(size, far) {
                value -= line.amplitude.conj() * hann_shape(far, frames);
            }
        }
        value
    }

    /// Bend of a line's phase: γ in `γu²`, with u from −1 to 1 over the record. Exact for small γ.
    ///
    /// The bins one beside the line hold the record under `h·cos(πu)`. A bend turns their sum against the line by γ
    /// times `⟨u²·cos πu⟩ − ⟨cos πu⟩⟨u²⟩ = −3/(4π²)`. If noise gives the phase a deviation of σ, that of γ is
    /// [`LineFit::BEND_DEVIATION`] times σ.
    pub(crate) fn bend_rad(
        &self,
        transform: &ExactTransform,
        spectrum: &[Complex<f64>],
        frames: f64,
        index: usize,
    ) -> f64 {
        const LEVER: f64 = -3.0 / (4.0 * PI * PI);
        let bins = self.lines[index].bins;
        let at = |offset: f64| self.cleaned(transform, spectrum, frames, index, bins + offset);
        let centre = at(0.0);
        if centre.norm_sqr() == 0.0 {
            return 0.0;
        }
        ((at(-1.0) + at(1.0)) / (2.0 * centre)).im / LEVER
    }

    /// Distance in bins of a line from its position in the model: the point about which the record is balanced.
    pub(crate) fn frequency_error(
        &self,
        transform: &ExactTransform,
        spectrum: &[Complex<f64>],
        frames: f64,
        index: usize,
    ) -> f64 {
        let at = |offset: f64| {
            let bins = self.lines[index].bins + offset;
            self.cleaned(transform, spectrum, frames, index, bins).norm()
        };
        let (below, centre, above) = (at(-BALANCE_BINS), at(0.0), at(BALANCE_BINS));
        let curvature = 2.0 * centre - below - above;
        if curvature <= 0.0 {
            // Not on the peak yet: a step towards it.
            return BALANCE_BINS * (above - below).signum() * f64::from(above != below);
        }
        (BALANCE_BINS * (above - below) / (2.0 * curvature)).clamp(-0.5, 0.5)
    }
}

/// Amplitude of a line from the right side of its equation, allowing for its own image at −ω.
fn own_share(rest: Complex<f64>, image: f64) -> Complex<f64> {
    let im = if 1.0 - image > 1e-6 { rest.im / (1.0 - image) } else { 0.0 };
    Complex::new(rest.re / (1.0 + image), im)
}

/// Distance beyond which the coupling of a change of this size is negligible: Hann falls as `1/(πd³)`.
fn reach_bins(size: f64, negligible: f64) -> f64 {
    (size / (PI * negligible)).cbrt() + 3.0
}

#[cfg(test)]
mod tests;
