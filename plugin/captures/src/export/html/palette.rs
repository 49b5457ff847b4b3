//! A colour for each capture, the same in every table and plot.

use maud::{Markup, html};
use plotters::style::RGBColor;

use crate::comparison::Comparison;

/// Okabe and Ito's colours, darkened for a light ground. The style sheet has their twins for a dark one.
const SERIES: [RGBColor; 8] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0xB0, 0x6A, 0x00),
    RGBColor(0xA0, 0x46, 0x7F),
    RGBColor(0x00, 0x7A, 0x59),
    RGBColor(0x7D, 0x74, 0x00),
    RGBColor(0x2B, 0x8F, 0xCB),
    RGBColor(0xC4, 0x49, 0x00),
    RGBColor(0x44, 0x4C, 0x5C),
];
/// Lines of a plot's grid.
pub(super) const GRID: RGBColor = RGBColor(0xE7, 0xEA, 0xEF);
/// Labels and the baseline.
pub(super) const QUIET: RGBColor = RGBColor(0x66, 0x70, 0x85);

/// The colour that the user chose, or the next of the list.
pub(super) fn colour(comparison: &Comparison, index: usize) -> RGBColor {
    match comparison.captures[index].metadata.colour {
        Some([red, green, blue]) => RGBColor(red, green, blue),
        None => SERIES[index % SERIES.len()],
    }
}

/// A square in a capture's colour.
pub(super) fn swatch(comparison: &Comparison, index: usize) -> Markup {
    let RGBColor(red, green, blue) = colour(comparison, index);
    let colour = match comparison.captures[index].metadata.colour {
        Some(_) => format!("background:#{red:02x}{green:02x}{blue:02x}"),
        None => format!("background:var(--s{})", index % SERIES.len()),
    };
    html! { i.swatch style=(colour) aria-hidden="true" {} }
}
