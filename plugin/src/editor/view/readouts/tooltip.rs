//! Meaning of a figure: its definition id, sentence, band, and interval or complete reason for its absence.

use egui::{RichText, Ui};
use groundtruth_measure::{Bound, ChannelFigure, Definition, Figure, FigureKey, Harmonic, Reading, Report};

use super::row::{About, Cell};
use crate::editor::theme::Palette;
use crate::editor::view::format;

/// Widest tooltip, in points: about twelve words per line.
const WIDTH: f32 = 340.0;

/// Lays out one cell's tooltip.
pub fn ui(ui: &mut Ui, cell: &Cell<'_>, report: Option<&Report>, copied: bool, palette: Palette) {
    ui.set_max_width(WIDTH);
    let (name, id, meaning) = headline(cell.about);
    ui.horizontal(|ui| {
        ui.label(name);
        ui.label(RichText::new(id).monospace().color(palette.quiet));
    });
    ui.label(meaning);
    for line in details(cell.about, report).iter().chain(&cell.list) {
        ui.label(RichText::new(line).color(palette.quiet));
    }
    let hint = if copied { "copied" } else { "a click copies the value" };
    ui.label(RichText::new(hint).small().color(palette.quiet));
}

fn headline(about: About<'_>) -> (String, String, String) {
    match about {
        About::Figure(definition, _) => {
            (definition.name.to_owned(), definition.id.to_owned(), definition.meaning.to_owned())
        }
        About::Harmonic(harmonic) => {
            let meaning = format!(
                "Level of harmonic {} at {} over the fundamental, noise power taken out.",
                harmonic.order,
                format::frequency_short(harmonic.frequency_hz)
            );
            (format!("Harmonic {}", harmonic.order), "harmonics".to_owned(), meaning)
        }
        About::Words(id, meaning) => (String::new(), id.to_owned(), meaning.to_owned()),
    }
}

/// Band, interval and reason, one line each.
pub fn details(about: About<'_>, report: Option<&Report>) -> Vec<String> {
    match about {
        About::Figure(definition, reading) => {
            let band = report
                .filter(|_| is_banded(definition))
                .map(|report| format!("Band {}", format::band(report.band_hz)));
            let known = match reading {
                // Counts are exact.
                Reading::Measured(_) if definition == ChannelFigure::Glitches.definition() => Vec::new(),
                Reading::Measured(figure) => certainty(figure, definition.unit),
                Reading::NotMeasurable(refusal) => {
                    vec![format!("Not measurable. {}", format::refusal(refusal))]
                }
            };
            band.into_iter().chain(known).chain(phase(reading)).collect()
        }
        About::Harmonic(harmonic) => harmonic_details(harmonic),
        About::Words(..) => Vec::new(),
    }
}

/// Whether the figure depends on the band.
fn is_banded(definition: &Definition) -> bool {
    ["thd", "evenodd", "noise", "hum", "snr", "xtalk.broadband"]
        .iter()
        .any(|start| definition.id.starts_with(start))
}

/// The interval, and the assumptions that it does not cover.
fn certainty(figure: &Figure, unit: &str) -> Vec<String> {
    let modulo = figure
        .modulo
        .map(|period| format!("Known modulo {} {unit}: whole periods do not show", format::fixed(period, 2)));
    let assumes = figure.assumes.map(|assumption| format!("Read {}", assumption.words()));
    [interval(figure, unit)].into_iter().chain(modulo).chain(assumes).collect()
}

fn interval(figure: &Figure, unit: &str) -> String {
    let decimals = if unit == "Hz" { 6 } else { 3 };
    let (low, high) = (format::fixed(figure.low, decimals), format::fixed(figure.high, decimals));
    match (figure.limit, figure.bound) {
        (true, Bound::Upper) => format!("A limit: with 95 % certainty at most {high} {unit}"),
        (true, Bound::Lower) => format!("A limit: with 95 % certainty at least {low} {unit}"),
        (false, _) => format!("95 %: {low} to {high} {unit}"),
    }
    .trim_end()
    .to_owned()
}

fn phase(reading: &Reading) -> Option<String> {
    let figure = reading.figure().filter(|figure| !figure.limit)?;
    let phase_rad = figure.phase_rad?;
    Some(format!(
        "Phase {}, undriven less driven: {}",
        format::degrees(phase_rad),
        format::phase_word(phase_rad)
    ))
}

fn harmonic_details(harmonic: &Harmonic) -> Vec<String> {
    let end = |level: Option<f64>| format::fixed(level.unwrap_or(f64::NEG_INFINITY), 2);
    let known = if harmonic.limit {
        format!("A limit: with 95 % certainty at most {} dB", end(harmonic.high))
    } else {
        format!(
            "95 %: {} to {} dB, phase {}",
            end(harmonic.low),
            end(harmonic.high),
            format::degrees(harmonic.phase_rad)
        )
    };
    let aliased = harmonic
        .aliased
        .then(|| "Beyond half the sample rate, read where it folds to; not summed.".to_owned());
    [known].into_iter().chain(aliased).collect()
}
