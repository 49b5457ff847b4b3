//! Discontinuities: where a recording is not what was sent, each with its frame and kind.
//!
//! Every channel is whitened in blocks of a sixth of a second ([`whitening`]): what is steady in it, tones and noise, turns
//! into even noise, and a discontinuity into a pulse of a few samples. A pulse that stands out of what surrounds it
//! ([`pulses`]) is looked at in the samples: tones before and after it tell missing and repeated frames ([`jump`]),
//! and what leaves the tones in step is a click ([`kinds`]). Rows of zeros within sound are dropouts ([`zeros`]).
//!
//! Music has pulses of its own. Where the sound before and after is not the same, more is asked of one ([`changing`]): in
//! four hours of music of many kinds 15 places were found, at each of which the waveform breaks off between two samples.

use std::collections::VecDeque;

use crate::{Figure, FigureId, Glitch, Reading, Report};
use kinds::Place;
use pulses::Pulse;
use runs::{Runs, Span};
use tones::LookTables;
use whitening::Whitening;

mod changing;
mod jump;
mod kinds;
mod pulses;
mod runs;
mod tones;
mod whitening;
mod zeros;

/// Kinds as a report names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Frames are missing.
    Dropped,
    /// Frames were played twice.
    Repeated,
    /// Frames are digital silence.
    Zeroed,
    /// Tones go on with another phase that no whole number of frames explains.
    PhaseJump,
    /// Samples stand out and tones go on as before.
    Click,
    /// Samples stand at full scale.
    Clipped,
    /// Samples are NaN or infinite.
    NotFinite,
}

impl Kind {
    /// Whether no figure may be taken across it.
    fn breaks(self) -> bool {
        self != Kind::Clipped
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Dropped => "dropped",
            Kind::Repeated => "repeated",
            Kind::Zeroed => "zeroed",
            Kind::PhaseJump => "phase_jump",
            Kind::Click => "click",
            Kind::Clipped => "clipped",
            Kind::NotFinite => "not_finite",
        }
    }
}

/// One discontinuity of one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// First frame that is wrong; of missing frames the first one after them.
    pub(crate) frame: u64,
    /// Frames that are wrong, missing or repeated; 0 of a phase jump.
    pub(crate) frames: u64,
    pub(crate) kind: Kind,
}

impl Found {
    /// Frames that no figure may be taken across: first, and first one after.
    fn broken(&self) -> (u64, u64) {
        let lasts = !matches!(self.kind, Kind::Dropped | Kind::PhaseJump);
        (self.frame, self.frame + if lasts { self.frames } else { 0 })
    }

    fn glitch(&self) -> Glitch {
        Glitch { frame: self.frame, frames: self.frames, kind: self.kind.name().to_owned() }
    }
}

/// Discontinuities listed per channel; more are counted.
const MOST_LISTED: usize = 256;

/// Looks through a stream, block by block, for discontinuities.
///
/// A decision needs what comes after: it falls three quarters of a second late.
pub struct GlitchScan {
    whitening: Whitening,
    look_tables: LookTables,
    channels: Vec<Channel>,
    first_frame: u64,
    /// The next frame to come.
    end_frame: u64,
    /// Start of the next block to be whitened.
    next_block: u64,
    breaks: VecDeque<(u64, u64)>,
}

/// One channel under way.
struct Channel {
    /// Samples from `first_frame` on.
    samples: Vec<f64>,
    first_frame: u64,
    runs: Runs,
    /// Rows of zeros that wait for the samples after them.
    zero_rows: VecDeque<Span>,
    /// Pulses that wait for the samples after them.
    waiting: VecDeque<Pulse>,
    /// Starts of the blocks that are held, with the highest peak in each but for its largest pulse.
    crests: VecDeque<(u64, f64)>,
    found: Vec<Found>,
    more: u64,
    /// Where the last pulse that was one of these ended, and how large it was: the whitening rings after it.
    last: Option<(u64, f64)>,
}

impl GlitchScan {
    /// At the start of a stream whose first frame has this number.
    pub fn new(sample_rate_hz: f64, channels: usize, first_frame: u64) -> GlitchScan {
        let channel = || Channel {
            samples: Vec::new(),
            first_frame,
            runs: Runs::from_frame(first_frame),
            zero_rows: VecDeque::new(),
            waiting: VecDeque::new(),
            crests: VecDeque::new(),
            found: Vec::new(),
            more: 0,
            last: None,
        };
        GlitchScan {
            whitening: Whitening::new(sample_rate_hz),
            look_tables: LookTables::default(),
            channels: (0..channels).map(|_| channel()).collect(),
            first_frame,
            end_frame: first_frame,
            next_block: first_frame,
            breaks: VecDeque::new(),
        }
    }

    /// Takes the next frames, the same number on every channel.
    pub fn take<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) {
        let count = channels.first().map_or(0, |samples| samples.len());
        for (channel, samples) in self.channels.iter_mut().zip(channels) {
            channel.runs.take(samples, &mut channel.samples);
            channel.note_runs(&mut self.breaks);
        }
        self.end_frame += count as u64;
        while self.next_block + self.whitening.frames() as u64 <= self.end_frame {
            self.look_at_block(self.next_block);
            self.next_block += self.whitening.hop() as u64;
        }
        self.decide(self.end_frame);
        self.forget();
    }

    /// Looks at what is left at the stream's end.
    pub fn finish(&mut self) {
        for channel in &mut self.channels {
            channel.runs.end();
            channel.note_runs(&mut self.breaks);
        }
        let last = self.end_frame.checked_sub(self.whitening.frames() as u64);
        if let Some(last) = last.filter(|last| *last >= self.first_frame) {
            self.look_at_block(last);
        }
        self.decide(u64::MAX);
    }

    /// Frames that no figure may be taken across, first and first after, in the order in which they were found; each is
    /// given once. Of missing frames, both are the first one after them.
    pub fn take_breaks(&mut self) -> Vec<(u64, u64)> {
        self.breaks.drain(..).collect()
    }

    /// Puts what was found into the stream's report, channel by channel.
    pub fn complete(&self, report: &mut Report) {
        for (channel, report) in self.channels.iter().zip(&mut report.channels) {
            let mut found = channel.found.clone();
            found.sort_by_key(|found| found.frame);
            let count = found.len() as u64 + channel.more;
            report.glitches = found.iter().map(Found::glitch).collect();
            report.figures.insert(FigureId::Glitches, Reading::Measured(Figure::exact(count as f64)));
        }
    }

    fn look_at_block(&mut self, start: u64) {
        for channel in &mut self.channels {
            let from = (start - channel.first_frame) as usize;
            let block = &channel.samples[from..from + self.whitening.frames()];
            if let Some(white) = self.whitening.of(block) {
                let seen = pulses::look(&white, start);
                seen.pulses.into_iter().for_each(|pulse| channel.wait_for(pulse));
                channel.crests.push_back((start, seen.crest));
            }
        }
    }

    /// Decides on pulses whose surroundings are at hand by `end`.
    fn decide(&mut self, end: u64) {
        let after = kinds::frames_after(&self.whitening) as u64;
        for channel in &mut self.channels {
            channel.decide_zero_rows(end, &mut self.breaks);
            while let Some(pulse) =
                channel.waiting.front().filter(|pulse| pulse.frame.saturating_add(after) <= end)
            {
                let pulse = *pulse;
                channel.waiting.pop_front();
                channel.decide(&pulse, &self.whitening, &mut self.look_tables, &mut self.breaks);
            }
        }
    }

    /// Lets go of samples that no open question needs.
    fn forget(&mut self) {
        let kept = kinds::frames_before(&self.whitening) as u64 + self.whitening.frames() as u64;
        for channel in &mut self.channels {
            let oldest = channel.oldest_open_frame().unwrap_or(u64::MAX).min(self.next_block);
            let gone = oldest.saturating_sub(kept).saturating_sub(channel.first_frame) as usize;
            // In large steps: each moves what is kept.
            if gone > 4 * self.whitening.frames() {
                channel.samples.drain(..gone);
                channel.first_frame += gone as u64;
                channel.crests.retain(|(start, _)| *start >= channel.first_frame);
            }
        }
    }
}

impl Channel {
    /// Queues a pulse unless it is one that a block before has shown, or the ringing of a larger one.
    fn wait_for(&mut self, pulse: Pulse) {
        let near = |other: &Pulse| other.frame.abs_diff(pulse.frame) < pulses::RINGING_FRAMES as u64;
        if self.waiting.iter().any(|other| near(other) && other.size >= pulse.size) {
            return;
        }
        self.waiting.retain(|other| !near(other));
        let place = self.waiting.partition_point(|other| other.frame < pulse.frame);
        self.waiting.insert(place, pulse);
    }

    fn decide(
        &mut self,
        pulse: &Pulse,
        whitening: &Whitening,
        tables: &mut LookTables,
        breaks: &mut VecDeque<(u64, u64)>,
    ) {
        let rings = |(end, size): (u64, f64)| {
            pulse.frame < end + 4 || (pulse.frame < end + pulses::RINGING_FRAMES as u64 && pulse.size < size)
        };
        if self.last.is_some_and(rings) || self.is_beside_wrong_samples(pulse.frame) {
            return;
        }
        let at = (pulse.frame - self.first_frame) as usize;
        let place = Place {
            samples: &self.samples,
            first_frame: self.first_frame,
            at,
            crest: self.crests.iter().map(|(_, crest)| *crest).fold(0.0, f64::max),
        };
        if let Some(found) = place.decide(pulse, whitening, tables) {
            if self.found.iter().rev().take(4).any(|known| *known == found) {
                return;
            }
            let (_, after) = found.broken();
            self.last = Some((after.max(pulse.frame), pulse.size));
            self.add(found, breaks);
        }
    }

    /// Samples that are zero, or no numbers and count as zero, make pulses at both ends.
    fn is_beside_wrong_samples(&self, frame: u64) -> bool {
        /// The pulse may lie beside the end, where tones are taken out that stand close.
        const NEAR: u64 = 24;
        let is_wrong = |found: &&Found| matches!(found.kind, Kind::NotFinite | Kind::Zeroed);
        let wrong = self.found.iter().rev().take(16).filter(is_wrong);
        wrong
            .map(Found::broken)
            .any(|(first, after)| (first.saturating_sub(NEAR)..after + NEAR).contains(&frame))
    }

    fn decide_zero_rows(&mut self, end: u64, breaks: &mut VecDeque<(u64, u64)>) {
        while let Some(row) = self.zero_rows.pop_front() {
            if row.frame + row.frames + zeros::BESIDE_FRAMES as u64 > end {
                self.zero_rows.push_front(row);
                break;
            }
            let from = row.frame.checked_sub(self.first_frame).map(|from| from as usize);
            if from.is_some_and(|from| zeros::is_dropout(&self.samples, from, &row)) {
                self.add(Found { frame: row.frame, frames: row.frames, kind: Kind::Zeroed }, breaks);
            }
        }
    }

    /// First frame that an open question needs.
    fn oldest_open_frame(&self) -> Option<u64> {
        let pulse = self.waiting.front().map(|pulse| pulse.frame);
        let row = self.zero_rows.front().map(|row| row.frame);
        [pulse, row, self.runs.open_zero_row()].into_iter().flatten().min()
    }

    /// Runs that came to their end: of what is no number, and of full scale.
    fn note_runs(&mut self, breaks: &mut VecDeque<(u64, u64)>) {
        for (span, kind) in self.runs.take_ended() {
            let Span { frame, frames } = span;
            self.add(Found { frame, frames, kind }, breaks);
        }
        self.zero_rows.extend(self.runs.take_zero_rows());
    }

    fn add(&mut self, found: Found, breaks: &mut VecDeque<(u64, u64)>) {
        if found.kind.breaks() {
            breaks.push_back(found.broken());
        }
        if self.found.len() < MOST_LISTED {
            self.found.push(found);
        } else {
            self.more += 1;
        }
    }
}
