//! The level series: distortion, noise and crosstalk over level.

use super::super::input::Recording;
use super::piece::Pieces;
use super::steady;
use crate::bench::clock::Stretch;
use crate::bench::plan;
use crate::figures::curve::{Curve, Point, Quantity};
use crate::figures::figure::{ChannelFigure, Figure, PairFigure};
use crate::figures::report::Section;
use crate::figures::run::{BenchSection, ThdLevel};
use crate::terms::settings::Settings;

/// Limits of distortion, in percent and in dB.
const LIMITS: [(f64, f64); 2] = [(0.1, -60.0), (1.0, -40.0)];

/// What the series gives.
pub(super) struct Levels {
    pub(super) curves: Vec<Curve>,
    pub(super) thd_levels: Vec<ThdLevel>,
}

/// Measures one step; `None` if too little of it is there.
pub(super) fn step<R: Recording>(
    pieces: &mut Pieces<R>,
    step: &plan::Step,
    stretch: &Stretch,
    settings: &Settings,
) -> Result<Option<Section>, R::Error> {
    let measured = steady::of(pieces, step.start_s, step.length_s, BenchSection::Levels, stretch, settings)?;
    Ok(measured.map(|measured| measured.section))
}

impl Levels {
    /// From the steps measured, rising.
    pub(super) fn of(sections: &[Section]) -> Levels {
        Levels { curves: curves(sections), thd_levels: thd_levels(sections) }
    }
}

fn curves(sections: &[Section]) -> Vec<Curve> {
    let Some(any) = sections.first() else { return Vec::new() };
    let channel = |index: usize, quantity, id| Curve {
        quantity,
        channels: vec![any.channels[index].name.clone()],
        points: sections.iter().filter_map(|section| channel_point(section, index, id)).collect(),
    };
    let of_channels = (0..any.channels.len()).flat_map(|index| {
        [
            channel(index, Quantity::ThdOverLevel, ChannelFigure::ThdF),
            channel(index, Quantity::ThdnOverLevel, ChannelFigure::ThdnAes17),
            channel(index, Quantity::NoiseOverLevel, ChannelFigure::NoiseRms),
        ]
    });
    let of_pairs = (0..any.pairs.len()).map(|index| Curve {
        quantity: Quantity::CrosstalkOverLevel,
        channels: vec![any.pairs[index].from.clone(), any.pairs[index].to.clone()],
        points: sections.iter().filter_map(|section| crosstalk_point(section, index)).collect(),
    });
    of_channels.chain(of_pairs).filter(|curve| !curve.points.is_empty()).collect()
}

fn channel_point(section: &Section, channel: usize, id: ChannelFigure) -> Option<Point> {
    let figures = &section.channels.get(channel)?.figures;
    let level = figures.get(&ChannelFigure::LevelFundamental)?.figure()?;
    Some(Point { at: level.value, figure: *figures.get(&id)?.figure()? })
}

fn crosstalk_point(section: &Section, pair: usize) -> Option<Point> {
    let pair = section.pairs.get(pair)?;
    let from = section.channels.iter().find(|channel| channel.name == pair.from)?;
    let level = from.figures.get(&ChannelFigure::LevelFundamental)?.figure()?;
    Some(Point { at: level.value, figure: *pair.figures.get(&PairFigure::XtalkSelective)?.figure()? })
}

fn thd_levels(sections: &[Section]) -> Vec<ThdLevel> {
    let channels = sections.first().map_or(0, |section| section.channels.len());
    let limits = (0..channels).flat_map(|channel| LIMITS.map(|limit| (channel, limit)));
    limits
        .filter_map(|(channel, (thd_percent, limit_db))| {
            let points: Vec<Point> = sections
                .iter()
                .filter_map(|section| channel_point(section, channel, ChannelFigure::ThdF))
                .collect();
            let highest_dbfs = points.last()?.at;
            let level = passed(&points, limit_db);
            Some(ThdLevel {
                channel: sections[0].channels[channel].name.clone(),
                thd_percent,
                level_dbfs: level.map(|level| level.value),
                low: level.map(|level| level.low),
                high: level.map(|level| level.high),
                highest_dbfs,
            })
        })
        .collect()
}

/// The highest level at which the distortion rises past a limit, on a straight line between two steps.
fn passed(points: &[Point], limit_db: f64) -> Option<Figure> {
    let pair = points.windows(2).rev().find(|pair| {
        pair[0].figure.value < limit_db && pair[1].figure.value >= limit_db && !pair[1].figure.limit
    })?;
    let [below, above] = [pair[0], pair[1]];
    let crossing = |below_db: f64, above_db: f64| {
        let part = (limit_db - below_db) / (above_db - below_db);
        below.at + part.clamp(0.0, 1.0) * (above.at - below.at)
    };
    // A limit may be anything below its value: the crossing then lies near the step above.
    let value = crossing(below.figure.value, above.figure.value);
    let low = crossing(below.figure.high, above.figure.high.max(below.figure.high));
    let high = crossing(below.figure.low.max(-1e3), above.figure.low);
    Some(Figure { low: low.min(value), high: high.max(value), ..Figure::exact(value) })
}
