//! A comparison as text: captures, figures with differences, claims, notes.

use std::borrow::Cow;

use groundtruth_captures::comparison::{Comparison, Value, letter};
use groundtruth_captures::export::{
    ClaimFigures, ClaimLine, DifferenceText, Line, Notes, claim_lines, lines,
};
use groundtruth_captures::table::number::hertz;
use groundtruth_captures::table::{Cell, Row, Subject};
use groundtruth_measure::Refusal;

use super::grid::{self, Heading};
use super::notes;
use super::page::wrapped;
use crate::names::escaped;
use groundtruth_captures::table::stimulus;

/// The whole text.
pub(crate) fn of_comparison(comparison: &Comparison) -> String {
    let mut notes = Notes::default();
    let captures = (0..comparison.captures.len()).map(|index| head(comparison, index));
    let mut text: String = captures.collect();
    text += &figures(comparison, &mut notes);
    text += "\n▲ better  ▼ worse  ≠ different  = no significant difference, at 95 % for each row by itself;\n\
             * also with all rows taken together.\n";
    text += &claims(comparison);
    let reasons = notes::text(&notes);
    if !reasons.is_empty() {
        text += &format!("\n{reasons}");
    }
    if !comparison.notes.is_empty() {
        text.push('\n');
    }
    text + &comparison.notes.iter().map(|note| wrapped("", &escaped(note))).collect::<String>()
}

fn head(comparison: &Comparison, index: usize) -> String {
    let capture = &comparison.captures[index];
    let report = &capture.report;
    let is_reference = if index == comparison.reference { ", the reference" } else { "" };
    let takes = if capture.takes == 1 { "1 take".to_owned() } else { format!("{} takes", capture.takes) };
    let details = &capture.metadata;
    let mut context = vec![takes];
    context.extend(details.topology.map(|topology| topology.words().to_owned()));
    context.extend(details.load_ohms.map(|ohms| format!("{ohms} Ω")));
    context.extend((!details.price.is_empty()).then(|| escaped(&details.price)));
    let [low_hz, high_hz] = report.band_hz.map(hertz);
    context.push(format!("band {low_hz} to {high_hz}, {}", stimulus(&report.stimulus)));
    format!(
        "{} {}{is_reference}\n{}",
        letter(index),
        escaped(&capture.name),
        wrapped("  ", &context.join(", "))
    )
}

fn figures(comparison: &Comparison, notes: &mut Notes) -> String {
    let mut headings = Vec::new();
    for index in 0..comparison.captures.len() {
        let group = letter(index);
        headings.push(Heading { text: group.clone(), group: group.clone() });
        if index != comparison.reference {
            let text = format!("{group} against {}", letter(comparison.reference));
            headings.push(Heading { text, group });
        }
    }
    let rows: Vec<Row> = lines(comparison).into_iter().map(|line| row(comparison, line)).collect();
    grid::text(&headings, &rows, notes)
}

fn row(comparison: &Comparison, line: Line) -> Row<'_> {
    let mut cells = Vec::new();
    let reason = |index: usize| refusal(comparison, &line, index);
    for (index, difference) in line.differences.iter().enumerate() {
        cells.push(reason(index).map_or_else(|| Cell::Text(line.value_with_reason(index)), Cell::Missing));
        cells.extend(difference.as_ref().map(|difference| Cell::Text(difference_text(difference))));
    }
    let label: Cow<'static, str> = format!("{}, {}", line.label, line.place).into();
    let subject = Subject::Figure(line.id);
    Row { subject, section: line.section, short_label: label.clone(), label, unit: line.unit, cells }
}

fn refusal<'a>(comparison: &'a Comparison, line: &Line, index: usize) -> Option<&'a Refusal> {
    match &comparison.rows[line.row].values[index] {
        Value::Missing { reason, .. } => reason.as_ref(),
        Value::Measured(_) => None,
    }
}

fn difference_text(difference: &DifferenceText) -> String {
    let holds = if difference.holds { "*" } else { "" };
    format!("{} {}{holds}", difference.mark.sign(), difference.text).trim_end().to_owned()
}

fn claims(comparison: &Comparison) -> String {
    let text = |line: ClaimLine| {
        let mut text = format!("{}, against {}: {}.", line.claim, line.against, line.shown);
        if let Some(ClaimFigures { label, unit, against, claimed, difference }) = line.figures {
            let difference = if difference.is_empty() { difference } else { format!(", {difference}") };
            text += &format!(" {label}: {claimed} against {against} {unit}{difference}.");
        }
        wrapped("", format!("{text} {}", line.sentence).trim_end())
    };
    "\nClaims\n".to_owned() + &claim_lines(comparison).into_iter().map(text).collect::<String>()
}
