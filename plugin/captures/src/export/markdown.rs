//! A table for a forum post.

use super::claim_line::claim_lines;
use super::lines::lines;
use crate::comparison::{Comparison, letter};

/// Claims, then figures with their differences, as Markdown tables.
pub fn markdown(comparison: &Comparison) -> String {
    let mut text = claims(comparison) + &figures(comparison);
    for note in &comparison.notes {
        text += &format!("\n{}\n", escaped(note));
    }
    text
}

fn claims(comparison: &Comparison) -> String {
    let mut text = head(["Claim", "Against", "Difference", "Shown?", "What was measured"]);
    for line in claim_lines(comparison) {
        let difference = line.figures.map(|figures| figures.difference).unwrap_or_default();
        text += &self::line([&line.claim, &line.against, &difference, line.shown, &line.sentence]);
    }
    text
}

fn figures(comparison: &Comparison) -> String {
    let mut heads = vec!["Figure".to_owned(), String::new()];
    for (index, capture) in comparison.captures.iter().enumerate() {
        heads.push(format!("{} {}", letter(index), capture.name));
        if index != comparison.reference {
            heads.push("difference".to_owned());
        }
    }
    let mut text = "\n".to_owned() + &head(heads);
    for line in lines(comparison) {
        let mut cells = vec![format!("{} {}", line.label, line.place), line.unit.to_owned()];
        for (index, difference) in line.differences.iter().enumerate() {
            cells.push(line.value_with_reason(index));
            if let Some(difference) = difference {
                cells.push(format!("{} {}", difference.mark.sign(), difference.text).trim_end().to_owned());
            }
        }
        text += &self::line(cells);
    }
    text + "\n▲ better, ▼ worse, ≠ different, = no significant difference, – cannot be compared; at 95 % for each row by itself.\n"
}

/// A table of text with a title above.
pub fn lines_markdown(title: &str, heads: &[String], rows: &[Vec<String>]) -> String {
    format!("{}\n\n{}", escaped(title), head(heads)) + &rows.iter().map(line).collect::<String>()
}

/// The head of a table.
pub(super) fn head<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<T> = cells.into_iter().collect();
    format!("{}|{}\n", line(&cells), "---|".repeat(cells.len()))
}

/// One line of a table.
pub(super) fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| escaped(cell.as_ref())).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A list below a table, after a heading; empty without items.
pub(super) fn list(heading: &str, items: impl ExactSizeIterator<Item = String>) -> String {
    if items.len() == 0 {
        return String::new();
    }
    let items: String = items.map(|item| format!("- {}\n", escaped(&item))).collect();
    format!("\n{heading}{items}")
}

/// Text that cannot break out of its cell, nor become markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
