//! Which signals give the figures that the present one does not.

use groundtruth_captures::table::{Cell, Row, Subject};

use crate::editor::view::readouts::line::{Entry, Line, Size, Weight};
use crate::editor::view::words;

/// A line for each signal with its figures; `meaning` says why the present one does not have them.
pub fn lines(lines: &mut Vec<Line<'_>>, meaning: &'static str, signals: &[(&'static str, &'static str)]) {
    const SECTION: &str = "test";
    lines.push(Line::heading(SECTION, words::PLAY_FOR_MORE.to_owned()));
    for (signal, figures) in signals.iter().copied() {
        let row = Row {
            subject: Subject::Other { id: "", meaning },
            section: SECTION,
            label: signal.into(),
            short_label: signal.into(),
            unit: "",
            cells: vec![Cell::Text(figures.to_owned())],
        };
        let line = Line::new(SECTION, Size::Small, 9, &row, &[""]);
        lines.push(line.spanning(|entry| Entry { weight: Weight::Quiet, copy: None, ..entry }));
    }
}
