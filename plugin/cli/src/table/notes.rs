//! The reasons for missing numbers, below the table.

use groundtruth_captures::export::Notes;

use super::page::wrapped;

/// All notes.
pub(super) fn text(notes: &Notes) -> String {
    let mut text: String = notes.of_cells().map(|reason| wrapped("", &reason)).collect();
    if notes.of_rows().len() > 0 {
        text += if text.is_empty() { "Not measurable:\n" } else { "\nNot measurable:\n" };
    }
    text.extend(notes.of_rows().map(|row| wrapped("  ", &row)));
    text
}
