//! A plot, and what the captures hold for it.

use groundtruth_measure::ChannelReport;

use crate::comparison::{Compared, Comparison, letter};
use crate::export::html::text::joined;

/// A drawing with its caption.
pub(super) struct Plot {
    /// Quantity, with the channel or pair.
    pub(super) title: String,
    /// Captures in the drawing, with a word on how they are drawn.
    pub(super) shown: Vec<(usize, &'static str)>,
    /// What the reader has to know.
    pub(super) remark: String,
    pub(super) svg: String,
}

/// The plots of one quantity, or the reason why there are none.
pub(super) type Plots = Result<Vec<Plot>, &'static str>;

/// The first report of a channel for which `find` has something.
pub(super) fn of_channel<'a, T>(
    capture: &'a Compared,
    name: &str,
    find: impl Fn(&'a ChannelReport) -> Option<T>,
) -> Option<T> {
    let mut channels = capture.stretches().flat_map(|stretch| stretch.channels);
    channels.find_map(|channel| if channel.name == name { find(channel) } else { None })
}

/// Names of the channels of all captures, as they first appear.
pub(super) fn channel_names(comparison: &Comparison) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for channel in comparison.captures.iter().flat_map(|capture| &capture.report.channels) {
        if !names.contains(&channel.name.as_str()) {
            names.push(&channel.name);
        }
    }
    names
}

/// What follows a remark on a plot with the baseline.
pub(super) const GREY: &str = " The grey line is the baseline.";

/// The captures that a plot lacks.
pub(super) fn lacking(comparison: &Comparison, has: impl Fn(&Compared) -> bool) -> String {
    let captures = comparison.captures.iter().enumerate();
    let letters: Vec<String> =
        captures.filter(|(_, capture)| !has(capture)).map(|(index, _)| letter(index)).collect();
    if letters.is_empty() { String::new() } else { format!(" Without one: {}.", joined(&letters)) }
}

/// Gains that bring the captures to the reference's level, in words.
pub(super) fn matching(comparison: &Comparison) -> String {
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
