//! Every figure of every capture, with its difference to the reference.

use maud::{Markup, html};

use super::Page;
use super::reasons::MOST_UPRIGHT;
use super::text::{joined, minus, plain};
use crate::comparison::{Mark, Value, letter};
use crate::export::lines::{DifferenceText, Line};
use crate::table::label;
use groundtruth_measure::FigureId;

impl Page<'_> {
    /// One row for each figure of each channel or pair, one column for each capture.
    pub(super) fn figures_table(&self) -> Markup {
        let captures = 0..self.comparison.captures.len();
        let sections = self.lines.chunk_by(|a, b| a.section == b.section);
        let width = match captures.len() {
            ..=2 => "figures beside",
            3..=MOST_UPRIGHT => "figures",
            _ => "figures many",
        };
        html! {
            section {
                h2 { "Figures" }
                p.hint { "Differences are to " (letter(self.comparison.reference)) ". " (LEGEND) }
                div.scroll {
                    table class=(width) {
                        thead {
                            tr {
                                th scope="col" { "Figure" }
                                @for index in captures.clone() {
                                    th.number scope="col" data-capture=(index) {
                                        (self.head(index))
                                        @if index == self.comparison.reference { small { "reference" } }
                                    }
                                }
                            }
                        }
                        @for section in sections {
                            tbody {
                                tr.section { th colspan=(captures.len() + 1) scope="rowgroup" { (section[0].section) } }
                                @for line in section { (self.row(line)) }
                            }
                        }
                    }
                }
                (self.reason_list())
                (self.not_measured())
            }
        }
    }

    fn row(&self, line: &Line) -> Markup {
        html! {
            tr {
                th scope="row" {
                    span.figure title=(line.meaning) { (line.label) ", " (plain(&line.place)) }
                    " " span.unit { (line.unit) }
                }
                @for index in 0..line.values.len() { (self.cell(line, index)) }
            }
        }
    }

    fn cell(&self, line: &Line, index: usize) -> Markup {
        let value = &self.comparison.rows[line.row].values[index];
        html! {
            td.number data-capture=(index) data-value=[number(value)] {
                @match &line.reasons[index] {
                    Some(reason) => { span.reason { "– " (self.reason(reason)) } }
                    None => {
                        span.value { (minus(&line.values[index])) }
                        @if line.at_baseline[index] { " " span.reason title=(AT_BASELINE) { "(baseline)" } }
                    }
                }
                @if let Some(difference) = &line.differences[index] {
                    (self.difference(difference, line.reasons[index].is_none()))
                }
            }
        }
    }

    /// A difference with its mark; the reason why there is none is left out where the value's own stands.
    fn difference(&self, difference: &DifferenceText, with_reason: bool) -> Markup {
        let class = match difference.mark {
            Mark::Better => "better",
            Mark::Worse => "worse",
            Mark::Different => "different",
            Mark::Same | Mark::Open => "quiet",
        };
        let reason = difference.reason.as_ref().filter(|_| with_reason && difference.mark == Mark::Open);
        html! {
            @if difference.mark != Mark::Open || with_reason {
                span.difference.(class) title=(difference.mark.word()) {
                    (difference.mark.sign())
                    @if !difference.text.is_empty() { " " (minus(&difference.text)) }
                    @if difference.holds { "*" }
                    @if let Some(reason) = reason { " " (self.reason(reason)) }
                }
            }
        }
    }

    /// Why there is no number: in words, or with many captures as a number that the list below explains.
    fn reason(&self, reason: &str) -> Markup {
        match self.reasons.iter().position(|other| other == reason) {
            Some(place) => html! {
                sup { a href={ "#reason-" (place + 1) } title=(plain(reason)) { (place + 1) } }
            },
            None => html! { "(" (minus(&plain(reason))) ")" },
        }
    }

    fn reason_list(&self) -> Markup {
        let reasons = &self.reasons;
        html! {
            @if !reasons.is_empty() {
                ol.sources {
                    @for (place, reason) in reasons.iter().enumerate() {
                        li id={ "reason-" (place + 1) } { bdi { (minus(&plain(reason))) } }
                    }
                }
            }
        }
    }

    /// Figures that no capture has: their names.
    fn not_measured(&self) -> Markup {
        let mut names: Vec<String> = Vec::new();
        for row in &self.comparison.rows {
            let is_shown = self.comparison.rows.iter().any(|other| {
                other.id == row.id && other.values.iter().any(|value| value.measured().is_some())
            });
            let Some(id) = FigureId::from_id(&row.id).filter(|_| !is_shown) else { continue };
            let name = label(id).into_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        html! {
            @if !names.is_empty() { p.hint { "Not measured in any capture: " (joined(&names)) "." } }
        }
    }
}

const LEGEND: &str = "▲ better, ▼ worse, ≠ different and neither is better, = no significant difference, – not \
                      compared; each at 95 % by itself. * holds with the whole table.";

const AT_BASELINE: &str = "A limit: the measuring chain by itself, the baseline, is within 6 dB.";

/// The value in full, to sort by.
fn number(value: &Value) -> Option<String> {
    let measured = value.measured()?;
    Some(measured.value.map_or("-Infinity".to_owned(), |value| value.to_string()))
}
