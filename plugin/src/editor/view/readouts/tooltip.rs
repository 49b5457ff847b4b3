//! Meaning of a figure: its definition id, sentence, band, and interval or complete reason for its absence.

use egui::{RichText, Ui};
use groundtruth_captures::table::channels::product_name;
use groundtruth_captures::table::number::{Form, Number, significant};
use groundtruth_captures::table::{Cell, Subject};
use groundtruth_measure::{Bound, Figure, FigureId, Harmonic, Report};

use super::line::Entry;
use crate::editor::theme::Palette;
use crate::editor::view::{format, words};

/// Widest tooltip, in points: about twelve words per line.
const WIDTH: f32 = 340.0;

/// Lays out one entry's tooltip.
pub fn ui(ui: &mut Ui, entry: &Entry<'_>, report: Option<&Report>, copied: bool, palette: Palette) {
    ui.set_max_width(WIDTH);
    let (name, id, meaning) = headline(entry);
    ui.horizontal(|ui| {
        ui.label(name);
        ui.label(RichText::new(id).monospace().color(palette.quiet));
    });
    ui.label(meaning);
    for line in details(entry, report).iter().chain(&entry.list) {
        ui.label(RichText::new(line).color(palette.quiet));
    }
    let hint = match (&entry.copy, &entry.cell) {
        (None, _) => return,
        _ if copied => words::COPIED,
        (Some(_), Cell::Missing(_)) => words::CLICK_TO_COPY_REASON,
        (Some(_), _) => words::CLICK_TO_COPY,
    };
    ui.label(RichText::new(hint).small().color(palette.quiet));
}

fn headline(entry: &Entry<'_>) -> (String, &'static str, String) {
    match entry.subject {
        Subject::Figure(id) => {
            let definition = id.definition();
            (definition.name.to_owned(), definition.id, definition.meaning.to_owned())
        }
        Subject::Harmonic(order) => {
            (format!("Harmonic {order}"), "harmonics", words::harmonic(order, entry.harmonic))
        }
        Subject::Tone(index) => (format!("Tone {}", index + 1), "tones", words::TONE_OF_PAIR.to_owned()),
        Subject::Product(factors) => (product_name(factors), "products", words::PRODUCT_OF_PAIR.to_owned()),
        Subject::Other { id, meaning } => (String::new(), id, meaning.to_owned()),
    }
}

/// Band, interval and reason, one line each.
fn details(entry: &Entry<'_>, report: Option<&Report>) -> Vec<String> {
    if let Some(harmonic) = entry.harmonic {
        return harmonic_details(harmonic);
    }
    let Subject::Figure(id) = entry.subject else {
        let estimated = entry
            .cell
            .number()
            .filter(|number| matches!(number.form, Form::Interval(_) | Form::Significant(_)));
        return estimated.map_or_else(Vec::new, |number| certainty(number, entry.unit));
    };
    let band = report.filter(|_| is_banded(id)).map(|report| words::band(report.band_hz));
    let known = match &entry.cell {
        Cell::Empty | Cell::Text(_) => Vec::new(),
        // Counts are exact.
        Cell::Value(Number { form: Form::Count, .. }) => Vec::new(),
        Cell::Value(number) => certainty(number, entry.unit),
        Cell::Missing(refusal) => vec![words::refused(&format::refusal(refusal))],
    };
    let phase = entry.cell.number().and_then(|number| phase(&number.figure));
    band.into_iter().chain(known).chain(phase).collect()
}

/// Whether the figure depends on the band.
fn is_banded(id: FigureId) -> bool {
    let id = id.definition().id;
    ["thd", "evenodd", "noise", "hum", "snr", "xtalk.broadband"].iter().any(|start| id.starts_with(start))
}

/// The interval, and the assumptions that it does not cover.
fn certainty(number: &Number, unit: &str) -> Vec<String> {
    let Figure { modulo, assumes, .. } = number.figure;
    let modulo = modulo.map(|period| words::modulo(&format::fixed(period, 2), unit));
    let assumes = assumes.map(|assumption| words::assumes(assumption.words()));
    [interval(number, unit)].into_iter().chain(modulo).chain(assumes).collect()
}

fn interval(number: &Number, unit: &str) -> String {
    let Figure { low, high, limit, bound, .. } = number.figure;
    let [low, high] = [low, high].map(|end| match number.form {
        Form::Digits(digits) | Form::Significant(digits) => significant(end, digits),
        _ => format::fixed(end, if unit == "Hz" { 6 } else { 3 }),
    });
    match (limit, bound) {
        (true, Bound::Upper) => words::at_most(&high, unit),
        (true, Bound::Lower) => words::at_least(&low, unit),
        (false, _) => words::interval(&low, &high, unit),
    }
}

fn phase(figure: &Figure) -> Option<String> {
    let phase_rad = figure.phase_rad.filter(|_| !figure.limit)?;
    Some(words::crosstalk_phase(phase_rad))
}

fn harmonic_details(harmonic: &Harmonic) -> Vec<String> {
    let end = |level: Option<f64>| format::fixed(level.unwrap_or(f64::NEG_INFINITY), 2);
    let mut details = if harmonic.limit {
        vec![words::at_most(&end(harmonic.high), "dB")]
    } else {
        let interval = words::interval(&end(harmonic.low), &end(harmonic.high), "dB");
        vec![interval, words::harmonic_phase(harmonic.phase_rad)]
    };
    details.extend(harmonic.aliased.then(|| words::ALIASED.to_owned()));
    details
}
