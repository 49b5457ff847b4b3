//! Crosstalk: over frequency where a capture has it, otherwise at the tones.

use groundtruth_measure::{CurvePoint, FigureKey, PairFigure};

use super::super::palette::{self, QUIET};
use super::chart::{Axis, Shape, svg};
use super::harmonics::{Level, bars};
use super::plot::{GREY, Plot, Plots};
use crate::comparison::{Compared, Comparison, Row};
use crate::export::html::plots::density::{labelled, range_hz};

pub(super) fn plots(comparison: &Comparison) -> Plots {
    let id = PairFigure::XtalkSelective.definition().id;
    let at_tones: Vec<&Row> = comparison.rows.iter().filter(|row| row.id == id).collect();
    let pairs: Vec<[&str; 2]> = pairs(comparison);
    let has_curve =
        |pair: &[&str; 2]| comparison.captures.iter().any(|capture| curve(capture, *pair).is_some());
    let plots: Vec<Plot> = if pairs.iter().any(has_curve) {
        pairs.iter().filter_map(|pair| over_frequency(comparison, *pair)).collect()
    } else {
        bars_at_tones(comparison, &at_tones).into_iter().collect()
    };
    if plots.is_empty() {
        Err("no capture has a tone on one side that the other side lacks")
    } else {
        Ok(plots)
    }
}

/// The pairs of all captures, as they first appear.
fn pairs(comparison: &Comparison) -> Vec<[&str; 2]> {
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for pair in comparison.captures.iter().flat_map(|capture| &capture.report.pairs) {
        let names = [pair.from.as_str(), pair.to.as_str()];
        if !pairs.contains(&names) {
            pairs.push(names);
        }
    }
    pairs
}

/// A curve is two points or more.
fn curve<'a>(capture: &'a Compared, [from, to]: [&str; 2]) -> Option<&'a [CurvePoint]> {
    let mut pairs = capture.stretches().flat_map(|stretch| stretch.pairs);
    let pair = pairs.find(|pair| pair.from == from && pair.to == to && pair.crosstalk_curve.len() > 1)?;
    Some(&pair.crosstalk_curve)
}

/// Curves, and dots for the captures that have one tone.
fn over_frequency(comparison: &Comparison, pair: [&str; 2]) -> Option<Plot> {
    let mut curves: Vec<(usize, Vec<[f64; 2]>)> = Vec::new();
    let mut dots: Vec<(usize, [f64; 2], bool)> = Vec::new();
    for (index, capture) in comparison.captures.iter().enumerate() {
        match curve(capture, pair) {
            Some(curve) => curves.push((index, points(curve))),
            None => dots.extend(dot(comparison, index, pair)),
        }
    }
    if curves.is_empty() && dots.is_empty() {
        return None;
    }
    let baseline = comparison.baseline.as_deref().and_then(|baseline| curve(baseline, pair)).map(points);
    let all = curves.iter().map(|(_, points)| points).chain(&baseline);
    let levels = all.flatten().map(|[_, level]| *level);
    let y = Axis::levels(levels.chain(dots.iter().map(|(_, [_, level], _)| *level)))?;
    let x = Axis::frequencies(range_hz(comparison));
    let grey = if baseline.is_some() { GREY } else { "" };
    let mut shapes: Vec<Shape> =
        baseline.into_iter().map(|points| Shape::Line { points, colour: QUIET }).collect();
    shapes.extend(labelled(comparison, &curves));
    for (index, at, limit) in &dots {
        let colour = palette::colour(comparison, *index);
        shapes.push(Shape::Dot { at: *at, colour, limit: *limit });
    }
    let mut shown: Vec<(usize, &str)> = curves.iter().map(|(index, _)| (*index, "")).collect();
    shown.extend(dots.iter().map(|(index, ..)| (*index, "dot")));
    shown.sort_unstable();
    let remark =
        format!("Where noise hides it, the curve shows the upper limit; a hollow dot is a limit.{grey}");
    Some(Plot { title: format!("{} to {}, dB", pair[0], pair[1]), shown, remark, svg: svg(&x, &y, &shapes) })
}

fn points(curve: &[CurvePoint]) -> Vec<[f64; 2]> {
    curve.iter().filter_map(|point| Some([point.frequency_hz.log10(), point.level_db?])).collect()
}

/// The figure at the driven tone.
fn dot(comparison: &Comparison, index: usize, [from, to]: [&str; 2]) -> Option<(usize, [f64; 2], bool)> {
    let row = comparison.row(PairFigure::XtalkSelective.definition().id, &format!("{from}>{to}"))?;
    let measured = row.values[index].measured()?;
    let stretches = comparison.captures[index].stretches();
    let mut tones = stretches.filter_map(|stretch| stretch.stimulus.tones_hz.get(from)?.first());
    Some((index, [tones.next()?.log10(), measured.value?], measured.limit))
}

/// One group of bars for each pair.
fn bars_at_tones(comparison: &Comparison, rows: &[&Row]) -> Option<Plot> {
    let rows: Vec<&&Row> =
        rows.iter().filter(|row| row.values.iter().any(|value| value.measured().is_some())).collect();
    let level = |row: &Row, index: usize| -> Option<Level> {
        let measured = row.values[index].measured()?;
        Some((measured.value?, measured.limit))
    };
    let of_capture = |index: usize| (index, rows.iter().map(|row| level(row, index)).collect::<Vec<_>>());
    let mut series: Vec<(usize, Vec<Option<Level>>)> =
        (0..comparison.captures.len()).map(of_capture).collect();
    series.retain(|(_, levels)| levels.iter().any(Option::is_some));
    let (y, shapes) = bars(comparison, &series)?;
    // No letters of the user's enter a drawing: pairs are called by their places in the caption.
    let names: Vec<String> = rows.iter().map(|row| row.place.replace('>', " to ")).collect();
    let x = Axis::names((1..=names.len()).map(|place| place.to_string()));
    let numbered: Vec<String> =
        names.iter().enumerate().map(|(place, name)| format!("{} {name}", place + 1)).collect();
    Some(Plot {
        title: format!("At the driven tone, dB: {}", numbered.join(", ")),
        shown: series.iter().map(|(index, _)| (*index, "")).collect(),
        remark: "Pale bars are limits: the tone lies in the noise of the other side.".to_owned(),
        svg: svg(&x, &y, &shapes),
    })
}
