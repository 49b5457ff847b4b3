//! The reviewer's sheet.

use groundtruth_captures::export::{Notes, sheet_tables};
use groundtruth_captures::sheet::Sheet;

use super::grid::{self, Heading};
use super::notes;
use super::page::wrapped;

/// Its tables, reasons and conditions.
pub(super) fn text(mark: &str, sheet: &Sheet) -> String {
    let mut reasons = Notes::default();
    let mut text = String::new();
    for table in sheet_tables(sheet) {
        let heading = |column: &String| {
            let text = column.replace('>', " to ");
            Heading { group: text.clone(), text }
        };
        let headings: Vec<Heading> = table.columns.iter().map(heading).collect();
        text += &grid::text(&headings, &table.rows, &mut reasons);
    }
    let reasons = notes::text(&reasons);
    let gap = if reasons.is_empty() { "" } else { "\n" };
    let conditions =
        sheet.notes.iter().map(|(section, note)| wrapped("  ", &format!("{}: {note}", section.words())));
    let conditions: String = conditions.collect();
    let head = wrapped("", &format!("{mark}Reviewer's sheet: {}", sheet.context()));
    format!("\n{head}{text}{gap}{reasons}\nConditions\n{conditions}")
}
