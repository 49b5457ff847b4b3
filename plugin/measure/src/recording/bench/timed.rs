//! The markers of a run in time.

use super::super::input::Recording;
use super::super::records::Reel;
use crate::bench::clock::{Clock, Knot};
use crate::bench::detector::Mark;
use crate::bench::plan;
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

/// The sounds of a run's markers, in order.
pub(super) struct Markers {
    sample_rate_hz: f64,
    sounds: Vec<Sound>,
}

/// The sound of one marker.
struct Sound {
    track_s: f64,
    mark: Mark,
    /// Frame of its first sample.
    first_frame: u64,
    near: f64,
    channels: [Vec<f64>; 2],
    /// As if both clocks were the same.
    first: [Timed; 2],
    /// Where time runs that many times slower.
    again: Option<(f64, [Timed; 2])>,
}

impl Markers {
    pub(super) fn new(sample_rate_hz: f64) -> Markers {
        Markers { sample_rate_hz, sounds: Vec::new() }
    }

    /// First frame and number of frames that are read of a marker.
    pub(super) fn frames(mark: &Mark, sample_rate_hz: f64) -> (u64, usize) {
        let beside = (BESIDE_S * sample_rate_hz).ceil();
        let frames = (plan::mark().length_s * sample_rate_hz + 2.0 * beside).ceil() as usize;
        ((mark.frame - beside).max(0.0) as u64, frames)
    }

    /// Reads the next marker; false if the recording ends before it does.
    pub(super) fn add<R: Recording>(
        &mut self,
        reel: &mut Reel<R>,
        track_s: f64,
        mark: &Mark,
    ) -> Result<bool, R::Error> {
        let (first_frame, frames) = Markers::frames(mark, self.sample_rate_hz);
        let Some(samples) = reel.record(first_frame, frames)? else { return Ok(false) };
        let near = mark.frame - first_frame as f64;
        let channels = [0, 1].map(|side: usize| samples[side].to_vec());
        let first = timing::of(&channels, near, 1.0, self.sample_rate_hz);
        self.sounds.push(Sound { track_s, mark: *mark, first_frame, near, channels, first, again: None });
        Ok(true)
    }

    /// Drops the markers from the first one on that differs from these. Gives the number of those left.
    pub(super) fn keep(&mut self, found: &[(f64, Mark)]) -> usize {
        let is_same = |(sound, found): (&Sound, &(f64, Mark))| (sound.track_s, sound.mark) == *found;
        let same = self.sounds.iter().zip(found).take_while(|pair| is_same(*pair)).count();
        self.sounds.truncate(same);
        same
    }

    /// Where the newest marker read starts.
    pub(super) fn last_frame(&self) -> Option<f64> {
        self.sounds.last().map(|sound| sound.mark.frame)
    }

    /// Clock and polarity by the markers read; `None` if there are none. A time that was read with a clock not farther from
    /// the present one than `most_off` is not read again.
    pub(super) fn timing(&mut self, most_off: f64) -> Option<Timing> {
        let sample_rate_hz = self.sample_rate_hz;
        if self.sounds.is_empty() {
            return None;
        }
        let clock = |times: &dyn Fn(&Sound) -> [Timed; 2]| {
            Clock::new(self.sounds.iter().map(|sound| knot(sound, times(sound))).collect(), sample_rate_hz)
        };
        let stretch = 1.0 + clock(&|sound| sound.first).offset.unwrap_or(0.0);
        let times: Vec<(f64, [Timed; 2])> = self
            .sounds
            .iter()
            .map(|sound| match sound.again {
                Some((known, times)) if (known - stretch).abs() <= most_off => (known, times),
                _ => (stretch, timing::of(&sound.channels, sound.near, stretch, sample_rate_hz)),
            })
            .collect();
        self.sounds.iter_mut().zip(times).for_each(|(sound, times)| sound.again = Some(times));
        let again = |sound: &Sound| sound.again.map_or(sound.first, |(_, times)| times);
        let knots = self.sounds.iter().map(|sound| knot(sound, again(sound))).collect();
        let gains = self
            .sounds
            .iter()
            .map(again)
            .fold([0.0; 2], |sums, timed| [sums[0] + timed[0].gain, sums[1] + timed[1].gain]);
        let polarity = gains.map(|gain| if gain == 0.0 { 0 } else { gain.signum() as i8 });
        Some(Timing { sample_rate_hz, clock: Clock::new(knots, sample_rate_hz), polarity })
    }
}

fn knot(sound: &Sound, [left, right]: [Timed; 2]) -> Knot {
    let (a, b) = (left.gain.abs(), right.gain.abs());
    let frame = match () {
        () if b < WEAK * a => left.frame,
        () if a < WEAK * b => right.frame,
        () => 0.5 * (left.frame + right.frame),
    };
    Knot { track_s: sound.track_s, frame: sound.first_frame as f64 + frame }
}
