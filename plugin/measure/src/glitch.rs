//! Discontinuities: places where a recording departs from the signal sent, each with its frame and kind.
//!
//! Every channel is whitened in blocks of a sixth of a second ([`whitening`]), which turns steady tones and noise into
//! white noise, and a discontinuity into a pulse of a few samples. At each pulse above its surroundings ([`pulses`])
//! the samples are examined: the tones before and after it, up to the next discontinuity, show missing and repeated
//! frames ([`jump`], [`known`]); if the tones stay in phase it is a click ([`kinds`]). Beyond the ends of a stream
//! samples are predicted ([`edges`]), so that its first and last frames are examined like all others.
//!
//! Runs of zeros within sound are dropouts ([`zeros`]), flat crests are clipping ([`flat`]), and a frequency step with
//! continuous phase is a clock step ([`clock`]).
//!
//! Music contains pulses of its own. If the sound before and after a pulse differs, stricter tests apply
//! ([`changing`]): in four hours of music of many kinds they found 15 places, at each of which the waveform breaks off
//! between two samples.

use crate::figures::discontinuity::Glitches;
use crate::terms::shape::WrongShape;
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

/// Scans a stream for discontinuities, block by block.
///
/// Decisions need later samples: they are made a second late, for clock steps up to four. The result does not depend on
/// the block size of the input. Memory use does not grow with the stream.
pub struct GlitchScan {
    whitening: Whitening,
    ringing: Ringing,
    look_tables: LookTables,
    channels: Vec<Channel>,
    first_frame: u64,
    /// The next frame expected.
    end_frame: u64,
    /// The next block's first own frame.
    next_own: u64,
    breaks: Vec<(u64, u64)>,
}

/// Shortest stream that is scanned.
const FEWEST_FRAMES: u64 = 512;

impl GlitchScan {
    /// At the start of a stream; `first_frame` is its first frame's number.
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
    ///
    /// # Errors
    ///
    /// Another number of slices than channels, or slices of different lengths: no frame was taken.
    pub fn take<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) -> Result<(), WrongShape> {
        WrongShape::check_even(channels, self.channels.len())?;
        self.take_even(channels);
        Ok(())
    }

    /// [`GlitchScan::take`] for slices of the right shape.
    pub(crate) fn take_even<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) {
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

    /// Examines the remaining samples at the stream's end.
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

    /// Frames across which no figure may be measured, first and first after, in order of detection; each is returned
    /// once. For missing frames, both are the first frame after them.
    pub fn take_breaks(&mut self) -> Vec<(u64, u64)> {
        std::mem::take(&mut self.breaks)
    }

    /// The discontinuities found so far, channel by channel.
    pub fn found(&self) -> Vec<Glitches> {
        self.channels.iter().map(|channel| channel.findings.glitches()).collect()
    }

    /// Examines a block that starts at a frame; its own frames are those that no earlier block covered.
    fn look_at_block(&mut self, start: i64) {
        let (frames, ramp) = (self.whitening.frames() as i64, self.whitening.ramp() as i64);
        let own = self.next_own..((start + frames - ramp) as u64).min(self.end_frame);
        self.next_own = own.end;
        for channel in &mut self.channels {
            channel.look_at_block(start, own.clone(), &mut self.whitening, &mut self.ringing);
        }
    }

    /// Decides all cases whose surroundings are complete by `end`, and drops samples that are no longer needed.
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
