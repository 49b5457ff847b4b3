//! A quantity of two parties at one channel.

use super::super::column::{Column, Where};
use super::super::data::{ClaimQuantity, Measurement, RowDifference, letter};

/// The quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::comparison) enum Kind {
    /// Output impedance, which the damping factor follows from.
    Damping,
    /// Output power at 1 % of THD.
    Power,
}

/// A quantity at one channel.
pub(in crate::comparison) struct AtPlace {
    pub(in crate::comparison) place: String,
    /// Of the capture and of the reference.
    pub(in crate::comparison) values: [Measurement; 2],
    /// Capture less reference.
    pub(in crate::comparison) difference: RowDifference,
    /// What was measured, in a sentence for each.
    pub(in crate::comparison) facts: [String; 2],
}

impl AtPlace {
    /// For a claim about the capture, or about the reference.
    pub(in crate::comparison) fn quantity(&self, kind: Kind, is_about_reference: bool) -> ClaimQuantity {
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
pub(super) fn common_channels(columns: &[Column], [a, b]: [usize; 2]) -> Vec<Where> {
    let others = columns[b].places();
    let places = columns[a].places().into_iter();
    places.filter(|place| matches!(place, Where::Channel(_)) && others.contains(place)).collect()
}

/// Refuses to compare an output with itself.
pub(super) fn refuse_one_output(columns: &[Column], [a, b]: [usize; 2]) -> Result<(), String> {
    let output = columns[a].output();
    if output.is_some() && output == columns[b].output() {
        return Err(format!("{} and {} are captures of one output.", letter(a.min(b)), letter(a.max(b))));
    }
    Ok(())
}
