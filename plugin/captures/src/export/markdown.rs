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
    let mut text =
        "| Claim | Against | Difference | Shown? | What was measured |\n|---|---|---|---|---|\n".to_owned();
    for line in claim_lines(comparison) {
        let difference = line.figures.map(|figures| figures.difference).unwrap_or_default();
        let cells = [&line.claim, &line.against, &difference, line.shown, &line.sentence].map(escaped);
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text
}

fn figures(comparison: &Comparison) -> String {
    let mut heads = vec!["Figure".to_owned(), String::new()];
    for (index, capture) in comparison.captures.iter().enumerate() {
        heads.push(format!("{} {}", letter(index), escaped(&capture.name)));
        if index != comparison.reference {
            heads.push("difference".to_owned());
        }
    }
    let mut text = format!("\n| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    for line in lines(comparison) {
        let mut cells = vec![format!("{} {}", line.label, line.place), line.unit.to_owned()];
        for (index, difference) in line.differences.iter().enumerate() {
            cells.push(line.value_with_reason(index));
            if let Some(difference) = difference {
                cells.push(format!("{} {}", difference.mark.sign(), difference.text).trim_end().to_owned());
            }
        }
        text += &format!("| {} |\n", cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>().join(" | "));
    }
    text + "\n▲ better, ▼ worse, ≠ different, = no significant difference, – cannot be compared; at 95 % for each row by itself.\n"
}

/// Text that cannot break out of its cell, nor become markup.
fn escaped(text: &str) -> String {
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
