//! One channel in progress: pending decisions and findings.

use std::collections::VecDeque;
use std::ops::Range;

use super::clock::Clock;
use super::flat::Crests;
use super::found::{Findings, Found};
use super::kinds::{self, Place};
use super::pulses::{self, Pulse};
use super::runs::{CHUNK, Runs, Span};
use super::tones::LookTables;
use super::whitening::{Ringing, Whitening};
use super::{edges, zeros};
use crate::figures::discontinuity::GlitchKind;

/// One channel in progress.
pub(super) struct Channel {
    /// Samples from `first_frame` on.
    samples: Vec<f64>,
    first_frame: u64,
    /// Samples already searched for runs.
    looked_at: usize,
    runs: Runs,
    flat_crests: Crests,
    /// Runs of zeros that wait for later samples.
    zero_rows: VecDeque<Span>,
    /// Pulses that wait for later samples.
    waiting: VecDeque<Pulse>,
    /// Middles of the blocks held, with the highest peak in each apart from its largest pulses.
    crests: VecDeque<(u64, f64)>,
    clock: Clock,
    /// First frame after the last pulse that was a discontinuity.
    last_end: u64,
    pub(super) findings: Findings,
    /// A block at either end of the stream.
    edge: Vec<f64>,
}

impl Channel {
    /// For a stream whose first frame has this number.
    pub(super) fn new(first_frame: u64, sample_rate_hz: f64, whitening: &Whitening) -> Channel {
        Channel {
            samples: Vec::new(),
            first_frame,
            looked_at: 0,
            runs: Runs::from_frame(first_frame),
            flat_crests: Crests::from_frame(first_frame),
            zero_rows: VecDeque::new(),
            waiting: VecDeque::new(),
            crests: VecDeque::new(),
            clock: Clock::new(sample_rate_hz, whitening.frames(), whitening.hop()),
            last_end: 0,
            findings: Findings::default(),
            edge: Vec::new(),
        }
    }

    /// Takes the next samples.
    pub(super) fn take<S: Copy + Into<f64>>(&mut self, samples: &[S]) {
        self.samples.extend(samples.iter().map(|sample| (*sample).into()));
        while self.samples.len() - self.looked_at >= CHUNK {
            self.look_for_rows(CHUNK);
        }
    }

    /// Processes the remaining samples at the stream's end.
    pub(super) fn end(&mut self) {
        self.look_for_rows(self.samples.len() - self.looked_at);
        self.runs.end();
        self.note_rows();
    }

    fn look_for_rows(&mut self, count: usize) {
        let chunk = &mut self.samples[self.looked_at..self.looked_at + count];
        if chunk.is_empty() {
            return;
        }
        self.runs.take(chunk);
        self.flat_crests.take(chunk);
        self.looked_at += count;
    }

    /// Examines a block that starts at a frame; its own frames are those of `own`. At the ends of the stream it extends
    /// beyond the samples.
    pub(super) fn look_at_block(
        &mut self,
        start: i64,
        own: Range<u64>,
        whitening: &mut Whitening,
        ringing: &mut Ringing,
    ) {
        let frames = whitening.frames();
        let from = (start - self.first_frame as i64) as isize;
        let is_inside = from >= 0 && from as usize + frames <= self.samples.len();
        let block = if is_inside {
            &self.samples[from as usize..from as usize + frames]
        } else {
            edges::fill(&mut self.edge, &self.samples, from, frames);
            &self.edge
        };
        let middle = (start + frames as i64 / 2).max(0) as u64;
        let Some(mut white) = whitening.of(block, self.clock.bin()) else {
            self.clock.take(middle, None, &self.samples, self.first_frame);
            return;
        };
        white.own = (own.start as i64 - start) as usize..(own.end as i64 - start) as usize;
        let is_next = self.crests.back().is_none_or(|(last, _)| middle > *last);
        let line = white.line.filter(|_| is_inside && is_next);
        let seen = pulses::look(&white, start, ringing);
        self.crests.push_back((middle, seen.crest));
        seen.pulses.into_iter().for_each(|pulse| self.wait_for(pulse));
        if is_inside {
            self.clock.take(middle, line, &self.samples, self.first_frame);
        }
    }

    /// Queues a pulse unless the previous block already found it.
    fn wait_for(&mut self, pulse: Pulse) {
        let near = |other: &Pulse| other.frame.abs_diff(pulse.frame) < pulses::ROW_GAP as u64;
        match self.waiting.back_mut().filter(|last| near(last)) {
            Some(last) if last.size < pulse.size => *last = pulse,
            Some(_) => (),
            None => self.waiting.push_back(pulse),
        }
    }

    /// Decides all cases whose surroundings are complete by `end`.
    pub(super) fn decide(&mut self, end: u64, block: usize, tables: &mut LookTables) {
        self.note_rows();
        self.decide_zero_rows(end);
        self.decide_crests(end, block as u64);
        let after = kinds::frames_after(block) as u64;
        while let Some(pulse) =
            self.waiting.front().filter(|pulse| pulse.frame.saturating_add(after) <= end).copied()
        {
            self.waiting.pop_front();
            self.decide_pulse(&pulse, block, tables);
        }
        if end == u64::MAX {
            self.clock.finish(&self.samples, self.first_frame);
        }
        if let Some(step) = self.clock.step(end.saturating_sub(after)) {
            self.findings.add(Found { frame: step.frame, frames: 0, kind: GlitchKind::ClockStep });
        }
    }

    fn decide_pulse(&mut self, pulse: &Pulse, block: usize, tables: &mut LookTables) {
        if pulse.frame < self.last_end + 4 || self.is_beside_wrong_samples(pulse.frame) {
            return;
        }
        let crest = self.crests.iter().map(|(_, crest)| *crest).fold(0.0, f64::max);
        // Music that has broken off once has more pulses there.
        let is_after_another = pulse.frame < self.last_end + pulses::RINGING_FRAMES as u64;
        if crest >= kinds::STEADY_CREST && is_after_another {
            return;
        }
        let at = (pulse.frame - self.first_frame) as usize;
        let (clean, elsewhere) = self.clean_stretches(pulse);
        let place = Place {
            samples: &self.samples,
            first_frame: self.first_frame,
            at,
            crest,
            clean,
            elsewhere,
            block,
        };
        let Some(found) = place.decide(pulse, tables) else { return };
        let found = self.as_zeros(found, at);
        if self.findings.latest().take(4).any(|known| *known == found) {
            return;
        }
        self.last_end = found.broken().1.max(pulse.frame);
        if found.kind.moves_tones() {
            self.clock.cut(found.frame);
        }
        self.findings.add(found);
    }

    /// Outlying samples that are zero count as zeroed frames, even a run too short to be found by itself.
    fn as_zeros(&self, found: Found, at: usize) -> Found {
        const NEAR: usize = 8;
        const FEWEST: usize = 3;
        if found.kind != GlitchKind::Click {
            return found;
        }
        let (from, to) = (at.saturating_sub(NEAR), (at + NEAR).min(self.samples.len()));
        let is_row = |n: &usize| self.samples[*n..to.min(n + FEWEST)] == [0.0; FEWEST];
        let Some(inside) = (from..to).find(is_row) else { return found };
        let before = self.samples[..inside].iter().rev().take_while(|x| **x == 0.0).count();
        let after = self.samples[inside..].iter().take_while(|x| **x == 0.0).count();
        let frame = self.first_frame + (inside - before) as u64;
        Found { frame, frames: (before + after) as u64, kind: GlitchKind::Zeroed }
    }

    /// The samples around a pulse without other discontinuities, and the longest such stretch anywhere.
    fn clean_stretches(&self, pulse: &Pulse) -> (Range<usize>, Option<Range<usize>>) {
        /// Frames beside a discontinuity that belong to it.
        const OWN: u64 = 8;
        /// A pulse this near and this much smaller may be the ringing of tones that jump.
        const RINGS_FRAMES: u64 = 120;
        const RINGS: f64 = 0.1;
        let frame = pulse.frame;
        let rings = |other: &&Pulse| other.frame - frame < RINGS_FRAMES && other.size < RINGS * pulse.size;
        let waiting = self.waiting.iter().filter(|other| other.is_clear && !rings(other));
        let waiting = waiting.map(|pulse| (pulse.first, pulse.first + pulse.frames));
        let found = self.findings.latest().map(Found::broken).filter(|(_, end)| *end >= self.first_frame);
        let mut wrong: Vec<(u64, u64)> = waiting.chain(found).collect();
        let end = self.first_frame + self.samples.len() as u64;
        wrong.push((end + OWN, end + OWN));
        wrong.sort_unstable();
        let index = |frame: u64| (frame.clamp(self.first_frame, end) - self.first_frame) as usize;
        let mut start = self.first_frame;
        let (mut clean, mut longest) = (0..0, 0..0);
        for (first, after) in wrong {
            let stretch = index(start)..index(first.saturating_sub(OWN)).max(index(start));
            if (start..first).contains(&frame) {
                clean = stretch.clone();
            }
            if stretch.len() > longest.len() && !(start..first).contains(&frame) {
                longest = stretch;
            }
            start = start.max(after + OWN);
        }
        let at = index(frame);
        let clean = if clean.contains(&at) { clean } else { at..(at + 1).min(self.samples.len()) };
        (clean, (!longest.is_empty()).then_some(longest))
    }

    /// Zeros, and NaN or infinite samples, which count as zero, cause pulses at both ends.
    fn is_beside_wrong_samples(&self, frame: u64) -> bool {
        /// Distance of the pulse from the end of the run: removal of close tones may shift it.
        const NEAR: u64 = 24;
        let is_wrong = |found: &&Found| matches!(found.kind, GlitchKind::NotFinite | GlitchKind::Zeroed);
        let wrong = self.findings.latest().filter(is_wrong);
        wrong
            .map(Found::broken)
            .any(|(first, after)| (first.saturating_sub(NEAR)..after + NEAR).contains(&frame))
    }

    fn decide_zero_rows(&mut self, end: u64) {
        while let Some(row) = self.zero_rows.front().copied() {
            if (row.frame + row.frames).saturating_add(zeros::BESIDE_FRAMES as u64) > end {
                break;
            }
            self.zero_rows.pop_front();
            let from = row.frame.checked_sub(self.first_frame).map(|from| from as usize);
            if from.is_some_and(|from| zeros::is_dropout(&self.samples, from, &row)) {
                self.findings.add(Found { frame: row.frame, frames: row.frames, kind: GlitchKind::Zeroed });
            }
        }
    }

    fn decide_crests(&mut self, end: u64, around: u64) {
        let (grid, samples, first_frame) = (self.runs.grid(), &self.samples, self.first_frame);
        while let Some(row) = self.flat_crests.next(end, around, grid, samples, first_frame) {
            if let Some(Span { frame, frames }) = row {
                self.findings.add(Found { frame, frames, kind: GlitchKind::Clipped });
            }
        }
    }

    /// Processes runs that have ended.
    fn note_rows(&mut self) {
        let ended = self.runs.take_ended();
        for Span { frame, frames } in ended.not_finite {
            self.findings.add(Found { frame, frames, kind: GlitchKind::NotFinite });
        }
        self.zero_rows.extend(ended.zeros);
        self.flat_crests.extend(ended.flat);
    }

    /// Drops samples that are no longer needed; `next` is the first frame of the next block.
    pub(super) fn forget(&mut self, next: u64, block: usize) {
        let kept = (kinds::frames_before(block) + CLOCK_BLOCKS * block) as u64;
        let oldest = self.oldest_open_frame().unwrap_or(u64::MAX).min(next);
        let gone = oldest.saturating_sub(kept).saturating_sub(self.first_frame);
        // In large steps, because each one moves the remaining samples; in whole chunks, as used for extremes.
        let gone = gone as usize / CHUNK * CHUNK;
        if gone > 4 * block {
            self.samples.drain(..gone);
            self.looked_at -= gone;
            self.first_frame += gone as u64;
            self.crests.retain(|(middle, _)| *middle >= self.first_frame);
            self.flat_crests.forget_before(self.first_frame);
        }
    }

    /// First frame that a pending decision needs.
    fn oldest_open_frame(&self) -> Option<u64> {
        let pulse = self.waiting.front().map(|pulse| pulse.frame);
        let row = self.zero_rows.front().map(|row| row.frame);
        let crest = self.flat_crests.oldest_open_frame();
        [pulse, row, crest, self.runs.open_zero_row()].into_iter().flatten().min()
    }
}

/// Blocks within which a large clock step is located, beyond those of a pulse.
const CLOCK_BLOCKS: usize = 4;
