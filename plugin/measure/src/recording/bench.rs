//! A recording of the bench track: its sections, each with the figures that it is for, and the curves.

use self::measured::{Measured, places};
use self::piece::Pieces;
use self::timed::{Markers, Timing};
use super::input::Recording;
use super::parts::Parts;
use super::records::Reel;
use super::surroundings::Surroundings;
use crate::bench::aligned;
use crate::bench::detector::Mark;
use crate::bench::run::{self, FoundRun};
use crate::terms::settings::Settings;

mod assembly;
mod faults;
mod levels;
pub(super) mod listener;
mod measured;
mod piece;
mod place;
mod sides;
mod steady;
mod swept;
mod timed;

/// The track in a recording, if it is there: the run with the most sections, the first of equal ones. `marks` are the
/// markers found in it.
pub(super) fn track_of<R: Recording>(
    recording: &mut R,
    marks: &[Mark],
    surroundings: &Surroundings,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<Parts>, R::Error> {
    if settings.declared.is_some() {
        return Ok(None);
    }
    let mut runs = run::find(marks, recording.sample_rate_hz());
    if runs.is_empty() {
        runs.extend(aligned::find(marks, recording.sample_rate_hz()));
    }
    let Some(chosen) = (0..runs.len()).rev().max_by_key(|index| runs[*index].count()) else {
        return Ok(None);
    };
    let Some(timing) = timing_of(recording, &runs[chosen])? else { return Ok(None) };
    let mut resampler = None;
    if !runs[chosen].knows_sides {
        let mut pieces = Pieces::new(recording, surroundings.breaks, &mut resampler)?;
        runs[chosen].is_swapped = sides::are_swapped(&mut pieces, &runs[chosen].plan, &timing.clock)?;
    }
    let others = (0..runs.len()).filter(|index| *index != chosen).map(|index| runs[index].start_frame);
    let others: Vec<f64> = others.collect();
    let mut measured = Measured::default();
    let mut pieces = Pieces::new(recording, surroundings.breaks, &mut resampler)?;
    let places = places(&runs[chosen], &timing, surroundings.end_frame);
    for (index, place) in places.iter().enumerate() {
        progress(0.5 + 0.5 * index as f64 / places.len() as f64);
        while !measured.measure(&mut pieces, &runs[chosen].plan, place, settings)? {}
    }
    Ok(Some(measured.parts(&runs[chosen], &timing, surroundings, settings, others)))
}

/// The times of a run's markers; `None` if no marker can be read.
fn timing_of<R: Recording>(recording: &mut R, run: &FoundRun) -> Result<Option<Timing>, R::Error> {
    let mut markers = Markers::new(recording.sample_rate_hz());
    let mut reel = Reel::new(recording, 0)?;
    for (track_s, mark) in run.timed_marks() {
        if !markers.add(&mut reel, track_s, &mark)? {
            break;
        }
    }
    Ok(markers.timing(0.0))
}
