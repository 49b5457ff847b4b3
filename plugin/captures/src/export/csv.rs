//! Figures for a spreadsheet.

use csv::Writer;
use groundtruth_measure::{DifferenceBound, Figure};

use crate::comparison::{Comparison, Row, RowDifference, Value};

/// Columns of a capture's value.
pub(super) const OF_VALUE: [&str; 5] = ["value", "low", "high", "limit", "not measurable"];
/// Columns of its difference to the reference.
const OF_DIFFERENCE: [&str; 6] =
    ["difference", "difference low", "difference high", "bound", "mark", "holds for the whole table"];

/// One line for each figure of each channel or pair, several columns for each capture. Numbers are in full.
///
/// Text that a spreadsheet would take for a formula is preceded by an apostrophe.
pub fn csv(comparison: &Comparison) -> String {
    let mut records = vec![head(comparison)];
    records.extend(comparison.rows.iter().map(|row| record(comparison, row)));
    written(&records)
}

/// Records of one length as CSV.
pub(super) fn written(records: &[Vec<String>]) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    for record in records {
        let fields = record.iter().map(|field| inert(field));
        writer.write_record(fields).expect("records of one length, in memory");
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("written from text")
}

fn head(comparison: &Comparison) -> Vec<String> {
    let mut fields = ["id", "where", "unit"].map(str::to_owned).to_vec();
    for (index, capture) in comparison.captures.iter().enumerate() {
        let differences: &[&str] = if index == comparison.reference { &[] } else { &OF_DIFFERENCE };
        let columns = OF_VALUE.iter().chain(differences);
        fields.extend(columns.map(|column| format!("{}: {column}", capture.name)));
    }
    fields
}

fn record(comparison: &Comparison, row: &Row) -> Vec<String> {
    let mut fields = vec![row.id.clone(), row.place.clone(), row.unit.clone()];
    for (index, value) in row.values.iter().enumerate() {
        fields.extend(match value {
            Value::Missing { not_measurable, .. } => value_fields(None, not_measurable),
            Value::Measured(measured) => value_fields(Some(&measured.figure()), ""),
        });
        if index != comparison.reference {
            fields.extend(difference_fields(row.differences[index].as_ref()));
        }
    }
    fields
}

/// A value with its interval and the sign of a limit, or the reason for its absence.
pub(super) fn value_fields(figure: Option<&Figure>, reason: &str) -> [String; OF_VALUE.len()] {
    let Some(figure) = figure else {
        return [String::new(), String::new(), String::new(), String::new(), reason.to_owned()];
    };
    let limit = if figure.limit { figure.bound.sign() } else { "" };
    let [value, low, high] = [figure.value, figure.low, figure.high].map(|number| number.to_string());
    [value, low, high, limit.to_owned(), String::new()]
}

fn difference_fields(difference: Option<&RowDifference>) -> [String; OF_DIFFERENCE.len()] {
    let Some(difference) = difference else { return Default::default() };
    let number = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
    let bound = match difference.bound {
        None => "",
        Some(DifferenceBound::AtLeast) => "at least",
        Some(DifferenceBound::AtMost) => "at most",
    };
    let holds = if difference.holds { "yes" } else { "no" };
    [
        number(difference.value),
        number(difference.low),
        number(difference.high),
        bound.to_owned(),
        difference.mark.word().to_owned(),
        holds.to_owned(),
    ]
}

/// A field that no spreadsheet evaluates (OWASP, CSV Injection). Numbers stay numbers.
fn inert(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    if is_formula { format!("'{field}") } else { field.to_owned() }
}
