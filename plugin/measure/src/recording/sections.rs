//! The parts of a recording with a constant stimulus, each measured separately.

use std::ops::Range;

use super::analyse::{analyse, analyse_finely_enough};
use super::input::Recording;
use super::records::{Plan, Resolution};
use super::stepped;
use super::survey::Survey;
use super::sweeps::sweeps_of;
use crate::figures::figure::ChannelFigure;
use crate::figures::measurement::MeasuredSection;
use crate::figures::report::{Section, StimulusKind};
use crate::sweep;
use crate::terms::settings::Settings;

/// Number of longest stretches examined for tones before all are measured, and number of records of each.
const PEEKS: usize = 4;
const PEEK_RECORDS: u64 = 4;
/// Share of a recording's sound that sections with tones must fill to represent it; notes of music do not.
const LEAST_SHARE: f64 = 0.5;
/// Shortest pause, and shortest sound without tones, that forms a section, in seconds.
const LEAST_OTHER_S: f64 = 1.0;
/// Sections of one stimulus agree within this level difference in dB and this relative frequency difference.
const SAME_DB: f64 = 0.1;
const SAME_FREQUENCY: f64 = 1e-4;

/// The measured stretches of a recording.
#[derive(Default)]
pub(super) struct Sections {
    /// Those with tones, in order.
    pub(super) tonal: Vec<MeasuredSection>,
    /// A stretch without tones that was measured in the search.
    pub(super) other: Option<(Range<u64>, MeasuredSection)>,
}

impl Sections {
    /// Measures every stretch with a constant level, if they contain tones.
    pub(super) fn of<R: Recording>(
        recording: &mut R,
        survey: &Survey,
        shortest_frames: u64,
        settings: &Settings,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Sections, R::Error> {
        let stretches = survey.still_stretches(shortest_frames);
        if stretches.len() > 1 && !any_tonal(recording, survey, &stretches, settings)? {
            return Ok(Sections::default());
        }
        let all: u64 = stretches.iter().map(length).sum();
        let (mut sections, mut done) = (Sections::default(), 0);
        let needed = LEAST_SHARE * survey.loud_frames() as f64;
        let mut tonal_frames = 0;
        for stretch in stretches {
            // Music with single long notes: the tones cannot reach the share any more.
            if ((tonal_frames + all - done) as f64) < needed {
                break;
            }
            let share = length(&stretch) as f64 / all as f64;
            let mut part = |of: f64| {
                progress(0.5 + 0.5 * (done as f64 / all as f64 + share * (2.0 * of - 1.0)).min(1.0))
            };
            let measured = analyse_finely_enough(recording, survey, &stretch, settings, &mut part)?;
            done += length(&stretch);
            match measured {
                Some(measured) if measured.is_tonal() => {
                    tonal_frames += length(&stretch);
                    sections.tonal.push(measured);
                }
                Some(measured) => sections.other = Some((stretch, measured)),
                None => (),
            }
        }
        if (tonal_frames as f64) < needed {
            sections.tonal.clear();
        }
        sections.join_same();
        Ok(sections)
    }

    /// Keeps only the longest of consecutive sections with the same stimulus.
    fn join_same(&mut self) {
        self.tonal.dedup_by(|next, kept| {
            let same = same_stimulus(&next.section, &kept.section);
            if same && next.section.frames > kept.section.frames {
                std::mem::swap(next, kept);
            }
            same
        });
    }

    /// The longest section with tones (the first one of equal length), and if there are several, all of them in order.
    pub(super) fn whole<R: Recording>(
        self,
        recording: &mut R,
        survey: &Survey,
        settings: &Settings,
    ) -> Result<Option<(MeasuredSection, Vec<MeasuredSection>)>, R::Error> {
        let longest = self.tonal.iter().rev().max_by_key(|measured| measured.section.frames);
        let Some(longest) = longest.cloned() else { return Ok(None) };
        let shortest = (LEAST_OTHER_S * recording.sample_rate_hz()) as u64;
        let mut sections = self.tonal;
        sections.extend(sweep_beside(recording, survey, &sections, shortest, settings)?);
        for pause in survey.pauses(shortest) {
            sections.extend(analyse_finely_enough(recording, survey, &pause, settings, &mut |_| ())?);
        }
        sections.sort_by_key(|measured| measured.section.first_frame);
        if sections.len() == 1 {
            return Ok(Some((longest, Vec::new())));
        }
        let longest = stepped::section(longest, &sections, recording.sample_rate_hz(), settings);
        Ok(Some((longest, sections)))
    }
}

/// Whether the first records of the longest stretches show tones.
fn any_tonal<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    stretches: &[Range<u64>],
    settings: &Settings,
) -> Result<bool, R::Error> {
    let mut longest: Vec<&Range<u64>> = stretches.iter().collect();
    longest.sort_by_key(|stretch| std::cmp::Reverse(length(stretch)));
    for stretch in longest.into_iter().take(PEEKS) {
        let plan = Plan::new(length(stretch), recording.sample_rate_hz(), Resolution::Usual);
        let peek =
            analyse(recording, survey, stretch.start, &plan.first(PEEK_RECORDS), settings, &mut |_| ())?;
        if peek.as_ref().is_some_and(MeasuredSection::is_tonal) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The sweeps of a recording that also has tones, if there is sound outside the tonal stretches.
fn sweep_beside<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    tonal: &[MeasuredSection],
    shortest_frames: u64,
    settings: &Settings,
) -> Result<Option<MeasuredSection>, R::Error> {
    let is_tonal =
        |sound: &Range<u64>| tonal.iter().any(|measured| sound.contains(&measured.section.first_frame));
    let others = survey.sounds(shortest_frames).into_iter().filter(|sound| !is_tonal(sound));
    let Some(longest) = others.max_by_key(length) else { return Ok(None) };
    let found = analyse_finely_enough(recording, survey, &longest, settings, &mut |_| ())?;
    let found = found.filter(|found| sweep::may_be_one(found.section.stimulus.kind, settings));
    let Some(found) = found else { return Ok(None) };
    Ok(match sweeps_of(recording, settings)? {
        Some(swept) => Some(swept.section(found, settings)),
        None => Some(found).filter(|found| found.section.stimulus.kind == StimulusKind::Sweep),
    })
}

fn length(stretch: &Range<u64>) -> u64 {
    stretch.end - stretch.start
}

/// Whether two sections have the same stimulus: the same tones on the same channels at the same level.
fn same_stimulus(a: &Section, b: &Section) -> bool {
    let near = |(x, y): (&f64, &f64)| (x / y - 1.0).abs() < SAME_FREQUENCY;
    let tones = |(x, y): (&Vec<f64>, &Vec<f64>)| x.len() == y.len() && x.iter().zip(y).all(near);
    let level = |section: &Section, channel: usize| {
        section.channels[channel].figures[&ChannelFigure::LevelRms].figure().map(|figure| figure.value)
    };
    let levels = (0..a.channels.len().min(b.channels.len())).all(|channel| {
        a.stimulus.tones_hz.values().nth(channel).is_none_or(|tones| tones.is_empty())
            || level(a, channel).zip(level(b, channel)).is_some_and(|(x, y)| (x - y).abs() < SAME_DB)
    });
    a.stimulus.kind == b.stimulus.kind
        && a.stimulus.tones_hz.values().zip(b.stimulus.tones_hz.values()).all(tones)
        && levels
}
