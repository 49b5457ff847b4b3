//! Labels of lines: f and its harmonics by order, mains hum by its own mark and word.

use egui::{Color32, Galley, Painter, Rangef, Rect, pos2, vec2};
use groundtruth_measure::ChannelFigure;
use std::sync::Arc;

use crate::editor::theme;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::columns::Column;
use crate::editor::view::labels::{self, Wish};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format};

/// Highest labelled orders of detected harmonics, and of those below the noise; the report has them all.
const HIGHEST_FOUND: u32 = 20;
const HIGHEST_LOST: u32 = 10;

/// Space between neighbouring labels, in points.
const GAP: f32 = 6.0;

/// Two tones closer than this, in Hz, are one tone on both channels.
const SAME_TONE_HZ: f64 = 0.1;

/// A label without a position.
struct Label {
    text: String,
    frequency_hz: f64,
    colour: Color32,
}

/// Paints marks and labels above the curves.
pub fn paint(
    painter: &Painter,
    plot: Rect,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    levels: &LevelAxis,
    curves: &[&[Column]],
) {
    let shown = Rangef::new(plot.top() + 14.0, plot.bottom() - 2.0);
    let top_at = |hz: f64| draw::held(top_of_curves(curves, across.x_of(hz), levels), shown);
    let marks = paint_hum_marks(painter, plot, scene, across, top_at);
    let mut wanted = fundamentals(scene);
    wanted.extend(hum_word(scene));
    wanted.extend(harmonics(scene));
    wanted.retain(|label| plot.x_range().contains(across.x_of(label.frequency_hz)));

    let hum = scene.palette.hum;
    let galleys: Vec<Arc<Galley>> = wanted
        .iter()
        .map(|label| painter.layout_no_wrap(label.text.clone(), theme::sans(theme::TICK), label.colour))
        .collect();
    let wishes: Vec<Wish> = wanted
        .iter()
        .zip(&galleys)
        .map(|(label, galley)| {
            let above = if label.colour == hum { 11.0 } else { 2.0 };
            let anchor = pos2(across.x_of(label.frequency_hz), top_at(label.frequency_hz) - above);
            Wish { anchor, size: galley.size() + vec2(GAP, 0.0) }
        })
        .collect();
    for ((place, galley), label) in labels::place(&wishes, plot, &marks).into_iter().zip(galleys).zip(&wanted)
    {
        if let Some(rect) = place {
            painter.galley(rect.min + vec2(GAP / 2.0, 0.0), galley, label.colour);
        }
    }
}

/// The highest point of all curves within two points of a position.
fn top_of_curves(curves: &[&[Column]], x: f32, levels: &LevelAxis) -> f32 {
    let near = |columns: &&[Column]| {
        let first = columns.partition_point(|column| column.x < x - 2.0);
        let last = columns.partition_point(|column| column.x <= x + 2.0);
        columns[first..last].iter().map(|column| column.high_db).fold(f32::NEG_INFINITY, f32::max)
    };
    levels.y_of(curves.iter().map(near).fold(f32::NEG_INFINITY, f32::max))
}

/// Channels with a tone of their own. One tone on both channels belongs to the first.
fn driven(scene: &Scene<'_>) -> Vec<usize> {
    let tone = |channel: usize| scene.value(channel, ChannelFigure::Frequency);
    let mut channels: Vec<usize> =
        (0..scene.channels().len()).filter(|channel| tone(*channel).is_some()).collect();
    if let [first, second] = channels[..] {
        let apart = tone(first).zip(tone(second)).is_some_and(|(a, b)| (a - b).abs() > SAME_TONE_HZ);
        if !apart {
            channels.truncate(1);
        }
    }
    channels
}

/// The channel's name after a label if there are two tones, since colour alone must not distinguish them.
fn side(scene: &Scene<'_>, channels: &[usize], channel: usize) -> String {
    if channels.len() > 1 { format!("\u{a0}{}", scene.channels()[channel].name) } else { String::new() }
}

fn fundamentals(scene: &Scene<'_>) -> Vec<Label> {
    let channels = driven(scene);
    let label = |channel: &usize| {
        let frequency_hz = scene.value(*channel, ChannelFigure::Frequency)?;
        let text = format!("f{}", side(scene, &channels, *channel));
        Some(Label { text, frequency_hz, colour: scene.palette.text })
    };
    channels.iter().filter_map(label).collect()
}

/// Detected harmonics, lowest order first, followed by those at the noise in pale colour.
fn harmonics(scene: &Scene<'_>) -> Vec<Label> {
    let channels = driven(scene);
    let mut found: Vec<(bool, u32, Label)> = Vec::new();
    for &channel in &channels {
        let named = scene.channels()[channel]
            .harmonics
            .iter()
            .filter(|h| h.order <= if h.limit { HIGHEST_LOST } else { HIGHEST_FOUND });
        for harmonic in named.filter(|h| !h.limit || channels.len() == 1) {
            let colour =
                if harmonic.limit { draw::faint(scene.palette.quiet, 0.8) } else { scene.palette.text };
            let text = format!("{}{}", harmonic.order, side(scene, &channels, channel));
            found.push((
                harmonic.limit,
                harmonic.order,
                Label { text, frequency_hz: harmonic.frequency_hz, colour },
            ));
        }
    }
    found.sort_by_key(|(limit, order, _)| (*limit, *order));
    found.into_iter().map(|(_, _, label)| label).collect()
}

/// The channel with the stronger hum.
fn hum_channel(scene: &Scene<'_>) -> Option<usize> {
    (0..scene.channels().len()).filter(|&channel| !scene.channels()[channel].hum_lines.is_empty()).max_by(
        |&a, &b| {
            let level = |channel| scene.value(channel, ChannelFigure::Hum).unwrap_or(f64::NEG_INFINITY);
            level(a).total_cmp(&level(b))
        },
    )
}

fn hum_word(scene: &Scene<'_>) -> Option<Label> {
    let channel = hum_channel(scene)?;
    let lowest = scene.channels()[channel].hum_lines.first()?;
    let mains_hz = scene.value(channel, ChannelFigure::HumMains).unwrap_or(lowest.frequency_hz);
    let text = format!("hum {} Hz", format::fixed(mains_hz, 2));
    Some(Label { text, frequency_hz: lowest.frequency_hz, colour: scene.palette.hum })
}

fn paint_hum_marks(
    painter: &Painter,
    plot: Rect,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    top_at: impl Fn(f64) -> f32,
) -> Vec<Rect> {
    let Some(channel) = hum_channel(scene) else { return Vec::new() };
    scene.channels()[channel]
        .hum_lines
        .iter()
        .map(|line| pos2(across.x_of(line.frequency_hz), top_at(line.frequency_hz) - 3.0))
        .filter(|tip| plot.x_range().contains(tip.x))
        .map(|tip| draw::hum_mark(painter, tip, scene.palette.hum))
        .collect()
}
