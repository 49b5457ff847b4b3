//! Rows of the table as lines of the column: place, size, emphasis and priority.

use std::borrow::Cow;

use groundtruth_captures::table::{Cell, Row, Subject, reason};
use groundtruth_measure::Harmonic;

use crate::editor::view::format;

/// Text of an entry without content.
pub const NOTHING: &str = "–";

/// Size of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Heading of a section.
    Heading,
    /// Main figures.
    Large,
    /// Explanations.
    Small,
}

impl Size {
    /// Height in points.
    pub fn height(self) -> f32 {
        match self {
            Size::Heading => 23.0,
            Size::Large => 25.0,
            Size::Small => 16.0,
        }
    }
}

/// Emphasis of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Main figures.
    Strong,
    /// Limits, refusals, explanations.
    Quiet,
    /// Faults, always with a word.
    Alert,
}

/// A cell of the table in its place.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Name for screen readers: figure and column.
    pub name: String,
    /// What the figure is.
    pub subject: Subject,
    /// Unit of the cell's number.
    pub unit: &'static str,
    /// The number, or the reason for its absence.
    pub cell: Cell<'a>,
    /// Text shown.
    pub text: String,
    /// Whether it is text instead of digits.
    pub words: bool,
    /// Emphasis.
    pub weight: Weight,
    /// Text copied by a click; `None` where there is nothing to copy.
    pub copy: Option<String>,
    /// Frequency and phase of a harmonic, for the tooltip.
    pub harmonic: Option<&'a Harmonic>,
    /// Further lines of the tooltip.
    pub list: Vec<String>,
}

impl<'a> Entry<'a> {
    /// The cell of a row in the column of this name; `None` for an empty cell.
    pub fn new(row: &Row<'a>, cell: Cell<'a>, column: &str) -> Option<Entry<'a>> {
        let (text, copy, weight) = match cell {
            Cell::Empty => return None,
            Cell::Text(ref text) => (text.clone(), text.clone(), Weight::Quiet),
            Cell::Value(number) => {
                let weight = if number.figure.limit { Weight::Quiet } else { Weight::Strong };
                (format::number(&number), number.copied(row.unit), weight)
            }
            Cell::Missing(refusal) => (reason::short(refusal).to_owned(), refusal.to_string(), Weight::Quiet),
        };
        let (subject, unit) = (row.subject, row.unit);
        let is_converted = matches!(subject, Subject::Figure(id) if id.definition().unit != unit);
        let converted = if is_converted { format!(" in {unit}") } else { String::new() };
        let name = format!("{} {column}{converted}", row.label);
        let (words, copy) = (cell.number().is_none(), Some(copy));
        let (harmonic, list) = (None, Vec::new());
        Some(Entry { name, subject, unit, cell, text, words, weight, copy, harmonic, list })
    }

    /// A column's heading.
    pub fn heading(text: String) -> Entry<'a> {
        Entry {
            name: String::new(),
            subject: Subject::Other { id: "", meaning: "" },
            unit: "",
            cell: Cell::Empty,
            copy: None,
            text,
            words: true,
            weight: Weight::Strong,
            harmonic: None,
            list: Vec::new(),
        }
    }

    /// The entry with this text in place of its number, quiet.
    pub fn showing(self, text: String) -> Entry<'a> {
        let copy = self.copy.filter(|_| text != NOTHING);
        Entry { text, copy, weight: Weight::Quiet, ..self }
    }
}

/// One line of the column.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Section it belongs to.
    pub section: &'static str,
    /// Its name.
    pub label: Cow<'static, str>,
    /// Its unit, shown small beside the name.
    pub unit: &'static str,
    /// Its size.
    pub size: Size,
    /// Priority; 0 is dropped last.
    pub rank: u8,
    /// One per column, aligned to the right.
    pub entries: Vec<Option<Entry<'a>>>,
    /// Whether its only entry may take the whole width.
    pub wide: bool,
}

impl<'a> Line<'a> {
    /// A section heading.
    pub fn heading(section: &'static str, label: String) -> Line<'a> {
        let (label, size, entries) = (label.into(), Size::Heading, Vec::new());
        Line { section, label, unit: "", size, rank: 0, entries, wide: false }
    }

    /// A row of the table, with the names of its columns.
    pub fn new<N: AsRef<str>>(
        section: &'static str,
        size: Size,
        rank: u8,
        row: &Row<'a>,
        columns: &[N],
    ) -> Line<'a> {
        let cells = row.cells.iter().zip(columns);
        Line {
            section,
            label: row.short_label.clone(),
            unit: row.unit,
            size,
            rank,
            entries: cells.map(|(cell, column)| Entry::new(row, cell.clone(), column.as_ref())).collect(),
            wide: false,
        }
    }

    /// Under another name.
    pub fn labelled(self, label: impl Into<Cow<'static, str>>) -> Line<'a> {
        Line { label: label.into(), ..self }
    }

    /// Without its unit, because the line above has the same.
    pub fn without_unit(self) -> Line<'a> {
        Line { unit: "", ..self }
    }

    /// Each entry changed, or dropped, by its column's index.
    pub fn map(mut self, change: impl Fn(usize, Entry<'a>) -> Option<Entry<'a>>) -> Line<'a> {
        for (column, entry) in self.entries.iter_mut().enumerate() {
            *entry = entry.take().and_then(|entry| change(column, entry));
        }
        self
    }

    /// Quiet, with a dash where the line above already gives the reason for a number's absence.
    pub fn explaining(self) -> Line<'a> {
        self.map(|_, entry| {
            let text = if entry.words { NOTHING.to_owned() } else { entry.text.clone() };
            Some(entry.showing(text))
        })
    }

    /// The first entry over the whole width.
    pub fn spanning(self, change: impl Fn(Entry<'a>) -> Entry<'a>) -> Line<'a> {
        let first = self.entries.into_iter().flatten().next();
        Line { entries: vec![first.map(change)], wide: true, ..self }
    }

    /// Whether any entry is a number.
    pub fn has_numbers(&self) -> bool {
        self.entries.iter().flatten().any(|entry| !entry.words)
    }
}
