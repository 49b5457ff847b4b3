//! Runs of the track among the markers of a recording.

use super::detector::Mark;
use super::plan::{Plan, start_spacing_s};

/// A glide on one side is this much stronger there than on the other.
const ONE_SIDED: f64 = 4.0;
/// Most relative difference of the two clocks.
const MOST_CLOCK: f64 = 700e-6;
/// Uncertainty of a marker's time.
const MARK_TIME_S: f64 = 1e-3;
/// Most time that a discontinuity between two markers takes away or adds.
const MOST_JUMP_S: f64 = 0.3;

/// A run: the markers of a plan that were found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FoundRun {
    pub(crate) plan: Plan,
    pub(crate) is_swapped: bool,
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
}

/// All runs in order. Each has its start and at least one more marker where the plan has it; what the recording begins in
/// the middle of, its end and some markers where the plan has them.
pub(crate) fn find(marks: &[Mark], sample_rate_hz: f64) -> Vec<FoundRun> {
    let starts = starts(marks, sample_rate_hz);
    let before = starts.first().map_or(marks.len(), |start| start.first);
    let cut = begun_before(&marks[..before], sample_rate_hz);
    let run = |(index, start): (usize, &Start)| {
        let until = starts.get(index + 1).map_or(marks.len(), |next| next.first);
        follow(&marks[start.first + 2..until.max(start.first + 2)], start, marks, sample_rate_hz)
    };
    let whole = starts.iter().enumerate().map(run).filter(|run| run.count() > 0);
    cut.into_iter().chain(whole).collect()
}

/// A run whose start the recording lacks: the end's glides name the sides, the markers before it the form.
fn begun_before(marks: &[Mark], sample_rate_hz: f64) -> Option<FoundRun> {
    /// Markers where one place in one plan has them; fewer could be chance.
    const LEAST: usize = 3;
    let mut best: Option<FoundRun> = None;
    for last in 1..marks.len() {
        let [a, b] = [marks[last - 1], marks[last]];
        let (Some(first), Some(second)) = (side(&a), side(&b)) else { continue };
        for plan in Plan::all().into_iter().filter(|_| first != second) {
            let late_s = (b.frame - a.frame) / sample_rate_hz - (plan.end_s[1] - plan.end_s[0]);
            let run = back_from(&marks[..last - 1], a.frame, plan, first == 1, sample_rate_hz);
            let is_better = run.count() >= LEAST.max(best.as_ref().map_or(0, |best| best.count() + 1));
            let has_last = run.marks.last().is_some_and(Option::is_some);
            if late_s.abs() < 2.0 * MARK_TIME_S && has_last && is_better {
                best = Some(run);
            }
        }
    }
    best
}

/// The markers before a run's end, each where the one after it lets it be expected.
fn back_from(marks: &[Mark], end_frame: f64, plan: Plan, is_swapped: bool, sample_rate_hz: f64) -> FoundRun {
    let (mut next_s, mut next_frame) = (plan.end_s[0], end_frame);
    let mut find = |mark_s: f64| {
        let expected = next_frame - (next_s - mark_s) * sample_rate_hz;
        // The last marker is so near to the end that only the plan's own distance counts.
        let jump_s = if mark_s == plan.last_mark_s { MARK_TIME_S } else { reach_s(next_s - mark_s) };
        let reach = jump_s * sample_rate_hz;
        let near = marks.iter().filter(|mark| {
            side(mark).is_none() && mark.frame < next_frame && (mark.frame - expected).abs() < reach
        });
        let off = |mark: &Mark| (mark.frame - expected).abs();
        let found = *near.min_by(|a, b| off(a).total_cmp(&off(b)))?;
        (next_s, next_frame) = (mark_s, found.frame);
        Some(found)
    };
    let mut marks: Vec<Option<Mark>> = plan.marks_s().into_iter().rev().map(&mut find).collect();
    marks.reverse();
    FoundRun { start_frame: next_frame - next_s * sample_rate_hz, plan, is_swapped, marks }
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

/// How far a marker may be from where one that is `apart_s` away lets it be expected.
fn reach_s(apart_s: f64) -> f64 {
    MOST_JUMP_S.min(0.5 * apart_s) + MOST_CLOCK * apart_s
}

/// The markers that follow a start, each where the one before lets it be expected.
fn follow(following: &[Mark], start: &Start, marks: &[Mark], sample_rate_hz: f64) -> FoundRun {
    let pair = [marks[start.first], marks[start.first + 1]];
    let (mut last_s, mut last_frame) = (start.plan.start_s[1], pair[1].frame);
    let on_both = |mark: &&Mark| side(mark).is_none();
    let mut find = |mark_s: f64| {
        let expected = last_frame + (mark_s - last_s) * sample_rate_hz;
        let reach = reach_s(mark_s - last_s) * sample_rate_hz;
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
    FoundRun { plan: start.plan.clone(), is_swapped: start.is_swapped, start_frame, marks: found }
}
