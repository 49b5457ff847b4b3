//! Distortion, noise and crosstalk over level.

use groundtruth_measure::{BenchSection, Point, Quantity};

use super::chief;
use super::content::{Content, Curve, Place};
use super::response::{choices, of_channels, place};
use super::shown::Shown;
use crate::editor::preferences::LevelCurve;
use crate::editor::view::cursor::Across;
use crate::editor::view::unit::Unit;
use crate::editor::view::words;

/// Choices in their order.
pub const CHOICES: [LevelCurve; 4] =
    [LevelCurve::Thdn, LevelCurve::Thd, LevelCurve::Noise, LevelCurve::Crosstalk];

/// What the plot shows. Everything is relative to the tone, so that it can be compared.
pub fn content(shown: &Shown<'_>, chosen: LevelCurve) -> Content {
    let mut curves = Vec::new();
    let chosen_first = [chosen].into_iter().chain(CHOICES.into_iter().filter(|other| *other != chosen));
    for one in chosen_first {
        let behind = (one != chosen).then_some(name(one));
        curves.extend(of_channels(shown, quantity(one), behind, |channel, points| {
            let side = shown.channels().iter().position(|other| other.name == channel).unwrap_or(0);
            points.iter().map(|point| over_level(shown, one, side, point)).collect()
        }));
    }
    let figure = chief::of(shown, BenchSection::Levels);
    let names = words::bench::LEVEL_CHOICES;
    Content {
        title: format!("{} {}", capitalised(name(chosen)), words::bench::OVER_LEVEL),
        caption: figure.and_then(|figure| figure.forms.into_iter().next()),
        choices: choices(&names, CHOICES.iter().map(|choice| *choice == chosen)),
        ends: ends(&curves),
        curves,
        counts: Across::Level(shown.levels.unit),
        unit: Unit::Db("dB"),
        least: 20.0,
        nothing: shown.said(words::bench::NO_LEVELS),
    }
}

fn name(curve: LevelCurve) -> &'static str {
    let place = CHOICES.iter().position(|choice| *choice == curve).unwrap_or(0);
    words::bench::LEVEL_CHOICES[place]
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn quantity(curve: LevelCurve) -> Quantity {
    match curve {
        LevelCurve::Thdn => Quantity::ThdnOverLevel,
        LevelCurve::Thd => Quantity::ThdOverLevel,
        LevelCurve::Noise => Quantity::NoiseOverLevel,
        LevelCurve::Crosstalk => Quantity::CrosstalkOverLevel,
    }
}

/// A point at its level in the chosen unit; noise, which is a level itself, over the tone.
fn over_level(shown: &Shown<'_>, curve: LevelCurve, side: usize, point: &Point) -> Place {
    let Place { at, value, interval, limit } = place(point);
    let reference = if curve == LevelCurve::Noise { at } else { 0.0 };
    Place {
        at: shown.levels.db(side, at),
        value: value - reference,
        interval: interval.map(|end| end - reference),
        limit,
    }
}

/// Lowest and highest level, with a little room.
fn ends(curves: &[Curve]) -> [f64; 2] {
    const AROUND_DB: f64 = 1.0;
    let levels =
        || curves.iter().flat_map(|curve| &curve.points).map(|point| point.at).filter(|at| at.is_finite());
    let low = levels().reduce(f64::min).unwrap_or(-72.0);
    let high = levels().reduce(f64::max).unwrap_or(-12.0);
    [low - AROUND_DB, high + AROUND_DB]
}
