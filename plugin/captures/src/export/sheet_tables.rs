//! The reviewer's sheet in the form of all tables.

use groundtruth_measure::Reading;

use super::markdown;
use super::readings::{Readings, readings_markdown};
use crate::sheet::{Sheet, SheetRow};
use crate::table::number::{Form, Number};
use crate::table::{Cell, Row, Subject};

/// The sheet as Markdown tables, with reasons for missing figures and the conditions.
pub fn sheet_markdown(title: &str, sheet: &Sheet) -> String {
    let notes: Vec<String> =
        sheet.notes.iter().map(|(section, note)| format!("{}: {note}", section.words())).collect();
    readings_markdown(&format!("{title}: {}", sheet.context()), &sheet_tables(sheet))
        + &markdown::list("Conditions:\n", notes.into_iter())
}

/// Rows with the same channels or pairs stand in one table.
pub fn sheet_tables(sheet: &Sheet) -> Vec<Readings<'_>> {
    let mut tables: Vec<Readings<'_>> = Vec::new();
    for row in &sheet.rows {
        let places: Vec<&String> = row.cells.iter().map(|(place, _)| place).collect();
        let fits = |table: &&mut Readings<'_>| places.iter().all(|place| table.columns.contains(place));
        match tables.iter_mut().find(fits) {
            Some(table) => {
                let row = in_columns(row, &table.columns);
                table.rows.push(row);
            }
            None => {
                let columns: Vec<String> = places.into_iter().cloned().collect();
                tables.push(Readings { rows: vec![in_columns(row, &columns)], columns });
            }
        }
    }
    tables
}

fn in_columns<'a>(row: &'a SheetRow, columns: &[String]) -> Row<'a> {
    let cell = |place: &String| match row.reading(place) {
        None => Cell::Empty,
        Some(Reading::NotMeasurable(refusal)) => Cell::Missing(refusal),
        Some(Reading::Measured(figure)) => {
            Cell::Value(Number { figure: *figure, form: form(row.definition.unit) })
        }
    };
    let definition = row.definition;
    Row {
        subject: Subject::Other { id: definition.id, meaning: definition.meaning },
        section: definition.section.words(),
        label: definition.name.into(),
        short_label: definition.name.into(),
        unit: definition.unit,
        cells: columns.iter().map(cell).collect(),
    }
}

fn form(unit: &str) -> Form {
    match unit {
        "dB" => Form::Interval(2),
        _ => Form::Significant(4),
    }
}
