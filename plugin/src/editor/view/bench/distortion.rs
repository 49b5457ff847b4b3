//! THD and each harmonic over frequency.

use groundtruth_measure::Quantity;

use super::content::Content;
use super::response::{SWEPT_HZ, choices, of_channels, place};
use super::shown::Shown;
use crate::editor::view::cursor::Across;
use crate::editor::view::unit::Unit;
use crate::editor::view::words;

/// Names of THD and the harmonics from the second on.
const NAMES: [&str; 9] = ["THD", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9"];
/// Those of a small plot.
const FEW: usize = 3;

/// The order that a choice stands for; `None` for THD.
pub fn order(choice: usize) -> Option<u32> {
    choice.checked_sub(1).map(|above| above as u32 + 2)
}

/// What the plot shows; `is_large` if there is room for all harmonics.
pub fn content(shown: &Shown<'_>, chosen: Option<u32>, is_large: bool) -> Content {
    let count = if is_large { NAMES.len() } else { FEW };
    let name =
        |order: Option<u32>| order.map_or(NAMES[0], |order| NAMES.get(order as usize - 1).unwrap_or(&"H"));
    let chosen = chosen.filter(|order| (2..=9).contains(order));
    let mut curves =
        of_channels(shown, quantity(chosen), None, |_, points| points.iter().map(place).collect());
    let others = (0..count).map(order).filter(|order| *order != chosen);
    for order in others {
        let places = |_: &str, points: &[groundtruth_measure::Point]| points.iter().map(place).collect();
        curves.extend(of_channels(shown, quantity(order), Some(name(order)), places));
    }
    let is_there = curves.iter().any(|curve| curve.behind.is_none());
    Content {
        title: format!("{} {}", name(chosen), words::bench::OVER_FREQUENCY),
        caption: top_level(shown).map(|level| words::bench::at_level(&level)),
        choices: choices(&NAMES[..count], (0..count).map(|choice| order(choice) == chosen)),
        nothing: if is_there || curves.is_empty() {
            shown.said(words::bench::NO_SWEEP)
        } else {
            words::bench::NO_HARMONIC
        },
        curves: if is_there { curves } else { Vec::new() },
        counts: Across::Frequency,
        ends: SWEPT_HZ,
        unit: Unit::Db("dB"),
        least: 20.0,
    }
}

fn quantity(order: Option<u32>) -> Quantity {
    order.map_or(Quantity::ThdOverFrequency, Quantity::HarmonicOverFrequency)
}

/// Level of the sweeps: that of the last step of the level series.
fn top_level(shown: &Shown<'_>) -> Option<String> {
    let curves = &shown.report?.curves;
    let series = curves.iter().find(|curve| curve.quantity == Quantity::ThdOverLevel)?;
    Some(shown.levels.text(0, series.points.last()?.at, false))
}
