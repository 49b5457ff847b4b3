//! Recordings of any length, measured from beginning to end without holding them.
//!
//! A first pass looks for what breaks the recording and where it is silent ([`survey`]); a second one takes the longest
//! clean stretch in records ([`records`]) that follow each other through the same analysis as live audio.

use std::convert::Infallible;
use std::ops::Range;

use crate::analyzer::{Analyzer, SHORTEST_FRAMES};
use crate::figures::report::{Report, StimulusKind};
use crate::readings;
use crate::sweep;
use crate::sweep::Tracker;
use crate::terms::settings::Settings;
use records::{Plan, Reel, Resolution};
use sections::Sections;
use survey::Survey;

mod plateaus;
mod records;
mod sections;
mod stepped;
mod stretch;
mod survey;
mod used;

/// Samples of a recording, readable from its start as often as asked.
pub trait Recording {
    /// Why frames cannot be read.
    type Error;

    /// Sample rate in Hz.
    fn sample_rate_hz(&self) -> f64;

    /// Number of channels, 1 or more.
    fn channels(&self) -> usize;

    /// Frames in all, where that is known; only for showing progress.
    fn expected_frames(&self) -> Option<u64> {
        None
    }

    /// Goes back to the first frame.
    fn rewind(&mut self) -> Result<(), Self::Error>;

    /// Replaces the content of `block` (one vector per channel) by the next frames, the same number on every
    /// channel; none at the end.
    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Self::Error>;
}

/// Shortest stretch, in seconds, that figures are taken from.
const SHORTEST_S: f64 = 0.1;

/// The figures of a whole recording. `progress` is told how much of the work is done, from 0 to 1.
///
/// Two passes or three read it; memory is needed for some seconds of it, however long it is.
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
    Ok(report)
}

/// The figures of the longest sound, or of the longest clean stretch where that shows tones; `known` is a stretch that was
/// measured before.
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

/// One pass more that follows the strongest frequency, and others over each sweep that there is.
fn sweeps_of<R: Recording>(
    recording: &mut R,
    report: &mut Report,
    settings: &Settings,
) -> Result<(), R::Error> {
    let mut tracker = Tracker::new(recording.sample_rate_hz(), recording.channels());
    recording.rewind()?;
    let mut block = vec![Vec::new(); recording.channels()];
    loop {
        recording.read(&mut block)?;
        if block.iter().all(Vec::is_empty) {
            break;
        }
        tracker.take(&block);
    }
    let mut samples = |channel: usize, frames: Range<usize>| one_channel(recording, channel, frames);
    sweep::complete(report, &tracker, settings, &mut samples)
}

/// These frames of one channel, which alone are held; fewer where the recording ends before.
fn one_channel<R: Recording>(
    recording: &mut R,
    channel: usize,
    frames: Range<usize>,
) -> Result<Vec<f64>, R::Error> {
    recording.rewind()?;
    let mut block = vec![Vec::new(); recording.channels()];
    let mut samples = Vec::with_capacity(frames.len());
    let mut first = 0;
    while samples.len() < frames.len() {
        recording.read(&mut block)?;
        let read = &block[channel];
        if read.is_empty() {
            break;
        }
        let within = |frame: usize| frame.saturating_sub(first).min(read.len());
        samples.extend_from_slice(&read[within(frames.start)..within(frames.end)]);
        first += read.len();
    }
    Ok(samples)
}

/// The figures of samples in memory, one slice per channel, whose common length counts. See [`measure`].
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

/// A stimulus of steady tones: a stretch that holds one needs no other to speak for the recording.
fn is_tonal(report: &Report) -> bool {
    use StimulusKind::{DualTone, Multitone, Tone, TwinTone};
    matches!(report.stimulus.kind, Tone | DualTone | TwinTone | Multitone)
        && report.stimulus.tones_hz.values().any(|tones| !tones.is_empty())
}

/// The figures of one stretch: where the usual records show no tones, of longer ones if these do.
fn analyse_finely_enough<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    stretch: &Range<u64>,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<Report>, R::Error> {
    let (frames, rate_hz) = (stretch.end - stretch.start, recording.sample_rate_hz());
    let usual = Plan::new(frames, rate_hz, Resolution::Usual);
    let report = analyse(recording, survey, stretch.start, &usual, settings, progress)?;
    if !usual.may_be_finer() || report.as_ref().is_some_and(is_tonal) {
        return Ok(report);
    }
    let fine = Plan::new(frames, rate_hz, Resolution::Fine);
    let peek = analyse(recording, survey, stretch.start, &fine.first_alone(), settings, &mut |_| ())?;
    match peek.filter(is_tonal) {
        Some(peek) if fine.records == 1 => Ok(Some(peek)),
        Some(_) => analyse(recording, survey, stretch.start, &fine, settings, progress),
        None => Ok(report),
    }
}

/// The figures of a stretch from `start` on.
fn analyse<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    start: u64,
    plan: &Plan,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<Report>, R::Error> {
    let (rate_hz, channels) = (recording.sample_rate_hz(), recording.channels());
    let settings = Settings { transform_frames: plan.record_frames, ..*settings };
    let drifts = survey.level_drifts(&(start..start + plan.frames()));
    let mut analyzer = Analyzer::of_recording(rate_hz, channels, settings, plan.hop_frames(), drifts);
    let mut reel = Reel::new(recording, start)?;
    for index in 0..plan.records {
        let first_frame = start + plan.start(index);
        let Some(record) = reel.record(first_frame, plan.record_frames)? else { break };
        analyzer.push(first_frame, &record);
        progress(0.5 + 0.5 * (index + 1) as f64 / plan.records as f64);
    }
    drop(reel);
    Ok(analyzer.report_of_recording(plan.frames()))
}

/// Samples in memory.
struct Held<'a, S> {
    sample_rate_hz: f64,
    channels: &'a [&'a [S]],
    next_frame: usize,
}

impl<S: Copy + Into<f64>> Recording for Held<'_, S> {
    type Error = Infallible;

    fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    fn channels(&self) -> usize {
        self.channels.len()
    }

    fn rewind(&mut self) -> Result<(), Infallible> {
        self.next_frame = 0;
        Ok(())
    }

    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Infallible> {
        const BLOCK_FRAMES: usize = 16_384;
        let frames = self.channels.iter().map(|samples| samples.len()).min().unwrap_or(0);
        let end = frames.min(self.next_frame + BLOCK_FRAMES);
        for (block, samples) in block.iter_mut().zip(self.channels) {
            block.clear();
            block.extend(samples[self.next_frame..end].iter().map(|x| (*x).into()));
        }
        self.next_frame = end;
        Ok(())
    }
}
