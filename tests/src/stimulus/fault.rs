//! Faults planted in a recording at known places.

use super::{Signal, Tone};

/// A fault at a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// This number of frames is missing from there on.
    Dropped(usize),
    /// This number of frames before it is repeated.
    Repeated(usize),
    /// This number of frames from there on is digital silence.
    Zeroed(usize),
    /// The phase of every tone jumps ahead by this much.
    PhaseJump(f64),
    /// One sample is larger by this much.
    Click(f64),
}

impl Fault {
    /// Kind and frames as a report gives them.
    pub fn reported(self) -> (&'static str, u64) {
        match self {
            Fault::Dropped(frames) => ("dropped", frames as u64),
            Fault::Repeated(frames) => ("repeated", frames as u64),
            Fault::Zeroed(frames) => ("zeroed", frames as u64),
            Fault::PhaseJump(_) => ("phase_jump", 0),
            Fault::Click(_) => ("click", 1),
        }
    }
}

impl Signal {
    /// The same sound with a fault at an index. Missing frames shorten it and repeated ones lengthen it; a phase jump
    /// requires the given tones.
    pub fn with_fault(mut self, fault: Fault, at: usize, tones: &[Tone]) -> Signal {
        match fault {
            Fault::Dropped(frames) => drop(self.samples.drain(at..at + frames)),
            Fault::Repeated(frames) => {
                let again = self.samples[at - frames..at].to_vec();
                self.samples.splice(at..at, again);
            }
            Fault::Zeroed(frames) => self.samples[at..at + frames].fill(0.0),
            Fault::Click(size) => self.samples[at] += size,
            Fault::PhaseJump(phase_rad) => {
                let rate_hz = self.sample_rate_hz;
                for (sample, frame) in self.samples.iter_mut().zip(self.first_frame..).skip(at) {
                    for tone in tones {
                        let moved = Tone { phase_rad: tone.phase_rad + phase_rad, ..*tone };
                        *sample += moved.at(frame, rate_hz) - tone.at(frame, rate_hz);
                    }
                }
            }
        }
        self
    }
}
