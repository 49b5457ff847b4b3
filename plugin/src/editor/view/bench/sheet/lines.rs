//! Texts of the sheet, made once.

use groundtruth_captures::export::sheet_tables;
use groundtruth_captures::sheet::Sheet;
use groundtruth_captures::table::{self, Row, Subject, reason};

use crate::editor::view::{format, words};

/// A line of the page.
pub enum Line {
    /// Heading of a section with its channels or pairs.
    Section { name: String, columns: Vec<String> },
    /// A figure.
    Figure { name: String, unit: &'static str, meaning: &'static str, cells: Vec<Cell> },
    /// A sentence.
    Note(String),
}

/// A value, or why there is none.
pub struct Cell {
    pub text: String,
    /// The interval, or the whole reason.
    pub hint: String,
    pub is_reason: bool,
    pub is_pale: bool,
}

/// All lines: sections with their figures, then the conditions.
pub fn lines(sheet: &Sheet) -> Vec<Line> {
    let mut lines = Vec::new();
    for table in sheet_tables(sheet) {
        let columns: Vec<String> = table.columns.iter().map(|column| column.replace('>', " → ")).collect();
        let mut section = "";
        for row in &table.rows {
            if row.section != section {
                section = row.section;
                lines.push(Line::Section { name: section.to_uppercase(), columns: columns.clone() });
            }
            lines.push(figure(row));
        }
    }
    if !sheet.notes.is_empty() {
        lines.push(Line::Section { name: words::bench::CONDITIONS.to_uppercase(), columns: Vec::new() });
    }
    let notes = sheet.notes.iter();
    lines.extend(notes.map(|(section, note)| Line::Note(format!("{}: {note}", section.words()))));
    lines
}

fn figure(row: &Row<'_>) -> Line {
    let meaning = match row.subject {
        Subject::Other { meaning, .. } => meaning,
        _ => "",
    };
    let cells = row.cells.iter().map(|one| cell(one, row.unit)).collect();
    Line::Figure { name: format::true_minus(&row.label).to_string(), unit: row.unit, meaning, cells }
}

fn cell(cell: &table::Cell<'_>, unit: &str) -> Cell {
    let plain =
        |text: &str| Cell { text: text.to_owned(), hint: String::new(), is_reason: true, is_pale: true };
    match cell {
        table::Cell::Empty => plain(""),
        table::Cell::Text(text) => plain(text),
        table::Cell::Value(number) => Cell {
            text: format::number(number),
            hint: format!("{} {unit}", format::true_minus(&number.full())).trim_end().to_owned(),
            is_reason: false,
            is_pale: number.figure.limit,
        },
        table::Cell::Missing(refusal) => Cell { hint: refusal.to_string(), ..plain(reason::short(refusal)) },
    }
}
