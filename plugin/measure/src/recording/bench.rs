//! A recording of the bench track: its sections, each with the figures that it is for, and the curves.

use std::collections::BTreeMap;
use std::ops::Range;

use self::assembly::Assembly;
use self::piece::Pieces;
use self::timed::Timing;
use super::input::Recording;
use super::parts::Parts;
use super::survey::Survey;
use crate::bench::aligned;
use crate::bench::clock::Stretch;
use crate::bench::plan::{Plan, PlannedSection};
use crate::bench::run::{self, FoundRun};
use crate::figures::curve::Curve;
use crate::figures::discontinuity::{Glitch, Glitches};
use crate::figures::measurement::{Bench, MeasuredSection};
use crate::figures::report::{LeftOut, LeftOutReason, Used};
use crate::figures::run::{BenchSection, Run, RunFault};
use crate::terms::settings::Settings;

mod assembly;
mod levels;
mod piece;
mod sides;
mod steady;
mod swept;
mod timed;

/// The track in a recording, if it is there: the run with the most sections, the first of equal ones.
pub(super) fn track_of<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
) -> Result<Option<Parts>, R::Error> {
    if settings.declared.is_some() {
        return Ok(None);
    }
    let mut runs = run::find(survey.marks(), recording.sample_rate_hz());
    if runs.is_empty() {
        runs.extend(aligned::find(survey.marks(), recording.sample_rate_hz()));
    }
    let Some(chosen) = (0..runs.len()).rev().max_by_key(|index| runs[*index].count()) else {
        return Ok(None);
    };
    let Some(timing) = Timing::of(recording, &runs[chosen])? else { return Ok(None) };
    if !runs[chosen].knows_sides {
        let mut pieces = Pieces::new(recording, survey)?;
        runs[chosen].is_swapped = sides::are_swapped(&mut pieces, &runs[chosen].plan, &timing.clock)?;
    }
    let others = (0..runs.len()).filter(|index| *index != chosen).map(|index| runs[index].start_frame);
    let others: Vec<f64> = others.collect();
    let mut measured = Measured::default();
    measure_sections(recording, survey, &runs[chosen], &timing, settings, progress, &mut measured)?;
    Ok(Some(measured.parts(&runs[chosen], &timing, survey, settings, others)))
}

/// What the sections gave.
#[derive(Default)]
struct Measured {
    sections: BTreeMap<BenchSection, MeasuredSection>,
    levels: Option<levels::Levels>,
    sweeps: [Option<swept::Sweep>; 2],
    missing: Vec<BenchSection>,
    faults: Vec<RunFault>,
    /// Frames of all sections, and the parts of them in which nothing starts or stops.
    frames: u64,
    steady: Vec<Range<u64>>,
}

fn measure_sections<R: Recording>(
    recording: &mut R,
    survey: &Survey,
    run: &FoundRun,
    timing: &Timing,
    settings: &Settings,
    progress: &mut dyn FnMut(f64),
    measured: &mut Measured,
) -> Result<(), R::Error> {
    let count = run.plan.sections.len();
    let mut pieces = Pieces::new(recording, survey)?;
    for (index, planned) in run.plan.sections.iter().enumerate() {
        progress(0.5 + 0.5 * index as f64 / count as f64);
        let planned = PlannedSection { section: as_recorded(planned.section, run.is_swapped), ..*planned };
        let stretch = timing.clock.stretch(planned.mark_s);
        let inside = stretch.map(|stretch| (frames_of(&planned, |time_s| stretch.frame_at(time_s)), stretch));
        let Some((frames, stretch)) = inside.filter(|(frames, _)| frames.end <= survey.frames()) else {
            measured.missing.push(planned.section);
            continue;
        };
        let steady = steady_of(&planned, &run.plan, |time_s| stretch.frame_at(time_s));
        let jump = timing.clock.jump_after(planned.mark_s);
        measured.frames += frames.end - frames.start;
        measured.faults.extend(faults(planned.section, &frames, &steady, jump, survey));
        measured.steady.extend(steady);
        measured.measure(&mut pieces, &run.plan, &planned, &stretch, settings)?;
    }
    Ok(())
}

impl Measured {
    /// Measures one section.
    fn measure<R: Recording>(
        &mut self,
        pieces: &mut Pieces<R>,
        plan: &Plan,
        planned: &PlannedSection,
        stretch: &Stretch,
        settings: &Settings,
    ) -> Result<(), R::Error> {
        let side = usize::from(planned.section == BenchSection::SweepRight);
        let is_there = match planned.section {
            BenchSection::Levels => {
                self.levels = levels::of(pieces, plan, stretch, settings)?;
                self.levels.is_some()
            }
            BenchSection::SweepLeft | BenchSection::SweepRight => {
                self.sweeps[side] = swept::of(pieces, plan, planned, side, stretch)?;
                self.sweeps[side].is_some()
            }
            name => {
                let section = steady::of(pieces, planned, name, stretch, settings)?;
                section.map(|section| self.sections.insert(name, section)).is_some()
            }
        };
        if !is_there {
            self.missing.push(planned.section);
        }
        Ok(())
    }

    fn parts(
        mut self,
        run: &FoundRun,
        timing: &Timing,
        survey: &Survey,
        settings: &Settings,
        other_runs: Vec<f64>,
    ) -> Parts {
        let sample_rate_hz = timing.sample_rate_hz;
        let assembly = Assembly { sections: &self.sections, sweeps: &self.sweeps, settings, sample_rate_hz };
        let (main, figures) = assembly.whole(survey.frames());
        let mut curves: Vec<Curve> = self.levels.iter().flat_map(|levels| levels.curves.clone()).collect();
        curves.extend(assembly.curves());
        self.faults.iter_mut().for_each(|fault| fault.figures = touched(fault.section, &figures));
        let run = Run {
            form: run.plan.form,
            delay_frames: timing.clock.start_frame(),
            clock_ppm: timing.clock.offset.map(|offset| 1e6 * offset),
            wander_frames: timing.clock.wander_frames,
            polarity: main
                .section
                .channels
                .iter()
                .map(|channel| channel.name.clone())
                .zip(timing.polarity)
                .collect(),
            is_swapped: run.is_swapped,
            missing: self.missing,
            faults: self.faults,
            figures,
            thd_levels: self.levels.map(|levels| levels.thd_levels).unwrap_or_default(),
            other_runs,
        };
        let used = used(self.frames, survey.frames());
        let glitches = inside(survey.glitches(), &self.steady);
        let mut sections: Vec<MeasuredSection> = self.sections.into_values().collect();
        sections.sort_by_key(|measured| measured.section.first_frame);
        Parts { main, sections, bench: Some(Bench { curves, run }), used: Some(used), glitches }
    }
}

/// Where sides are exchanged, a section is named by the recording's side.
fn as_recorded(section: BenchSection, is_swapped: bool) -> BenchSection {
    match section {
        BenchSection::ToneLeft if is_swapped => BenchSection::ToneRight,
        BenchSection::ToneRight if is_swapped => BenchSection::ToneLeft,
        BenchSection::SweepLeft if is_swapped => BenchSection::SweepRight,
        BenchSection::SweepRight if is_swapped => BenchSection::SweepLeft,
        other => other,
    }
}

/// The frames of a section in the recording.
fn frames_of(planned: &PlannedSection, frame_at: impl Fn(f64) -> f64) -> Range<u64> {
    let start = frame_at(planned.start_s).max(0.0);
    start as u64..frame_at(planned.start_s + planned.length_s).max(start).ceil() as u64
}

/// The parts of a section in which nothing starts or stops.
fn steady_of(planned: &PlannedSection, plan: &Plan, frame_at: impl Fn(f64) -> f64) -> Vec<Range<u64>> {
    let frames = |start_s: f64, length_s: f64| {
        let inner = steady::inner(start_s, length_s);
        frame_at(inner.start).max(0.0) as u64..frame_at(inner.end).max(0.0) as u64
    };
    match planned.section {
        BenchSection::Levels => plan.steps().iter().map(|step| frames(step.start_s, step.length_s)).collect(),
        _ => vec![frames(planned.start_s, planned.length_s)],
    }
}

/// Discontinuities in the steady parts of a section, of either channel, and the change of the clock across it if nothing
/// else shows it.
fn faults(
    section: BenchSection,
    frames: &Range<u64>,
    steady: &[Range<u64>],
    jump: f64,
    survey: &Survey,
) -> Vec<RunFault> {
    let fault =
        |frame, frames, late_frames| RunFault { section, frame, frames, late_frames, figures: Vec::new() };
    let listed = survey.glitches();
    let inside = listed.iter().flat_map(|channel| &channel.listed);
    let inside = inside.filter(|glitch| glitch.kind.breaks() && is_inside(glitch, steady));
    let mut found: Vec<RunFault> = inside.map(|glitch| fault(glitch.frame, glitch.frames, 0.0)).collect();
    found.sort_by_key(|fault| (fault.frame, fault.frames));
    found.dedup_by_key(|fault| fault.frame);
    match found.first_mut() {
        Some(first) => first.late_frames = jump,
        None if jump != 0.0 => found.push(fault(frames.start, frames.end - frames.start, jump)),
        None => (),
    }
    found
}

fn is_inside(glitch: &Glitch, steady: &[Range<u64>]) -> bool {
    steady.iter().any(|part| part.contains(&glitch.frame))
}

/// The discontinuities inside steady parts: the track's own starts and stops are none.
fn inside(glitches: Vec<Glitches>, steady: &[Range<u64>]) -> Vec<Glitches> {
    let inside = |mut channel: Glitches| {
        let all = channel.listed.len();
        channel.listed.retain(|glitch| is_inside(glitch, steady));
        channel.count -= (all - channel.listed.len()) as u64;
        channel
    };
    glitches.into_iter().map(inside).collect()
}

/// Ids of the figures and names of the curves of a section.
fn touched(section: BenchSection, figures: &BTreeMap<BenchSection, Vec<String>>) -> Vec<String> {
    let curves: &[&str] = match section {
        BenchSection::Levels => {
            &["thd_over_level", "thdn_over_level", "noise_over_level", "crosstalk_over_level", "thd_levels"]
        }
        BenchSection::SweepLeft | BenchSection::SweepRight => {
            &["response", "group_delay", "thd_over_frequency", "harmonic_over_frequency"]
        }
        _ => &[],
    };
    let ids = figures.get(&section).into_iter().flatten().cloned();
    ids.chain(curves.iter().map(|name| (*name).to_owned())).collect()
}

/// Share of the recording inside sections.
fn used(frames: u64, all: u64) -> Used {
    let rest = all.saturating_sub(frames);
    let left_out = LeftOut { reason: LeftOutReason::Changes, frames: rest };
    Used { share: frames as f64 / all.max(1) as f64, left_out: vec![left_out] }
}
