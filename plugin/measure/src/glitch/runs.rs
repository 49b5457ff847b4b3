//! Runs of NaN or infinite samples, zeros, or equal samples.

use super::grid::Grid;
use crate::spectra::tally::is_no_number;

/// First frame and number of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) frame: u64,
    pub(crate) frames: u64,
}

/// Shortest run of equal samples that may be a flat crest: one or two at a converter's top code are normal.
const FLAT_FRAMES: u64 = 3;
/// Shortest run of zeros that may be a dropout.
const ZERO_FRAMES: u64 = 3;
/// Longer runs of zeros are pauses.
const LONGEST_ZEROS: u64 = 1 << 18;
/// Samples processed together; most are in no run.
pub(super) const CHUNK: usize = 64;

/// The runs of one channel.
pub(super) struct Runs {
    first_frame: u64,
    frame: u64,
    previous: f64,
    not_finite: u64,
    equal: u64,
    zeros: u64,
    grid: Grid,
    ended: Ended,
}

/// Runs that have ended.
#[derive(Default)]
pub(super) struct Ended {
    pub(super) not_finite: Vec<Span>,
    pub(super) zeros: Vec<Span>,
    /// Equal samples other than zero: integers at full scale, floats at any level.
    pub(super) flat: Vec<Span>,
}

impl Runs {
    /// For a channel whose first frame has this number.
    pub(super) fn from_frame(first_frame: u64) -> Runs {
        Runs {
            first_frame,
            frame: first_frame,
            previous: f64::NAN,
            not_finite: 0,
            equal: 0,
            zeros: 0,
            grid: Grid::default(),
            ended: Ended::default(),
        }
    }

    /// The grid of all samples so far.
    pub(super) fn grid(&self) -> Grid {
        self.grid
    }

    /// Processes samples in place and sets NaN or infinite ones to zero. All chunks are full except the last one of the
    /// stream, so the result does not depend on the block size.
    pub(super) fn take(&mut self, chunk: &mut [f64]) {
        self.grid.take(chunk);
        let full_scale = self.grid.full_scale();
        let is_plain = match full_scale {
            Some(full_scale) => chunk.iter().fold(true, |plain, x| plain & is_within(*x, full_scale)),
            None => {
                chunk.iter().fold(true, |plain, x| plain & is_within(*x, f64::MAX)) && !self.repeats(chunk)
            }
        };
        if is_plain && chunk.len() == CHUNK {
            self.end();
            self.frame += CHUNK as u64;
            // One or two equal samples at the end may continue in the next chunk.
            self.previous = chunk[CHUNK - 1];
            self.equal = if chunk[CHUNK - 2] == self.previous { 2 } else { 1 };
        } else {
            chunk.iter_mut().for_each(|sample| *sample = self.take_one(*sample));
        }
    }

    /// Whether there is a run of equal samples that may be a flat crest.
    fn repeats(&self, chunk: &[f64]) -> bool {
        let goes_on = self.equal > 0 && chunk[0] == self.previous;
        let pairs = chunk.iter().zip(&chunk[1..]).zip(&chunk[2.min(chunk.len())..]);
        goes_on || pairs.fold(false, |repeats, ((a, b), c)| repeats | ((a == b) & (b == c)))
    }

    /// Processes a sample; returns it, or zero if it is NaN or infinite.
    fn take_one(&mut self, sample: f64) -> f64 {
        let is_wrong = is_no_number(sample);
        if !is_wrong {
            self.end_not_finite();
        }
        if sample != 0.0 {
            self.end_zeros();
        }
        if is_wrong || sample != self.previous || sample == 0.0 {
            self.end_equal();
        }
        self.not_finite += u64::from(is_wrong);
        self.zeros += u64::from(sample == 0.0);
        self.equal += u64::from(!is_wrong && sample != 0.0);
        self.previous = sample;
        self.frame += 1;
        if is_wrong { 0.0 } else { sample }
    }

    /// Ends all runs, as at the stream's end.
    pub(super) fn end(&mut self) {
        self.end_not_finite();
        self.end_equal();
        self.end_zeros();
    }

    /// Runs that ended since the last call.
    pub(super) fn take_ended(&mut self) -> Ended {
        std::mem::take(&mut self.ended)
    }

    /// First frame of the current run of zeros, as long as it may be a dropout.
    pub(super) fn open_zero_row(&self) -> Option<u64> {
        (1..=LONGEST_ZEROS).contains(&self.zeros).then(|| self.frame - self.zeros)
    }

    fn end_not_finite(&mut self) {
        let frames = std::mem::take(&mut self.not_finite);
        if frames > 0 {
            self.ended.not_finite.push(Span { frame: self.frame - frames, frames });
        }
    }

    fn end_equal(&mut self) {
        let frames = std::mem::take(&mut self.equal);
        let is_high = self.grid.full_scale().is_none_or(|full_scale| self.previous.abs() >= full_scale);
        if frames >= FLAT_FRAMES && is_high {
            self.ended.flat.push(Span { frame: self.frame - frames, frames });
        }
    }

    /// Zeros at the start are a pause.
    fn end_zeros(&mut self) {
        let frames = std::mem::take(&mut self.zeros);
        let first = self.frame - frames;
        if (ZERO_FRAMES..=LONGEST_ZEROS).contains(&frames) && first > self.first_frame {
            self.ended.zeros.push(Span { frame: first, frames });
        }
    }
}

/// Whether a sample is finite, not zero and below a level.
fn is_within(sample: f64, level: f64) -> bool {
    let size = sample.abs();
    size < level && size > 0.0 && !is_no_number(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(samples: &[f64]) -> Ended {
        let mut runs = Runs::from_frame(0);
        let mut samples = samples.to_vec();
        samples.chunks_mut(CHUNK).for_each(|chunk| runs.take(chunk));
        assert!(samples.iter().all(|x| x.is_finite()));
        runs.end();
        runs.take_ended()
    }

    fn spans(spans: &[Span]) -> Vec<(u64, u64)> {
        spans.iter().map(|span| (span.frame, span.frames)).collect()
    }

    #[test]
    fn samples_that_are_no_numbers_are_rows_of_their_own() {
        let ended = ended(&[0.1, f64::NAN, f64::INFINITY, f64::INFINITY, f64::INFINITY, 0.2]);
        assert_eq!(spans(&ended.not_finite), [(1, 4)]);
        assert!(ended.flat.is_empty() && ended.zeros.is_empty());
    }

    #[test]
    fn integers_are_flat_at_full_scale_alone_and_floats_anywhere() {
        let top = 1.0 - 1.0 / 32_768.0;
        let step = 1.0 / 32_768.0;
        assert_eq!(spans(&ended(&[0.5 + step, top, top, top, 0.25, 0.25, 0.25]).flat), [(1, 3)]);
        assert_eq!(spans(&ended(&[0.1, 0.3, 0.3, 0.3, 0.3, -0.2, -0.2, -0.2, 0.1]).flat), [(1, 4), (5, 3)]);
        assert_eq!(spans(&ended(&[1.0, 1.2, 1.1, -1.0, -1.3]).flat), []);
    }

    #[test]
    fn rows_across_chunks_are_whole() {
        let mut samples: Vec<f64> = (0..256).map(|n| 0.1 + 0.003 * f64::from(n)).collect();
        samples[62..67].fill(0.7);
        samples[126..129].fill(0.8);
        samples[190..192].fill(0.9);
        assert_eq!(spans(&ended(&samples).flat), [(62, 5), (126, 3)]);
    }

    #[test]
    fn rows_of_zeros_after_sound_are_noted() {
        let rows = |samples: &[f64]| spans(&ended(samples).zeros);
        assert_eq!(rows(&[0.1, 0.0, 0.0, 0.0, 0.3, 0.2]), [(1, 3)]);
        assert_eq!(rows(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.3]), []);
        assert_eq!(rows(&[0.1, 0.0, 0.0, 0.3]), []);
    }
}
