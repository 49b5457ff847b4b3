//! Plots of what the captures hold, as SVG in the page.

use groundtruth_measure::{ChannelReport, PairReport, Stimulus};
use maud::{Markup, PreEscaped, html};

use super::palette;
use super::text::{joined, minus, plain};
use crate::comparison::{Compared, Comparison, letter};

mod chart;
mod crosstalk;
mod density;
mod harmonics;
mod spectrum;

/// A drawing with its caption.
struct Plot {
    /// Quantity, with the channel or pair.
    title: String,
    /// Captures in the drawing, with a word on how they are drawn.
    shown: Vec<(usize, &'static str)>,
    /// What the reader has to know.
    remark: String,
    svg: String,
}

/// The plots of one quantity, or the reason why there are none.
type Plots = Result<Vec<Plot>, &'static str>;

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

/// A stretch with one stimulus.
struct View<'a> {
    stimulus: &'a Stimulus,
    channels: &'a [ChannelReport],
    pairs: &'a [PairReport],
}

/// Every stretch of a capture: the reports of its takes, and their sections.
fn views(capture: &Compared) -> impl Iterator<Item = View<'_>> {
    let reports = std::iter::once(&capture.report).chain(&capture.further_reports);
    reports.flat_map(|report| {
        let whole = (&report.stimulus, &report.channels, &report.pairs);
        let sections =
            report.sections.iter().map(|section| (&section.stimulus, &section.channels, &section.pairs));
        std::iter::once(whole).chain(sections).map(|(stimulus, channels, pairs)| View {
            stimulus,
            channels,
            pairs,
        })
    })
}

/// The first report of a channel for which `find` has something.
fn of_channel<'a, T>(
    capture: &'a Compared,
    name: &str,
    find: impl Fn(&'a ChannelReport) -> Option<T>,
) -> Option<T> {
    let mut channels = views(capture).flat_map(|view| view.channels);
    channels.find_map(|channel| if channel.name == name { find(channel) } else { None })
}

/// Names of the channels of all captures, as they first appear.
fn channel_names(comparison: &Comparison) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for channel in comparison.captures.iter().flat_map(|capture| &capture.report.channels) {
        if !names.contains(&channel.name.as_str()) {
            names.push(&channel.name);
        }
    }
    names
}

/// The captures that a plot lacks.
fn lacking(comparison: &Comparison, has: impl Fn(&Compared) -> bool) -> String {
    let captures = comparison.captures.iter().enumerate();
    let letters: Vec<String> =
        captures.filter(|(_, capture)| !has(capture)).map(|(index, _)| letter(index)).collect();
    if letters.is_empty() { String::new() } else { format!(" Without one: {}.", joined(&letters)) }
}

/// Gains that bring the captures to the reference's level, in words.
fn matching(comparison: &Comparison) -> String {
    let to = letter(comparison.reference);
    let others = comparison.captures.iter().enumerate().filter(|(index, _)| *index != comparison.reference);
    let gains = others.map(|(index, capture)| match capture.level_match_db {
        Some(gain_db) => format!("{} {gain_db:+.2} dB", letter(index)),
        None => format!("{} at its own level", letter(index)),
    });
    let gains: Vec<String> = gains.collect();
    if gains.is_empty() {
        return String::new();
    }
    format!("Levels are matched to {to}: {}. The table has the levels as captured.", gains.join(", "))
}
