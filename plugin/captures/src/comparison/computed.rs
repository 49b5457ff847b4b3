//! Quantities that follow from several captures of each party, for the claims that no single figure decides.

use super::column::{Column, Where};
use super::data::{ClaimQuantity, Measurement, RowDifference, letter};

mod damping;
mod power;

/// A quantity of one capture and of the reference.
pub(super) struct Computed {
    pub(super) kind: Kind,
    /// Index of the capture.
    pub(super) captured: usize,
    /// For each channel, or why there is none.
    pub(super) result: Result<Vec<AtPlace>, String>,
}

/// The quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Output impedance, which the damping factor follows from.
    Damping,
    /// Output power at 1 % of THD.
    Power,
}

/// A quantity at one channel.
pub(super) struct AtPlace {
    pub(super) place: String,
    /// Of the capture and of the reference.
    pub(super) values: [Measurement; 2],
    /// Capture less reference.
    pub(super) difference: RowDifference,
    /// What was measured, in a sentence for each.
    pub(super) facts: [String; 2],
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

impl AtPlace {
    /// For a claim about the capture, or about the reference.
    pub(super) fn quantity(&self, kind: Kind, is_about_reference: bool) -> ClaimQuantity {
        let (name, unit, difference_unit) = match kind {
            Kind::Damping => ("Output impedance", "Ω", "Ω"),
            Kind::Power => ("Output power at 1 % THD", "mW", "dB"),
        };
        let ([claimed, against], difference) = match is_about_reference {
            false => (self.values, self.difference.clone()),
            true => ([self.values[1], self.values[0]], self.difference.reversed()),
        };
        ClaimQuantity {
            name: format!("{name}, {}", self.place),
            unit: unit.to_owned(),
            claimed,
            against,
            difference,
            difference_unit: difference_unit.to_owned(),
        }
    }
}

/// The channels that both have.
fn common_channels(columns: &[Column], [a, b]: [usize; 2]) -> Vec<Where> {
    let others = columns[b].places();
    let places = columns[a].places().into_iter();
    places.filter(|place| matches!(place, Where::Channel(_)) && others.contains(place)).collect()
}

/// Refuses to compare an output with itself.
fn refuse_one_output(columns: &[Column], [a, b]: [usize; 2]) -> Result<(), String> {
    let output = columns[a].output();
    if output.is_some() && output == columns[b].output() {
        return Err(format!("{} and {} are captures of one output.", letter(a.min(b)), letter(a.max(b))));
    }
    Ok(())
}
