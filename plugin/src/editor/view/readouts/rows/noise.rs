//! Noise, hum and other lines.

use groundtruth_measure::{ChannelFigure, HumPattern, Spur};

use super::calibrated;
use super::columns::Columns;
use crate::editor::view::readouts::line::{Entry, Line, NOTHING};
use crate::editor::view::{format, words};

/// Lines of noise, hum and other lines.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    const SECTION: &str = "noise";
    lines.push(Line::heading(SECTION, "NOISE".to_owned()));
    lines.push(columns.large(SECTION, ChannelFigure::NoiseRms));
    calibrated::level(lines, columns, SECTION, ChannelFigure::NoiseRms);
    for (rank, id) in [(7, ChannelFigure::NoiseA), (38, ChannelFigure::NoiseCcirRms)] {
        lines.push(columns.small(SECTION, rank, id).without_unit().explaining());
    }
    let itu = columns.small(SECTION, 39, ChannelFigure::NoiseItu468).without_unit();
    let density = columns.small(SECTION, 42, ChannelFigure::NoiseDensity);
    lines.extend([itu, density].into_iter().filter(Line::has_numbers).map(Line::explaining));
    if columns.any_has(ChannelFigure::Spurs) {
        lines.push(other_lines(columns, SECTION));
    }
    lines.push(columns.large(SECTION, ChannelFigure::Hum));
    let Some(mains) = columns.first(ChannelFigure::HumMains) else { return };
    let label = format!("{} Hz", format::fixed(mains.value, 2));
    let patterns = columns.small(SECTION, 5, ChannelFigure::HumMains).labelled(label).without_unit();
    lines.push(patterns.map(|column, entry| {
        let pattern = columns.channels[column].channel.hum_pattern;
        let entry = entry.showing(pattern.map_or(NOTHING, pattern_words).to_owned());
        Some(Entry { words: true, ..entry })
    }));
}

/// Lines that are not stimulus, harmonics or hum; the tooltip lists the strongest.
fn other_lines<'a>(columns: &Columns<'a>, section: &'static str) -> Line<'a> {
    const LISTED: usize = 6;
    let line = columns.small(section, 37, ChannelFigure::Spurs).without_unit().explaining();
    line.map(|column, entry| {
        let mut spurs: Vec<Spur> = columns.channels[column].channel.spurs.clone();
        spurs.sort_by(|a, b| b.level_dbfs.total_cmp(&a.level_dbfs));
        let line = |spur: &Spur| words::line(spur.frequency_hz, &columns.scale.text(column, spur.level_dbfs));
        let mut list: Vec<String> = spurs.iter().take(LISTED).map(line).collect();
        list.extend(spurs.len().checked_sub(LISTED + 1).map(|more| words::more(more as u64 + 1)));
        Some(Entry { list, ..entry })
    })
}

/// The pattern of mains lines as text.
pub fn pattern_words(pattern: HumPattern) -> &'static str {
    match pattern {
        HumPattern::GroundLoop => "ground loop",
        HumPattern::Rectifier => "rectifier",
        HumPattern::Induction => "induction",
    }
}
