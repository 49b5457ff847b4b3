//! A colour for each capture, the same in every table and plot.

use maud::{Markup, html};
use plotters::style::RGBColor;

use crate::colours::{Colour, ON_DARK, ON_LIGHT};
use crate::comparison::Comparison;

/// Lines of a plot's grid.
pub(super) const GRID: RGBColor = RGBColor(0xE7, 0xEA, 0xEF);
/// Labels and the baseline.
pub(super) const QUIET: RGBColor = RGBColor(0x66, 0x70, 0x85);

/// The colour that the user chose, or the next of the list.
pub(super) fn colour(comparison: &Comparison, index: usize) -> RGBColor {
    let own = comparison.captures[index].metadata.colour;
    let [red, green, blue] = own.unwrap_or(ON_LIGHT[index % ON_LIGHT.len()]);
    RGBColor(red, green, blue)
}

/// A square in a capture's colour.
pub(super) fn swatch(comparison: &Comparison, index: usize) -> Markup {
    let colour = match comparison.captures[index].metadata.colour {
        Some(own) => format!("background:{}", hex(own)),
        None => format!("background:var(--s{})", index % ON_LIGHT.len()),
    };
    html! { i.swatch style=(colour) aria-hidden="true" {} }
}

/// The colour of a channel or pair on a page about one recording.
pub(super) fn of_place(index: usize) -> RGBColor {
    let [red, green, blue] = ON_LIGHT[index % ON_LIGHT.len()];
    RGBColor(red, green, blue)
}

/// A square in that colour.
pub(super) fn swatch_of_place(index: usize) -> Markup {
    html! { i.swatch style={ "background:var(--s" (index % ON_LIGHT.len()) ")" } aria-hidden="true" {} }
}

/// The rules by which the style sheet exchanges the colours of drawings and swatches in the dark theme.
pub(super) fn style() -> String {
    let variables = |colours: &[Colour]| -> String {
        colours.iter().enumerate().map(|(index, colour)| format!("--s{index}:{};", hex(*colour))).collect()
    };
    let exchanged = |(index, colour): (usize, &Colour)| {
        let drawn = hex(*colour).to_uppercase();
        format!(
            "svg [stroke=\"{drawn}\"]{{stroke:var(--s{index})}}svg [fill=\"{drawn}\"]{{fill:var(--s{index})}}"
        )
    };
    let exchanged: String = ON_LIGHT.iter().enumerate().map(exchanged).collect();
    format!(
        ":root{{{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}{exchanged}",
        variables(&ON_LIGHT),
        variables(&ON_DARK)
    )
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
