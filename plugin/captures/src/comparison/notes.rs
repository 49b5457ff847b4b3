//! What the reader of a comparison has to know about it as a whole.

use super::column::{Column, is_copy};

/// Notes on the columns compared, which are the `given` ones without copies.
pub(super) fn of(
    columns: &[Column],
    given: &[Column],
    reference: usize,
    in_volts: bool,
    baseline: Option<&Column>,
) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(columns.iter().zip(given).filter_map(|(column, given)| copies(column, given)));
    notes.extend(repeated(columns, reference));
    notes.extend(single_takes(columns));
    if !in_volts {
        notes.push(uncalibrated(columns));
    }
    notes.extend(other_settings(columns, reference));
    if let Some(baseline) = baseline {
        notes.push(format!("Figures within 6 dB of the baseline, {}, are limits.", baseline.name));
    }
    notes
}

fn copies(column: &Column, given: &Column) -> Option<String> {
    let copies = given.takes.len() - column.takes.len();
    let takes = if copies == 1 { "1 take is".to_owned() } else { format!("{copies} takes are") };
    (copies > 0).then(|| format!("{}: {takes} left out, equal to another to the last digit.", column.name))
}

/// Captures that repeat the reference, such as one file under two names.
fn repeated(columns: &[Column], reference: usize) -> Vec<String> {
    let of_reference = &columns[reference];
    let others = columns.iter().enumerate().filter(|(index, _)| *index != reference);
    let equal = others.filter(|(_, column)| is_copy(&column.takes[0], &of_reference.takes[0]));
    let note = |(_, column): (usize, &Column)| {
        format!("{} equals {} to the last digit: is one a copy of the other?", column.name, of_reference.name)
    };
    equal.map(note).collect()
}

/// Between-take spread is known from two takes on.
fn single_takes(columns: &[Column]) -> Option<String> {
    let single: Vec<&str> =
        columns.iter().filter(|column| column.takes.len() == 1).map(|column| column.name.as_str()).collect();
    match single.as_slice() {
        [] => None,
        [one] => Some(format!(
            "{one}: 1 take. Reconnecting is not covered: the interval holds measurement noise alone."
        )),
        all if all.len() == columns.len() => Some(
            "1 take each. Reconnecting is not covered: intervals hold measurement noise alone.".to_owned(),
        ),
        some => Some(format!(
            "{}: 1 take each. Reconnecting is not covered: their intervals hold measurement noise alone.",
            some.join(", ")
        )),
    }
}

fn uncalibrated(columns: &[Column]) -> String {
    let without: Vec<&str> =
        columns.iter().filter(|column| !column.is_calibrated()).map(|column| column.name.as_str()).collect();
    if without.len() == columns.len() {
        return "Levels are relative to full scale: they compare devices only if all were recorded at the same gain."
            .to_owned();
    }
    format!(
        "Levels are relative to full scale, because the voltage of full scale is not set for {}.",
        without.join(", ")
    )
}

fn other_settings(columns: &[Column], reference: usize) -> Vec<String> {
    let of_reference = columns[reference].takes[0].report();
    let mut notes = Vec::new();
    for column in columns {
        let report = column.takes[0].report();
        let (own, others) = (report.band_hz, of_reference.band_hz);
        if own != others {
            notes.push(format!(
                "{} was measured from {} to {} Hz, {} from {} to {} Hz: figures of the band are not compared.",
                column.name, own[0], own[1], columns[reference].name, others[0], others[1]
            ));
        }
        let (own_hz, others_hz) = (report.source.sample_rate_hz, of_reference.source.sample_rate_hz);
        if own_hz != others_hz {
            notes.push(format!(
                "{} has a sample rate of {own_hz} Hz, {} of {others_hz} Hz: SINAD and ENOB reach to half of it.",
                column.name, columns[reference].name
            ));
        }
    }
    notes
}
