//! Lines in a slow series by weighted least squares.

use std::f64::consts::TAU;

use realfft::num_complex::Complex;

/// A line whose amplitude may change over the series: `Σ_p c_p·u^p·exp(2πi·turns·n)`, u from −1 to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// Per sample.
    pub(super) turns: f64,
    /// `c_p` for all fitted orders.
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

    /// Distance of the line from `turns`, per sample of a series of `count`: a linear change of phase is a frequency
    /// error.
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
            // Recomputed regularly: rounding accumulates in a product of thousands of rotations.
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

/// The basis functions of the terms.
struct Basis {
    rotations: Vec<Vec<Complex<f64>>>,
    /// Term and power of u of each.
    columns: Vec<(usize, usize)>,
}

impl Basis {
    fn of(terms: &[Term], count: usize) -> Basis {
        let powers = |(index, term): (usize, &Term)| {
            (0..term.coefficients.len()).map(move |power| (index, power)).collect::<Vec<_>>()
        };
        Basis {
            rotations: terms.iter().map(|term| term.values(count)).collect(),
            columns: terms.iter().enumerate().flat_map(powers).collect(),
        }
    }

    /// All of them at one sample.
    fn values(&self, n: usize) -> Vec<Complex<f64>> {
        let u = place(n, self.rotations.first().map_or(1, Vec::len));
        self.columns.iter().map(|&(term, power)| self.rotations[term][n] * u.powi(power as i32)).collect()
    }

    /// Normal equations, with `right` at the end of each row.
    fn equations(&self, weights: &[f64], right: impl Fn(usize) -> Complex<f64>) -> Vec<Vec<Complex<f64>>> {
        let size = self.columns.len();
        let mut matrix = vec![vec![Complex::default(); size + 1]; size];
        for (n, weight) in weights.iter().enumerate() {
            let (values, right) = (self.values(n), right(n));
            for (row, own) in matrix.iter_mut().zip(&values) {
                let weighted = own.conj() * *weight;
                row.iter_mut().zip(&values).for_each(|(sum, other)| *sum += weighted * other);
                row[size] += weighted * right;
            }
        }
        matrix
    }
}

/// Fits all terms to a series jointly.
pub(super) fn solve(series: &[Complex<f64>], weights: &[f64], terms: &mut [Term]) {
    let basis = Basis::of(terms, series.len());
    let solution = eliminate(basis.equations(weights, |n| series[n]));
    for ((index, power), value) in basis.columns.into_iter().zip(solution) {
        terms[index].coefficients[power] = value;
    }
}

/// Variance of the first term's mean amplitude in white noise of variance 1: the estimate is `Σ w·conj(xᴴb)·z` with the
/// basis b and `(Σ w·b·bᴴ)·x = m`, where m maps the coefficients to their mean.
pub(super) fn variance(weights: &[f64], terms: &[Term]) -> f64 {
    let basis = Basis::of(terms, weights.len());
    let mut equations = basis.equations(weights, |_| Complex::default());
    for (row, column) in equations.iter_mut().zip(&basis.columns) {
        let share = match column {
            (0, 0) => 1.0,
            (0, 2) => MEAN_SQUARE,
            _ => 0.0,
        };
        *row.last_mut().expect("rows end with their right-hand side") = share.into();
    }
    let solution = eliminate(equations);
    let squares = weights.iter().enumerate().map(|(n, weight)| {
        let values = basis.values(n);
        let sum: Complex<f64> = solution.iter().zip(&values).map(|(x, value)| x * value.conj()).sum();
        weight * weight * sum.norm_sqr()
    });
    squares.sum()
}

/// Residual of a series after subtraction of the terms.
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

/// A sample's position between −1 and 1.
fn place(n: usize, count: usize) -> f64 {
    (2.0 * n as f64 + 1.0) / count as f64 - 1.0
}

/// Gaussian elimination with pivoting; a linearly dependent column gets 0.
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
    use crate::terms::settings::WindowKind;

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

    #[test]
    fn a_lone_line_varies_as_hanns_weight_makes_it_and_one_beside_it_more() {
        let count = 400;
        let weights = WindowKind::Hann.samples(count);
        let alone = variance(&weights, &[Term::new(0.0, 0)]) * count as f64;
        assert!((alone - 1.5).abs() < 1e-9, "{alone}");
        // A neighbour three bins away increases the variance slightly, a slope of the amplitude not at all.
        let near = [Term::new(0.0, 1), Term::new(3.0 / count as f64, 0)];
        let beside = variance(&weights, &near) * count as f64;
        assert!((1.5..1.6).contains(&beside), "{beside}");
    }
}
