//! Rows and columns of text, aligned, in blocks that fit a page.

use groundtruth_measure::Refusal;

use super::notes::Notes;
use super::page::PAGE;

/// One entry of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing to say.
    Empty,
    /// A number.
    Value(String),
    /// Why there is no number.
    Missing(Refusal),
}

/// One line of a grid.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// A change of section leaves a blank line.
    pub(super) section: &'static str,
    pub(super) label: String,
    pub(super) unit: &'static str,
    /// One per column.
    pub(super) cells: Vec<Cell>,
}

impl Row {
    fn has_values(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell, Cell::Value(_)))
    }
}

/// `a` to `z`, then `aa`: as spreadsheets name columns.
pub(super) fn name(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    if index < 26 { letter.to_string() } else { name(index / 26 - 1) + &letter.to_string() }
}

/// Columns between columns.
const GAP: usize = 2;

/// Aligned text of the rows that have values; the others go to the notes.
pub(super) fn text(headings: &[String], rows: &[Row], notes: &mut Notes) -> String {
    rows.iter().filter(|row| !row.has_values()).for_each(|row| notes.note_row(row));
    let rows: Vec<&Row> = rows.iter().filter(|row| row.has_values()).collect();
    let columns: Vec<Column> = (0..headings.len())
        .map(|index| {
            Column::new(
                &headings[index],
                rows.iter().map(|row| cell_text(&row.cells[index], notes)).collect(),
            )
        })
        .collect();
    let width_of = |part: &dyn Fn(&Row) -> usize| rows.iter().map(|row| part(row)).max().unwrap_or(0);
    let stub = Stub {
        label: width_of(&|row| row.label.chars().count()),
        unit: width_of(&|row| row.unit.chars().count()),
    };
    let mut text = String::new();
    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let (block, after) = rest.split_at(stub.columns_that_fit(rest));
        text += &block_text(&stub, block, &rows);
        rest = after;
    }
    text
}

fn cell_text(cell: &Cell, notes: &mut Notes) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Value(value) => value.clone(),
        Cell::Missing(refusal) => notes.letter(refusal),
    }
}

/// Widths of what stands left of the columns.
struct Stub {
    label: usize,
    unit: usize,
}

impl Stub {
    fn columns_that_fit(&self, columns: &[Column]) -> usize {
        let mut width = self.label + GAP + self.unit;
        let fits = |column: &&Column| {
            width += GAP + column.width;
            width <= PAGE
        };
        columns.iter().take_while(fits).count().max(1)
    }
}

struct Column {
    heading: String,
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn new(heading: &str, cells: Vec<String>) -> Column {
        let width =
            cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0).max(heading.chars().count());
        Column { heading: heading.to_owned(), cells, width }
    }
}

fn block_text(stub: &Stub, columns: &[Column], rows: &[&Row]) -> String {
    let line = |label: &str, unit: &str, cells: &dyn Fn(&Column) -> String| {
        let mut line = format!("{label:<0$}{1:GAP$}{unit:<2$}", stub.label, "", stub.unit);
        for column in columns {
            line += &format!("{:GAP$}{:<width$}", "", cells(column), width = column.width);
        }
        line.trim_end().to_owned() + "\n"
    };
    let mut text = "\n".to_owned() + &line("", "", &|column| column.heading.clone());
    let mut section = None;
    for (index, row) in rows.iter().enumerate() {
        if columns.iter().all(|column| column.cells[index].is_empty()) {
            continue;
        }
        if section.replace(row.section).is_some_and(|before| before != row.section) {
            text += "\n";
        }
        text += &line(&row.label, row.unit, &|column| column.cells[index].clone());
    }
    text
}
