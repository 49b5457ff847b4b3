//! The mark of a difference.

use groundtruth_measure::{Better, Difference, Figure};

use super::data::{Mark, RowDifference};
use super::estimate::{CONFIDENCE, Estimate};
use super::test::{Scale, Tested, test};

/// A difference with a smaller probability of chance is significant.
const SIGNIFICANT: f64 = 1.0 - CONFIDENCE;

/// The difference of two estimates with its mark.
pub(super) fn judged(
    better: Better,
    scale: Scale,
    is_counted: bool,
    captured: &Estimate,
    reference: &Estimate,
) -> RowDifference {
    let Some(Tested { difference, p }) = test(captured, reference, scale) else {
        return open("limits on the same side, or digital silence");
    };
    let plain = RowDifference {
        value: Some(difference.value),
        low: difference.low,
        high: difference.high,
        bound: difference.bound,
        ..open("")
    };
    let exact = captured.is_exact() && reference.is_exact();
    if exact && !is_counted && difference.value != 0.0 {
        let reason = Some("a single value without an interval".to_owned());
        return RowDifference { reason, ..plain };
    }
    let mark = if p > SIGNIFICANT {
        Mark::Same
    } else {
        marked(better, &captured.figure, &reference.figure, &difference)
    };
    // A count is known exactly: a difference is a fact about these recordings, not an inference from them.
    let (p, holds) = if is_counted { (None, mark != Mark::Same) } else { (Some(p), false) };
    RowDifference { mark, p, holds, reason: None, ..plain }
}

/// The mark of a significant difference.
fn marked(better: Better, captured: &Figure, reference: &Figure, difference: &Difference) -> Mark {
    let rises = difference.value > 0.0;
    let improves = match better {
        Better::Lower => !rises,
        Better::Higher => rises,
        Better::Neither => return Mark::Different,
        Better::NearerZero => {
            let half = |low: Option<f64>| low.map_or(0.0, |low| (difference.value - low).abs());
            let nearer = reference.value.abs() - captured.value.abs();
            if nearer.abs() <= half(difference.low).max(half(difference.high)) {
                return Mark::Different;
            }
            nearer > 0.0
        }
    };
    if improves { Mark::Better } else { Mark::Worse }
}

/// A difference that is not judged.
pub(super) fn open(reason: &str) -> RowDifference {
    RowDifference {
        value: None,
        low: None,
        high: None,
        bound: None,
        mark: Mark::Open,
        holds: false,
        p: None,
        reason: Some(reason.to_owned()),
    }
}
