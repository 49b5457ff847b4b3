//! Harmonic distortion of a tone.

use groundtruth_captures::table::channels;
use groundtruth_measure::ChannelFigure;

use super::columns::Columns;
use crate::editor::view::readouts::line::{Entry, Line, Size};

const SECTION: &str = "distortion";

/// THD and THD+N with their parts, and the harmonics one by one.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.push(Line::heading(SECTION, format!("DISTORTION{}", columns.band_suffix())));
    columns.with_explanations(lines, SECTION, ChannelFigure::ThdF);
    lines.push(columns.large(SECTION, ChannelFigure::ThdnAes17));
    let parts = [
        ChannelFigure::SplitHum,
        ChannelFigure::SplitHarmonics,
        ChannelFigure::SplitSpurs,
        ChannelFigure::SplitNoise,
    ];
    lines.extend(parts.map(|id| columns.small(SECTION, 10, id).without_unit().explaining()));
    if columns.channels.iter().any(|column| !column.channel.harmonics.is_empty()) {
        lines.extend((2..=10).map(|order| harmonic(columns, order)));
    }
}

fn harmonic<'a>(columns: &Columns<'a>, order: u32) -> Line<'a> {
    let row = channels::harmonic(order, &columns.channels);
    let line = columns.line(SECTION, Size::Small, 20 + order as u8, &row);
    let line = if order == 2 { line } else { line.without_unit() };
    line.map(|column, entry| {
        let harmonics = &columns.channels[column].channel.harmonics;
        let harmonic = harmonics.iter().find(|harmonic| harmonic.order == order);
        Some(Entry { harmonic, ..entry })
    })
}
