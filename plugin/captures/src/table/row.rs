//! One line of a table before formatting.

use groundtruth_measure::Refusal;

/// One entry of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// No entry.
    Empty,
    /// A number.
    Value(String),
    /// Why there is no number.
    Missing(Refusal),
}

/// One line of a grid.
#[derive(Clone, Debug)]
pub struct Row {
    /// A change of section is shown by a blank line.
    pub section: &'static str,
    /// Name of the figure.
    pub label: String,
    /// Its unit, or empty.
    pub unit: &'static str,
    /// One per column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether any cell holds a number.
    pub fn has_values(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell, Cell::Value(_)))
    }
}
