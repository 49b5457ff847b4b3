//! A comparison of the captures shown, with its texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use groundtruth_captures::Capture;
use groundtruth_captures::comparison::{Column, Comparison, MOST_CAPTURES, compare, letter};
use groundtruth_captures::export::{self, ClaimLine, Line};
use ulid::Ulid;

use super::list;
use crate::editor::theme::Palette;
use crate::session::SessionCapture;

/// A comparison, and what it was made of.
pub struct Compared {
    pub captures: Vec<SessionCapture>,
    pub reference: usize,
    /// Index into `captures` of the first take of each column.
    pub columns: Vec<usize>,
    /// Ids of each column's takes.
    pub takes: Vec<Vec<Ulid>>,
    pub comparison: Comparison,
    pub lines: Vec<Line>,
    pub claims: Vec<ClaimLine>,
}

impl Compared {
    pub fn of(shown: &[SessionCapture], reference: Option<Ulid>) -> Compared {
        let captures: Vec<Arc<Capture>> =
            shown.iter().filter_map(|capture| capture.capture().ok().cloned()).collect();
        let mut columns = Column::grouped(&captures);
        columns.truncate(MOST_CAPTURES);
        let holds = |column: &Column, id: Ulid| column.takes.iter().any(|take| take.id == id);
        let place = reference.and_then(|id| columns.iter().position(|column| holds(column, id)));
        let firsts = columns
            .iter()
            .map(|column| shown.iter().position(|capture| capture.id() == column.takes[0].id).unwrap_or(0));
        let comparison = compare(&columns, place.unwrap_or(0), None);
        Compared {
            columns: firsts.collect(),
            takes: columns.iter().map(|column| column.takes.iter().map(|take| take.id).collect()).collect(),
            lines: export::lines(&comparison),
            claims: export::claim_lines(&comparison),
            captures: shown.to_vec(),
            reference: place.unwrap_or(0),
            comparison,
        }
    }

    /// Ids of the captures in the reference's column. The first one stands for a column.
    pub fn reference_ids(&self) -> Vec<Ulid> {
        self.columns.get(self.reference).map(|index| self.captures[*index].id()).into_iter().collect()
    }

    /// Letter of each capture's column.
    pub fn letters(&self) -> BTreeMap<Ulid, String> {
        let columns = self.takes.iter().enumerate();
        columns.flat_map(|(index, takes)| takes.iter().map(move |id| (*id, letter(index)))).collect()
    }

    /// Colour of a column.
    pub fn colour(&self, column: usize, palette: Palette) -> egui::Color32 {
        list::colour(self.captures[self.columns[column]].details(), self.columns[column], palette)
    }
}
