//! The figures of a whole recording.

use std::ops::Range;

use crate::analyzer::SHORTEST_FRAMES;
use crate::figures::measurement::MeasuredSection;
use crate::figures::report::{Report, Used};
use crate::terms::settings::Settings;
use crate::{readings, sweep};

use super::analyse::analyse_finely_enough;
use super::bench::track_of;
use super::input::{Held, Recording};
use super::parts::Parts;
use super::sections::Sections;
use super::survey::Survey;
use super::sweeps::sweeps_of;

/// Shortest stretch, in seconds, that is measured.
const SHORTEST_S: f64 = 0.1;

/// The figures of a whole recording. `progress` receives the share of the work done, from 0 to 1.
///
/// Reads it two or three times; memory use is some seconds of it, whatever its length.
///
/// # Errors
///
/// Those of the recording.
pub fn measure<R: Recording>(
    recording: &mut R,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Report, R::Error> {
    let needed = ((SHORTEST_S * recording.sample_rate_hz()).ceil() as u64).max(SHORTEST_FRAMES as u64);
    let survey = Survey::of(recording, needed, progress)?;
    let parts = match track_of(recording, survey.marks(), &survey.surroundings(), settings, progress)? {
        Some(track) => track,
        None => parts_of(recording, &survey, needed, settings, progress)?,
    };
    let (rate_hz, frames) = (recording.sample_rate_hz(), survey.frames());
    let measurement = parts.measurement(settings, rate_hz, frames, survey.peak_dbfs());
    Ok(measurement.report())
}

/// The parts of a recording of any other signals.
fn parts_of<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    needed: u64,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Parts, R::Error> {
    let mut sections = Sections::of(recording, survey, needed, settings, progress)?;
    let other = sections.other.take();
    let (mut main, sections) = match sections.whole(recording, survey, settings)? {
        Some(whole) => whole,
        None => {
            let longest = longest_of_all(recording, survey, other, needed, settings, progress)?;
            (longest.unwrap_or_else(|| too_short(recording.channels(), survey, needed)), Vec::new())
        }
    };
    if sweep::may_be_one(main.section.stimulus.kind, settings)
        && let Some(swept) = sweeps_of(recording, settings)?
    {
        main = swept.section(main, settings);
    }
    let used = Used::of(&main, &sections, survey);
    Ok(Parts { main, sections, bench: None, used, glitches: survey.glitches() })
}

/// All figures refused: no stretch is long enough.
fn too_short(channels: usize, survey: &Survey, needed_frames: u64) -> MeasuredSection {
    let longest = survey.stretches().map(|stretch| stretch.end - stretch.start).max().unwrap_or(0);
    readings::too_short(channels, longest, needed_frames)
}

/// The figures of the longest sound, or of the longest clean stretch if that shows tones; `known` is a stretch already
/// measured.
fn longest_of_all<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    mut known: Option<(Range<u64>, MeasuredSection)>,
    needed_frames: u64,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<MeasuredSection>, R::Error> {
    let mut longest = None;
    for stretch in survey.stretches().filter(|stretch| stretch.end - stretch.start >= needed_frames) {
        let found = match known.take_if(|(range, _)| *range == stretch) {
            Some((_, measured)) => Some(measured),
            None => analyse_finely_enough(recording, survey, &stretch, settings, progress)?,
        };
        let is_tonal = found.as_ref().is_some_and(MeasuredSection::is_tonal);
        longest = found.or(longest);
        if is_tonal {
            break;
        }
    }
    Ok(longest)
}

/// The figures of samples in memory, one slice per channel, over their common length. See [`measure`].
pub fn measure_record<S: Copy + Into<f64>>(
    sample_rate_hz: f64,
    channels: &[&[S]],
    settings: Settings,
) -> Report {
    let mut held = Held { sample_rate_hz, channels, next_frame: 0 };
    match measure(&mut held, &settings, &mut |_| ()) {
        Ok(report) => report,
        Err(never) => match never {},
    }
}
