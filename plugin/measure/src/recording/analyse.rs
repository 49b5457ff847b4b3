//! The figures of one stretch.

use std::ops::Range;

use crate::analyzer::Analyzer;
use crate::figures::measurement::MeasuredSection;
use crate::terms::settings::Settings;

use super::input::Recording;
use super::records::{Plan, Reel, Resolution};
use super::survey::Survey;

/// The figures of one stretch; from longer records if only these show tones.
pub(super) fn analyse_finely_enough<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    stretch: &Range<u64>,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<MeasuredSection>, R::Error> {
    let (frames, rate_hz) = (stretch.end - stretch.start, recording.sample_rate_hz());
    let usual = Plan::new(frames, rate_hz, Resolution::Usual);
    let measured = analyse(recording, survey, stretch.start, &usual, settings, progress)?;
    if !usual.may_be_finer() || measured.as_ref().is_some_and(MeasuredSection::is_tonal) {
        return Ok(measured);
    }
    let fine = Plan::new(frames, rate_hz, Resolution::Fine);
    let peek = analyse(recording, survey, stretch.start, &fine.first_alone(), settings, &mut |_| ())?;
    match peek.filter(MeasuredSection::is_tonal) {
        Some(peek) if fine.records == 1 => Ok(Some(peek)),
        Some(_) => analyse(recording, survey, stretch.start, &fine, settings, progress),
        None => Ok(measured),
    }
}

/// The figures of a stretch from `start` on.
pub(super) fn analyse<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    start: u64,
    plan: &Plan,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<MeasuredSection>, R::Error> {
    let (rate_hz, channels) = (recording.sample_rate_hz(), recording.channels());
    let settings = Settings { transform_frames: plan.record_frames, ..*settings };
    let drifts = survey.level_drifts(&(start..start + plan.frames()));
    let mut analyzer = Analyzer::of_recording(rate_hz, channels, settings, plan.hop_frames(), drifts);
    let mut reel = Reel::new(recording, start)?;
    for index in 0..plan.records {
        let first_frame = start + plan.start(index);
        let Some(record) = reel.record(first_frame, plan.record_frames)? else { break };
        analyzer.push_record(first_frame, &record);
        progress(0.5 + 0.5 * (index + 1) as f64 / plan.records as f64);
    }
    drop(reel);
    Ok(analyzer.section_of_recording(plan.frames()))
}
