//! A run that is known by the distances of its markers alone: of one side, or without its start and its end.

use super::detector::Mark;
use super::plan::Plan;
use super::reach;
use super::run::FoundRun;

/// Markers exactly where a plan has them: fewer could be chance.
const LEAST: usize = 4;

/// The place in one of the plans at which most markers lie where it has them; `None` if these are too few, or as many
/// elsewhere.
pub(crate) fn find(marks: &[Mark], sample_rate_hz: f64) -> Option<FoundRun> {
    let mut best: Option<(usize, FoundRun)> = None;
    let mut is_unique = true;
    for plan in Plan::all() {
        let times_s = plan.marks_s();
        for first in 0..marks.len() {
            for begin in 0..=times_s.len() - LEAST {
                let (found, exact) = chain(&marks[first..], &times_s[begin..], sample_rate_hz);
                let most = best.as_ref().map_or(LEAST - 1, |(most, _)| *most);
                if exact <= most {
                    is_unique &= exact < most;
                    continue;
                }
                let start_frame = marks[first].frame - times_s[begin] * sample_rate_hz;
                let marks = vec![None; begin].into_iter().chain(found).collect();
                let plan = plan.clone();
                let run = FoundRun { plan, is_swapped: false, knows_sides: false, start_frame, marks };
                best = Some((exact, run));
                is_unique = true;
            }
        }
    }
    best.filter(|_| is_unique).map(|(_, run)| run)
}

/// The markers at these times, if the first one is at the first; and how many are exactly there, as seen from the one
/// before.
fn chain(marks: &[Mark], times_s: &[f64], sample_rate_hz: f64) -> (Vec<Option<Mark>>, usize) {
    let (mut last_s, mut last_frame, mut exact) = (times_s[0], marks[0].frame, 1);
    let mut find = |time_s: f64| {
        let expected = last_frame + (time_s - last_s) * sample_rate_hz;
        let off = |mark: &Mark| (mark.frame - expected).abs() / sample_rate_hz;
        let after = marks.partition_point(|mark| mark.frame < expected).min(marks.len() - 1);
        let beside = [after.saturating_sub(1), after].map(|index| marks[index]);
        let nearest = beside.into_iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
        let is_there = off(&nearest) < reach::jumped_s(time_s - last_s) && nearest.frame > last_frame;
        exact += usize::from(is_there && off(&nearest) < reach::exact_s(time_s - last_s));
        is_there.then(|| {
            (last_s, last_frame) = (time_s, nearest.frame);
            nearest
        })
    };
    let rest: Vec<Option<Mark>> = times_s[1..].iter().map(|time_s| find(*time_s)).collect();
    (std::iter::once(Some(marks[0])).chain(rest).collect(), exact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::run::BenchForm;

    fn marks(form: BenchForm, indices: impl Iterator<Item = usize>, late_s: f64) -> Vec<Mark> {
        let times_s = Plan::new(form).marks_s();
        indices.map(|index| Mark::at(48_000.0 * (late_s + times_s[index]), [0.1, 0.0])).collect()
    }

    #[test]
    fn a_part_of_the_markers_of_one_side_shows_form_and_place() {
        for form in [BenchForm::Full, BenchForm::Quick] {
            let count = Plan::new(form).marks_s().len();
            let run = find(&marks(form, 4..count, -7.25), 48_000.0).expect("a run");
            assert_eq!((run.plan.form, run.count()), (form, count - 4));
            assert!((run.start_frame + 7.25 * 48_000.0).abs() < 1e-3, "{}", run.start_frame);
        }
    }

    #[test]
    fn too_few_markers_or_those_of_equal_sections_are_no_run() {
        assert!(find(&[], 48_000.0).is_none());
        assert!(find(&marks(BenchForm::Full, 0..3, 1.0), 48_000.0).is_none());
        // Sections of the same length at several places of the track.
        let equal = [0.0, 1.55, 3.1, 4.65].map(|s| Mark::at(48_000.0 * s, [0.1, 0.1]));
        assert!(find(&equal, 48_000.0).is_none());
    }
}
