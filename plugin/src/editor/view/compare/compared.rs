//! A comparison of the captures shown, with its texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Color32;
use groundtruth_captures::Capture;
use groundtruth_captures::comparison::{Column, Comparison, MOST_CAPTURES, compare, letter};
use groundtruth_captures::export::{self, ClaimLine, Line};
use ulid::Ulid;

use super::colours::colour;
use crate::editor::preferences::ComparePreferences;
use crate::editor::theme::Palette;

/// A capture that is shown, with its place among all of the session and the live ones after them.
#[derive(Clone)]
pub struct Shown {
    pub place: usize,
    pub capture: Arc<Capture>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place && Arc::ptr_eq(&self.capture, &other.capture)
    }
}

/// The captures with a part of their own, as far as they are shown.
#[derive(Clone, Copy, PartialEq)]
pub struct Roles {
    pub reference: Option<Ulid>,
    pub baseline: Option<Ulid>,
}

impl Roles {
    pub fn of(preferences: &ComparePreferences) -> Roles {
        Roles { reference: preferences.reference, baseline: preferences.baseline }
    }
}

/// A comparison, and what it was made of.
pub struct Compared {
    shown: Vec<Shown>,
    roles: Roles,
    /// Index of the reference's column.
    pub reference: usize,
    /// The captures of each column.
    columns: Vec<Vec<Shown>>,
    /// The captures of the baseline.
    baseline: Vec<Ulid>,
    pub comparison: Arc<Comparison>,
    pub lines: Vec<Line>,
    pub claims: Vec<ClaimLine>,
}

impl Compared {
    /// Compares with the column of the capture asked for, or with the first column. The baseline is no column, unless it
    /// is all that is shown.
    pub fn of(shown: &[Shown], roles: Roles) -> Compared {
        let captures: Vec<Arc<Capture>> = shown.iter().map(|shown| shown.capture.clone()).collect();
        let mut columns = Column::grouped(&captures);
        let place_of = |columns: &[Column], id: Option<Ulid>| {
            columns.iter().position(|column| column.takes.iter().any(|take| Some(take.id) == id))
        };
        let baseline = place_of(&columns, roles.baseline).filter(|_| columns.len() > 1);
        let baseline = baseline.map(|place| columns.remove(place));
        columns.truncate(MOST_CAPTURES);
        let takes = |column: &Column| {
            let is_take = |shown: &&Shown| column.takes.iter().any(|take| take.id == shown.capture.id);
            shown.iter().filter(is_take).cloned().collect::<Vec<Shown>>()
        };
        let reference = place_of(&columns, roles.reference).unwrap_or(0);
        let comparison = compare(&columns, reference, baseline.as_ref());
        Compared {
            shown: shown.to_vec(),
            roles,
            reference,
            columns: columns.iter().map(takes).collect(),
            baseline: baseline.iter().flat_map(|column| &column.takes).map(|take| take.id).collect(),
            lines: export::lines(&comparison),
            claims: export::claim_lines(&comparison),
            comparison: Arc::new(comparison),
        }
    }

    /// Whether it would come out the same for these captures in these roles.
    pub fn is_of(&self, shown: &[Shown], roles: Roles) -> bool {
        self.shown == shown && self.roles == roles
    }

    /// Letter of each capture's column.
    pub fn letters(&self) -> BTreeMap<Ulid, String> {
        let columns = self.columns.iter().enumerate();
        columns
            .flat_map(|(index, takes)| takes.iter().map(move |shown| (shown.capture.id, letter(index))))
            .collect()
    }

    /// The captures of the reference.
    pub fn reference_ids(&self) -> Vec<Ulid> {
        self.columns[self.reference].iter().map(|shown| shown.capture.id).collect()
    }

    /// The captures of the baseline.
    pub fn baseline_ids(&self) -> &[Ulid] {
        &self.baseline
    }

    /// Colour of a column: that of its first take in the list.
    pub fn colour(&self, column: usize, palette: Palette) -> Color32 {
        let Shown { place, capture } = &self.columns[column][0];
        colour(&capture.details, *place, palette)
    }
}
