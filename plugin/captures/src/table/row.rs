//! One line of a table before layout.

use std::borrow::Cow;

use groundtruth_measure::{FigureId, Refusal};

use super::number::Number;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A figure, in the unit of its definition or in another one.
    Figure(FigureId),
    /// Level of a harmonic, by order.
    Harmonic(u32),
    /// One tone of a pair, counted from 0.
    Tone(usize),
    /// Level of an intermodulation product: the factors of the lower and of the higher tone.
    Product([i32; 2]),
    /// A value that no report holds, such as a live meter.
    Other {
        /// Name in the manner of a definition id.
        id: &'static str,
        /// Its meaning in one sentence.
        meaning: &'static str,
    },
}

/// One entry of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No entry.
    Empty,
    /// A number.
    Value(Number),
    /// Text, such as a difference.
    Text(String),
    /// The reason for a missing number.
    Missing(&'a Refusal),
}

impl Cell<'_> {
    /// The number, if there is one.
    pub fn number(&self) -> Option<&Number> {
        match self {
            Cell::Value(number) => Some(number),
            Cell::Empty | Cell::Text(_) | Cell::Missing(_) => None,
        }
    }
}

/// One line of a table with any number of columns.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What it is about.
    pub subject: Subject,
    /// Rows of one section stand together.
    pub section: &'static str,
    /// Name of the figure.
    pub label: Cow<'static, str>,
    /// The same for narrow tables, under a heading that names the section.
    pub short_label: Cow<'static, str>,
    /// Unit of its numbers, or empty.
    pub unit: &'static str,
    /// One per column.
    pub cells: Vec<Cell<'a>>,
}

impl Row<'_> {
    /// Whether any cell holds a number or text.
    pub fn has_values(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell, Cell::Value(_) | Cell::Text(_)))
    }
}
