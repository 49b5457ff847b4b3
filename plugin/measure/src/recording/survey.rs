//! The first pass: what breaks a recording, and where it is quiet.

use std::ops::Range;

use super::Recording;
use super::stretch::Breaks;
use crate::tally::is_no_number;
use crate::{GlitchScan, Report};

/// Blocks in which levels are looked at: short, but a period of 24 Hz long.
const BLOCKS_PER_S: f64 = 24.0;
/// Blocks this far below the loud ones are pauses.
const PAUSE: f64 = 1e-2;

/// What the first pass found.
pub(super) struct Survey {
    frames: u64,
    block_frames: u64,
    /// Mean square of each block, of the louder channel, means removed.
    powers: Vec<f32>,
    breaks: Breaks,
    scan: GlitchScan,
}

impl Survey {
    /// Reads the whole recording. Stretches shorter than `shortest_frames` are not worth measuring.
    pub(super) fn of<R: Recording>(
        recording: &mut R,
        shortest_frames: u64,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Survey, R::Error> {
        let expected = recording.expected_frames().filter(|frames| *frames > 0);
        let block_frames = (recording.sample_rate_hz() / BLOCKS_PER_S).max(1.0) as u64;
        let mut survey = Survey {
            frames: 0,
            block_frames,
            powers: Vec::new(),
            breaks: Breaks::new(shortest_frames),
            scan: GlitchScan::new(recording.sample_rate_hz(), recording.channels(), 0),
        };
        recording.rewind()?;
        let mut block = vec![Vec::new(); recording.channels()];
        let mut sums = Sums::new(recording.channels());
        loop {
            recording.read(&mut block)?;
            if block.iter().all(Vec::is_empty) {
                survey.scan.finish();
                survey.note_breaks();
                return Ok(survey);
            }
            survey.take(&block, &mut sums);
            if let Some(expected) = expected {
                progress(0.5 * (survey.frames as f64 / expected as f64).min(1.0));
            }
        }
    }

    fn take(&mut self, block: &[Vec<f64>], sums: &mut Sums) {
        let frames = block[0].len();
        let mut from = 0;
        while from < frames {
            let room = (self.block_frames - sums.frames) as usize;
            let to = frames.min(from + room);
            sums.add(block, from..to);
            from = to;
            if sums.frames == self.block_frames {
                self.powers.push(sums.take());
            }
        }
        self.frames += frames as u64;
        let samples: Vec<&[f64]> = block.iter().map(Vec::as_slice).collect();
        self.scan.take(&samples);
        self.note_breaks();
    }

    fn note_breaks(&mut self) {
        for (first, after) in self.scan.take_breaks() {
            self.breaks.add(first, after);
        }
    }

    /// Stretches to be measured: the longest sound between pauses, and everything between breaks.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Range<u64>> {
        let whole = 0..self.frames;
        let sound = self.longest_sound().map(|sound| self.breaks.longest_clean(&sound));
        let whole = self.breaks.longest_clean(&whole);
        let is_other = sound.as_ref() != Some(&whole);
        sound.into_iter().chain(is_other.then_some(whole))
    }

    /// The longest row of loud blocks where there are quiet ones too, without the blocks at its ends.
    fn longest_sound(&self) -> Option<Range<u64>> {
        let mut sorted: Vec<f32> = self.powers.clone();
        sorted.sort_by(f32::total_cmp);
        let loud = *sorted.get(sorted.len() * 9 / 10)? * PAUSE as f32;
        let quiet = (0..self.powers.len()).filter(|&block| self.powers[block] < loud);
        let last = self.powers.len() as u64;
        let mut pauses = Breaks::new(1);
        quiet.for_each(|block| pauses.add(block as u64, block as u64 + 1));
        let row = pauses.longest_clean(&(0..last));
        if row == (0..last) {
            return None;
        }
        let start = if row.start == 0 { 0 } else { (row.start + 1) * self.block_frames };
        let end = if row.end == last { self.frames } else { row.end.saturating_sub(1) * self.block_frames };
        (start < end).then_some(start..end)
    }

    /// Adds what was found to a report.
    pub(super) fn complete(&self, report: &mut Report) {
        report.source.frames = self.frames;
        self.scan.complete(report);
    }
}

/// Sums of one block of all channels.
struct Sums {
    frames: u64,
    /// Sum and sum of squares per channel.
    channels: Vec<[f64; 2]>,
}

impl Sums {
    fn new(channels: usize) -> Sums {
        Sums { frames: 0, channels: vec![[0.0; 2]; channels] }
    }

    fn add(&mut self, block: &[Vec<f64>], frames: Range<usize>) {
        /// Sums side by side, which a processor adds at once.
        const LANES: usize = 8;
        for ([sum, squares], samples) in self.channels.iter_mut().zip(block) {
            let (mut sums, mut powers) = ([0.0; LANES], [0.0; LANES]);
            for chunk in samples[frames.clone()].chunks(LANES) {
                for ((sum, power), &x) in sums.iter_mut().zip(&mut powers).zip(chunk) {
                    let x = if is_no_number(x) { 0.0 } else { x };
                    *sum += x;
                    *power += x * x;
                }
            }
            *sum += sums.iter().sum::<f64>();
            *squares += powers.iter().sum::<f64>();
        }
        self.frames += frames.len() as u64;
    }

    /// The louder channel's power, and the start of the next block.
    fn take(&mut self) -> f32 {
        let count = self.frames as f64;
        let power = |[sum, squares]: &[f64; 2]| squares / count - (sum / count).powi(2);
        let loudest = self.channels.iter().map(power).fold(0.0, f64::max);
        *self = Sums::new(self.channels.len());
        loudest as f32
    }
}
