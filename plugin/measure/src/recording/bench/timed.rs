//! The markers of a run in time.

use super::super::input::Recording;
use super::super::records::Reel;
use crate::bench::clock::{Clock, Knot};
use crate::bench::plan;
use crate::bench::run::FoundRun;
use crate::bench::timing::{self, BESIDE_S, Timed};

/// A channel this much weaker than the other one does not count for times.
const WEAK: f64 = 0.1;

/// Clock and polarity of a run.
pub(super) struct Timing {
    pub(super) sample_rate_hz: f64,
    pub(super) clock: Clock,
    /// By channel: +1, −1, or 0 without a marker.
    pub(super) polarity: [i8; 2],
}

/// The sound of one marker.
struct Sound {
    track_s: f64,
    /// Frame of its first sample.
    first_frame: u64,
    near: f64,
    channels: [Vec<f64>; 2],
}

impl Timing {
    /// `None` if no marker can be read.
    pub(super) fn of<R: Recording>(recording: &mut R, run: &FoundRun) -> Result<Option<Timing>, R::Error> {
        let sample_rate_hz = recording.sample_rate_hz();
        let sounds = sounds(recording, run)?;
        if sounds.is_empty() {
            return Ok(None);
        }
        let first = clock(&sounds, 1.0, sample_rate_hz);
        let stretch = 1.0 + first.offset.unwrap_or(0.0);
        let gains = sounds.iter().fold([0.0; 2], |sums, sound| {
            let timed = both(sound, stretch, sample_rate_hz);
            [sums[0] + timed[0].gain, sums[1] + timed[1].gain]
        });
        let polarity = gains.map(|gain| if gain == 0.0 { 0 } else { gain.signum() as i8 });
        Ok(Some(Timing { sample_rate_hz, clock: clock(&sounds, stretch, sample_rate_hz), polarity }))
    }
}

fn sounds<R: Recording>(recording: &mut R, run: &FoundRun) -> Result<Vec<Sound>, R::Error> {
    let rate_hz = recording.sample_rate_hz();
    let beside = (BESIDE_S * rate_hz).ceil();
    let frames = (plan::mark().length_s * rate_hz + 2.0 * beside).ceil() as usize;
    let mut reel = Reel::new(recording, 0)?;
    let mut sounds = Vec::new();
    for (track_s, mark) in run.plan.marks_s().into_iter().zip(&run.marks) {
        let Some(mark) = mark else { continue };
        let first_frame = (mark.frame - beside).max(0.0) as u64;
        let Some(samples) = reel.record(first_frame, frames)? else { break };
        let near = mark.frame - first_frame as f64;
        sounds.push(Sound {
            track_s,
            first_frame,
            near,
            channels: [0, 1].map(|side: usize| samples[side].to_vec()),
        });
    }
    Ok(sounds)
}

fn both(sound: &Sound, stretch: f64, sample_rate_hz: f64) -> [Timed; 2] {
    [0, 1].map(|side: usize| timing::of(&sound.channels[side], sound.near, stretch, sample_rate_hz))
}

fn clock(sounds: &[Sound], stretch: f64, sample_rate_hz: f64) -> Clock {
    let knot = |sound: &Sound| {
        let [left, right] = both(sound, stretch, sample_rate_hz);
        let (a, b) = (left.gain.abs(), right.gain.abs());
        let frame = match () {
            () if b < WEAK * a => left.frame,
            () if a < WEAK * b => right.frame,
            () => 0.5 * (left.frame + right.frame),
        };
        Knot { track_s: sound.track_s, frame: sound.first_frame as f64 + frame }
    };
    Clock::new(sounds.iter().map(knot).collect(), sample_rate_hz)
}
