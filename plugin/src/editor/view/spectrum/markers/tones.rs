//! Labels of the stimulus and of what distortion makes of it: harmonics of one tone, products of two.

use groundtruth_captures::table::channels::product_name;
use groundtruth_measure::{ChannelFigure, StimulusKind};

use super::marked::{ABOVE_LINE, Label};
use crate::editor::view::draw;
use crate::editor::view::scene::Scene;

/// Highest labelled orders of detected harmonics, and of those below the noise; the report has them all.
const HIGHEST_FOUND: u32 = 20;
const HIGHEST_LOST: u32 = 10;

/// Two lines closer than this, in Hz, are one line on both channels.
const SAME_LINE_HZ: f64 = 0.1;

/// Frequencies of every tone of the stimulus.
pub fn frequencies_hz<'a>(scene: &Scene<'a>) -> impl Iterator<Item = f64> + 'a {
    let stimulus = scene.report.map(|report| &report.stimulus);
    stimulus.into_iter().flat_map(|stimulus| stimulus.tones_hz.values().flatten().copied())
}

/// "f", or "f1" and "f2" of a pair. A multitone has too many.
pub fn labels(scene: &Scene<'_>) -> Vec<Label> {
    if is_pair(scene) {
        let tones = |channel: usize| {
            let tones = scene.channels()[channel].tones.iter().enumerate();
            tones
                .map(|(index, tone)| Line::new(format!("f{}", index + 1), tone.frequency_hz, false))
                .collect()
        };
        return merged(scene, tones);
    }
    let channels = driven(scene);
    let label = |channel: &usize| {
        let frequency_hz = scene.value(*channel, ChannelFigure::Frequency)?;
        let line = Line::new("f".to_owned(), frequency_hz, false);
        Some(line.label(scene, (channels.len() > 1).then_some(*channel)))
    };
    channels.iter().filter_map(label).collect()
}

/// Detected harmonics by order, or the products of a pair, followed by those at the noise in pale colour.
pub fn distortion(scene: &Scene<'_>) -> Vec<Label> {
    if is_pair(scene) {
        let products = |channel: usize| {
            let products = scene.channels()[channel].products.iter();
            products.map(|one| Line::new(product_name(one.factors), one.frequency_hz, one.limit)).collect()
        };
        return merged(scene, products);
    }
    let channels = driven(scene);
    let mut found: Vec<(bool, u32, Label)> = Vec::new();
    for &channel in &channels {
        let named = scene.channels()[channel]
            .harmonics
            .iter()
            .filter(|h| h.order <= if h.limit { HIGHEST_LOST } else { HIGHEST_FOUND });
        for harmonic in named.filter(|h| !h.limit || channels.len() == 1) {
            let line = Line::new(harmonic.order.to_string(), harmonic.frequency_hz, harmonic.limit);
            let label = line.label(scene, (channels.len() > 1).then_some(channel));
            found.push((harmonic.limit, harmonic.order, label));
        }
    }
    found.sort_by_key(|(limit, order, _)| (*limit, *order));
    found.into_iter().map(|(_, _, label)| label).collect()
}

fn is_pair(scene: &Scene<'_>) -> bool {
    scene.report.is_some_and(|report| report.stimulus.kind == StimulusKind::TwinTone)
}

/// Channels with a tone of their own. One tone on both channels belongs to the first.
fn driven(scene: &Scene<'_>) -> Vec<usize> {
    let tone = |channel: usize| scene.value(channel, ChannelFigure::Frequency);
    let mut channels: Vec<usize> =
        (0..scene.channels().len()).filter(|channel| tone(*channel).is_some()).collect();
    if let [first, second] = channels[..] {
        let apart = tone(first).zip(tone(second)).is_some_and(|(a, b)| (a - b).abs() > SAME_LINE_HZ);
        if !apart {
            channels.truncate(1);
        }
    }
    channels
}

/// A named line of one channel.
struct Line {
    name: String,
    frequency_hz: f64,
    limit: bool,
}

impl Line {
    fn new(name: String, frequency_hz: f64, limit: bool) -> Line {
        Line { name, frequency_hz, limit }
    }

    /// With the channel's name if it is of one channel, since colour alone must not distinguish them.
    fn label(self, scene: &Scene<'_>, channel: Option<usize>) -> Label {
        let side =
            channel.map_or_else(String::new, |channel| format!("\u{a0}{}", scene.channels()[channel].name));
        let palette = scene.palette;
        Label {
            text: format!("{}{side}", self.name),
            frequency_hz: self.frequency_hz,
            channel,
            above: ABOVE_LINE,
            colour: if self.limit { draw::faint(palette.quiet, 0.8) } else { palette.text },
        }
    }
}

/// The lines of all channels, those found first; lines of the same name and frequency are one.
fn merged(scene: &Scene<'_>, lines: impl Fn(usize) -> Vec<Line>) -> Vec<Label> {
    let mut all: Vec<(Line, Option<usize>)> = Vec::new();
    for channel in 0..scene.channels().len() {
        for line in lines(channel) {
            let is_same = |(other, _): &&mut (Line, Option<usize>)| {
                other.name == line.name && (other.frequency_hz - line.frequency_hz).abs() <= SAME_LINE_HZ
            };
            match all.iter_mut().find(is_same) {
                Some((other, of)) => (other.limit, *of) = (other.limit && line.limit, None),
                None => all.push((line, (scene.channels().len() > 1).then_some(channel))),
            }
        }
    }
    all.sort_by_key(|(line, _)| line.limit);
    all.into_iter().map(|(line, channel)| line.label(scene, channel)).collect()
}
