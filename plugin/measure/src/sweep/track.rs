//! Where sweeps are: the strongest frequency over time.

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::Pass;
use crate::WindowKind;
use crate::stimulus::NOT_DRIVEN_DB;
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

/// The sweeps of all channels in their order in time.
pub(super) fn passes(channels: &[&[f64]], sample_rate_hz: f64) -> Vec<Pass> {
    let block_frames = ((sample_rate_hz / BLOCKS_PER_S).clamp(64.0, 65_536.0) as usize).next_power_of_two();
    let tracks: Vec<Vec<Block>> = channels.iter().map(|samples| track(samples, block_frames)).collect();
    let glides = driven(&tracks);
    let layout = Layout { block_frames, bin_hz: sample_rate_hz / block_frames as f64, tracks: &tracks };
    let frames = channels.iter().map(|samples| samples.len()).min().unwrap_or(0);
    let pass = |index: usize| Pass {
        driven: glides[index].1.clone(),
        frames: layout.start(&glides, index)..layout.end(&glides, index).min(frames),
        growth_frames: block_frames as f64 / glides[index].0.slope,
    };
    (0..glides.len()).map(pass).collect()
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

/// The blocks of one channel, one after the other.
fn track(samples: &[f64], block_frames: usize) -> Vec<Block> {
    let plan = RealFftPlanner::new().plan_fft_forward(block_frames);
    let window = WindowKind::Hann.samples(block_frames);
    let (mut input, mut spectrum) = (plan.make_input_vec(), plan.make_output_vec());
    let mut block = |samples: &[f64]| {
        for ((input, sample), weight) in input.iter_mut().zip(samples).zip(&window) {
            *input = sample * weight;
        }
        plan.process(&mut input, &mut spectrum).expect("buffers come from the plan");
        Block::of(&spectrum)
    };
    samples.chunks_exact(block_frames).map(&mut block).collect()
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
