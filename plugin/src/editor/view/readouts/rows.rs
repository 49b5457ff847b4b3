//! Content of the column: rows of the table, each with its priority.

use groundtruth_captures::table::channels;
use groundtruth_measure::ChannelFigure;

pub use self::columns::Columns;
pub use self::noise::pattern_words;
use super::line::{Entry, Line, Size, Weight};
use crate::editor::view::format;

mod calibrated;
mod columns;
mod crosstalk;
mod glitches;
mod meters;
mod noise;

/// All lines for which the scene has data.
pub fn lines<'a>(columns: &Columns<'a>) -> Vec<Line<'a>> {
    let mut lines = Vec::with_capacity(48);
    tone(&mut lines, columns);
    distortion(&mut lines, columns);
    noise::lines(&mut lines, columns);
    if columns.channels.len() != 1 {
        crosstalk::lines(&mut lines, columns);
    }
    // Empty explanations are dropped.
    lines.retain(|line| line.size != Size::Small || line.entries.iter().any(Option::is_some));
    lines
}

fn tone<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    const SECTION: &str = "tone";
    let mut heading = Line::heading(SECTION, "TONE".to_owned());
    heading.entries = columns.names.iter().map(|name| Some(Entry::heading(name.clone()))).collect();
    lines.push(heading);
    // Without a tone the total level is the main figure.
    let has_tone = columns.any_has(ChannelFigure::LevelFundamental);
    let level = if has_tone { ChannelFigure::LevelFundamental } else { ChannelFigure::LevelRms };
    // A channel that is not driven still has a level due to leakage; the line below says so.
    let rms = columns.large(SECTION, ChannelFigure::LevelRms).entries;
    let levels = columns.large(SECTION, level).map(|column, entry| match &rms[column] {
        Some(rms) if entry.words && !rms.words => Some(Entry { weight: Weight::Quiet, ..rms.clone() }),
        _ => Some(entry),
    });
    lines.extend([levels, columns.small(SECTION, 2, ChannelFigure::Frequency)]);
    calibrated::level(lines, columns, SECTION, level);
    meters::lines(lines, columns, SECTION);
    glitches::lines(lines, columns, SECTION);
}

fn distortion<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    const SECTION: &str = "distortion";
    let report = columns.scene.report;
    let band = report.map_or_else(String::new, |report| format!(" · {}", format::band(report.band_hz)));
    lines.push(Line::heading(SECTION, format!("DISTORTION{band}")));
    lines.push(columns.large(SECTION, ChannelFigure::ThdF));
    let percent = channels::percent(ChannelFigure::ThdF, &columns.channels);
    lines.push(columns.line(SECTION, Size::Small, 3, &percent).explaining());
    let uncertainty = columns.small(SECTION, 14, ChannelFigure::ThdF).labelled("uncertainty").without_unit();
    lines.push(uncertainty.map(|_, entry| {
        let text = entry.cell.number()?.uncertainty("dB")?;
        Some(Entry { copy: text.clone(), name: format!("{} uncertainty", entry.name), ..entry.showing(text) })
    }));
    lines.push(columns.large(SECTION, ChannelFigure::ThdnAes17));
    let parts = [
        ChannelFigure::SplitHum,
        ChannelFigure::SplitHarmonics,
        ChannelFigure::SplitSpurs,
        ChannelFigure::SplitNoise,
    ];
    lines.extend(parts.into_iter().enumerate().map(|(index, id)| {
        let line = columns.small(SECTION, 10, id).without_unit().explaining();
        if index == 0 { Line { label: format!("of it: {}", line.label).into(), ..line } } else { line }
    }));
    if columns.channels.iter().any(|column| !column.channel.harmonics.is_empty()) {
        lines.extend((2..=10).map(|order| harmonic(columns, SECTION, order)));
    }
}

fn harmonic<'a>(columns: &Columns<'a>, section: &'static str, order: u32) -> Line<'a> {
    let row = channels::harmonic(order, &columns.channels);
    let line = columns.line(section, Size::Small, 20 + order as u8, &row);
    let line = if order == 2 { line } else { line.without_unit() };
    line.map(|column, entry| {
        let harmonics = &columns.channels[column].channel.harmonics;
        let harmonic = harmonics.iter().find(|harmonic| harmonic.order == order);
        Some(Entry { harmonic, ..entry })
    })
}
