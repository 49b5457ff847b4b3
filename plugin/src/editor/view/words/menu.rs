//! The menu *Copy*.

use super::header::PREVIOUS_READING;
use crate::editor::view::format;

/// Its name.
pub const COPY: &str = "Copy";
/// Its hint.
pub const COPY_HINT: &str = "Copy readings or peaks as text, save a picture";
/// Its entries, each with its hint.
pub const COPY_MARKDOWN: [&str; 2] = [
    "Copy readings as Markdown",
    "A table for a forum post: every figure with its interval, and why others are missing",
];
/// As CSV.
pub const COPY_CSV: [&str; 2] =
    ["Copy readings as CSV", "For a spreadsheet: one line per figure and channel, numbers in full"];
/// The list of peaks.
pub const COPY_PEAKS: [&str; 2] = [
    "Copy the largest peaks",
    "The 20 largest lines of the visible spectrum: frequency, note, and level of each channel",
];
/// A large picture.
pub const PICTURE_TWICE: [&str; 2] =
    ["Save picture, 2×", "This view without popups as a PNG file in your documents folder, twice as large"];
/// A picture of the view's size.
pub const PICTURE_ONCE: [&str; 2] = [
    "Save picture, 1×",
    "This view without popups as a PNG file in your documents folder, as large as it is",
];
/// There is nothing to copy.
pub const NOTHING_TO_COPY: &str = "nothing to copy";
/// Heads of the list of peaks, before the levels.
pub const PEAK_HEADS: [&str; 2] = ["Frequency, Hz", "Note"];

/// Title of the readings: the track, what was measured how, and whether that is over.
pub fn readings_title(track: Option<&str>, context: &[String], is_previous: bool) -> String {
    let previous = if is_previous { format!(", {PREVIOUS_READING}") } else { String::new() };
    format!("{}{}{previous}", of(track), context.join(", "))
}

/// Title of the list of peaks: the track, and the visible range.
pub fn peaks_title(track: Option<&str>, shown_hz: [f64; 2]) -> String {
    format!("{}largest lines, {}", of(track), format::band(shown_hz.map(f64::round)))
}

fn of(track: Option<&str>) -> String {
    track.map_or_else(String::new, |track| format!("{track}: "))
}
