//! Where sweeps are: the strongest frequency over time.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::Pass;
use crate::WindowKind;
use crate::stimulus::NOT_DRIVEN_DB;
use crate::tally::is_no_number;
use crate::units::db_to_power;
use glide::Glide;

mod glide;

/// Blocks last about 1/24 s: some bins per octave at 200 Hz, some blocks per octave in a sweep of a second.
const BLOCKS_PER_S: f64 = 24.0;
/// Bins that DC reaches under Hann's window.
const DC_BINS: usize = 2;
/// A block is tonal when this share of its power lies near its strongest line.
const TONAL: f64 = 0.8;
/// What is near: this part of the line's frequency to either side, and some bins.
const NEAR: f64 = 0.25;
const NEAR_BINS: f64 = 3.0;
/// Lowest line whose frequency is told well enough, in bins.
const LOWEST_BINS: f64 = 6.0;
/// Sweeps may begin this low.
const LOWEST_HZ: f64 = 5.0;
/// Kept before and after a sweep.
const MARGIN_S: f64 = 0.5;

/// What one block of one channel shows.
#[derive(Clone, Copy)]
struct Block {
    power: f64,
    /// Log of the strongest line's frequency in bins, where the block is tonal.
    log_bins: Option<f64>,
}

/// Follows the strongest frequency of every channel, block by block.
pub(crate) struct Tracker {
    sample_rate_hz: f64,
    plan: Arc<dyn RealToComplex<f64>>,
    window: Vec<f64>,
    input: Vec<f64>,
    spectrum: Vec<Complex<f64>>,
    /// Frames of the block under way.
    held: Vec<Vec<f64>>,
    tracks: Vec<Vec<Block>>,
    frames: u64,
}

impl Tracker {
    /// At the start of a recording.
    pub(crate) fn new(sample_rate_hz: f64, channels: usize) -> Tracker {
        let block_frames =
            ((sample_rate_hz / BLOCKS_PER_S).clamp(64.0, 65_536.0) as usize).next_power_of_two();
        let plan = RealFftPlanner::new().plan_fft_forward(block_frames);
        Tracker {
            sample_rate_hz,
            window: WindowKind::Hann.samples(block_frames),
            input: plan.make_input_vec(),
            spectrum: plan.make_output_vec(),
            plan,
            held: vec![Vec::with_capacity(block_frames); channels],
            tracks: vec![Vec::new(); channels],
            frames: 0,
        }
    }

    /// Takes the next frames, the same number on every channel. Samples that are no numbers count as zero.
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

    /// Frames that have come since the first one that is not forgotten.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Forgets the oldest blocks: frames then count from the first one after them.
    pub(super) fn forget(&mut self, blocks: usize) {
        self.tracks.iter_mut().for_each(|track| drop(track.drain(..blocks)));
        self.frames -= (blocks * self.window.len()) as u64;
    }

    fn seen(&mut self, channel: usize) -> Block {
        for ((input, sample), weight) in self.input.iter_mut().zip(&self.held[channel]).zip(&self.window) {
            *input = sample * weight;
        }
        self.plan.process(&mut self.input, &mut self.spectrum).expect("buffers come from the plan");
        Block::of(&self.spectrum)
    }

    /// The sweeps of all channels in their order in time.
    pub(super) fn passes(&self) -> Vec<Pass> {
        let block_frames = self.window.len();
        let glides = driven(&self.tracks);
        let bin_hz = self.sample_rate_hz / block_frames as f64;
        let layout = Layout { block_frames, bin_hz, tracks: &self.tracks };
        let pass = |index: usize| Pass {
            driven: glides[index].1.clone(),
            frames: layout.start(&glides, index)..layout.end(&glides, index).min(self.frames as usize),
            growth_frames: block_frames as f64 / glides[index].0.slope,
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
            match found.iter_mut().find(|(known, _)| known.overlaps(&glide)) {
                Some((_, channels)) => channels.push(channel),
                None => found.push((glide, vec![channel])),
            }
        }
    }
    found.sort_by_key(|(glide, _)| glide.first);
    found
}

/// Whether no other channel is 10 dB louder meanwhile.
fn drives(glide: &Glide, channel: usize, tracks: &[Vec<Block>]) -> bool {
    let power = |blocks: &Vec<Block>| -> f64 {
        blocks[glide.first..glide.end.min(blocks.len())].iter().map(|block| block.power).sum()
    };
    let own = power(&tracks[channel]);
    tracks.iter().all(|other| power(other) <= own * db_to_power(NOT_DRIVEN_DB))
}

/// Blocks on the time axis.
struct Layout<'a> {
    block_frames: usize,
    bin_hz: f64,
    tracks: &'a [Vec<Block>],
}

impl Layout<'_> {
    /// Where the stretch of a sweep begins: where it may have passed the lowest frequency, but not before the pause.
    fn start(&self, glides: &[(Glide, Vec<usize>)], index: usize) -> usize {
        let glide = &glides[index].0;
        let octaves = (glide.log_bins.exp() * self.bin_hz / LOWEST_HZ).ln();
        let before = (octaves / glide.slope + self.margin_blocks()).ceil() as usize;
        let pause = index.checked_sub(1).map_or(0, |last| self.pause(&glides[last].0, glide));
        glide.first.saturating_sub(before).max(pause) * self.block_frames
    }

    /// Where the stretch of a sweep ends: a while later, but not after the pause.
    fn end(&self, glides: &[(Glide, Vec<usize>)], index: usize) -> usize {
        let glide = &glides[index].0;
        let pause = glides.get(index + 1).map_or(usize::MAX, |next| self.pause(glide, &next.0));
        (glide.end + 1 + self.margin_blocks() as usize).min(pause.saturating_add(1)) * self.block_frames
    }

    fn margin_blocks(&self) -> f64 {
        (MARGIN_S * self.bin_hz).ceil()
    }

    /// The quietest block between two sweeps.
    fn pause(&self, before: &Glide, after: &Glide) -> usize {
        let power = |block: usize| -> f64 { self.tracks.iter().map(|blocks| blocks[block].power).sum() };
        let between = before.end..after.first.max(before.end + 1);
        between.min_by(|&a, &b| power(a).total_cmp(&power(b))).unwrap_or(before.end)
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
