//! The level series: distortion, noise and crosstalk over level.

use super::super::input::Recording;
use super::piece::Pieces;
use super::steady;
use crate::bench::clock::Stretch;
use crate::bench::plan;
use crate::figures::curve::{Curve, Point, Quantity};
use crate::figures::figure::{ChannelFigure, Figure, PairFigure};
use crate::figures::report::{ChannelReport, Section};
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

/// Level of a channel's tone; `None` if it lies so far below the whole sound that the fit has missed it.
fn tone_level(channel: &ChannelReport) -> Option<&Figure> {
    /// Distance in dB, at most.
    const BELOW_ALL_DB: f64 = 20.0;
    let level = channel.figures.get(&ChannelFigure::LevelFundamental)?.figure()?;
    let all = channel.figures.get(&ChannelFigure::LevelRms)?.figure()?;
    (all.value - level.value < BELOW_ALL_DB).then_some(level)
}

fn channel_point(section: &Section, channel: usize, id: ChannelFigure) -> Option<Point> {
    let channel = section.channels.get(channel)?;
    Some(Point { at: tone_level(channel)?.value, figure: *channel.figures.get(&id)?.figure()? })
}

fn crosstalk_point(section: &Section, pair: usize) -> Option<Point> {
    let pair = section.pairs.get(pair)?;
    let from = section.channels.iter().find(|channel| channel.name == pair.from)?;
    Some(Point {
        at: tone_level(from)?.value,
        figure: *pair.figures.get(&PairFigure::XtalkSelective)?.figure()?,
    })
}

/// Where the distortion of each channel last rises past each limit.
fn thd_levels(sections: &[Section]) -> Vec<ThdLevel> {
    let distortion = curves(sections).into_iter().filter(|curve| curve.quantity == Quantity::ThdOverLevel);
    let levels = |curve: Curve| {
        LIMITS.map(|(thd_percent, limit_db)| {
            let level = curve.rises_past(limit_db);
            Some(ThdLevel {
                channel: curve.channels[0].clone(),
                thd_percent,
                level_dbfs: level.map(|level| level.value),
                low: level.map(|level| level.low),
                high: level.map(|level| level.high),
                highest_dbfs: curve.points.last()?.at,
            })
        })
    };
    distortion.flat_map(levels).flatten().collect()
}
