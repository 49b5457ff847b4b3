//! The figures of a whole recording.

use std::ops::Range;

use crate::analyzer::SHORTEST_FRAMES;
use crate::figures::report::Report;
use crate::terms::settings::Settings;
use crate::{readings, sweep};

use super::analyse::{analyse_finely_enough, is_tonal};
use super::input::{Held, Recording};
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
    let (rate_hz, channels) = (recording.sample_rate_hz(), recording.channels());
    let needed = ((SHORTEST_S * rate_hz).ceil() as u64).max(SHORTEST_FRAMES as u64);
    let survey = Survey::of(recording, needed, progress)?;
    let mut sections = Sections::of(recording, &survey, needed, settings, progress)?;
    let other = sections.other.take();
    let mut report = match sections.report(recording, &survey, settings)? {
        Some(report) => report,
        None => longest_of_all(recording, &survey, other, needed, settings, progress)?.unwrap_or_else(|| {
            let longest = survey.stretches().map(|stretch| stretch.end - stretch.start).max().unwrap_or(0);
            readings::too_short(rate_hz, channels, settings, longest, needed)
        }),
    };
    if sweep::may_be_one(report.stimulus.kind, settings) {
        sweeps_of(recording, &mut report, settings)?;
    }
    survey.complete(&mut report);
    report.settings = Some(*settings);
    Ok(report)
}

/// The figures of the longest sound, or of the longest clean stretch if that shows tones; `known` is a stretch already
/// measured.
fn longest_of_all<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    mut known: Option<(Range<u64>, Report)>,
    needed_frames: u64,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<Report>, R::Error> {
    let mut report = None;
    for stretch in survey.stretches().filter(|stretch| stretch.end - stretch.start >= needed_frames) {
        let found = match known.take_if(|(range, _)| *range == stretch) {
            Some((_, report)) => Some(report),
            None => analyse_finely_enough(recording, survey, &stretch, settings, progress)?,
        };
        let is_tonal = found.as_ref().is_some_and(is_tonal);
        report = found.or(report);
        if is_tonal {
            break;
        }
    }
    Ok(report)
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
