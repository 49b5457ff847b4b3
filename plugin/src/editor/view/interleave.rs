//! Two coinciding curves: the upper one is dashed there, so that the lower one shows through.

use std::ops::Range;

/// Length of a dash and of the gap after it, in points: long enough to read, short enough to alternate on a spike.
pub const DASH: f32 = 6.0;

/// Curves closer than this count as touching, in points: the width of a stroke.
const TOUCHING: f32 = 1.6;

/// A connected part of a curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Indices of its points.
    pub points: Range<usize>,
    /// Whether it lies on the other curve.
    pub touching: bool,
}

/// Splits `upper` at its breaks (`None`) and wherever it starts or stops touching `lower`. Both share their x
/// positions; neighbouring runs share a point, so that the line stays connected.
pub fn runs(x: &[f32], upper: &[Option<f32>], lower: &[Option<f32>]) -> Vec<Run> {
    let touches = |i: usize| match (upper[i], lower.get(i).copied().flatten()) {
        (Some(a), Some(b)) => (a - b).abs() < TOUCHING,
        _ => false,
    };
    let mut runs: Vec<Run> = Vec::new();
    for i in 0..x.len().min(upper.len()).saturating_sub(1) {
        if upper[i].is_none() || upper[i + 1].is_none() {
            continue;
        }
        let touching = touches(i) && touches(i + 1);
        match runs.last_mut() {
            Some(run) if run.touching == touching && run.points.end == i + 1 => run.points.end = i + 2,
            _ => runs.push(Run { points: i..i + 2, touching }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Vec<f32> {
        (0..100).map(|i| i as f32).collect()
    }

    #[test]
    fn coinciding_curves_are_one_touching_run() {
        let y = vec![Some(50.0); 100];
        assert_eq!(runs(&grid(), &y, &y), [Run { points: 0..100, touching: true }]);
    }

    #[test]
    fn curves_apart_are_drawn_whole() {
        let runs = runs(&grid(), &[Some(50.0); 100], &[Some(60.0); 100]);
        assert_eq!(runs, [Run { points: 0..100, touching: false }]);
    }

    #[test]
    fn a_meeting_divides_the_curve_without_a_hole() {
        let lower: Vec<_> = (0..100).map(|i| Some(if (40..60).contains(&i) { 50.0 } else { 90.0 })).collect();
        let runs = runs(&grid(), &[Some(50.0); 100], &lower);
        let expected = [(0..41, false), (40..60, true), (59..100, false)];
        assert_eq!(runs, expected.map(|(points, touching)| Run { points, touching }));
    }

    #[test]
    fn breaks_stay_breaks() {
        let mut y = vec![Some(50.0); 100];
        y[40] = None;
        let points: Vec<_> = runs(&grid(), &y, &[None; 100]).into_iter().map(|run| run.points).collect();
        assert_eq!(points, [0..40, 41..100]);
    }
}
