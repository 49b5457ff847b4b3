//! Division of a stretch into records, and their input.

use super::input::Recording;

/// Least length of a record in seconds; resolves mains lines and a multitone's lowest tones.
const RECORD_S: f64 = 1.3;

/// Length ratio of fine records, for closely spaced tones and tones among hum.
const FINE: usize = 8;

/// Longest record, set by the memory limit of a measurement. At 44.1 and 48 kHz no record is that long; at higher rates
/// it limits fine records. Nine times a power of two transforms fast.
const LONGEST: usize = 9 << 16;

/// Number of records that counts as many: one and a half minutes.
const MANY: u64 = 128;

/// Resolution of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resolution {
    /// Records of one or two seconds follow clock wander and average well.
    Usual,
    /// Long records.
    Fine,
}

/// Positions of the records in a stretch.
pub(super) struct Plan {
    /// Always even.
    pub(super) record_frames: usize,
    /// Number of records.
    pub(super) records: u64,
    frames: u64,
}

impl Plan {
    /// One record of the whole stretch, or records of equal length, the last of which ends with it. They overlap by
    /// half; for many records by a quarter, which takes a third less time and increases the spread of noise 1.15 times.
    pub(super) fn new(frames: u64, sample_rate_hz: f64, resolution: Resolution) -> Plan {
        let usual = ((RECORD_S * sample_rate_hz) as usize).next_power_of_two();
        let record_frames = match resolution {
            Resolution::Usual => usual,
            Resolution::Fine => FINE * usual,
        }
        .min(LONGEST);
        let quarter = record_frames as u64 / 4;
        if frames < 8 * quarter && frames <= LONGEST as u64 {
            return Plan { record_frames: (frames & !1) as usize, records: 1, frames };
        }
        let hop = if frames < MANY * 2 * quarter { 2 * quarter } else { 3 * quarter };
        Plan { record_frames, records: (frames - record_frames as u64).div_ceil(hop) + 1, frames }
    }

    /// Only the first record.
    pub(super) fn first_alone(&self) -> Plan {
        self.first(1)
    }

    /// The first records.
    pub(super) fn first(&self, records: u64) -> Plan {
        let records = records.min(self.records);
        let frames = self.start(records - 1) + self.record_frames as u64;
        Plan { record_frames: self.record_frames, records, frames }
    }

    /// Frames of the stretch.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether fine resolution would give longer records.
    pub(super) fn may_be_finer(&self) -> bool {
        self.records > 1 && self.record_frames < LONGEST
    }

    /// Frames between the starts of two records, rounded.
    pub(super) fn hop_frames(&self) -> u64 {
        self.start(1).max(1)
    }

    /// Start of a record in the stretch.
    pub(super) fn start(&self, index: u64) -> u64 {
        let room = self.frames - self.record_frames as u64;
        // In 128 bits: the square of two hours at 768 kHz exceeds 64.
        if self.records < 2 {
            0
        } else {
            (u128::from(room) * u128::from(index) / u128::from(self.records - 1)) as u64
        }
    }
}

/// Reads records that move forward through a recording.
pub(super) struct Reel<'a, R> {
    recording: &'a mut R,
    /// Frames in memory from `first_frame` on, after some already used.
    channels: Vec<Vec<f64>>,
    done: usize,
    first_frame: u64,
    block: Vec<Vec<f64>>,
}

impl<'a, R: Recording> Reel<'a, R> {
    /// Starts at a frame.
    pub(super) fn new(recording: &'a mut R, first_frame: u64) -> Result<Reel<'a, R>, R::Error> {
        recording.rewind()?;
        let channels = vec![Vec::new(); recording.channels()];
        let mut reel = Reel { recording, block: channels.clone(), channels, done: 0, first_frame: 0 };
        reel.forget_before(first_frame)?;
        Ok(reel)
    }

    /// The frames of a record; `None` if the recording ends before it does. Records must not go back.
    pub(super) fn record(
        &mut self,
        first_frame: u64,
        frames: usize,
    ) -> Result<Option<Vec<&[f64]>>, R::Error> {
        self.forget_before(first_frame)?;
        self.reserve(frames);
        while self.held() < frames {
            if !self.read_on()? {
                return Ok(None);
            }
        }
        let at_hand = self.done..self.done + frames;
        Ok(Some(self.channels.iter().map(|samples| &samples[at_hand.clone()]).collect()))
    }

    /// Reserves memory for a record and the block with its end: growing vectors take up to twice as much.
    fn reserve(&mut self, frames: usize) {
        const BLOCK: usize = 1 << 16;
        let needed = frames + BLOCK;
        if self.channels.iter().all(|samples| samples.capacity() - self.done >= needed) {
            return;
        }
        for samples in &mut self.channels {
            samples.drain(..self.done);
            samples.reserve_exact(needed.saturating_sub(samples.len()));
        }
        self.done = 0;
    }

    fn held(&self) -> usize {
        self.channels.first().map_or(0, Vec::len) - self.done
    }

    fn read_on(&mut self) -> Result<bool, R::Error> {
        self.recording.read(&mut self.block)?;
        self.channels.iter_mut().zip(&self.block).for_each(|(samples, block)| samples.extend(block));
        Ok(self.block.iter().any(|block| !block.is_empty()))
    }

    /// Drops frames before a frame.
    fn forget_before(&mut self, frame: u64) -> Result<(), R::Error> {
        loop {
            let gone = (frame - self.first_frame).min(self.held() as u64);
            self.done += gone as usize;
            self.first_frame += gone;
            // In large steps, because each one moves the remaining samples.
            if self.done >= self.held() {
                self.channels.iter_mut().for_each(|samples| drop(samples.drain(..self.done)));
                self.done = 0;
            }
            if self.first_frame == frame {
                return Ok(());
            }
            let skipped = self.recording.skip(frame - self.first_frame)?;
            self.first_frame += skipped;
            if skipped == 0 && !self.read_on()? {
                return Ok(());
            }
        }
    }
}
