//! Discontinuities: where a recording is not what was sent, each with its frame and kind.
//!
//! Every channel is whitened in blocks of a sixth of a second ([`whitening`]): what is steady in it, tones and noise, turns
//! into even noise, and a discontinuity into a pulse of a few samples. A pulse that stands out of what surrounds it
//! ([`pulses`]) is looked at in the samples: tones before and after it, up to the next discontinuity, tell missing and
//! repeated frames ([`jump`], [`known`]), and what leaves the tones in step is a click ([`kinds`]). Beyond the ends of a
//! stream samples are predicted ([`edges`]), so that its first and last frames are looked at like all others.
//!
//! Rows of zeros within sound are dropouts ([`zeros`]), flat crests are clipping ([`flat`]), and a tone whose frequency steps
//! while its phase goes on is a clock's step ([`clock`]).
//!
//! Music has pulses of its own. Where the sound before and after is not the same, more is asked of one ([`changing`]): in
//! four hours of music of many kinds 15 places were found, at each of which the waveform breaks off between two samples.

use crate::figures::figure::{Figure, FigureId, Reading};
use crate::figures::report::Report;
use channel::Channel;
use tones::LookTables;
use whitening::{Ringing, Whitening};

mod changing;
mod channel;
mod clock;
mod edges;
mod flat;
mod found;
mod grid;
mod jump;
mod kinds;
mod known;
mod line;
mod pulses;
mod repeats;
mod runs;
mod tones;
mod whitening;
mod zeros;

/// Looks through a stream, block by block, for discontinuities.
///
/// A decision needs what comes after: it falls a second late, that on a clock's step up to four. Whatever the blocks in which
/// a stream is taken, the same samples give the same discontinuities. What is held does not grow with the stream.
pub struct GlitchScan {
    whitening: Whitening,
    ringing: Ringing,
    look_tables: LookTables,
    channels: Vec<Channel>,
    first_frame: u64,
    /// The next frame to come.
    end_frame: u64,
    /// The next block's first own frame.
    next_own: u64,
    breaks: Vec<(u64, u64)>,
}

/// Fewest frames of a stream that is looked at.
const FEWEST_FRAMES: u64 = 512;

impl GlitchScan {
    /// At the start of a stream whose first frame has this number.
    pub fn new(sample_rate_hz: f64, channels: usize, first_frame: u64) -> GlitchScan {
        let whitening = Whitening::new(sample_rate_hz);
        let channel = |_| Channel::new(first_frame, sample_rate_hz, &whitening);
        GlitchScan {
            channels: (0..channels).map(channel).collect(),
            ringing: Ringing::new(&whitening),
            whitening,
            look_tables: LookTables::default(),
            first_frame,
            end_frame: first_frame,
            next_own: first_frame,
            breaks: Vec::new(),
        }
    }

    /// Takes the next frames, the same number on every channel.
    pub fn take<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) {
        let count = channels.first().map_or(0, |samples| samples.len());
        let after_own = (self.whitening.frames() - self.whitening.ramp()) as u64;
        let mut from = 0;
        while from < count {
            let block_end = self.next_own + after_own;
            let to = count.min(from + (block_end - self.end_frame) as usize);
            self.channels
                .iter_mut()
                .zip(channels)
                .for_each(|(channel, samples)| channel.take(&samples[from..to]));
            self.end_frame += (to - from) as u64;
            from = to;
            if self.end_frame == block_end {
                self.look_at_block(self.next_own as i64 - self.whitening.ramp() as i64);
                self.decide(self.end_frame);
            }
        }
    }

    /// Looks at what is left at the stream's end.
    pub fn finish(&mut self) {
        self.channels.iter_mut().for_each(Channel::end);
        let is_long = self.end_frame - self.first_frame >= FEWEST_FRAMES;
        let (frames, ramp) = (self.whitening.frames() as i64, self.whitening.ramp() as i64);
        while is_long && self.next_own < self.end_frame {
            let is_last = self.end_frame - self.next_own <= self.whitening.hop() as u64;
            let start =
                if is_last { self.end_frame as i64 + ramp - frames } else { self.next_own as i64 - ramp };
            self.look_at_block(start.max(self.first_frame as i64 - ramp));
        }
        self.decide(u64::MAX);
    }

    /// Frames that no figure may be taken across, first and first after, in the order in which they were found; each is
    /// given once. Of missing frames, both are the first one after them.
    pub fn take_breaks(&mut self) -> Vec<(u64, u64)> {
        std::mem::take(&mut self.breaks)
    }

    /// Puts what was found into the stream's report, channel by channel.
    pub fn complete(&self, report: &mut Report) {
        for (channel, report) in self.channels.iter().zip(&mut report.channels) {
            let (glitches, count) = channel.findings.report();
            report.glitches = glitches;
            report.figures.insert(FigureId::Glitches, Reading::Measured(Figure::exact(count as f64)));
        }
    }

    /// Looks at a block that starts at a frame; its own frames are those that no block before had.
    fn look_at_block(&mut self, start: i64) {
        let (frames, ramp) = (self.whitening.frames() as i64, self.whitening.ramp() as i64);
        let own = self.next_own..((start + frames - ramp) as u64).min(self.end_frame);
        self.next_own = own.end;
        for channel in &mut self.channels {
            channel.look_at_block(start, own.clone(), &mut self.whitening, &mut self.ringing);
        }
    }

    /// Decides on what has its surroundings at hand by `end`, and lets go of samples that no open question needs.
    fn decide(&mut self, end: u64) {
        let block = self.whitening.frames();
        let next = self.next_own.saturating_sub(self.whitening.ramp() as u64);
        for channel in &mut self.channels {
            channel.decide(end, block, &mut self.look_tables);
            channel.forget(next, block);
            self.breaks.extend(channel.findings.take_breaks());
        }
    }
}
