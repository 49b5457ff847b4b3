//! Tones of known frequencies in stretches too short to measure them, between close discontinuities.

use std::f64::consts::TAU;

use super::jump::{Carried, Pair};
use super::tones::LocalTone;

/// Most tones that a short stretch resolves.
pub(super) const MOST_TONES: usize = 8;
/// Samples per unknown of the model.
const PER_UNKNOWN: usize = 4;
/// Longest stretch fitted; the frequencies are accurate enough for it.
const LONGEST: usize = 4096;

/// The tones of a short stretch extrapolated to a place, with the deviation of each phase there.
pub(super) struct Fit {
    pub(super) tones: Vec<(Carried, f64)>,
    /// Residual as a share of the stretch's power.
    pub(super) left: f64,
    /// Residual as a sum of squares.
    squares: f64,
    /// Variance of a sample, for the number of independent ones.
    variance: f64,
}

/// Samples near a place; the distance of the first one is given in frames.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) samples: &'a [f64],
    pub(super) first: isize,
}

impl Side<'_> {
    /// Limited to the length for which the tones' frequencies are accurate.
    fn nearest(self) -> Self {
        let from = if self.first < 0 { self.samples.len().saturating_sub(LONGEST) } else { 0 };
        let to = self.samples.len().min(from + LONGEST);
        Side { samples: &self.samples[from..to], first: self.first + from as isize }
    }

    fn centre(self) -> f64 {
        self.first as f64 + self.samples.len() as f64 / 2.0
    }
}

/// Least-squares fit of tones of these frequencies, a constant and a slope. `None` if there are too few samples for the
/// unknowns.
pub(super) fn fit(sides: &[Side], tones: &[LocalTone]) -> Option<Fit> {
    let unknowns = 2 * tones.len() + 2;
    let sides: Vec<Side> = sides.iter().map(|side| side.nearest()).collect();
    let count: usize = sides.iter().map(|side| side.samples.len()).sum();
    if tones.is_empty() || tones.len() > MOST_TONES || count < PER_UNKNOWN * unknowns {
        return None;
    }
    let samples = || sides.iter().flat_map(|side| side.samples.iter().zip(side.first..));
    let mut normal = vec![vec![0.0; unknowns + 1]; unknowns];
    for (x, n) in samples() {
        let row = row(n as f64, tones, count);
        for (i, a) in row.iter().enumerate() {
            row.iter().zip(&mut normal[i]).for_each(|(b, sum)| *sum += a * b);
            normal[i][unknowns] += a * x;
        }
    }
    let (solution, inverse) = solve(normal)?;
    let model = |n: isize| row(n as f64, tones, count).iter().zip(&solution).map(|(a, b)| a * b).sum::<f64>();
    let rest: Vec<f64> = samples().map(|(x, n)| x - model(n)).collect();
    let left: f64 = rest.iter().map(|x| x * x).sum();
    let mean = samples().map(|(x, _)| x).sum::<f64>() / count as f64;
    let power: f64 = samples().map(|(x, _)| (x - mean).powi(2)).sum();
    let variance = left / (count - unknowns) as f64 * fewer(&rest, left);
    let carried = |(index, tone): (usize, &LocalTone)| {
        let (k, p, q) = (2 * index, solution[2 * index], solution[2 * index + 1]);
        let size = p.hypot(q);
        let spread = q * q * inverse[k][k] - 2.0 * p * q * inverse[k][k + 1] + p * p * inverse[k + 1][k + 1];
        let deviation = (variance * spread.max(0.0)).sqrt() / (size * size);
        (Carried { turns_per_frame: tone.turns_per_frame, size, phase_rad: (-q).atan2(p) }, deviation)
    };
    let tones = tones.iter().enumerate().map(carried).collect();
    Some(Fit { tones, left: left / power, squares: left, variance })
}

/// Whether the tones change at a place: a joint fit of both sides leaves a larger residual than separate fits.
pub(super) fn move_on(sides: &[Side; 2], fits: [&Fit; 2], tones: &[LocalTone]) -> bool {
    const SIGNIFICANT: f64 = 25.0;
    let Some(joint) = fit(sides, tones) else { return true };
    let unknowns = (2 * tones.len()) as f64;
    let more = (joint.squares - fits[0].squares - fits[1].squares) / unknowns;
    more > SIGNIFICANT * fits[0].variance.max(fits[1].variance)
}

/// Factor by which the number of independent samples is smaller, because the residual (other tones, hum) is not white.
fn fewer(rest: &[f64], squares: f64) -> f64 {
    const MOST: f64 = 0.999;
    let product: f64 = rest.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let likeness = (product / squares).clamp(0.0, MOST);
    if likeness.is_nan() { 1.0 } else { (1.0 + likeness) / (1.0 - likeness) }
}

/// Pairs of the same tones before and after; their frequencies come from a stretch of `frames` frames.
pub(super) fn pairs(
    sides: &[Side; 2],
    [before, after]: [&Fit; 2],
    tones: &[LocalTone],
    frames: f64,
) -> Vec<Pair> {
    // Their deviation is that of two phases half a stretch apart.
    let distance = sides[1].nearest().centre() - sides[0].nearest().centre();
    let carried = 1.0 + 4.0 * distance / frames;
    let pair = |(index, tone): (usize, &LocalTone)| {
        let [(before, deviation_before), (after, deviation_after)] =
            [before.tones[index], after.tones[index]];
        let deviation_rad = deviation_before.hypot(deviation_after)
            + carried * (tone.variance.sqrt() + tone.stray_rad)
            + LEAST_DEVIATION_RAD;
        Pair { before, after, deviation_rad }
    };
    tones.iter().enumerate().map(pair).collect()
}

/// Least deviation of a phase.
const LEAST_DEVIATION_RAD: f64 = 1e-5;

/// The model's columns at a frame.
fn row(n: f64, tones: &[LocalTone], frames: usize) -> Vec<f64> {
    let tones = tones.iter().flat_map(|tone| {
        let (sin, cos) = (TAU * tone.turns_per_frame * n).sin_cos();
        [cos, sin]
    });
    tones.chain([1.0, n / frames as f64]).collect()
}

/// Solves equations whose last column is the right side, and inverts the rest: elimination with pivoting.
fn solve(equations: Vec<Vec<f64>>) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
    const SINGULAR: f64 = 1e-13;
    let count = equations.len();
    let mut rows = equations;
    let largest = (0..count).map(|i| rows[i][i]).fold(0.0, f64::max);
    for (i, row) in rows.iter_mut().enumerate() {
        row.extend((0..count).map(|j| if i == j { 1.0 } else { 0.0 }));
    }
    for i in 0..count {
        let pivot = (i..count).max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()))?;
        rows.swap(i, pivot);
        let divisor = rows[i][i];
        if divisor.abs() <= SINGULAR * largest {
            return None;
        }
        rows[i].iter_mut().for_each(|x| *x /= divisor);
        let own = rows[i].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            let factor = row[i];
            row.iter_mut().zip(&own).for_each(|(x, y)| *x -= factor * y);
        }
    }
    let solution = rows.iter().map(|row| row[count]).collect();
    Some((solution, rows.into_iter().map(|row| row[count + 1..].to_vec()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use realfft::num_complex::Complex;

    #[test]
    fn phases_of_short_stretches_are_found_at_the_place() {
        let tone = |turns_per_frame| LocalTone {
            turns_per_frame,
            amplitude: Complex::new(1.0, 0.0),
            variance: 0.0,
            stray_rad: 0.0,
        };
        let tones = [tone(0.021), tone(0.13)];
        let at = |n: isize| {
            let turns = |f: f64| TAU * f * n as f64;
            0.5 * (turns(0.021) + 0.7).cos() + 0.2 * (turns(0.13) - 1.1).cos() + 0.05
        };
        let samples: Vec<f64> = (-90..-10).map(at).collect();
        let fit = fit(&[Side { samples: &samples, first: -90 }], &tones).expect("enough samples");
        assert!((fit.tones[0].0.phase_rad - 0.7).abs() < 1e-9 && (fit.tones[1].0.size - 0.2).abs() < 1e-9);
        assert!(fit.left < 1e-12 && fit.tones[0].1 < 1e-6);
        assert!(super::fit(&[Side { samples: &samples[..20], first: -90 }], &tones).is_none());
    }
}
