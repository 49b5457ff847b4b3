//! Detection of sweeps: the strongest frequency over time.

use realfft::num_complex::Complex;

use super::gate::Line;
use super::sources::Pass;
use super::spectra::FADE_BLOCKS;
use crate::spectra::tally::is_no_number;
use crate::spectra::transform::Forward;
use crate::stimulus::NOT_DRIVEN_DB;
use crate::terms::settings::WindowKind;
use crate::terms::units::db_to_power;
use glide::Glide;

mod glide;

/// Blocks last about 1/24 s: some bins per octave at 200 Hz, some blocks per octave in a sweep of a second.
const BLOCKS_PER_S: f64 = 24.0;
/// Bins affected by DC under Hann's window.
const DC_BINS: usize = 2;
/// A block is tonal when this share of its power lies near its strongest line.
const TONAL: f64 = 0.8;
/// Range near a line: this part of its frequency on either side, plus some bins.
const NEAR: f64 = 0.25;
const NEAR_BINS: f64 = 3.0;
/// Lowest line whose frequency is accurate enough, in bins.
const LOWEST_BINS: f64 = 6.0;
/// Below this multiple of the lowest line the start of a sweep may be missed.
const BLIND_BELOW: f64 = 1.5;
/// Two lines are at the same frequency within this, as a logarithm.
const SAME_FREQUENCY: f64 = 0.2;
/// Lowest frequency at which sweeps may start or end.
const LOWEST_HZ: f64 = 5.0;
/// Margin kept before and after a sweep.
const MARGIN_S: f64 = 0.5;

/// Result for one block of one channel.
#[derive(Clone, Copy)]
struct Block {
    power: f64,
    /// Log of the strongest line's frequency in bins, if the block is tonal.
    log_bins: Option<f64>,
}

/// Tracks the strongest frequency of every channel, block by block.
pub(crate) struct Tracker {
    sample_rate_hz: f64,
    forward: Forward<f64>,
    window: Vec<f64>,
    /// Frames of the current block.
    held: Vec<Vec<f64>>,
    tracks: Vec<Vec<Block>>,
    frames: u64,
}

impl Tracker {
    /// At the start of a recording.
    pub(crate) fn new(sample_rate_hz: f64, channels: usize) -> Tracker {
        let block_frames =
            ((sample_rate_hz / BLOCKS_PER_S).clamp(64.0, 65_536.0) as usize).next_power_of_two();
        Tracker {
            sample_rate_hz,
            forward: Forward::new(block_frames),
            window: WindowKind::Hann.samples(block_frames),
            held: vec![Vec::with_capacity(block_frames); channels],
            tracks: vec![Vec::new(); channels],
            frames: 0,
        }
    }

    /// Processes the next frames, the same number on every channel. NaN or infinite samples count as zero.
    pub(crate) fn take<S: Copy + Into<f64>>(&mut self, block: &[impl AsRef<[S]>]) {
        let block_frames = self.window.len();
        let number = |sample: &S| Some((*sample).into()).filter(|x| !is_no_number(*x)).unwrap_or(0.0);
        for (channel, samples) in block.iter().enumerate() {
            let mut rest = samples.as_ref();
            while !rest.is_empty() {
                let room = block_frames - self.held[channel].len();
                let (now, later) = rest.split_at(room.min(rest.len()));
                self.held[channel].extend(now.iter().map(number));
                rest = later;
                if self.held[channel].len() == block_frames {
                    let seen = self.seen(channel);
                    self.tracks[channel].push(seen);
                    self.held[channel].clear();
                }
            }
        }
        self.frames += block.first().map_or(0, |samples| samples.as_ref().len()) as u64;
    }

    /// Frames of a block.
    pub(super) fn block_frames(&self) -> usize {
        self.window.len()
    }

    /// Frames since the first one not dropped.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Drops the oldest blocks: frames then count from the first one after them.
    pub(super) fn forget(&mut self, blocks: usize) {
        self.tracks.iter_mut().for_each(|track| drop(track.drain(..blocks)));
        self.frames -= (blocks * self.window.len()) as u64;
    }

    fn seen(&mut self, channel: usize) -> Block {
        let samples = self.held[channel].iter().zip(&self.window);
        Block::of(self.forward.of(samples.map(|(sample, weight)| sample * weight)))
    }

    /// The sweeps of all channels in order of time.
    pub(super) fn passes(&self) -> Vec<Pass> {
        let block_frames = self.window.len();
        let glides = driven(&self.tracks);
        let bin_hz = self.sample_rate_hz / block_frames as f64;
        let layout = Layout { block_frames, bin_hz, tracks: &self.tracks };
        let pass = |index: usize| {
            let (glide, driven) = &glides[index];
            let before = index.checked_sub(1).map(|before| &glides[before].0);
            let after = glides.get(index + 1).map(|(after, _)| after);
            layout.pass(glide, [before, after], driven.clone(), self.frames as usize)
        };
        (0..glides.len()).map(pass).collect()
    }
}

/// The glides with the channels that they drive.
fn driven(tracks: &[Vec<Block>]) -> Vec<(Glide, Vec<usize>)> {
    let mut found: Vec<(Glide, Vec<usize>)> = Vec::new();
    for (channel, blocks) in tracks.iter().enumerate() {
        let log_bins: Vec<Option<f64>> = blocks.iter().map(|block| block.log_bins).collect();
        for glide in glide::find(&log_bins).into_iter().filter(|glide| drives(glide, channel, tracks)) {
            match found.iter_mut().find(|(known, _)| known.is_at_once_with(&glide)) {
                Some((_, channels)) => channels.push(channel),
                None => found.push((glide, vec![channel])),
            }
        }
    }
    found.sort_by_key(|(glide, _)| glide.first);
    found
}

/// Whether no other channel is 10 dB louder at the same frequency and time; channels with a sweep of their own do not
/// count.
fn drives(glide: &Glide, channel: usize, tracks: &[Vec<Block>]) -> bool {
    tracks.iter().all(|other| {
        let blocks = (glide.first..glide.end).zip(&tracks[channel][glide.first..]).zip(&other[glide.first..]);
        let shared = blocks.filter(|((block, _), other)| {
            other.log_bins.is_some_and(|y| (y - glide.at(*block as f64)).abs() < SAME_FREQUENCY)
        });
        let (own, other) = shared
            .fold((0.0, 0.0), |(own, others), ((_, block), other)| (own + block.power, others + other.power));
        other <= own * db_to_power(NOT_DRIVEN_DB)
    })
}

/// Block positions in time and frequency.
struct Layout<'a> {
    block_frames: usize,
    bin_hz: f64,
    tracks: &'a [Vec<Block>],
}

impl Layout<'_> {
    /// A sweep between its neighbours. Its stretch excludes them unless they overlap.
    fn pass(
        &self,
        glide: &Glide,
        [before, after]: [Option<&Glide>; 2],
        driven: Vec<usize>,
        recorded_frames: usize,
    ) -> Pass {
        // Faded frames must not be the sweep's own.
        let earliest = before.map_or(0, |before| before.end.min(glide.first).saturating_sub(FADE_BLOCKS));
        let latest =
            after.map_or(usize::MAX, |after| self.quietest(glide, after).saturating_add(1 + FADE_BLOCKS));
        let blocks = self.start(glide).max(earliest)..self.end(glide).min(latest);
        let frames = blocks.start * self.block_frames..(blocks.end * self.block_frames).min(recorded_frames);
        let line = self.line(glide, frames.start as f64);
        let inside =
            [0.0, recorded_frames as f64].map(|frame| line.frequency_at(frame - frames.start as f64));
        let seen = self.seen(glide);
        let covered = [seen[0].max(inside[0].min(inside[1])), seen[1].min(inside[0].max(inside[1]))];
        Pass { driven, frames, line, covered }
    }

    /// Frequency over time from a frame on. A block's frequency is that at its middle.
    fn line(&self, glide: &Glide, start_frame: f64) -> Line {
        let block_frames = self.block_frames as f64;
        let growth_frames = block_frames / glide.slope;
        let first_frame = (glide.first as f64 + 0.5) * block_frames - start_frame;
        let log_first = glide.log_bins - block_frames.ln();
        Line {
            log_start: log_first - first_frame / growth_frames,
            growth_frames,
            uncertain_frames: block_frames,
        }
    }

    /// Lowest and highest frequency tracked, extended by a block, in cycles per frame. Frequencies too low to track may
    /// be present.
    fn seen(&self, glide: &Glide) -> [f64; 2] {
        let ends = [-1.0, (glide.end - glide.first) as f64].map(|block| glide.log_bins + block * glide.slope);
        let [low, high] = [ends[0].min(ends[1]).exp(), ends[0].max(ends[1]).exp()];
        let block_frames = self.block_frames as f64;
        [if low < BLIND_BELOW * LOWEST_BINS { 0.0 } else { low / block_frames }, high / block_frames]
    }

    /// First block of a sweep's stretch: where it may have passed the lowest frequency, or the highest for a falling
    /// one.
    fn start(&self, glide: &Glide) -> usize {
        let before = if glide.slope > 0.0 { self.blocks_below(glide.log_bins, glide) } else { 0.0 };
        glide.first.saturating_sub((before + self.margin_blocks()).ceil() as usize)
    }

    /// The first block after a sweep's stretch.
    fn end(&self, glide: &Glide) -> usize {
        let log_last = glide.log_bins + (glide.end - glide.first) as f64 * glide.slope;
        let after = if glide.slope < 0.0 { self.blocks_below(log_last, glide) } else { 0.0 };
        glide.end + 1 + (after + self.margin_blocks()).ceil() as usize
    }

    /// The quietest block between two sweeps, if there is one.
    fn quietest(&self, before: &Glide, after: &Glide) -> usize {
        let power = |block: usize| -> f64 { self.tracks.iter().map(|blocks| blocks[block].power).sum() };
        let quietest = (before.end..after.first).min_by(|&a, &b| power(a).total_cmp(&power(b)));
        quietest.unwrap_or(usize::MAX - 1)
    }

    /// Blocks that a sweep takes from the lowest frequency to this one.
    fn blocks_below(&self, log_bins: f64, glide: &Glide) -> f64 {
        ((log_bins.exp() * self.bin_hz / LOWEST_HZ).ln() / glide.slope.abs()).max(0.0)
    }

    fn margin_blocks(&self) -> f64 {
        (MARGIN_S * self.bin_hz).ceil()
    }
}

impl Block {
    fn of(spectrum: &[Complex<f64>]) -> Block {
        let powers: Vec<f64> = spectrum.iter().skip(DC_BINS).map(Complex::norm_sqr).collect();
        let power: f64 = powers.iter().sum();
        let highest = (DC_BINS..).zip(&powers).max_by(|a, b| a.1.total_cmp(b.1));
        let peak = highest.map_or(0.0, |(bin, _)| bin as f64);
        let reach = NEAR * peak + NEAR_BINS;
        let (mut near, mut moment) = (0.0, 0.0);
        for (bin, power) in (DC_BINS..).map(|bin| bin as f64).zip(&powers) {
            if (bin - peak).abs() <= reach {
                near += power;
                moment += power * bin;
            }
        }
        let tonal = peak >= LOWEST_BINS && near > TONAL * power;
        Block { power, log_bins: tonal.then(|| (moment / near).ln()) }
    }
}
