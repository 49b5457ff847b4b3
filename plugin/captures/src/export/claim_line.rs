//! A claim with its figures as text.

use groundtruth_measure::Figure;

use super::lines::{Line, difference_text, difference_unit, lines, scale_and_decimals};
use crate::comparison::{Claim, ClaimQuantity, Comparison, Measurement, Shown, letter};
use crate::table::number::{self, significant};

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
    pub unit: String,
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
        figures: claim.quantity.as_ref().map(of_quantity).or_else(|| figures(comparison, lines, claim)),
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
    let difference = if is_turned { difference.negated() } else { difference.clone() };
    let (scale, decimals) = scale_and_decimals(line.unit);
    Some(ClaimFigures {
        label: format!("{}, {}", line.label, line.place),
        unit: line.unit.to_owned(),
        against: line.values[claim.against].clone(),
        claimed: line.values[claim.capture].clone(),
        difference: difference_text(&difference, scale, decimals, difference_unit(line.unit)),
    })
}

/// A quantity that is no row.
fn of_quantity(quantity: &ClaimQuantity) -> ClaimFigures {
    const DECIMALS: usize = 4;
    ClaimFigures {
        label: quantity.name.clone(),
        unit: quantity.unit.clone(),
        against: bounded(&quantity.against),
        claimed: bounded(&quantity.claimed),
        difference: difference_text(&quantity.difference, 1.0, DECIMALS, &quantity.difference_unit),
    }
}

/// A value with its interval, or the range that it lies in: `0.100 ±0.002`, `≥ 31.2`, `31.2…45.0`.
fn bounded(measured: &Measurement) -> String {
    const DIGITS: i32 = 3;
    let number = |number: Option<f64>| number.map_or("–".to_owned(), |number| significant(number, DIGITS));
    let Figure { value, low, high, limit, bound, .. } = measured.figure();
    if limit {
        return format!("{} {}", bound.sign(), number(measured.value));
    }
    // Where the interval is a good part of the value, ± would suggest a mean.
    const WIDE: f64 = 0.1;
    match high - low > WIDE * value.abs() {
        true => format!("{}…{}", number(measured.low), number(measured.high)),
        false => number::measured(value, low, high, false, 4),
    }
}
