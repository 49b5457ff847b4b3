//! Mains hum: a mark on each of its lines, and a word at the lowest one. Never over a tone.

use egui::{Painter, Rect, pos2};
use groundtruth_measure::{ChannelFigure, HumLine};

use super::marked::{ABOVE_MARK, Label, MarkedPlot};
use super::tones;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format};

/// Space between a line's top and its mark.
const ABOVE_LINE: f32 = 3.0;
/// Marks keep this distance from a tone, in points: half of their width, and the line.
const CLEAR_OF_TONES: f32 = 8.0;

/// The lines in view of the channel with the stronger hum, without those at a tone.
pub fn visible(plot: &MarkedPlot<'_>, scene: &Scene<'_>) -> Vec<(usize, HumLine)> {
    let Some(channel) = channel(scene) else { return Vec::new() };
    let tones: Vec<f32> = tones::frequencies_hz(scene).map(|hz| plot.across.x_of(hz)).collect();
    let is_clear = |line: &&HumLine| {
        let x = plot.across.x_of(line.frequency_hz);
        plot.top(line.frequency_hz, Some(channel)).is_some()
            && tones.iter().all(|tone| (tone - x).abs() >= CLEAR_OF_TONES)
    };
    scene.channels()[channel].hum_lines.iter().filter(is_clear).map(|line| (channel, *line)).collect()
}

/// Paints the marks; returns where they are.
pub fn paint(
    painter: &Painter,
    plot: &MarkedPlot<'_>,
    scene: &Scene<'_>,
    lines: &[(usize, HumLine)],
) -> Vec<Rect> {
    let mark = |(channel, line): &(usize, HumLine)| {
        let top = plot.top(line.frequency_hz, Some(*channel))?;
        let tip = pos2(plot.across.x_of(line.frequency_hz), top - ABOVE_LINE);
        Some(draw::hum_mark(painter, tip, scene.palette.hum))
    };
    lines.iter().filter_map(mark).collect()
}

/// The word at the lowest line.
pub fn label(scene: &Scene<'_>, lines: &[(usize, HumLine)]) -> Option<Label> {
    let (channel, lowest) = lines.first()?;
    let mains_hz = scene.value(*channel, ChannelFigure::HumMains).unwrap_or(lowest.frequency_hz);
    Some(Label {
        text: format!("hum {} Hz", format::fixed(mains_hz, 2)),
        frequency_hz: lowest.frequency_hz,
        channel: Some(*channel),
        above: ABOVE_MARK,
        colour: scene.palette.hum,
    })
}

/// The channel with the stronger hum.
fn channel(scene: &Scene<'_>) -> Option<usize> {
    let level = |channel| scene.value(channel, ChannelFigure::Hum).unwrap_or(f64::NEG_INFINITY);
    (0..scene.channels().len())
        .filter(|&channel| !scene.channels()[channel].hum_lines.is_empty())
        .max_by(|&a, &b| level(a).total_cmp(&level(b)))
}
