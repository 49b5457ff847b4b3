//! Quantities that follow from several captures of each party, for the claims that no single figure decides.

use super::column::Column;
use super::data::RowDifference;

mod at_place;
mod damping;
mod power;

pub(super) use at_place::{AtPlace, Kind};

/// A quantity of one capture and of the reference.
pub(super) struct Computed {
    pub(super) kind: Kind,
    /// Index of the capture.
    pub(super) captured: usize,
    /// For each channel, or why there is none.
    pub(super) result: Result<Vec<AtPlace>, String>,
}

/// Every quantity for each capture but the reference.
pub(super) fn of(columns: &[Column], reference: usize) -> Vec<Computed> {
    let captured = (0..columns.len()).filter(|index| *index != reference);
    let both = captured.flat_map(|captured| {
        let parties = [captured, reference];
        [
            Computed { kind: Kind::Damping, captured, result: damping::between(columns, parties) },
            Computed { kind: Kind::Power, captured, result: power::between(columns, parties) },
        ]
    });
    both.collect()
}

impl Computed {
    /// The differences, to be judged with those of the rows.
    pub(super) fn differences(&mut self) -> impl Iterator<Item = &mut RowDifference> {
        self.result.iter_mut().flatten().map(|at| &mut at.difference)
    }
}
