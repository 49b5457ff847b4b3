//! Flat crests, the mark of clipping.
//!
//! A run of equal extreme samples is a flat crest if the signal falls off beside it faster than rounding explains. A
//! round crest of curvature `c` stays within one step `q` of a grid over a run of half-length `h` only if `c·h² ≤ q`;
//! `d` frames outside the run it has fallen by at most `q·((1 + d/h)² − 1)`, plus some steps of rounding and dither. A
//! crest clipped `o` below its peak falls by `o·((1 + d/h)² − 1)`. So a crest clipped some steps below its peak is
//! detected at any frequency, whereas an unclipped sine of 20 Hz and 16 bits has dozens of equal samples at full scale.
//!
//! Square waves are not clipped: a run that starts and ends with a jump from or to another run of equal samples belongs
//! to a signal with few values. Such samples do not separate a square from a sine overdriven by 25 dB or more.

use std::collections::VecDeque;

use super::grid::Grid;
use super::runs::{CHUNK, Span};

/// Least ratio of a crest's fall to the one that rounding explains.
const MARGIN: f64 = 2.0;
/// The same for floats, which may clip at any level, so that chance has more opportunities.
const FLOAT_MARGIN: f64 = 6.0;
/// Roundings and dither of two samples, in steps.
const ROUNDINGS: f64 = 4.0;
/// Most frames beyond a run at which the fall is evaluated.
const MOST_BESIDE: usize = 32;
/// Samples before and in a run from which the step of floats is found.
const STEP_FRAMES: usize = 2048;

/// Looks for flat crests in the samples of one channel.
#[derive(Default)]
pub(super) struct Crests {
    /// Runs that wait for later samples.
    rows: VecDeque<Span>,
    /// Lowest and highest sample of each chunk at hand.
    extremes: VecDeque<(f64, f64)>,
    /// First frame of those.
    first_frame: u64,
    /// The step of floats, and the frame up to which it holds.
    step: (f64, u64),
}

impl Crests {
    /// From a frame on.
    pub(super) fn from_frame(first_frame: u64) -> Crests {
        Crests { first_frame, ..Crests::default() }
    }

    /// Takes the next chunk of samples.
    pub(super) fn take(&mut self, chunk: &[f64]) {
        let low = chunk.iter().fold(f64::INFINITY, |low, x| if *x < low { *x } else { low });
        let high = chunk.iter().fold(f64::NEG_INFINITY, |high, x| if *x > high { *x } else { high });
        self.extremes.push_back((low, high));
    }

    /// Takes rows of equal samples in order.
    pub(super) fn extend(&mut self, rows: Vec<Span>) {
        self.rows.extend(rows);
    }

    /// First frame of a row that waits.
    pub(super) fn oldest_open_frame(&self) -> Option<u64> {
        self.rows.front().map(|row| row.frame)
    }

    /// Drops data before a frame.
    pub(super) fn forget_before(&mut self, frame: u64) {
        while self.first_frame + CHUNK as u64 <= frame && self.extremes.pop_front().is_some() {
            self.first_frame += CHUNK as u64;
        }
    }

    /// The next run with `around` frames known after it by `end`, if it is a flat crest; outer `None` if there is no
    /// such run. `samples` start at `first_frame`.
    pub(super) fn next(
        &mut self,
        end: u64,
        around: u64,
        grid: Grid,
        samples: &[f64],
        first_frame: u64,
    ) -> Option<Option<Span>> {
        let row = *self.rows.front()?;
        if (row.frame + row.frames).saturating_add(around) > end {
            return None;
        }
        self.rows.pop_front();
        let Some(from) = row.frame.checked_sub(first_frame) else { return Some(None) };
        let crest = Crest { samples, from: from as usize, to: (from + row.frames) as usize };
        if crest.is_of_few_values() {
            return Some(None);
        }
        let is_flat = match grid.step() {
            Some(step) => crest.falls_beyond(step, MARGIN),
            None => {
                self.is_extreme(&row, samples[crest.from], around)
                    && crest.falls_beyond(crest.rounding(), FLOAT_MARGIN)
                    && crest.falls_beyond(self.float_step(&crest, row.frame), FLOAT_MARGIN)
            }
        };
        Some(is_flat.then_some(row))
    }

    /// The step of floats around a run, recomputed occasionally.
    fn float_step(&mut self, crest: &Crest, frame: u64) -> f64 {
        if frame >= self.step.1 {
            self.step = (crest.float_step(), frame + STEP_FRAMES as u64);
        }
        self.step.0
    }

    /// Whether no sample around a run is further from zero on the same side.
    fn is_extreme(&self, row: &Span, value: f64, around: u64) -> bool {
        let chunk = |frame: u64| (frame.saturating_sub(self.first_frame) / CHUNK as u64) as usize;
        let (from, to) = (chunk(row.frame.saturating_sub(around)), chunk(row.frame + row.frames + around));
        let chunks = self.extremes.range(from.min(self.extremes.len())..(to + 1).min(self.extremes.len()));
        chunks.into_iter().all(|&(low, high)| if value > 0.0 { high <= value } else { low >= value })
    }
}

/// A run of equal samples in its surroundings.
struct Crest<'a> {
    samples: &'a [f64],
    from: usize,
    to: usize,
}

impl Crest<'_> {
    /// Whether the samples fall off beside the run by more than rounding to a step explains. Runs at the stream's ends
    /// may be parts of longer ones.
    fn falls_beyond(&self, step: f64, margin: f64) -> bool {
        let frames = self.to - self.from;
        let beside = frames.div_ceil(2).min(MOST_BESIDE);
        let half = (frames - 1) as f64 / 2.0;
        let shape = (1.0 + beside as f64 / half).powi(2) - 1.0;
        let least = step * (ROUNDINGS + margin * shape);
        let value = self.samples[self.from];
        let fall = |n: usize| self.samples.get(n).map(|x| (value - x) * value.signum());
        let falls = [self.from.checked_sub(beside).and_then(fall), fall(self.to - 1 + beside)];
        falls.iter().all(|fall| fall.is_some_and(|fall| fall > least))
    }

    /// Rounding of floats at the run's level.
    fn rounding(&self) -> f64 {
        self.samples[self.from].abs() * f64::from(f32::EPSILON)
    }

    /// Whether the run starts and ends with a jump from and to other runs, or at the stream's ends.
    fn is_of_few_values(&self) -> bool {
        let is_row = |row: &[f64]| row.iter().all(|x| *x == row[0]);
        let before = self.from.checked_sub(3).is_none_or(|from| is_row(&self.samples[from..self.from]));
        let after = self.samples.get(self.to..self.to + 3).is_none_or(is_row);
        before && after
    }

    /// The step of floats around the run: that of integers if they are multiples of one, else their own rounding.
    fn float_step(&self) -> f64 {
        /// Differences up to this number of steps are tested for whole multiples.
        const NEAR: f64 = 16.5;
        const WHOLE: f64 = 0.1;
        const FEWEST: usize = 8;
        let own = self.rounding();
        let near = &self.samples[self.from.saturating_sub(STEP_FRAMES)..self.to];
        let steps = || near.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        let least =
            steps().fold(f64::INFINITY, |least, step| if step > own && step < least { step } else { least });
        let small = || steps().filter(|step| *step > own && *step < NEAR * least).map(|step| step / least);
        let whole = small().filter(|count| (count - count.round()).abs() < WHOLE).count();
        let count = small().count();
        if count >= FEWEST && 20 * whole >= 19 * count { least.max(own) } else { own }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glitch::runs::Runs;

    const AROUND: u64 = 2048;

    /// Flat crests of a signal, first frame and frames.
    fn found(samples: &[f64]) -> Vec<(u64, u64)> {
        let (mut runs, mut crests) = (Runs::from_frame(0), Crests::from_frame(0));
        for chunk in samples.to_vec().chunks_mut(CHUNK) {
            runs.take(chunk);
            crests.take(chunk);
        }
        runs.end();
        crests.extend(runs.take_ended().flat);
        let next = || crests.next(u64::MAX, AROUND, runs.grid(), samples, 0);
        std::iter::from_fn(next).flatten().map(|row| (row.frame, row.frames)).collect()
    }

    fn sine(level: f64, turns_per_frame: f64) -> Vec<f64> {
        (0..20_000).map(|n| level * (std::f64::consts::TAU * turns_per_frame * f64::from(n)).sin()).collect()
    }

    fn integers(samples: &[f64]) -> Vec<f64> {
        samples.iter().map(|x| (x * 32_768.0).round().clamp(-32_768.0, 32_767.0) / 32_768.0).collect()
    }

    #[test]
    fn round_crests_are_not_flat_however_long_they_rest_at_full_scale() {
        for turns_per_frame in [0.0001, 0.000_43, 0.0021, 0.02] {
            let slow = integers(&sine(1.0, turns_per_frame));
            assert_eq!(found(&slow), [], "{turns_per_frame}");
            // The same as floats of another gain.
            let scaled: Vec<f64> = slow.iter().map(|x| f64::from((0.73 * x) as f32)).collect();
            assert_eq!(found(&scaled), [], "{turns_per_frame}");
        }
        assert_eq!(found(&sine(2.0, 0.02)), [], "above 1.0 alone is no clipping");
    }

    #[test]
    fn cut_crests_are_flat_at_any_level_of_floats_and_at_full_scale_of_integers() {
        let crests = |samples: &[f64]| found(samples).len();
        // 20 000 frames at 0.0021 turns are 42 periods.
        let over = sine(1.02, 0.0021);
        assert_eq!(crests(&integers(&over)), 84);
        let at = |ceiling: f64| sine(0.7, 0.0021).iter().map(|x| x.min(ceiling)).collect::<Vec<f64>>();
        assert_eq!(crests(&at(0.69)), 42);
        let lower: Vec<f64> = integers(&over).iter().map(|x| x.clamp(-0.5, 0.5)).collect();
        assert_eq!(crests(&lower), 0, "integers below full scale");
    }

    #[test]
    fn squares_steps_and_constants_are_not_clipped() {
        let square = |n: usize| if (n / 24).is_multiple_of(2) { 1.0 } else { -1.0 };
        assert_eq!(found(&(0..4000).map(square).collect::<Vec<f64>>()), []);
        assert_eq!(found(&vec![1.0; 4000]), []);
        assert_eq!(found(&vec![0.0; 4000]), []);
    }
}
