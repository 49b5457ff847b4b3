//! Plots of what the captures hold, as SVG in the page.

use maud::{Markup, PreEscaped, html};

use super::palette;
use super::text::{minus, plain};
use crate::comparison::{Comparison, letter};

mod bench;
mod chart;
mod crosstalk;
mod density;
mod harmonics;
mod plot;
mod spectrum;

pub(super) use bench::bench;
use plot::{Plot, Plots};

/// Every plot that any capture has data for.
pub(super) fn all(comparison: &Comparison) -> Markup {
    let quantities: [(&str, Plots); 4] = [
        ("Spectrum", spectrum::plots(comparison)),
        ("Crosstalk", crosstalk::plots(comparison)),
        ("Harmonics", harmonics::plots(comparison)),
        ("Noise density", density::plots(comparison)),
    ];
    html! {
        @for (name, plots) in &quantities {
            section {
                h2 { (name) }
                @match plots {
                    Err(reason) => p.hint { "No plot: " (reason) "." },
                    Ok(plots) => {
                        @if let Some(plot) = plots.iter().find(|plot| !plot.remark.is_empty()) {
                            p.hint { (minus(&plot.remark)) }
                        }
                        div.plots { @for plot in plots { (figure(comparison, plot)) } }
                    }
                }
            }
        }
    }
}

fn figure(comparison: &Comparison, plot: &Plot) -> Markup {
    let letters: Vec<String> = plot.shown.iter().map(|(index, _)| letter(*index)).collect();
    html! {
        figure {
            figcaption {
                (plain(&plot.title))
                @for (index, how) in &plot.shown {
                    span.key {
                        (palette::swatch(comparison, *index)) (letter(*index))
                        @if !how.is_empty() { " " (how) }
                    }
                }
            }
            div role="img" aria-label={ (plain(&plot.title)) " of " (letters.join(", ")) } { (PreEscaped(&plot.svg)) }
        }
    }
}
