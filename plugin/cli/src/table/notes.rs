//! Why numbers are missing: with letters for cells, by reason for whole rows.

use groundtruth_measure::Refusal;

use super::page::wrapped;
use groundtruth_captures::comparison::letter;
use groundtruth_captures::table::{Cell, Row};

/// `a`, `b`, …, of a note.
fn name(index: usize) -> String {
    letter(index).to_lowercase()
}

/// Reasons, in order of appearance.
#[derive(Default)]
pub(super) struct Notes {
    lettered: Vec<String>,
    /// Reason, and the labels of the rows without any number.
    rows: Vec<(String, Vec<String>)>,
}

impl Notes {
    /// The letter shown in the cell instead of a number.
    pub(super) fn letter(&mut self, refusal: &Refusal) -> String {
        let reason = refusal.to_string();
        let index = self.lettered.iter().position(|known| *known == reason).unwrap_or_else(|| {
            self.lettered.push(reason);
            self.lettered.len() - 1
        });
        format!("({})", name(index))
    }

    /// Notes a row without any number. "Not driven" is omitted if another reason applies to the driven channel.
    pub(super) fn note_row(&mut self, row: &Row) {
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
            Some((_, labels)) => labels.push(row.label.to_string()),
            None => self.rows.push((reason, vec![row.label.to_string()])),
        }
    }

    /// All notes.
    pub(super) fn text(&self) -> String {
        let lettered = self.lettered.iter().enumerate();
        let mut text: String =
            lettered.map(|(index, reason)| wrapped("", &format!("({}) {reason}", name(index)))).collect();
        if !self.rows.is_empty() {
            text += if text.is_empty() { "Not measurable:\n" } else { "\nNot measurable:\n" };
        }
        let wrapped = self
            .rows
            .iter()
            .map(|(reason, labels)| wrapped("  ", &format!("{}: {reason}", labels.join(", "))));
        text.extend(wrapped);
        text
    }
}
