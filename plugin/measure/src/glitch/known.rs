//! Tones of known frequencies in stretches too short to find any: beside a discontinuity that has another one near.

use std::f64::consts::TAU;

use super::jump::{Carried, Pair};
use super::tones::LocalTone;

/// Most tones that a short stretch tells apart.
pub(super) const MOST_TONES: usize = 8;
/// Samples for each number of the model.
const PER_UNKNOWN: usize = 4;
/// Longest stretch that is fitted: frequencies are known well enough for that.
const LONGEST: usize = 4096;

/// The tones of a short stretch carried on to a place, with the deviation of each one's phase there.
pub(super) struct Fit {
    pub(super) tones: Vec<(Carried, f64)>,
    /// What the tones leave of the stretch's power.
    pub(super) left: f64,
}

/// Fits tones of these frequencies, a constant and a slope to samples, by least squares; the first sample lies `first`
/// frames from the place. `None` where there are too few samples for so many.
pub(super) fn fit(samples: &[f64], first: isize, tones: &[LocalTone]) -> Option<Fit> {
    let unknowns = 2 * tones.len() + 2;
    let from = if first < 0 { samples.len().saturating_sub(LONGEST) } else { 0 };
    let samples = &samples[from..samples.len().min(from + LONGEST)];
    let first = first + from as isize;
    if tones.is_empty() || tones.len() > MOST_TONES || samples.len() < PER_UNKNOWN * unknowns {
        return None;
    }
    let rows = || samples.iter().zip(first..).map(|(x, n)| (*x, row(n as f64, tones, samples.len())));
    let mut normal = vec![vec![0.0; unknowns + 1]; unknowns];
    for (x, row) in rows() {
        for (i, a) in row.iter().enumerate() {
            row.iter().zip(&mut normal[i]).for_each(|(b, sum)| *sum += a * b);
            normal[i][unknowns] += a * x;
        }
    }
    let (solution, inverse) = solve(normal)?;
    let model = |row: &[f64]| row.iter().zip(&solution).map(|(a, b)| a * b).sum::<f64>();
    let left: f64 = rows().map(|(x, row)| (x - model(&row)).powi(2)).sum();
    let mean = samples.iter().sum::<f64>() / samples.len() as f64;
    let power: f64 = samples.iter().map(|x| (x - mean).powi(2)).sum();
    let variance = left / (samples.len() - unknowns) as f64;
    let carried = |(index, tone): (usize, &LocalTone)| {
        let (k, p, q) = (2 * index, solution[2 * index], solution[2 * index + 1]);
        let size = p.hypot(q);
        let spread = q * q * inverse[k][k] - 2.0 * p * q * inverse[k][k + 1] + p * p * inverse[k + 1][k + 1];
        let deviation = (variance * spread.max(0.0)).sqrt() / (size * size);
        (Carried { turns_per_frame: tone.turns_per_frame, size, phase_rad: (-q).atan2(p) }, deviation)
    };
    Some(Fit { tones: tones.iter().enumerate().map(carried).collect(), left: left / power })
}

/// Pairs of the same tones before and after.
pub(super) fn pairs(before: &Fit, after: &Fit, tones: &[LocalTone]) -> Vec<Pair> {
    let pair = |((before, after), tone): ((&(Carried, f64), &(Carried, f64)), &LocalTone)| Pair {
        before: before.0,
        after: after.0,
        deviation_rad: before.1.hypot(after.1) + tone.variance.sqrt() + tone.stray_rad + LEAST_DEVIATION_RAD,
    };
    before.tones.iter().zip(&after.tones).zip(tones).map(pair).collect()
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

/// Solves equations whose last column is the right side, and inverts the rest: elimination with the largest pivots.
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
        let fit = fit(&samples, -90, &tones).expect("enough samples");
        assert!((fit.tones[0].0.phase_rad - 0.7).abs() < 1e-9 && (fit.tones[1].0.size - 0.2).abs() < 1e-9);
        assert!(fit.left < 1e-12 && fit.tones[0].1 < 1e-6);
        assert!(super::fit(&samples[..20], -90, &tones).is_none());
    }
}
