//! Discontinuities: their number, and the position of the last one.

use groundtruth_measure::{ChannelFigure, ChannelReport, Glitch};

use super::columns::{Columns, alerting};
use crate::editor::view::readouts::line::{Entry, Line};
use crate::editor::view::{format, words};

/// Number of the newest ones listed in the tooltip.
const LISTED: usize = 8;

/// Adds the lines, if discontinuities were searched.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>, section: &'static str) {
    let found = columns.channels.iter().any(|column| count(column.channel) > 0);
    // A fault must stay visible in a small window.
    let rank = if found { 1 } else { 6 };
    let rate_hz = columns.scene.sample_rate_hz();
    let channel = |column: usize| columns.channels[column].channel;
    let counts = columns.small(section, rank, ChannelFigure::Glitches).map(|column, entry| {
        let list = listed(channel(column), rate_hz);
        (!entry.words).then(|| Entry { list, ..alerting(entry) })
    });
    let last = counts.clone().labelled("last at").map(|column, entry| {
        let last = channel(column).glitches.last()?;
        let text = format::moment(last.frame as f64 / rate_hz);
        Some(Entry { copy: Some(format!("frame {}", last.frame)), ..entry.showing(text) })
    });
    lines.push(counts);
    if found {
        lines.push(last);
    }
}

fn count(channel: &ChannelReport) -> u64 {
    let figure = channel.figures.get(&ChannelFigure::Glitches).and_then(|reading| reading.figure());
    figure.map_or(0, |figure| figure.value as u64)
}

/// The newest ones listed, one per line, and the number of further ones.
fn listed(channel: &ChannelReport, rate_hz: f64) -> Vec<String> {
    let newest = channel.glitches.iter().rev().take(LISTED);
    let mut lines: Vec<String> = newest.map(|glitch| line(glitch, rate_hz)).collect();
    let more = count(channel).saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(words::more(more));
    }
    lines
}

fn line(glitch: &Glitch, rate_hz: f64) -> String {
    let moment = format::moment(glitch.frame as f64 / rate_hz);
    words::glitch(&glitch.kind.words(), glitch.frames, &moment, glitch.frame)
}
