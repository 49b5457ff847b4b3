//! Reasons for missing numbers.

use crate::export::lines::{DifferenceText, Line};

/// With more captures the paper is turned, and reasons are numbered.
pub(super) const MOST_UPRIGHT: usize = 4;

/// The reasons in the lines, each once, if there are too many captures for words in the cells.
pub(super) fn reasons(lines: &[Line]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| line.values.len() > MOST_UPRIGHT) {
        let of_cell = |(reason, difference): (&Option<String>, &Option<DifferenceText>)| {
            reason.clone().or_else(|| difference.as_ref()?.reason.clone())
        };
        for reason in line.reasons.iter().zip(&line.differences).filter_map(of_cell) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    reasons
}
