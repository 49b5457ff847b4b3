//! The first pass: discontinuities and quiet parts of a recording.

use std::ops::Range;

use super::input::Recording;
use super::plateaus;
use super::stretch::Breaks;
use super::surroundings::Surroundings;
use crate::bench::detector::{Detector, Mark};
use crate::figures::discontinuity::Glitches;
use crate::glitch::GlitchScan;
use crate::spectra::level_drift::LevelDrift;
use crate::spectra::tally::is_no_number;
use crate::terms::units::amplitude_to_db;

/// Blocks over which levels are measured: short, but as long as a period of 24 Hz.
const BLOCKS_PER_S: f64 = 24.0;
/// Power of a pause relative to the loud blocks, at most.
const PAUSE: f64 = 1e-2;

/// Most stretches of one recording that are examined.
const MOST_STRETCHES: usize = 64;

/// Result of the first pass.
pub(super) struct Survey {
    frames: u64,
    block_frames: u64,
    /// Mean square of each block of every channel, means removed.
    powers: Vec<Vec<f32>>,
    /// Mean square of the differences between samples over that of the samples: it depends on the frequency.
    colours: Vec<Vec<f32>>,
    /// `max|x|` of the whole recording.
    peak: f64,
    breaks: Breaks,
    scan: GlitchScan,
    detector: Option<Detector>,
    marks: Vec<Mark>,
}

impl Survey {
    /// Reads the whole recording. Stretches shorter than `shortest_frames` are not measured.
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
            powers: vec![Vec::new(); recording.channels()],
            colours: vec![Vec::new(); recording.channels()],
            peak: 0.0,
            breaks: Breaks::new(shortest_frames),
            scan: GlitchScan::new(recording.sample_rate_hz(), recording.channels(), 0),
            detector: (recording.channels() == 2)
                .then(|| Detector::new(recording.sample_rate_hz()))
                .flatten(),
            marks: Vec::new(),
        };
        recording.rewind()?;
        let mut block = vec![Vec::new(); recording.channels()];
        let mut sums = Sums::new(recording.channels());
        loop {
            recording.read(&mut block)?;
            if block.iter().all(Vec::is_empty) {
                survey.scan.finish();
                if let Some(mut detector) = survey.detector.take() {
                    detector.finish();
                    survey.marks = detector.marks().to_vec();
                }
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
                for (channel, [power, colour]) in sums.take().into_iter().enumerate() {
                    self.powers[channel].push(power);
                    self.colours[channel].push(colour);
                }
            }
        }
        self.frames += frames as u64;
        let finite = block.iter().flatten().filter(|x| !is_no_number(**x));
        self.peak = finite.fold(self.peak, |peak, x| peak.max(x.abs()));
        let samples: Vec<&[f64]> = block.iter().map(Vec::as_slice).collect();
        self.scan.take_even(&samples);
        if let Some(detector) = &mut self.detector {
            detector.take([&block[0], &block[1]]);
        }
        self.note_breaks();
    }

    fn note_breaks(&mut self) {
        for (first, after) in self.scan.take_breaks() {
            self.breaks.add(first, after);
        }
    }

    /// Stretches to measure: the longest sound between pauses, and everything between breaks.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Range<u64>> {
        let whole = self.extent();
        let sound = self.longest_sound().map(|sound| self.breaks.longest_clean(&sound));
        let whole = self.breaks.longest_clean(&whole);
        let is_other = sound.as_ref() != Some(&whole);
        sound.into_iter().chain(is_other.then_some(whole))
    }

    /// From the first sound to the last one.
    fn extent(&self) -> Range<u64> {
        let rows = self.rows(true);
        match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => self.inner(&(first.start..last.end)),
            _ => 0..self.frames,
        }
    }

    /// Drift of each channel's level over a stretch.
    pub(super) fn level_drifts(&self, stretch: &Range<u64>) -> Vec<LevelDrift> {
        let first = stretch.start.div_ceil(self.block_frames);
        let last = (stretch.end / self.block_frames).min(self.blocks() as u64).max(first);
        let frames = (last - first) * self.block_frames;
        let blocks = first as usize..last as usize;
        let drift = |powers: &Vec<f32>| {
            let inside = powers.get(blocks.clone()).unwrap_or_default();
            LevelDrift::of(inside, first * self.block_frames, frames)
        };
        self.powers.iter().map(drift).collect()
    }

    /// The longest run of loud blocks, if there are quiet ones too, without the blocks at its ends.
    fn longest_sound(&self) -> Option<Range<u64>> {
        let rows = self.rows(true);
        let longest = rows.into_iter().rev().max_by_key(Range::len)?;
        if longest == (0..self.blocks()) {
            return None;
        }
        let inner = self.inner(&longest);
        (inner.start < inner.end).then_some(inner)
    }

    /// Runs of loud blocks, or of quiet ones, which are below [`PAUSE`] relative to the loud ones.
    fn rows(&self, loud: bool) -> Vec<Range<usize>> {
        let louder = |block: usize| self.powers.iter().map(|powers| powers[block]).fold(0.0, f32::max);
        let loudness: Vec<f32> = (0..self.blocks()).map(louder).collect();
        let mut sorted = loudness.clone();
        sorted.sort_by(f32::total_cmp);
        let Some(most) = sorted.get(sorted.len() * 9 / 10) else { return Vec::new() };
        let least = most * PAUSE as f32;
        let is_loud: Vec<bool> = loudness.iter().map(|power| *power >= least).collect();
        plateaus::runs(&is_loud, loud)
    }

    /// From the last break before a stretch, or the start, to the first one after it, or the end.
    pub(super) fn unbroken_around(&self, stretch: &Range<u64>) -> Range<u64> {
        let mut parts = self.breaks.clean(&(0..self.frames)).into_iter();
        parts.find(|part| part.contains(&stretch.start)).unwrap_or(stretch.clone())
    }

    /// Every block's frames, where the last one includes the recording's remainder, and whether it is quiet.
    pub(super) fn quiet_blocks(&self) -> impl Iterator<Item = (Range<u64>, bool)> {
        let mut is_quiet = vec![false; self.blocks()];
        self.rows(false).into_iter().for_each(|row| is_quiet[row].fill(true));
        let last = self.blocks().saturating_sub(1);
        let frames = move |block: usize| {
            let end = if block == last { self.frames } else { (block as u64 + 1) * self.block_frames };
            block as u64 * self.block_frames..end
        };
        is_quiet.into_iter().enumerate().map(move |(block, is_quiet)| (frames(block), is_quiet))
    }

    fn blocks(&self) -> usize {
        self.powers.first().map_or(0, Vec::len)
    }

    /// The frames of a run without its first and last block, unless these are at the recording's ends.
    fn inner(&self, row: &Range<usize>) -> Range<u64> {
        let start = if row.start == 0 { 0 } else { (row.start as u64 + 1) * self.block_frames };
        let is_last = row.end == self.blocks();
        let end = if is_last { self.frames } else { (row.end as u64).saturating_sub(1) * self.block_frames };
        start..end.max(start)
    }

    /// Stretches of constant level without breaks, the [`MOST_STRETCHES`] longest, in order.
    pub(super) fn still_stretches(&self, shortest_frames: u64) -> Vec<Range<u64>> {
        let inner = |row: Range<usize>| {
            // Sound starts and ends somewhere inside a run's first and last block.
            let start = row.start + usize::from(row.start > 0);
            start..(row.end - usize::from(row.end < self.blocks())).max(start)
        };
        let rows = self.rows(true).into_iter().map(inner);
        let plateaus = rows.flat_map(|row| plateaus::plateaus(&self.powers, &self.colours, row));
        let frames = plateaus.map(|plateau| {
            let is_last = plateau.end == self.blocks();
            let end = if is_last { self.frames } else { plateau.end as u64 * self.block_frames };
            plateau.start as u64 * self.block_frames..end
        });
        let clean = frames.flat_map(|frames| self.breaks.clean(&frames));
        self.longest(clean, shortest_frames)
    }

    /// Sounds between pauses and breaks, in the same way.
    pub(super) fn sounds(&self, shortest_frames: u64) -> Vec<Range<u64>> {
        let frames = self.rows(true).into_iter().map(|row| self.inner(&row));
        let clean = frames.flat_map(|frames| self.breaks.clean(&frames));
        self.longest(clean, shortest_frames)
    }

    /// Pauses long enough to be measured, in the same way.
    pub(super) fn pauses(&self, shortest_frames: u64) -> Vec<Range<u64>> {
        let frames = self.rows(false).into_iter().map(|row| self.inner(&row));
        let clean = frames.flat_map(|frames| self.breaks.clean(&frames));
        self.longest(clean, shortest_frames)
    }

    fn longest(&self, stretches: impl Iterator<Item = Range<u64>>, shortest_frames: u64) -> Vec<Range<u64>> {
        let length = |stretch: &Range<u64>| stretch.end - stretch.start;
        let mut long: Vec<Range<u64>> = stretches.filter(|range| length(range) >= shortest_frames).collect();
        long.sort_by_key(|stretch| std::cmp::Reverse(length(stretch)));
        long.truncate(MOST_STRETCHES);
        long.sort_by_key(|stretch| stretch.start);
        long
    }

    /// Number of loud frames.
    pub(super) fn loud_frames(&self) -> u64 {
        self.rows(true).iter().map(|row| self.inner(row)).map(|frames| frames.end - frames.start).sum()
    }

    /// What is known of the recording besides its samples.
    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        let (frames, glitches) = (self.frames, self.glitches());
        Surroundings { end_frame: frames, frames, breaks: &self.breaks, glitches }
    }

    /// Markers of the bench track.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Number of frames.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Largest absolute sample as `20·lg max|x|`; `None` for digital silence.
    pub(super) fn peak_dbfs(&self) -> Option<f64> {
        (self.peak > 0.0).then(|| amplitude_to_db(self.peak))
    }

    /// The discontinuities, channel by channel.
    pub(super) fn glitches(&self) -> Vec<Glitches> {
        self.scan.found()
    }
}

/// A chunk of finite samples; the last one is incomplete.
fn chunk_of(samples: &[f64]) -> [f64; LANES] {
    let mut chunk = [0.0; LANES];
    for (to, &from) in chunk.iter_mut().zip(samples) {
        *to = if is_no_number(from) { 0.0 } else { from };
    }
    chunk
}

/// Parallel sums for vector instructions.
const LANES: usize = 8;

/// Sums over one block of all channels.
struct Sums {
    frames: u64,
    channels: Vec<ChannelSums>,
}

/// The sums of one channel.
#[derive(Clone, Copy, Default)]
struct ChannelSums {
    sum: f64,
    squares: f64,
    /// Squares of the differences between samples.
    steps: f64,
    /// The newest sample; `None` before the first, whose difference from silence does not count.
    last: Option<f64>,
}

impl Sums {
    fn new(channels: usize) -> Sums {
        Sums { frames: 0, channels: vec![ChannelSums::default(); channels] }
    }

    fn add(&mut self, block: &[Vec<f64>], frames: Range<usize>) {
        for (channel, samples) in self.channels.iter_mut().zip(block) {
            let (mut sums, mut powers) = ([0.0; LANES], [0.0; LANES]);
            let mut steps = [0.0; LANES];
            let mut before = [0.0; LANES];
            for chunk in samples[frames.clone()].chunks(LANES) {
                let finite = chunk_of(chunk);
                before[0] = channel.last.unwrap_or(finite[0]);
                before[1..].copy_from_slice(&finite[..LANES - 1]);
                for lane in 0..chunk.len() {
                    let step = finite[lane] - before[lane];
                    sums[lane] += finite[lane];
                    powers[lane] += finite[lane] * finite[lane];
                    steps[lane] += step * step;
                }
                channel.last = Some(finite[chunk.len() - 1]);
            }
            channel.sum += sums.iter().sum::<f64>();
            channel.squares += powers.iter().sum::<f64>();
            channel.steps += steps.iter().sum::<f64>();
        }
        self.frames += frames.len() as u64;
    }

    /// Every channel's power and colour, and the start of the next block.
    fn take(&mut self) -> Vec<[f32; 2]> {
        let count = self.frames as f64;
        let read = |sums: &mut ChannelSums| {
            let power = (sums.squares / count - (sums.sum / count).powi(2)).max(0.0);
            let colour = if power > 0.0 { sums.steps / count / power } else { 1.0 };
            *sums = ChannelSums { last: sums.last, ..ChannelSums::default() };
            [power as f32, colour as f32]
        };
        self.frames = 0;
        self.channels.iter_mut().map(read).collect()
    }
}
