//! Runs of samples that are no numbers, stand at full scale, or are exactly zero.

use super::Kind;
use crate::tally::is_no_number;

/// First frame and number of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) frame: u64,
    pub(crate) frames: u64,
}

/// Samples in a row at full scale that count as clipping: a converter's own top code may be touched once or twice.
const CLIPPED_FRAMES: u64 = 3;
/// Full scale as integers of 16 bits reach it.
const FULL_SCALE: f64 = 1.0 - 1.0 / 32_768.0;
/// Zeros in a row that may be a dropout.
const ZERO_FRAMES: u64 = 4;
/// Longer rows of zeros are pauses.
const LONGEST_ZEROS: u64 = 1 << 18;

/// The runs of one channel.
#[derive(Default)]
pub(super) struct Runs {
    first_frame: u64,
    frame: u64,
    previous: f64,
    not_finite: u64,
    full_scale: u64,
    zeros: u64,
    ended: Vec<(Span, Kind)>,
    zero_rows: Vec<Span>,
}

impl Runs {
    /// Of a channel whose first frame has this number.
    pub(super) fn from_frame(first_frame: u64) -> Runs {
        Runs { first_frame, frame: first_frame, ..Runs::default() }
    }

    /// Takes samples; appends them to `kept`, zeros in place of those that are no numbers.
    pub(super) fn take<S: Copy + Into<f64>>(&mut self, samples: &[S], kept: &mut Vec<f64>) {
        const BLOCK: usize = 64;
        for block in samples.chunks(BLOCK) {
            let start = kept.len();
            kept.extend(block.iter().map(|sample| (*sample).into()));
            let block = &mut kept[start..];
            // Most samples are none of it and belong to no run.
            if block.iter().fold(true, |even, sample| even & is_even(*sample)) {
                self.end();
                self.frame += block.len() as u64;
            } else {
                block.iter_mut().for_each(|sample| *sample = self.take_one(*sample));
            }
        }
    }

    /// Takes a sample; gives it back, or zero where it is no number.
    fn take_one(&mut self, sample: f64) -> f64 {
        if is_even(sample) {
            self.end();
            self.frame += 1;
            return sample;
        }
        self.take_odd(sample)
    }

    fn take_odd(&mut self, sample: f64) -> f64 {
        let is_wrong = is_no_number(sample);
        let is_full = !is_wrong && sample.abs() >= FULL_SCALE;
        let stands = sample == self.previous || (sample.abs() >= 1.0 && sample * self.previous > 0.0);
        if !is_wrong {
            self.end_not_finite();
        }
        if !is_full || (self.full_scale > 0 && !stands) {
            self.end_full_scale();
        }
        if sample != 0.0 {
            self.end_zeros();
        }
        self.not_finite += u64::from(is_wrong);
        self.full_scale += u64::from(is_full);
        self.zeros += u64::from(sample == 0.0);
        self.previous = sample;
        self.frame += 1;
        if is_wrong { 0.0 } else { sample }
    }

    /// Ends all runs, as the stream's end does.
    pub(super) fn end(&mut self) {
        if self.not_finite + self.full_scale + self.zeros == 0 {
            return;
        }
        self.end_not_finite();
        self.end_full_scale();
        self.end_zeros();
    }

    /// Runs that ended since the last call.
    pub(super) fn take_ended(&mut self) -> Vec<(Span, Kind)> {
        std::mem::take(&mut self.ended)
    }

    /// Rows of zeros that ended since the last call.
    pub(super) fn take_zero_rows(&mut self) -> Vec<Span> {
        std::mem::take(&mut self.zero_rows)
    }

    /// First frame of a row of zeros that goes on, as long as it may be a dropout.
    pub(super) fn open_zero_row(&self) -> Option<u64> {
        (1..=LONGEST_ZEROS).contains(&self.zeros).then(|| self.frame - self.zeros)
    }

    fn end_not_finite(&mut self) {
        let frames = std::mem::take(&mut self.not_finite);
        if frames > 0 {
            self.ended.push((Span { frame: self.frame - frames, frames }, Kind::NotFinite));
        }
    }

    fn end_full_scale(&mut self) {
        let frames = std::mem::take(&mut self.full_scale);
        if frames >= CLIPPED_FRAMES {
            self.ended.push((Span { frame: self.frame - frames, frames }, Kind::Clipped));
        }
    }

    /// Zeros at the start are a pause before the sound.
    fn end_zeros(&mut self) {
        let frames = std::mem::take(&mut self.zeros);
        let first = self.frame - frames;
        if (ZERO_FRAMES..=LONGEST_ZEROS).contains(&frames) && first > self.first_frame {
            self.zero_rows.push(Span { frame: first, frames });
        }
    }
}

/// Whether a sample is no part of any run.
fn is_even(sample: f64) -> bool {
    let size = sample.abs();
    size < FULL_SCALE && size > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(samples: &[f64]) -> Runs {
        let mut runs = Runs::default();
        let mut kept = Vec::new();
        runs.take(samples, &mut kept);
        assert!(kept.len() == samples.len() && kept.iter().all(|x| x.is_finite()));
        runs.end();
        runs
    }

    fn ended(samples: &[f64]) -> Vec<(u64, u64, Kind)> {
        runs(samples).take_ended().iter().map(|(span, kind)| (span.frame, span.frames, *kind)).collect()
    }

    #[test]
    fn runs_are_told_apart_and_located() {
        let top = 1.0 - 1.0 / 32_768.0;
        assert_eq!(ended(&[0.1, f64::NAN, f64::INFINITY, 0.2]), [(1, 2, Kind::NotFinite)]);
        assert_eq!(ended(&[0.1, top, top, top, 0.2, top, top]), [(1, 3, Kind::Clipped)]);
        assert_eq!(ended(&[1.0, 1.2, 1.1, -1.0, -1.3]), [(0, 3, Kind::Clipped)]);
        assert_eq!(ended(&[-1.0, -1.0, -1.0, 1.0, 1.0, 1.0]), [(0, 3, Kind::Clipped), (3, 3, Kind::Clipped)]);
        assert_eq!(ended(&[0.1, 0.0, 0.0, 0.0, 0.0, 0.3]), []);
    }

    #[test]
    fn rows_of_zeros_after_sound_are_noted() {
        let rows = |samples: &[f64]| runs(samples).take_zero_rows();
        assert_eq!(rows(&[0.1, 0.0, 0.0, 0.0, 0.0, 0.3, 0.2]), [Span { frame: 1, frames: 4 }]);
        assert_eq!(rows(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.3]), []);
        assert_eq!(rows(&[0.1, 0.0, 0.0, 0.0, 0.3]), []);
    }
}
