//! Two curves in one place: the upper one steps aside in every other cell, so that both stay visible.

/// Length of a cell in points: long enough to read as a dash, short enough to show both within a line's width.
const CELL: f32 = 7.0;

/// Curves closer than this count as one, in points: the width of a stroke.
const TOUCHING: f32 = 1.6;

/// The parts of `upper` to draw over `lower`, as index ranges of points. Both share their x positions; `None`
/// marks a break. Where the two touch, parts in odd cells are left out, and `lower` shows through.
pub fn visible_runs(x: &[f32], upper: &[Option<f32>], lower: &[Option<f32>]) -> Vec<std::ops::Range<usize>> {
    let hidden = |i: usize| {
        let touching = |i: usize| match (upper[i], lower.get(i).copied().flatten()) {
            (Some(a), Some(b)) => (a - b).abs() < TOUCHING,
            _ => false,
        };
        touching(i) && touching(i + 1) && (x[i] / CELL).floor().rem_euclid(2.0) == 1.0
    };
    let mut runs = Vec::new();
    let mut start = None;
    for i in 0..x.len().saturating_sub(1) {
        let drawn = upper[i].is_some() && upper[i + 1].is_some() && !hidden(i);
        match (drawn, start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                runs.push(from..i + 1);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        runs.push(from..x.len());
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Vec<f32> {
        (0..100).map(|i| i as f32).collect()
    }

    fn drawn_length(runs: &[std::ops::Range<usize>]) -> usize {
        runs.iter().map(|run| run.len() - 1).sum()
    }

    #[test]
    fn coinciding_curves_share_the_line_by_halves() {
        let y = vec![Some(50.0); 100];
        let runs = visible_runs(&grid(), &y, &y);
        assert!((45..=55).contains(&drawn_length(&runs)));
        assert!(runs.len() >= 7);
    }

    #[test]
    fn curves_apart_are_drawn_whole() {
        let runs = visible_runs(&grid(), &vec![Some(50.0); 100], &vec![Some(60.0); 100]);
        assert_eq!(runs, [0..100]);
    }

    #[test]
    fn breaks_stay_breaks() {
        let mut y = vec![Some(50.0); 100];
        y[40] = None;
        let runs = visible_runs(&grid(), &y, &vec![None; 100]);
        assert_eq!(runs, [0..40, 41..100]);
    }
}
