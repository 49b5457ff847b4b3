//! The phase of a fundamental over the stretch.

use std::f64::consts::{PI, TAU};

use realfft::num_complex::Complex;

use super::near::{Near, Wanted};
use super::series::{Grid, cis};
use super::spectra::Spectra;
use crate::average::pieces::LinePieces;
use crate::lines::line_fit::HANN_OVER_BOUND;
use crate::lines::track::Tracked;

/// Rounds of tracking a fundamental, the first of them without its neighbours.
const ROUNDS: usize = 5;
const WITHOUT_NEIGHBOURS: usize = 2;
/// Change of the phase at the stretch's ends, in turns, below which it has converged.
const SETTLED_TURNS: f64 = 1e-7;
/// Least ratio of a fundamental to the noise under it: its multiples' phases are derived from its own.
const CLEAR: f64 = 1e3;

/// A fundamental's phase: `turns_per_frame·t + turns + bend_turns·(2t/frames)²`, with t relative to the middle of the
/// stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub(super) turns_per_frame: f64,
    pub(super) turns: f64,
    pub(super) bend_turns: f64,
}

impl Reference {
    /// Subtracts the phase of the `order`th multiple from a series.
    pub(super) fn unwind(&self, series: &mut [Complex<f64>], order: f64) {
        let count = series.len() as f64;
        for (n, sample) in series.iter_mut().enumerate() {
            let u = (2.0 * n as f64 + 1.0) / count - 1.0;
            *sample *= cis(-order * (self.turns + self.bend_turns * u * u));
        }
    }

    /// Tracks a line from an approximate frequency and bend. If it `has_rivals`, neighbours may be as strong as the
    /// line and would bend it until they are found.
    pub(super) fn follow(
        grid: &Grid,
        spectra: &Spectra,
        line: &LinePieces,
        start: (f64, f64),
        least: f64,
        has_rivals: bool,
    ) -> Option<(Reference, Near)> {
        let mut reference = Reference { turns_per_frame: start.0, turns: 0.0, bend_turns: start.1 };
        let mut found = None;
        for round in 0..ROUNDS {
            let mut series = grid.series(&[line], reference.turns_per_frame);
            reference.unwind(&mut series, 1.0);
            let wanted = Wanted { degree: 2, others: &[], least };
            let near = if round < WITHOUT_NEIGHBOURS {
                Near::of_model(spectra, &series, &grid.weights, &wanted)
            } else {
                Near::of(spectra, &series, &grid.weights, &wanted)
            };
            if !near.is_steady {
                return None;
            }
            let bend_turns = reference.bend_turns;
            let moved_turns = reference.correct(grid, &near);
            if has_rivals && round < WITHOUT_NEIGHBOURS {
                reference.bend_turns = bend_turns;
            }
            let has_settled = round >= WITHOUT_NEIGHBOURS && moved_turns < SETTLED_TURNS;
            found = Some(near);
            if has_settled {
                break;
            }
        }
        let near = found?;
        let is_clear = near.own().mean().norm_sqr() > CLEAR * near.left(0.0).0;
        is_clear.then_some((reference, near))
    }

    /// Applies the fitted line's frequency, phase and bend; returns the phase change at the ends.
    fn correct(&mut self, grid: &Grid, near: &Near) -> f64 {
        let own = near.own();
        let error = own.frequency_error(grid.count);
        let (middle, square) = (own.coefficients[0], own.coefficients[2]);
        let bend = (square / middle).im / TAU;
        let bend = if bend.is_finite() { bend } else { 0.0 };
        self.turns_per_frame += grid.per_frame(error);
        self.turns += middle.arg() / TAU;
        self.bend_turns += bend;
        0.5 * grid.count as f64 * error.abs() + bend.abs() + (middle.arg() / TAU).abs()
    }

    /// The fundamental whose `order`th multiple this is.
    pub(super) fn divided(self, order: f64) -> Reference {
        Reference {
            turns_per_frame: self.turns_per_frame / order,
            turns: self.turns / order,
            bend_turns: self.bend_turns / order,
        }
    }

    /// Phase in radians and frequency in turns per frame, `frames` frames after the middle.
    pub(super) fn at(&self, grid: &Grid, frames: f64) -> (f64, f64) {
        let half = grid.frames() / 2.0;
        let u = frames / half;
        let turns = self.turns_per_frame * frames + self.turns + self.bend_turns * u * u;
        (TAU * turns, self.turns_per_frame + 2.0 * self.bend_turns * u / half)
    }

    /// Bend of the phase at the ends of a record.
    pub(super) fn bend_rad(&self, grid: &Grid, record_frames: f64) -> f64 {
        TAU * self.bend_turns * (record_frames / grid.frames()).powi(2)
    }

    /// Its frequency. For a line fitted under Hann's weight over ρ records whose phase has the variance v in one
    /// record, the variance is `1.53²·2v/(π²ρ³)` in squared bins of a record.
    pub(super) fn tracked(&self, grid: &Grid) -> Tracked {
        let records = grid.frames() / grid.record_frames;
        let factor = 2.0 * (HANN_OVER_BOUND / (PI * grid.record_frames)).powi(2) / records.powi(3);
        Tracked { value: self.turns_per_frame, factor }
    }
}
