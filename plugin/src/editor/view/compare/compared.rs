//! A comparison of the captures shown, with its texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Color32;
use groundtruth_captures::Capture;
use groundtruth_captures::comparison::{Column, Comparison, MOST_CAPTURES, compare, letter};
use groundtruth_captures::export::{self, ClaimLine, Line};
use ulid::Ulid;

use super::colours::colour;
use crate::editor::theme::Palette;
use crate::session::SessionCapture;

/// A capture that is shown, with its place among all of the session.
#[derive(Clone, PartialEq)]
pub struct Shown {
    pub place: usize,
    pub capture: SessionCapture,
}

/// A comparison, and what it was made of.
pub struct Compared {
    shown: Vec<Shown>,
    /// The reference that was asked for.
    asked: Option<Ulid>,
    /// Index of the reference's column.
    pub reference: usize,
    /// The captures of each column.
    columns: Vec<Vec<Shown>>,
    pub comparison: Arc<Comparison>,
    pub lines: Vec<Line>,
    pub claims: Vec<ClaimLine>,
}

impl Compared {
    /// Compares with the column of the capture asked for, or with the first column.
    pub fn of(shown: &[Shown], asked: Option<Ulid>) -> Compared {
        let captures: Vec<Arc<Capture>> =
            shown.iter().filter_map(|shown| shown.capture.capture().ok().cloned()).collect();
        let mut columns = Column::grouped(&captures);
        columns.truncate(MOST_CAPTURES);
        let takes = |column: &Column| {
            let is_take = |shown: &&Shown| column.takes.iter().any(|take| take.id == shown.capture.id());
            shown.iter().filter(is_take).cloned().collect::<Vec<Shown>>()
        };
        let holds = |column: &Column| column.takes.iter().any(|take| Some(take.id) == asked);
        let reference = columns.iter().position(holds).unwrap_or(0);
        let comparison = compare(&columns, reference, None);
        Compared {
            shown: shown.to_vec(),
            asked,
            reference,
            columns: columns.iter().map(takes).collect(),
            lines: export::lines(&comparison),
            claims: export::claim_lines(&comparison),
            comparison: Arc::new(comparison),
        }
    }

    /// Whether it would come out the same for these captures and this reference.
    pub fn is_of(&self, shown: &[Shown], asked: Option<Ulid>) -> bool {
        self.shown == shown && self.asked == asked
    }

    /// Letter of each capture's column.
    pub fn letters(&self) -> BTreeMap<Ulid, String> {
        let columns = self.columns.iter().enumerate();
        columns
            .flat_map(|(index, takes)| takes.iter().map(move |shown| (shown.capture.id(), letter(index))))
            .collect()
    }

    /// The captures of the reference.
    pub fn reference_ids(&self) -> Vec<Ulid> {
        self.columns[self.reference].iter().map(|shown| shown.capture.id()).collect()
    }

    /// Colour of a column: that of its first take in the list.
    pub fn colour(&self, column: usize, palette: Palette) -> Color32 {
        let Shown { place, capture } = &self.columns[column][0];
        colour(capture.details(), *place, palette)
    }
}
