//! One line of a table before it is text.

use groundtruth_measure::Refusal;

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
    pub(super) fn has_values(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell, Cell::Value(_)))
    }
}

/// `a` to `z`, then `aa`: as spreadsheets name columns.
pub(super) fn name(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    if index < 26 { letter.to_string() } else { name(index / 26 - 1) + &letter.to_string() }
}
