//! Harmonics 2 to 9 as bars.

use groundtruth_measure::ChannelReport;

use super::super::palette::{self, QUIET};
use super::chart::{Axis, Shape, svg};
use super::plot::{Plot, Plots, channel_names, of_channel};
use crate::comparison::{Comparison, letter};

/// Orders that determine the sound of an amplifier.
const ORDERS: std::ops::RangeInclusive<u32> = 2..=9;

/// A level, and whether it is a limit.
pub(super) type Level = (f64, bool);

pub(super) fn plots(comparison: &Comparison) -> Plots {
    let plots: Vec<Plot> =
        channel_names(comparison).into_iter().filter_map(|channel| plot(comparison, channel)).collect();
    if plots.is_empty() { Err("no capture has a tone") } else { Ok(plots) }
}

fn plot(comparison: &Comparison, channel: &str) -> Option<Plot> {
    let of_capture = |index: usize| {
        let levels = of_channel(&comparison.captures[index], channel, levels)?;
        Some((index, levels))
    };
    let series: Vec<(usize, Vec<Option<Level>>)> =
        (0..comparison.captures.len()).filter_map(of_capture).collect();
    let (y, mut shapes) = bars(comparison, &series)?;
    let baseline = comparison.baseline.as_deref().and_then(|baseline| of_channel(baseline, channel, levels));
    let grey = if baseline.is_some() { " Grey strokes are the baseline." } else { "" };
    shapes.extend(baseline.iter().flat_map(|levels| strokes(levels, &y)));
    let x = Axis::names(ORDERS.map(|order| order.to_string()));
    Some(Plot {
        title: format!("{channel}, dB to the fundamental"),
        shown: series.iter().map(|(index, _)| (*index, "")).collect(),
        remark: format!("Orders 2 to 9. Pale bars are limits: the harmonic lies in the noise.{grey}"),
        svg: svg(&x, &y, &shapes),
    })
}

/// The baseline's levels across the groups of bars, as far as they lie within the axis.
fn strokes(levels: &[Option<Level>], y: &Axis) -> Vec<Shape> {
    let [low, high] = y.range;
    let levels = levels.iter().enumerate().filter_map(|(group, level)| Some((group as f64, (*level)?.0)));
    let within = levels.filter(|(_, level)| (low..=high).contains(level));
    let stroke = |(group, level): (f64, f64)| {
        let points = vec![[group + 0.05, level], [group + 0.95, level]];
        Shape::Line { points, colour: QUIET }
    };
    within.map(stroke).collect()
}

/// One for each order; `None` if none is known.
fn levels(channel: &ChannelReport) -> Option<Vec<Option<Level>>> {
    let level = |order: u32| {
        let harmonic = channel.harmonics.iter().find(|harmonic| harmonic.order == order)?;
        Some((harmonic.level_dbc?, harmonic.limit))
    };
    let levels: Vec<Option<Level>> = ORDERS.map(level).collect();
    levels.iter().any(Option::is_some).then_some(levels)
}

/// Bars side by side in groups, with their captures' letters where there is room.
pub(super) fn bars(
    comparison: &Comparison,
    series: &[(usize, Vec<Option<Level>>)],
) -> Option<(Axis, Vec<Shape>)> {
    /// Part of a group's width that its bars fill.
    const FILLED: f64 = 0.8;
    /// Most bars with letters in a plot.
    const MOST_LETTERS: usize = 24;
    /// Room below the shortest bar, so that it is one.
    const BELOW_DB: f64 = 6.0;
    let all = series.iter().flat_map(|(_, levels)| levels.iter().flatten().map(|(level, _)| *level));
    let least = all.clone().fold(f64::INFINITY, f64::min) - BELOW_DB;
    let y = Axis::levels(all.clone().chain([least]))?;
    let has_letters = all.count() <= MOST_LETTERS;
    let width = FILLED / series.len() as f64;
    let mut shapes = Vec::new();
    for (place, (index, levels)) in series.iter().enumerate() {
        let colour = palette::colour(comparison, *index);
        for (group, level) in levels.iter().enumerate() {
            let Some((top, limit)) = *level else { continue };
            let left = group as f64 + 0.5 * (1.0 - FILLED) + place as f64 * width;
            let x = [left + 0.06 * width, left + 0.94 * width];
            shapes.push(Shape::Bar { x, top, colour, limit });
            if has_letters {
                let at = [left + 0.5 * width, top];
                shapes.push(Shape::Label { at, text: letter(*index), colour });
            }
        }
    }
    Some((y, shapes))
}
