//! What the sections of a run gave, and the parts of the report made of it.

use std::collections::BTreeMap;

use super::super::input::Recording;
use super::super::parts::Parts;
use super::super::surroundings::Surroundings;
use super::assembly::Assembly;
use super::faults::{faults, inside, touched};
use super::levels::{self, Levels};
use super::piece::Pieces;
use super::place::{Place, as_recorded};
use super::steady;
use super::swept::{self, Sweep};
use super::timed::Timing;
use crate::bench::clock::Stretch;
use crate::bench::plan::Plan;
use crate::bench::run::FoundRun;
use crate::figures::curve::Curve;
use crate::figures::measurement::{Bench, MeasuredSection};
use crate::figures::report::{LeftOut, LeftOutReason, Section, Used};
use crate::figures::run::{BenchSection, Run};
use crate::terms::settings::Settings;

/// The sections measured so far. Each can be measured again.
#[derive(Default)]
pub(super) struct Measured {
    steady: BTreeMap<BenchSection, MeasuredSection>,
    levels: Option<Levels>,
    /// The steps of the level series measured so far, until all are.
    steps: Vec<Option<Section>>,
    /// Of the left and the right channel.
    sweeps: [Option<Sweep>; 2],
}

impl Measured {
    /// Measures a section, or one more step of the level series, in place of what is known of it; it is missing if too
    /// little of it is there. Returns whether the section is done.
    pub(super) fn measure<R: Recording>(
        &mut self,
        pieces: &mut Pieces<R>,
        plan: &Plan,
        place: &Place,
        settings: &Settings,
    ) -> Result<bool, R::Error> {
        let Place { planned, stretch, .. } = place;
        match planned.section {
            BenchSection::Levels => return self.measure_step(pieces, plan, stretch, settings),
            BenchSection::SweepLeft | BenchSection::SweepRight => {
                let side = usize::from(planned.section == BenchSection::SweepRight);
                self.sweeps[side] = swept::of(pieces, plan, planned, side, stretch)?;
            }
            name => {
                let (start_s, length_s) = (planned.start_s, planned.length_s);
                match steady::of(pieces, start_s, length_s, name, stretch, settings)? {
                    Some(section) => drop(self.steady.insert(name, section)),
                    None => drop(self.steady.remove(&name)),
                }
            }
        }
        Ok(true)
    }

    /// Measures the next step of the level series. Returns whether it was the last one.
    fn measure_step<R: Recording>(
        &mut self,
        pieces: &mut Pieces<R>,
        plan: &Plan,
        stretch: &Stretch,
        settings: &Settings,
    ) -> Result<bool, R::Error> {
        let steps = plan.steps();
        if let Some(step) = steps.get(self.steps.len()) {
            self.steps.push(levels::step(pieces, step, stretch, settings)?);
        }
        let is_done = self.steps.len() == steps.len();
        if is_done {
            let sections: Vec<Section> = self.steps.drain(..).flatten().collect();
            self.levels = (!sections.is_empty()).then(|| Levels::of(&sections));
        }
        Ok(is_done)
    }

    /// Gives up a level series of which not all steps are measured.
    pub(super) fn forget_steps(&mut self) {
        self.steps.clear();
    }

    /// Whether there is a result of a section.
    pub(super) fn holds(&self, section: BenchSection) -> bool {
        match section {
            BenchSection::Levels => self.levels.is_some(),
            BenchSection::SweepLeft => self.sweeps[0].is_some(),
            BenchSection::SweepRight => self.sweeps[1].is_some(),
            name => self.steady.contains_key(&name),
        }
    }

    /// Everything measured of a run. `other_runs` are the starts of other ones in the recording.
    pub(super) fn parts(
        &self,
        run: &FoundRun,
        timing: &Timing,
        surroundings: &Surroundings,
        settings: &Settings,
        other_runs: Vec<f64>,
    ) -> Parts {
        let sample_rate_hz = timing.sample_rate_hz;
        let assembly = Assembly { sections: &self.steady, sweeps: &self.sweeps, settings, sample_rate_hz };
        let (main, figures) = assembly.whole(surroundings.frames);
        let mut curves: Vec<Curve> = self.levels.iter().flat_map(|levels| levels.curves.clone()).collect();
        curves.extend(assembly.curves());
        let places = places(run, timing, surroundings.end_frame);
        let mut faults: Vec<_> = places
            .iter()
            .flat_map(|place| {
                let jump = timing.clock.jump_after(place.planned.mark_s);
                faults(place, jump, &surroundings.glitches)
            })
            .collect();
        faults.iter_mut().for_each(|fault| fault.figures = touched(fault.section, &figures));
        let names = main.section.channels.iter().map(|channel| channel.name.clone());
        let run = Run {
            form: run.plan.form,
            delay_frames: timing.clock.start_frame(),
            clock_ppm: timing.clock.offset.map(|offset| 1e6 * offset),
            wander_frames: timing.clock.wander_frames,
            polarity: names.zip(timing.polarity).collect(),
            is_swapped: run.is_swapped,
            missing: self.missing(run, &places),
            faults,
            figures,
            thd_levels: self.levels.as_ref().map_or(Vec::new(), |levels| levels.thd_levels.clone()),
            other_runs,
        };
        let frames = places.iter().map(|place| place.frames.end - place.frames.start).sum();
        let steady: Vec<_> = places.into_iter().flat_map(|place| place.steady).collect();
        let mut sections: Vec<MeasuredSection> = self.steady.values().cloned().collect();
        sections.sort_by_key(|measured| measured.section.first_frame);
        Parts {
            main,
            sections,
            bench: Some(Bench { curves, run }),
            used: Some(used(frames, surroundings.frames)),
            glitches: inside(surroundings.glitches.clone(), &steady),
        }
    }

    /// Sections that are not in the recording, or without a result.
    fn missing(&self, run: &FoundRun, places: &[Place]) -> Vec<BenchSection> {
        let is_there = |section: &BenchSection| {
            self.holds(*section) && places.iter().any(|place| place.planned.section == *section)
        };
        let named = run.plan.sections.iter().map(|planned| as_recorded(planned.section, run.is_swapped));
        named.filter(|section| !is_there(section)).collect()
    }
}

/// The sections that lie before a frame, in order.
pub(super) fn places(run: &FoundRun, timing: &Timing, end_frame: u64) -> Vec<Place> {
    let places = run.plan.sections.iter().filter_map(|planned| Place::of(planned, run, &timing.clock));
    places.filter(|place| place.frames.end <= end_frame).collect()
}

/// Share of the recording inside sections.
fn used(frames: u64, all: u64) -> Used {
    let rest = all.saturating_sub(frames);
    let left_out = LeftOut { reason: LeftOutReason::Changes, frames: rest };
    Used { share: frames as f64 / all.max(1) as f64, left_out: vec![left_out] }
}
