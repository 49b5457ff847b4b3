//! Lines in a slow series by weighted least squares.

use std::f64::consts::TAU;

use realfft::num_complex::Complex;

/// A line whose amplitude may change over the series: `Σ_p c_p·u^p·exp(2πi·turns·n)`, u running from −1 to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// Per sample.
    pub(super) turns: f64,
    /// `c_p`; as many as are fitted.
    pub(super) coefficients: Vec<Complex<f64>>,
}

/// Mean of u² under Hann's weight: `1/3 − 2/π²`.
const MEAN_SQUARE: f64 = 1.0 / 3.0 - 2.0 / (std::f64::consts::PI * std::f64::consts::PI);

impl Term {
    /// A line to be fitted with a polynomial of this degree.
    pub(super) fn new(turns: f64, degree: usize) -> Term {
        Term { turns, coefficients: vec![Complex::default(); degree + 1] }
    }

    /// Mean amplitude under Hann's weight.
    pub(super) fn mean(&self) -> Complex<f64> {
        let square = self.coefficients.get(2).copied().unwrap_or_default();
        self.coefficients[0] + square * MEAN_SQUARE
    }

    /// How far the line stands from `turns`, per sample of a series of `count`: what bends linearly in phase is frequency.
    pub(super) fn frequency_error(&self, count: usize) -> f64 {
        let slope = self.coefficients.get(1).map_or(0.0, |c| (c / self.coefficients[0]).im);
        let turns = slope / (TAU * 0.5 * count as f64);
        if turns.is_finite() { turns } else { 0.0 }
    }

    fn values(&self, count: usize) -> Vec<Complex<f64>> {
        let first = super::series::cis(-self.turns * 0.5 * (count as f64 - 1.0));
        let step = super::series::cis(self.turns);
        let mut rotation = first;
        let next = |n: usize| {
            // Rounding of a product of thousands of rotations: set afresh now and then.
            if n.is_multiple_of(256) {
                rotation = super::series::cis(self.turns * (n as f64 - 0.5 * (count as f64 - 1.0)));
            }
            let value = rotation;
            rotation *= step;
            value
        };
        (0..count).map(next).collect()
    }
}

/// Fits all terms to a series jointly.
pub(super) fn solve(series: &[Complex<f64>], weights: &[f64], terms: &mut [Term]) {
    let rotations: Vec<Vec<Complex<f64>>> = terms.iter().map(|term| term.values(series.len())).collect();
    let columns: Vec<(usize, usize)> = terms
        .iter()
        .enumerate()
        .flat_map(|(index, term)| (0..term.coefficients.len()).map(move |power| (index, power)))
        .collect();
    let size = columns.len();
    let mut matrix = vec![vec![Complex::default(); size + 1]; size];
    for (n, (sample, weight)) in series.iter().zip(weights).enumerate() {
        let u = place(n, series.len());
        let value = |&(index, power): &(usize, usize)| rotations[index][n] * u.powi(power as i32);
        let values: Vec<Complex<f64>> = columns.iter().map(value).collect();
        for (row, own) in matrix.iter_mut().zip(&values) {
            let weighted = own.conj() * *weight;
            row.iter_mut().zip(&values).for_each(|(sum, other)| *sum += weighted * other);
            row[size] += weighted * sample;
        }
    }
    let solution = eliminate(matrix);
    for ((index, power), value) in columns.into_iter().zip(solution) {
        terms[index].coefficients[power] = value;
    }
}

/// What the terms leave of a series.
pub(super) fn residual(series: &[Complex<f64>], terms: &[Term]) -> Vec<Complex<f64>> {
    let mut rest = series.to_vec();
    for term in terms {
        for (n, (sample, rotation)) in rest.iter_mut().zip(term.values(series.len())).enumerate() {
            let u = place(n, series.len());
            let amplitude = term.coefficients.iter().rev().fold(Complex::default(), |sum, c| sum * u + c);
            *sample -= amplitude * rotation;
        }
    }
    rest
}

/// A sample's place between −1 and 1.
fn place(n: usize, count: usize) -> f64 {
    (2.0 * n as f64 + 1.0) / count as f64 - 1.0
}

/// Gauss's elimination with pivots; a column that says nothing new gets 0.
fn eliminate(mut rows: Vec<Vec<Complex<f64>>>) -> Vec<Complex<f64>> {
    let size = rows.len();
    let scale = rows.iter().enumerate().map(|(k, row)| row[k].norm()).fold(0.0, f64::max);
    for column in 0..size {
        let pivot = (column..size).max_by(|&a, &b| rows[a][column].norm().total_cmp(&rows[b][column].norm()));
        rows.swap(column, pivot.unwrap_or(column));
        let own = rows[column].clone();
        if own[column].norm() <= 1e-13 * scale {
            continue;
        }
        for row in &mut rows[column + 1..] {
            let factor = row[column] / own[column];
            row.iter_mut().zip(&own).skip(column).for_each(|(value, own)| *value -= factor * own);
        }
    }
    let mut solution = vec![Complex::default(); size];
    for column in (0..size).rev() {
        let known: Complex<f64> = (column + 1..size).map(|other| rows[column][other] * solution[other]).sum();
        if rows[column][column].norm() > 1e-13 * scale {
            solution[column] = (rows[column][size] - known) / rows[column][column];
        }
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WindowKind;

    #[test]
    fn two_lines_three_bins_apart_are_told_apart() {
        let count = 400;
        let weights = WindowKind::Hann.samples(count);
        let mut planted = [Term::new(0.0, 2), Term::new(3.0 / count as f64, 0)];
        planted[0].coefficients =
            vec![Complex::new(1.0, 0.2), Complex::new(0.0, 0.1), Complex::new(0.03, 0.0)];
        planted[1].coefficients = vec![Complex::new(-1e-4, 2e-4)];
        let series: Vec<Complex<f64>> =
            residual(&vec![Complex::default(); count], &planted).iter().map(|x| -x).collect();
        let mut terms = [Term::new(0.0, 2), Term::new(3.0 / count as f64, 0)];
        solve(&series, &weights, &mut terms);
        for (term, planted) in terms.iter().zip(&planted) {
            for (found, wanted) in term.coefficients.iter().zip(&planted.coefficients) {
                assert!((found - wanted).norm() < 1e-12, "{found} {wanted}");
            }
        }
        let left: f64 = residual(&series, &terms).iter().map(Complex::norm_sqr).sum();
        assert!(left < 1e-20, "{left:e}");
    }
}
