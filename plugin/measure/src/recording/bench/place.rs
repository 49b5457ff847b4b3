//! Where a section of the track lies in a recording.

use std::ops::Range;

use super::steady;
use crate::bench::clock::{Clock, Stretch};
use crate::bench::plan::{Plan, PlannedSection};
use crate::bench::run::FoundRun;
use crate::figures::run::BenchSection;

/// A section in the recording.
#[derive(Clone)]
pub(super) struct Place {
    /// Named by the recording's sides.
    pub(super) planned: PlannedSection,
    pub(super) stretch: Stretch,
    pub(super) frames: Range<u64>,
    /// The parts in which nothing starts or stops.
    pub(super) steady: Vec<Range<u64>>,
}

impl Place {
    /// `None` if the marker before the section is not there.
    pub(super) fn of(planned: &PlannedSection, run: &FoundRun, clock: &Clock) -> Option<Place> {
        let planned = PlannedSection { section: as_recorded(planned.section, run.is_swapped), ..*planned };
        let stretch = clock.stretch(planned.mark_s)?;
        let frame_at = |time_s| stretch.frame_at(time_s);
        let frames = frames_of(&planned, frame_at);
        let steady = steady_of(&planned, &run.plan, frame_at);
        Some(Place { planned, stretch, frames, steady })
    }
}

/// Where sides are exchanged, a section is named by the recording's side.
pub(super) fn as_recorded(section: BenchSection, is_swapped: bool) -> BenchSection {
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
        frame_at(inner.start).max(0.0).round() as u64..frame_at(inner.end).max(0.0).round() as u64
    };
    match planned.section {
        BenchSection::Levels => plan.steps().iter().map(|step| frames(step.start_s, step.length_s)).collect(),
        _ => vec![frames(planned.start_s, planned.length_s)],
    }
}
