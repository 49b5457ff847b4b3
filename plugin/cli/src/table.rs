//! One table of any number of files.

use groundtruth_measure::Report;

use crate::names::escaped;
pub(crate) use comparison::of_comparison;
use grid::Heading;
use groundtruth_captures::comparison::letter;
use groundtruth_captures::export::Notes;
use groundtruth_captures::table::number::hertz;
use groundtruth_captures::table::{self, ChannelColumn, stimulus};
use groundtruth_captures::{Measured, WithSheet};
use page::wrapped;

mod comparison;
mod findings;
mod grid;
mod notes;
mod page;
mod run;
mod sections;
mod sheet;

/// The table, then the sheet of each recording of the bench track. Empty without files.
pub(crate) fn of(files: &[WithSheet]) -> String {
    let measured: Vec<&Measured> = files.iter().map(|file| &file.measured).collect();
    let sheets = files.iter().enumerate().filter_map(|(index, file)| Some((index, file.sheet.as_ref()?)));
    let sheets = sheets.map(|(index, sheet)| sheet::text(&mark(&measured, index), sheet));
    figures_text(&measured) + &sheets.collect::<String>()
}

/// Files, channels' figures, pairs' figures, findings, reasons.
fn figures_text(files: &[&Measured]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let mut notes = Notes::default();
    let mut text: String =
        files.iter().enumerate().map(|(index, file)| head(&mark(files, index), file)).collect();
    text += &channels_text(files, &mut notes);
    text += &pairs_text(files, &mut notes);
    text += &findings_text(files);
    text += &sections_text(files);
    let reasons = notes::text(&notes);
    if reasons.is_empty() { text } else { text + "\n" + &reasons }
}

/// `A `, `B ` and so on if there are several files.
fn mark(files: &[&Measured], index: usize) -> String {
    if files.len() == 1 { String::new() } else { format!("{} ", letter(index)) }
}

fn head(mark: &str, file: &Measured) -> String {
    let report = &file.report;
    let name = escaped(report.source.file.as_deref().unwrap_or_default());
    let rate_hz = report.source.sample_rate_hz;
    let seconds = report.source.frames as f64 / rate_hz;
    let [low_hz, high_hz] = report.band_hz.map(hertz);
    let indent = " ".repeat(mark.len());
    let context = format!("{}, {seconds:.3} s, band {low_hz} to {high_hz}", hertz(rate_hz));
    let context = wrapped(&indent, &format!("{context}, {}", stimulus(&report.stimulus)));
    let left_out = sections::left_out(report);
    let notes = report.source.notes.iter().chain(&left_out);
    let notes: String = notes.map(|note| wrapped(&indent, &format!("note: {note}"))).collect();
    format!("{mark}{name}\n{context}{notes}")
}

fn channels_text(files: &[&Measured], notes: &mut Notes) -> String {
    let (mut headings, mut columns) = (Vec::new(), Vec::new());
    for (index, Measured { report, calibration }) in files.iter().enumerate() {
        for (position, channel) in report.channels.iter().enumerate() {
            let text = mark(files, index) + &channel.name;
            headings.push(Heading { text, group: channel.name.clone() });
            let calibrated = calibration.as_ref().and_then(|calibration| calibration.channels.get(position));
            columns.push(ChannelColumn { channel, calibrated });
        }
    }
    grid::text(&headings, &table::of_channels(&columns), notes)
}

fn pairs_text(files: &[&Measured], notes: &mut Notes) -> String {
    let (mut headings, mut pairs) = (Vec::new(), Vec::new());
    for (index, Measured { report, .. }) in files.iter().enumerate() {
        for pair in &report.pairs {
            let group = format!("{} to {}", pair.from, pair.to);
            headings.push(Heading { text: mark(files, index) + &group, group });
            pairs.push(pair);
        }
    }
    grid::text(&headings, &table::of_pairs(&pairs), notes)
}

fn findings_text(files: &[&Measured]) -> String {
    let line = |mark: &str, report: &Report| -> String {
        findings::of(report).iter().map(|finding| wrapped("", &format!("{mark}{finding}"))).collect()
    };
    let lines = files.iter().enumerate().map(|(index, file)| line(&mark(files, index), &file.report));
    let text: String = lines.collect();
    if text.is_empty() { text } else { "\n".to_owned() + &text }
}

fn sections_text(files: &[&Measured]) -> String {
    let text = |(index, file): (usize, &&Measured)| {
        let mark = mark(files, index);
        let run = run::text(&file.report).replacen("Bench", &format!("{mark}Bench"), 1);
        run + &sections::text(&file.report).replacen("Sections", &format!("{mark}Sections"), 1)
    };
    files.iter().enumerate().map(text).collect()
}
