//! The twin: sines of unknown amplitude, phase and common frequency, fitted to samples in the time domain, as
//! IEEE 1057 writes the four-parameter fit. Slow, dense, unwindowed, by Householder's reflections.

use std::f64::consts::PI;

/// Lines at whole multiples of one unknown frequency.
#[derive(Clone, Debug)]
pub struct Comb {
    /// The common frequency in cycles per frame: a guess at first, then the fit's.
    pub cycles_per_frame: f64,
    /// Which multiples.
    pub orders: Vec<u32>,
    /// Whether the frequency is to be fitted, or known.
    pub free: bool,
    /// Per order the weight of cosine and sine, time counted from the middle of the record.
    pub weights: Vec<[f64; 2]>,
}

impl Comb {
    /// Multiples of a frequency to be fitted.
    pub fn free(cycles_per_frame: f64, orders: impl IntoIterator<Item = u32>) -> Comb {
        Comb { cycles_per_frame, orders: orders.into_iter().collect(), free: true, weights: Vec::new() }
    }

    /// Multiples of a known frequency.
    pub fn known(cycles_per_frame: f64, orders: impl IntoIterator<Item = u32>) -> Comb {
        Comb { free: false, ..Comb::free(cycles_per_frame, orders) }
    }

    /// Amplitude of a multiple.
    pub fn amplitude(&self, order: u32) -> f64 {
        let [cosine, sine] = self.weights(order);
        cosine.hypot(sine)
    }

    /// Phase of a multiple as a sine, at the middle of the record.
    pub fn phase_rad(&self, order: u32) -> f64 {
        let [cosine, sine] = self.weights(order);
        cosine.atan2(sine)
    }

    fn weights(&self, order: u32) -> [f64; 2] {
        self.weights[self.orders.iter().position(|o| *o == order).expect("an order of the comb")]
    }

    fn phases(&self, order: u32, frames: usize) -> impl Iterator<Item = (f64, (f64, f64))> + use<> {
        let turn = 2.0 * PI * self.cycles_per_frame * f64::from(order);
        let middle = frames as f64 / 2.0;
        (0..frames).map(move |n| {
            let time = n as f64 - middle;
            (time, (turn * time).sin_cos())
        })
    }

    /// `∂model/∂(common frequency)`, for a change that turns the record's end by one radian.
    fn slope(&self, frames: usize) -> Vec<f64> {
        let mut column = vec![0.0; frames];
        for (order, [cosine, sine]) in self.orders.iter().zip(&self.weights) {
            let scale = f64::from(*order) * 2.0 / frames as f64;
            for (sum, (time, (sin, cos))) in column.iter_mut().zip(self.phases(*order, frames)) {
                *sum += scale * time * (sine * cos - cosine * sin);
            }
        }
        column
    }
}

/// Fits all combs and a mean to the samples; returns the rms residual.
pub fn fit(samples: &[f64], combs: &mut [Comb]) -> f64 {
    let mut left = solve(samples, combs, false);
    if combs.iter().any(|comb| comb.free) {
        // From within half a bin every step squares the relative error: eight end in rounding.
        for _ in 0..8 {
            left = solve(samples, combs, true);
        }
        left = left.min(solve(samples, combs, false));
    }
    left
}

/// One linear solution; with `move_frequencies` one step of Gauss and Newton.
fn solve(samples: &[f64], combs: &mut [Comb], move_frequencies: bool) -> f64 {
    let frames = samples.len();
    let mut columns = vec![vec![1.0; frames]];
    for comb in combs.iter() {
        for order in &comb.orders {
            let (sine, cosine): (Vec<f64>, Vec<f64>) =
                comb.phases(*order, frames).map(|(_, both)| both).unzip();
            columns.extend([cosine, sine]);
        }
    }
    let moved: Vec<usize> = (0..combs.len()).filter(|&index| move_frequencies && combs[index].free).collect();
    columns.extend(moved.iter().map(|&index| combs[index].slope(frames)));
    let (solution, left) = least_squares(columns, samples.to_vec());
    let mut weights = solution[1..].chunks_exact(2);
    for comb in combs.iter_mut() {
        comb.weights = weights.by_ref().take(comb.orders.len()).map(|pair| [pair[0], pair[1]]).collect();
    }
    let steps = &solution[solution.len() - moved.len()..];
    for (index, step) in moved.into_iter().zip(steps) {
        combs[index].cycles_per_frame += step * 2.0 / frames as f64 / (2.0 * PI);
    }
    left
}

/// The solution of `columns · x ≈ right` by Householder's reflections, and the rms of the remainder.
fn least_squares(mut columns: Vec<Vec<f64>>, mut right: Vec<f64>) -> (Vec<f64>, f64) {
    let count = columns.len();
    let mut diagonal = vec![0.0; count];
    for pivot in 0..count {
        let (done, rest) = columns.split_at_mut(pivot + 1);
        let mirror = &mut done[pivot][pivot..];
        let norm = dot(mirror, mirror).sqrt();
        diagonal[pivot] = -norm.copysign(mirror[0]);
        mirror[0] -= diagonal[pivot];
        let scale = 2.0 / dot(mirror, mirror);
        for column in rest.iter_mut().chain([&mut right]) {
            let column = &mut column[pivot..];
            let along = scale * dot(mirror, column);
            column.iter_mut().zip(&*mirror).for_each(|(x, m)| *x -= along * m);
        }
    }
    let mut solution = vec![0.0; count];
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|column| columns[column][row] * solution[column]).sum();
        solution[row] = (right[row] - known) / diagonal[row];
    }
    let left = &right[count..];
    (solution, (dot(left, left) / left.len() as f64).sqrt())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn the_twin_finds_what_it_is_given() {
    let frames = 1000;
    let line = |n: usize, cycles: f64, phase: f64| (2.0 * PI * cycles * (n as f64 - 500.0) + phase).sin();
    let samples: Vec<f64> = (0..frames)
        .map(|n| 0.1 + 0.5 * line(n, 0.020_3, 0.4) + 1e-3 * line(n, 0.060_9, -2.0) + 0.02 * line(n, 0.3, 1.0))
        .collect();
    let mut combs = [Comb::free(0.020_2, [1, 3]), Comb::known(0.3, [1])];
    assert!(fit(&samples, &mut combs) < 1e-14);
    assert!((combs[0].cycles_per_frame - 0.020_3).abs() < 1e-15);
    assert!((combs[0].amplitude(3) - 1e-3).abs() < 1e-14 && (combs[0].phase_rad(3) + 2.0).abs() < 1e-11);
    assert!((combs[1].amplitude(1) - 0.02).abs() < 1e-14);
}
