//! What is excellent, accepted and audible, each value with its source.

use egui::{RichText, Ui};
use groundtruth_captures::comparison::Audibility;

use super::row::{GAP, row};
use crate::editor::view::words::help::{Audible, UNKNOWN, USUAL, USUAL_COLUMNS, USUAL_NOTE, Usual};

/// Shares of the width: figure, excellent, accepted, audible.
const SHARES: [f32; 4] = [0.22, 0.17, 0.26, 0.35];

/// Paints the table.
pub fn ui(ui: &mut Ui, width: f32) {
    ui.label(RichText::new(USUAL_NOTE).weak());
    let widths = SHARES.map(|share| share * (width - 3.0 * GAP));
    row(ui, widths, |ui, column| drop(ui.label(RichText::new(USUAL_COLUMNS[column]).weak())));
    for usual in &USUAL {
        let cells = cells(usual);
        row(ui, widths, |ui, column| {
            let (value, source) = &cells[column];
            let text = RichText::new(*value);
            let label = ui.label(if column == 0 { text.strong() } else { text });
            if !source.is_empty() {
                label.on_hover_text(source);
            }
        });
    }
}

/// Text and source of every cell of a row.
fn cells(usual: &Usual) -> [(&'static str, String); 4] {
    let known = |cell: Option<[&'static str; 2]>| {
        cell.map_or((UNKNOWN, String::new()), |[value, source]| (value, source.to_owned()))
    };
    let audible = match usual.audible {
        Audible::Own(cell) => known(Some(cell)),
        Audible::Claim(claim, value) => {
            let published = Audibility::of(claim);
            let source = published.map(|published| format!("{}\n{}", published.finding, published.source));
            (value, source.unwrap_or_default())
        }
    };
    [(usual.name, String::new()), known(usual.excellent), known(usual.accepted), audible]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of a text: "−40", "2.4".
    fn numbers(text: &str) -> Vec<&str> {
        let parts = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
        parts.map(|part| part.trim_matches('.')).filter(|part| !part.is_empty()).collect()
    }

    #[test]
    fn every_value_has_a_source_and_audible_numbers_are_those_published() {
        for usual in &USUAL {
            let [_, excellent, accepted, audible] = cells(usual);
            for (value, source) in [excellent, accepted, audible.clone()] {
                assert_eq!(value == UNKNOWN, source.is_empty(), "{}: {value}", usual.name);
            }
            if let Audible::Claim(..) = usual.audible {
                let published = numbers(&audible.1);
                assert!(numbers(audible.0).iter().all(|number| published.contains(number)), "{audible:?}");
            }
        }
    }
}
