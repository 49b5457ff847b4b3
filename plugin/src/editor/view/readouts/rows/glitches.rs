//! Discontinuities: their number, and the position of the last one.

use groundtruth_measure::{ChannelFigure, ChannelReport, Glitch};

use crate::editor::view::format;
use crate::editor::view::readouts::row::{Cell, Row, Size, Weight, column, figures};
use crate::editor::view::scene::Scene;

/// Number of the newest ones listed in the tooltip.
const LISTED: usize = 8;

/// Adds the rows, if discontinuities were searched.
pub fn rows<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>, section: &'static str) {
    let found = scene.channels().iter().any(|channel| count(channel) > 0);
    // A fault must stay visible in a small window.
    let rank = if found { 1 } else { 6 };
    let rate_hz = scene.sample_rate_hz();
    let row = |label: &str, cell: &dyn Fn(&ChannelReport, Cell<'a>) -> Option<Cell<'a>>| {
        let mut row = figures(scene, section, label, "", Size::Small, rank, ChannelFigure::Glitches);
        let channels = scene.channels();
        for (index, channel) in channels.iter().take(2).enumerate() {
            let place = &mut row.cells[column(channels.len(), index)];
            *place = place.take().filter(|cell| !cell.words).and_then(|old| cell(channel, old));
        }
        row
    };
    rows.push(row("Glitches", &|channel, cell| {
        let count = count(channel);
        let weight = if count > 0 { Weight::Alert } else { Weight::Quiet };
        let text = format::grouped(count);
        Some(Cell { copy: count.to_string(), text, weight, list: listed(channel, rate_hz), ..cell })
    }));
    if found {
        rows.push(row("last at", &|channel, cell| {
            let last = channel.glitches.last()?;
            let text = format::moment(last.frame as f64 / rate_hz);
            let (copy, list) = (format!("frame {}", last.frame), listed(channel, rate_hz));
            Some(Cell { text, copy, weight: Weight::Quiet, list, ..cell })
        }));
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
        lines.push(format!("and {} more", format::grouped(more)));
    }
    lines
}

fn line(glitch: &Glitch, rate_hz: f64) -> String {
    let kind = glitch.kind.words();
    let frames = match glitch.frames {
        0 => String::new(),
        1 => ", 1 frame".to_owned(),
        frames => format!(", {} frames", format::grouped(frames)),
    };
    let (at, frame) = (format::moment(glitch.frame as f64 / rate_hz), format::grouped(glitch.frame));
    format!("{kind}{frames}, at {at} (frame {frame})")
}
