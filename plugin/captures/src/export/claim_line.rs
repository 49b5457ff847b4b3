//! A claim with its figures as text.

use groundtruth_measure::DifferenceBound;

use super::lines::{Line, difference_text, difference_unit, lines, scale_and_decimals};
use crate::comparison::{Claim, Comparison, RowDifference, Shown, letter};

/// A claim as text.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimLine {
    /// The claim: `B reduces crosstalk`.
    pub claim: String,
    /// Letter of the capture that it is compared with.
    pub against: String,
    /// `shown`, `not shown`, `open`.
    pub shown: &'static str,
    /// The figures behind it.
    pub figures: Option<ClaimFigures>,
    /// What was measured, or what is missing.
    pub sentence: String,
}

/// The row that a claim rests on, where its evidence is least.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimFigures {
    /// Name of the figure, with channel or pair.
    pub label: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// Of the capture that it is compared with.
    pub against: String,
    /// Of the claimed capture.
    pub claimed: String,
    /// Claimed less other, with its unit.
    pub difference: String,
}

/// All claims as text.
pub fn claim_lines(comparison: &Comparison) -> Vec<ClaimLine> {
    let lines = lines(comparison);
    comparison.claims.iter().map(|claim| claim_line(comparison, &lines, claim)).collect()
}

fn claim_line(comparison: &Comparison, lines: &[Line], claim: &Claim) -> ClaimLine {
    ClaimLine {
        claim: claim.claim.clone(),
        against: letter(claim.against),
        shown: match claim.shown {
            Shown::Yes => "shown",
            Shown::No => "not shown",
            Shown::Open => "open",
        },
        figures: figures(comparison, lines, claim),
        sentence: claim.sentence.clone(),
    }
}

fn figures(comparison: &Comparison, lines: &[Line], claim: &Claim) -> Option<ClaimFigures> {
    let (id, place) = (claim.figure.as_ref()?, claim.place.as_ref()?);
    let line = lines.iter().find(|line| {
        let row = &comparison.rows[line.row];
        row.id == *id && row.place == *place
    })?;
    let is_turned = claim.capture == comparison.reference;
    let captured = if is_turned { claim.against } else { claim.capture };
    let difference = comparison.rows[line.row].differences[captured].as_ref()?;
    let difference = if is_turned { negated(difference) } else { difference.clone() };
    let (scale, decimals) = scale_and_decimals(line.unit);
    Some(ClaimFigures {
        label: format!("{}, {}", line.label, line.place),
        unit: line.unit,
        against: line.values[claim.against].clone(),
        claimed: line.values[claim.capture].clone(),
        difference: difference_text(&difference, scale, decimals, difference_unit(line.unit)),
    })
}

/// The difference the other way round; its mark is not turned.
fn negated(difference: &RowDifference) -> RowDifference {
    let bound = difference.bound.map(|bound| match bound {
        DifferenceBound::AtLeast => DifferenceBound::AtMost,
        DifferenceBound::AtMost => DifferenceBound::AtLeast,
    });
    RowDifference {
        value: difference.value.map(|value| -value),
        low: difference.high.map(|high| -high),
        high: difference.low.map(|low| -low),
        bound,
        ..difference.clone()
    }
}
