//! Why numbers are missing: with letters for cells, by reason for whole rows.

use groundtruth_measure::Refusal;

use crate::comparison::letter;
use crate::table::{Cell, Row};

/// Reasons, in order of appearance.
#[derive(Default)]
pub struct Notes {
    lettered: Vec<String>,
    /// Reason, and the labels of the rows without any number.
    rows: Vec<(String, Vec<String>)>,
}

impl Notes {
    /// A cell as text, with the letter of its reason instead of a number that is missing.
    pub fn cell(&mut self, cell: &Cell<'_>) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Value(number) => number.full(),
            Cell::Text(text) => text.clone(),
            Cell::Missing(refusal) => self.letter(refusal),
        }
    }

    fn letter(&mut self, refusal: &Refusal) -> String {
        let reason = refusal.to_string();
        let index = self.lettered.iter().position(|known| *known == reason).unwrap_or_else(|| {
            self.lettered.push(reason);
            self.lettered.len() - 1
        });
        format!("({})", name(index))
    }

    /// Notes a row without any number. "Not driven" is omitted if another reason applies to the driven channel.
    pub fn note_row(&mut self, row: &Row<'_>) {
        let refusals = row.cells.iter().filter_map(|cell| match cell {
            Cell::Missing(refusal) => Some(*refusal),
            _ => None,
        });
        let is_informative = |refusal: &&Refusal| !matches!(refusal, Refusal::NotDriven { .. });
        let Some(refusal) = refusals.clone().find(is_informative).or_else(|| refusals.clone().next()) else {
            return;
        };
        let reason = refusal.to_string();
        match self.rows.iter_mut().find(|(known, _)| *known == reason) {
            // The same figure in another unit.
            Some((_, labels)) if labels.iter().any(|label| *label == row.label) => (),
            Some((_, labels)) => labels.push(row.label.to_string()),
            None => self.rows.push((reason, vec![row.label.to_string()])),
        }
    }

    /// The reasons of cells with their letters: `(a) no tone`.
    pub fn of_cells(&self) -> impl ExactSizeIterator<Item = String> {
        self.lettered.iter().enumerate().map(|(index, reason)| format!("({}) {reason}", name(index)))
    }

    /// The rows without any number by reason: `THD, SINAD: no tone`.
    pub fn of_rows(&self) -> impl ExactSizeIterator<Item = String> {
        self.rows.iter().map(|(reason, labels)| format!("{}: {reason}", labels.join(", ")))
    }
}

/// `a`, `b`, …, of a note.
fn name(index: usize) -> String {
    letter(index).to_lowercase()
}
