//! Runs of the track among the markers of a recording.

use super::detector::Mark;
use super::plan::{Plan, start_spacing_s};
use super::reach::{self, MARK_TIME_S};

/// A glide on one side is this much stronger there than on the other.
const ONE_SIDED: f64 = 4.0;

/// A run: the markers of a plan that were found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FoundRun {
    pub(crate) plan: Plan,
    pub(crate) is_swapped: bool,
    /// Whether glides on one side show that; else sections have to.
    pub(crate) knows_sides: bool,
    /// Frame of the track's start, by the first marker that was found; negative if the recording began later.
    pub(crate) start_frame: f64,
    /// For each of [`Plan::marks_s`] the marker, if it is there.
    pub(crate) marks: Vec<Option<Mark>>,
}

impl FoundRun {
    /// How many markers are there.
    pub(crate) fn count(&self) -> usize {
        self.marks.iter().flatten().count()
    }

    /// Whether the last marker is there.
    pub(crate) fn has_end(&self) -> bool {
        self.marks.last().is_some_and(Option::is_some)
    }

    /// The markers that are there, each with its time in the track.
    pub(crate) fn timed_marks(&self) -> Vec<(f64, Mark)> {
        let marks = self.plan.marks_s().into_iter().zip(&self.marks);
        marks.filter_map(|(track_s, mark)| Some((track_s, (*mark)?))).collect()
    }
}

/// All runs in order. Each has its start and at least one more marker where the plan has it.
pub(crate) fn find(marks: &[Mark], sample_rate_hz: f64) -> Vec<FoundRun> {
    let starts = starts(marks, sample_rate_hz);
    let run = |(index, start): (usize, &Start)| {
        let until = starts.get(index + 1).map_or(marks.len(), |next| next.first);
        follow(&marks[start.first + 2..until.max(start.first + 2)], start, marks, sample_rate_hz)
    };
    starts.iter().enumerate().map(run).filter(|run| run.count() > 0).collect()
}

/// A pair of glides that begins a run.
struct Start {
    first: usize,
    plan: Plan,
    is_swapped: bool,
}

fn starts(marks: &[Mark], sample_rate_hz: f64) -> Vec<Start> {
    let start = |first: usize| {
        let [a, b] = [marks[first], marks[first + 1]];
        let sides = [side(&a)?, side(&b)?];
        let spacing_s = (b.frame - a.frame) / sample_rate_hz;
        let is = |plan: &Plan| (spacing_s - start_spacing_s(plan.form)).abs() < 2.0 * MARK_TIME_S;
        let plan = Plan::all().into_iter().find(is)?;
        (sides[0] != sides[1]).then_some(Start { first, plan, is_swapped: sides[0] == 1 })
    };
    (0..marks.len().saturating_sub(1)).filter_map(start).collect()
}

/// The side of a glide on one side.
fn side(mark: &Mark) -> Option<usize> {
    let [left, right] = mark.gains.map(f64::abs);
    match () {
        () if left > ONE_SIDED * right => Some(0),
        () if right > ONE_SIDED * left => Some(1),
        () => None,
    }
}

/// The markers that follow a start, each where the one before lets it be expected.
fn follow(following: &[Mark], start: &Start, marks: &[Mark], sample_rate_hz: f64) -> FoundRun {
    let pair = [marks[start.first], marks[start.first + 1]];
    let (mut last_s, mut last_frame) = (start.plan.start_s[1], pair[1].frame);
    let on_both = |mark: &&Mark| side(mark).is_none();
    let mut find = |mark_s: f64| {
        let expected = last_frame + (mark_s - last_s) * sample_rate_hz;
        let reach = reach::jumped_s(mark_s - last_s) * sample_rate_hz;
        let off = |mark: &Mark| (mark.frame - expected).abs();
        let near =
            following.iter().filter(on_both).filter(|mark| off(mark) < reach && mark.frame > last_frame);
        let found = *near.min_by(|a, b| off(a).total_cmp(&off(b)))?;
        (last_s, last_frame) = (mark_s, found.frame);
        Some(found)
    };
    let mut found: Vec<Option<Mark>> = start.plan.marks_s().into_iter().map(&mut find).collect();
    // The first marker follows so soon that only the plan's own distance counts.
    let first_s = start.plan.marks_s()[0] - start.plan.start_s[1];
    let is_there =
        |mark: &Mark| ((mark.frame - pair[1].frame) / sample_rate_hz - first_s).abs() < 2.0 * MARK_TIME_S;
    if found.iter().flatten().count() < 2 {
        found[0] = found[0].filter(is_there);
    }
    let start_frame = pair[0].frame - start.plan.start_s[0] * sample_rate_hz;
    FoundRun {
        plan: start.plan.clone(),
        is_swapped: start.is_swapped,
        knows_sides: true,
        start_frame,
        marks: found,
    }
}
