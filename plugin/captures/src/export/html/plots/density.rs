//! Density of the noise over frequency.

use groundtruth_measure::ChannelReport;

use super::super::palette::{self, QUIET};
use super::chart::{Axis, Shape, svg};
use super::plot::{GREY, Plot, Plots, channel_names, matching, of_channel};
use crate::comparison::{Comparison, letter};

pub(super) fn plots(comparison: &Comparison) -> Plots {
    let plots: Vec<Plot> =
        channel_names(comparison).into_iter().filter_map(|channel| plot(comparison, channel)).collect();
    if plots.is_empty() { Err("the stimulus hides the noise of every capture") } else { Ok(plots) }
}

fn plot(comparison: &Comparison, channel: &str) -> Option<Plot> {
    let of_capture = |index: usize| {
        let capture = &comparison.captures[index];
        let gain_db = capture.level_match_db.unwrap_or(0.0);
        Some((index, of_channel(capture, channel, |channel| points(channel, gain_db))?))
    };
    let curves: Vec<(usize, Vec<[f64; 2]>)> = (0..comparison.captures.len()).filter_map(of_capture).collect();
    if curves.is_empty() {
        return None;
    }
    let baseline = comparison.baseline.as_deref();
    let baseline =
        baseline.and_then(|baseline| of_channel(baseline, channel, |channel| points(channel, 0.0)));
    let all = curves.iter().map(|(_, points)| points).chain(&baseline);
    let y = Axis::levels(all.flatten().map(|[_, level]| *level))?;
    let x = Axis::frequencies(range_hz(comparison));
    let grey = if baseline.is_some() { GREY } else { "" };
    let mut shapes: Vec<Shape> =
        baseline.into_iter().map(|points| Shape::Line { points, colour: QUIET }).collect();
    shapes.extend(labelled(comparison, &curves));
    Some(Plot {
        title: format!("{channel}, dBFS/√Hz"),
        shown: curves.iter().map(|(index, _)| (*index, "")).collect(),
        remark: format!("Tones, harmonics, hum and other lines are cut out. {}{grey}", matching(comparison)),
        svg: svg(&x, &y, &shapes),
    })
}

fn points(channel: &ChannelReport, gain_db: f64) -> Option<Vec<[f64; 2]>> {
    let density = channel.density.iter();
    let points = density.map(|point| [point.frequency_hz.log10(), point.level_dbfs_per_root_hz + gain_db]);
    let points: Vec<[f64; 2]> = points.filter(|point| point[1].is_finite()).collect();
    (points.len() > 1).then_some(points)
}

/// The widest band of the captures, Hz.
pub(super) fn range_hz(comparison: &Comparison) -> [f64; 2] {
    /// Where a band begins that has no lower edge.
    const LOWEST_HZ: f64 = 10.0;
    let bands = || comparison.captures.iter().map(|capture| capture.report.band_hz);
    let low_hz = bands().map(|[low_hz, _]| low_hz).fold(f64::INFINITY, f64::min).max(LOWEST_HZ);
    let high_hz = bands().map(|[_, high_hz]| high_hz).fold(0.0, f64::max);
    [low_hz, high_hz.max(2.0 * low_hz)]
}

/// Curves with their captures' letters, at another place on each.
pub(super) fn labelled(comparison: &Comparison, curves: &[(usize, Vec<[f64; 2]>)]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (place, (index, points)) in curves.iter().enumerate() {
        let colour = palette::colour(comparison, *index);
        shapes.push(Shape::Line { points: points.clone(), colour });
        let at = points.get(points.len() * (place + 1) / (curves.len() + 1)).copied();
        shapes.extend(at.map(|at| Shape::Label { at, text: letter(*index), colour }));
    }
    shapes
}
