//! The readings of one signal, as a table for a forum post or a spreadsheet.

use groundtruth_measure::Figure;

use super::notes::Notes;
use super::{csv, markdown};
use crate::table::channels::product_name;
use crate::table::{Cell, Row, Subject};

/// Rows under the names of their columns: channels, pairs, or the whole signal.
pub struct Readings<'a> {
    /// One name per cell of a row; `L>R` for a pair.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// Each table with its numbers and intervals, then the reasons for missing numbers, under a title.
pub fn readings_markdown(title: &str, tables: &[Readings<'_>]) -> String {
    let mut notes = Notes::default();
    let mut text = format!("{}\n", markdown::escaped(title));
    for table in tables {
        table.rows.iter().filter(|row| !row.has_values()).for_each(|row| notes.note_row(row));
        let rows: Vec<&Row<'_>> = table.rows.iter().filter(|row| row.has_values()).collect();
        if rows.is_empty() {
            continue;
        }
        let columns = table.columns.iter().map(|column| column.replace('>', " to "));
        text += "\n";
        text += &markdown::head(["Figure", "Unit"].map(str::to_owned).into_iter().chain(columns));
        for row in rows {
            let cells = row.cells.iter().map(|cell| notes.cell(cell));
            text += &markdown::line([row.label.to_string(), row.unit.to_owned()].into_iter().chain(cells));
        }
    }
    text + &markdown::list("", notes.of_cells()) + &markdown::list("Not measurable:\n", notes.of_rows())
}

/// One line for each figure of each channel or pair, numbers in full, with the reason where one is missing.
pub fn readings_csv(tables: &[Readings<'_>]) -> String {
    const OF_ROW: [&str; 4] = ["id", "where", "unit", "figure"];
    let mut records = vec![OF_ROW.into_iter().chain(csv::OF_VALUE).map(str::to_owned).collect()];
    for table in tables {
        for row in &table.rows {
            let cells = row.cells.iter().zip(&table.columns);
            records.extend(cells.filter_map(|(cell, column)| record(row, cell, column)));
        }
    }
    csv::written(&records)
}

/// `None` for an empty cell.
fn record(row: &Row<'_>, cell: &Cell<'_>, column: &str) -> Option<Vec<String>> {
    let (figure, reason): (Option<&Figure>, String) = match cell {
        Cell::Empty => return None,
        Cell::Value(number) => (Some(&number.figure), String::new()),
        Cell::Text(text) => (None, text.clone()),
        Cell::Missing(refusal) => (None, refusal.to_string()),
    };
    let of_row = [id(row.subject), column.to_owned(), row.unit.to_owned(), row.label.to_string()];
    Some(of_row.into_iter().chain(csv::value_fields(figure, &reason)).collect())
}

/// The definition's id, or a name in its manner for what is no figure.
fn id(subject: Subject) -> String {
    match subject {
        Subject::Figure(id) => id.definition().id.to_owned(),
        Subject::Harmonic(order) => format!("harmonics.{order}"),
        Subject::Tone(index) => format!("tones.{}", index + 1),
        Subject::Product(factors) => format!("products.{}", product_name(factors).replace('−', "-")),
        Subject::Other { id, .. } => id.to_owned(),
    }
}

#[cfg(test)]
mod tests;
