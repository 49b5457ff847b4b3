//! Clock steps: the frequency of a tone changes with continuous phase.
//!
//! With steady clocks, the phase of the strongest line is a straight line over the blocks. At a step it has a kink.
//! Straight lines are fitted to the blocks before and after each block ([`fit`]); they must intersect within it and
//! explain the phases better than a smooth curve with the same number of parameters, which fits drift, wander and
//! vibrato. Their intersection is the step.

use std::collections::VecDeque;
use std::f64::consts::TAU;
use std::ops::Range;

use super::line::BlockLine;
use crate::lines::hum;
use fit::{Kink, Phase};
use tone::Tone;

mod fit;
mod tone;

/// Blocks on either side: a second for large steps, three for those of weak or low tones.
const SIDES: [usize; 2] = [8, 24];
/// Fewest blocks on a side, at the ends of a stream.
const FEWEST: usize = 5;
/// Largest step of a clock, relative; steps between musical notes are larger.
const LARGEST: f64 = 3e-3;
/// Blocks kept.
const KEPT: usize = 2 * SIDES[1] + 8;
/// Largest level change of a steady line from block to block and across a step.
const STEADY: f64 = 0.03;

/// A step of a clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The first frame after it.
    pub(super) frame: u64,
    /// Frames of the blocks that show it.
    pub(super) heard: (u64, u64),
    /// Residual of a smooth curve over that of the kink.
    score: f64,
}

/// Follows the strongest line of one channel.
pub(super) struct Clock {
    hop: f64,
    frames: f64,
    bin_hz: f64,
    blocks: VecDeque<Block>,
    best: Option<Step>,
}

/// The line in one block.
#[derive(Clone, Copy)]
struct Block {
    /// The block's middle.
    frame: u64,
    line: BlockLine,
    /// Turns from the block before to this one.
    advance: f64,
}

impl Clock {
    /// For blocks of `frames` frames.
    pub(super) fn new(sample_rate_hz: f64, frames: usize, hop: usize) -> Clock {
        let frames = frames as f64;
        Clock {
            hop: hop as f64,
            frames,
            bin_hz: sample_rate_hz / frames,
            blocks: VecDeque::new(),
            best: None,
        }
    }

    /// The bin at which the line is tracked.
    pub(super) fn bin(&self) -> Option<usize> {
        self.blocks.back().map(|block| block.line.bin)
    }

    /// Adds the line of the next block, whose middle is `frame`; `samples` start at `first_frame`.
    pub(super) fn take(&mut self, frame: u64, line: Option<BlockLine>, samples: &[f64], first_frame: u64) {
        let Some(line) = line.filter(|line| !self.is_mains(line)) else { return self.blocks.clear() };
        let advance = self.blocks.back().and_then(|last| self.advance(&last.line, &line));
        if advance.is_none() {
            self.blocks.clear();
        }
        self.blocks.push_back(Block { frame, line, advance: advance.unwrap_or(0.0) });
        while self.blocks.len() > KEPT {
            self.blocks.pop_front();
        }
        for side in SIDES {
            if let Some(at) = self.blocks.len().checked_sub(side + 1) {
                self.look(at, side, samples, first_frame);
            }
        }
    }

    /// At the stream's end, examines the blocks that had too few blocks after them.
    pub(super) fn finish(&mut self, samples: &[f64], first_frame: u64) {
        let count = self.blocks.len();
        for at in count.saturating_sub(SIDES[1])..count.saturating_sub(FEWEST) {
            self.look(at, SIDES[1], samples, first_frame);
        }
    }

    /// Drops the blocks before a discontinuity of another kind.
    pub(super) fn cut(&mut self, frame: u64) {
        let half = self.frames as u64 / 2;
        while self.blocks.front().is_some_and(|block| block.frame < frame + half) {
            self.blocks.pop_front();
        }
        self.best = self.best.filter(|best| best.heard.0 > frame || best.heard.1 <= frame);
    }

    /// The step found, once the frames that show it lie before `decided`.
    pub(super) fn step(&mut self, decided: u64) -> Option<Step> {
        let margin = 2 * self.hop as u64;
        let step = self.best.filter(|best| best.heard.1.saturating_add(margin) <= decided)?;
        self.best = None;
        while self.blocks.front().is_some_and(|block| block.frame < step.frame) {
            self.blocks.pop_front();
        }
        Some(step)
    }

    /// Turns from one block's line to the next one's; `None` if it is a different line.
    fn advance(&self, last: &BlockLine, line: &BlockLine) -> Option<f64> {
        let moved = (line.bins - last.bins).abs();
        if moved > 2.0 + 2.0 * LARGEST * last.bins {
            return None;
        }
        let expected = 0.5 * (line.bins + last.bins) * self.hop / self.frames;
        let turned = line.phase_turns - last.phase_turns - expected;
        Some(expected + turned - turned.round())
    }

    fn is_mains(&self, line: &BlockLine) -> bool {
        const PLACE_BINS: f64 = 0.1;
        hum::is_first(line.bins * self.bin_hz, line.size.powi(2), PLACE_BINS * self.bin_hz)
    }

    /// Looks for a kink within a block.
    fn look(&mut self, at: usize, side: usize, samples: &[f64], first_frame: u64) {
        let before = at.saturating_sub(side)..at;
        let after = at + 1..(at + 1 + side).min(self.blocks.len());
        if before.len() < FEWEST || after.len() < FEWEST || !self.is_steady(&before, &after) {
            return;
        }
        let phases = self.phases(before.start..after.end, at);
        let beside: Vec<Phase> = phases.iter().filter(|phase| phase.at != 0.0).copied().collect();
        let Some(kink) = fit::kink(&beside) else { return };
        let turns_per_hop = self.blocks[at].line.bins * self.hop / self.frames;
        if (kink.slope_change / (TAU * turns_per_hop)).abs() > LARGEST {
            return;
        }
        let sides = [before.clone(), after.clone()].map(|range| self.tone(range, at));
        let Some(frame) = self.meeting(&kink, self.blocks[at].frame, &sides, samples, first_frame) else {
            return;
        };
        let half = self.frames as u64 / 2;
        let step = Step {
            frame,
            heard: (
                self.blocks[before.start].frame.saturating_sub(half),
                self.blocks[after.end - 1].frame + half,
            ),
            score: kink.score,
        };
        if self.best.is_none_or(|best| step.score > best.score) {
            self.best = Some(step);
        }
    }

    /// The frame at which the lines meet. Their phases are known modulo whole turns; of several candidates it is the
    /// one up to which the samples match the first tone and from which on they match the second.
    fn meeting(
        &self,
        kink: &Kink,
        middle: u64,
        sides: &[Tone; 2],
        samples: &[f64],
        first_frame: u64,
    ) -> Option<u64> {
        const WITHIN: f64 = 0.75;
        let around = TAU / kink.slope_change.abs();
        let nearest = kink.meeting - around * (kink.meeting / around).round();
        let more = (WITHIN / around) as i32 + 1;
        let places = (-more..=more).map(|turns| nearest + around * f64::from(turns));
        let places: Vec<f64> = places.filter(|place| place.abs() <= WITHIN).collect();
        let frame = |place: f64| (middle as f64 + place * self.hop).round().max(0.0) as u64;
        let [first, last] = [*places.first()?, *places.last()?].map(frame);
        let Some(from) = first.checked_sub(first_frame).filter(|_| places.len() > 1) else {
            return Some(frame(*places.first()?));
        };
        let between = samples.get(from as usize..(last - first_frame) as usize)?;
        let alike = tone::alike(between, first, sides);
        let frames = places.into_iter().map(frame);
        frames.max_by(|a, b| alike[(a - first) as usize].total_cmp(&alike[(b - first) as usize]))
    }

    /// The tone of some blocks, with the phase of the one beside `at`.
    fn tone(&self, range: Range<usize>, at: usize) -> Tone {
        let advances = self.blocks.range(range.start + 1..range.end).map(|block| block.advance);
        let turns_per_frame = advances.sum::<f64>() / (range.len() - 1) as f64 / self.hop;
        let beside = self.blocks[if range.start > at { range.start } else { range.end - 1 }];
        Tone { turns_per_frame, frame: beside.frame, turns: beside.line.phase_turns }
    }

    fn is_steady(&self, before: &Range<usize>, after: &Range<usize>) -> bool {
        let sizes = |range: &Range<usize>| -> Vec<f64> {
            self.blocks.range(range.clone()).map(|block| block.line.size).collect()
        };
        let [before, after] = [before, after].map(|range| fit::mean_and_spread(&sizes(range)));
        let is_even = |(mean, spread): (f64, f64)| spread < STEADY * mean;
        is_even(before) && is_even(after) && (before.0 / after.0 - 1.0).abs() < STEADY
    }

    /// Phases minus those of a tone at the mean frequency, in radians, over hops from a block.
    fn phases(&self, range: Range<usize>, at: usize) -> Vec<Phase> {
        let advances = self.blocks.range(range.start + 1..range.end).map(|block| block.advance);
        let mean = advances.sum::<f64>() / (range.len() - 1) as f64;
        let mut turns = 0.0;
        let mut phases = Vec::with_capacity(range.len());
        for index in range.clone() {
            if index > range.start {
                turns += self.blocks[index].advance - mean;
            }
            phases.push(Phase { at: index as f64 - at as f64, rad: TAU * turns });
        }
        phases
    }
}
