//! Spectra: each capture as a line over the reference as an area, so that both show where they overlap.

use super::super::palette::{self, QUIET};
use super::chart::{self, Axis, Shape, svg};
use super::plot::{GREY, Plot, Plots, channel_names, lacking, matching};
use crate::comparison::{Compared, Comparison};
use crate::spectrum_trace::{SpectrumTrace, Trace};

pub(super) fn plots(comparison: &Comparison) -> Plots {
    if comparison.captures.iter().all(|capture| capture.spectrum.is_none()) {
        return Err("no capture has a spectrum; one is made from a recording, not from a report");
    }
    let reference = comparison.reference;
    let Some(y) = levels(comparison) else { return Ok(Vec::new()) };
    let mut plots = Vec::new();
    let names = channel_names(comparison);
    let has = |index: usize, channel: &str| Curve::of(&comparison.captures[index], channel).is_some();
    let others = || (0..comparison.captures.len()).filter(|index| *index != reference);
    // Channels that the reference alone has stand by themselves.
    let alone = names.iter().filter(|channel| !others().any(|other| has(other, channel)));
    plots.extend(alone.filter_map(|channel| plot(comparison, reference, channel, &y)));
    for other in others() {
        for channel in &names {
            plots.extend(plot(comparison, other, channel, &y));
        }
    }
    Ok(plots)
}

/// A capture's channel with the reference's; `None` if the capture has no such channel.
fn plot(comparison: &Comparison, other: usize, channel: &str, y: &Axis) -> Option<Plot> {
    let curve = |index: usize| Curve::of(&comparison.captures[index], channel);
    let mut pair = vec![comparison.reference, other];
    pair.dedup();
    let curves: Vec<(usize, Curve)> =
        pair.into_iter().filter_map(|index| Some((index, curve(index)?))).collect();
    if !curves.iter().any(|(index, _)| *index == other) {
        return None;
    }
    let baseline = comparison.baseline.as_deref().and_then(|baseline| Curve::of(baseline, channel));
    let range_hz = [
        curves.iter().map(|(_, curve)| curve.range_hz[0]).fold(f64::INFINITY, f64::min),
        curves.iter().map(|(_, curve)| curve.range_hz[1]).fold(0.0, f64::max),
    ];
    let x = Axis::frequencies(range_hz);
    let mut shapes = Vec::new();
    if let Some(curve) = &baseline {
        shapes.push(Shape::Line { points: curve.upper(), colour: QUIET });
    }
    let mut shown = Vec::new();
    for (index, curve) in &curves {
        let colour = palette::colour(comparison, *index);
        if *index == comparison.reference {
            shapes.push(Shape::Area { points: curve.upper(), colour });
            shown.push((*index, "area"));
        } else {
            shapes.push(Shape::Line { points: curve.between(), colour });
            shown.push((*index, "line"));
        }
    }
    let grey = if baseline.is_some() { GREY } else { "" };
    Some(Plot {
        title: format!("{channel}, dBFS"),
        shown,
        remark: matching(comparison) + grey + &lacking(comparison, |capture| capture.spectrum.is_some()),
        svg: svg(&x, y, &shapes),
    })
}

/// One axis for all plots.
fn levels(comparison: &Comparison) -> Option<Axis> {
    let of_capture = |capture| {
        let names = channel_names(comparison).into_iter();
        names.filter_map(move |channel| Curve::of(capture, channel))
    };
    let curves = comparison.captures.iter().flat_map(of_capture);
    let tops: Vec<f64> = curves.flat_map(|curve| curve.columns).map(|[_, _, max]| max).collect();
    let heard = tops.into_iter().filter(|level| *level > QUIETEST_DBFS);
    Axis::levels(heard.chain([0.0]))
}

/// Below this lies digital silence, which does not stretch the axis.
const QUIETEST_DBFS: f64 = -220.0;

/// Frequency (as its logarithm), least and largest level of each column of the plot.
struct Curve {
    range_hz: [f64; 2],
    columns: Vec<[f64; 3]>,
}

impl Curve {
    /// At the reference's level. `None` if the capture has no spectrum of the channel.
    fn of(capture: &Compared, channel: &str) -> Option<Curve> {
        let spectrum = capture.spectrum.as_ref()?;
        let trace = spectrum.channels.iter().find(|trace| trace.name == channel)?;
        let gain_db = capture.level_match_db.unwrap_or(0.0);
        Some(Curve {
            range_hz: [spectrum.low_hz, spectrum.high_hz],
            columns: columns(spectrum, trace, gain_db),
        })
    }

    fn upper(&self) -> Vec<[f64; 2]> {
        self.columns.iter().map(|[hz, _, max]| [*hz, *max]).collect()
    }

    /// Up and down in every column.
    fn between(&self) -> Vec<[f64; 2]> {
        self.columns.iter().flat_map(|[hz, min, max]| [[*hz, *min], [*hz, *max]]).collect()
    }
}

/// As many columns as a plot has pixels.
fn columns(spectrum: &SpectrumTrace, trace: &Trace, gain_db: f64) -> Vec<[f64; 3]> {
    let count = trace.min_dbfs.len().min(trace.max_dbfs.len());
    let joined = count.div_ceil(chart::WIDTH).max(1);
    let columns = trace.min_dbfs.chunks(joined).zip(trace.max_dbfs.chunks(joined)).enumerate();
    let column = |(index, (min, max)): (usize, (&[f32], &[f32]))| {
        let hz = spectrum.centre_hz(index, count.div_ceil(joined));
        let min = min.iter().copied().fold(f32::INFINITY, f32::min);
        let max = max.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        [hz.log10(), f64::from(min) + gain_db, f64::from(max) + gain_db]
    };
    columns.map(column).filter(|column| column.iter().all(|value| value.is_finite())).collect()
}
