//! The Compare view: the list, files, the library, the plot, the table and the claims.

// The list of captures.

/// In place of plot and table while there are no captures.
pub const NO_CAPTURES: &str = "No captures yet. Play a test signal through the amplifier and press Capture (key C): the figures are kept here, \
                               in the session.";
/// In their place while all captures are hidden.
pub const ALL_HIDDEN: &str = "All captures are hidden. Click the square beside a name to show it.";
/// Hint of a capture in the list.
pub const CAPTURE: &str = "Click: details, reference, baseline, delete. Drag, or Alt and arrows: order";
/// What a baseline does.
pub const BASELINE: &str = "The interface with its output looped back: figures of other captures within 6 dB of it are \
                            limits, and its curve stands in the plot";
/// Hint of the button that makes a baseline a capture again.
pub const CLEAR_BASELINE: &str = "Compare it again as any other capture";
/// Hint of the field of the device.
pub const DEVICE: &str = "same device: takes of it";
/// Hint of the button that deletes a capture.
pub const DELETE: &str = "Ctrl+Z brings it back";
/// Hint of a track in the list.
pub const LIVE_HINT: &str = "Compare what this track measures now with the captures. It is then analysed even with its window closed.";

// Files.

/// Hint of the button that imports.
pub const IMPORT: &str = "Captures from recordings, reports and captures in files";
/// Name of the field of paths.
pub const IMPORT_PATHS: &str = "Import WAV, AIFF, FLAC, reports and captures (JSON)";
/// Hint of the button that opens the system's dialogue.
pub const CHOOSE: &str = "Choose files in the system's dialogue";
/// Which settings recordings are measured with.
pub const IMPORT_SETTINGS: &str = "measured with the current settings";
/// Which these are.
pub const IMPORT_SETTINGS_MEANING: &str = "Band, mains, stimulus, load and voltage of 0 dBFS as in Settings. Recordings are kept in the library too.";
/// Hint of the button that exports.
pub const EXPORT: &str = "This comparison as a page, a table or a picture";

// The library.

/// Hint of its heading.
pub const LIBRARY: &str = "All captures of this computer, of this and other sessions";
/// In place of its entries, if the session has them all.
pub const LIBRARY_EMPTY: &str =
    "Every capture is kept here as well, with its samples. All of them are in this session.";
/// Hint of the button that deletes a capture from it.
pub const LIBRARY_DELETE: &str = "Ctrl+Z brings it back until the last window closes";

/// A file that could not be read, with the reason.
pub fn unreadable(path: &str, reason: &str) -> String {
    format!("{path}: {reason}; the file is left as it is")
}

// The plot.

/// No capture has a spectrum.
pub const NO_SPECTRUM: &str = "No capture has a spectrum of this side.";
/// No capture has crosstalk over frequency.
pub const NO_CROSSTALK: &str = "Crosstalk over frequency needs a sweep or a multitone on one side.";
/// No capture has a noise density.
pub const NO_DENSITY: &str = "No capture has a noise density of this side.";
/// No capture has the balance over frequency.
pub const NO_BALANCE: &str = "Balance over frequency needs a sweep or a multitone on both sides.";
/// No capture has harmonics.
pub const NO_HARMONICS: &str = "Harmonics need a tone on this side.";
/// No capture has a response.
pub const NO_RESPONSE: &str = "Response needs the bench track, with its sweep of this side.";
/// No capture has THD over frequency.
pub const NO_THD_CURVE: &str = "THD over frequency needs the bench track, with its sweep of this side.";
/// No capture has THD+N over level.
pub const NO_LEVELS: &str = "THD+N over level needs the bench track, with its level series.";
/// Unit of a response.
pub const RESPONSE: &str = "dB re 1 kHz";
/// Unit of the differences of harmonics.
pub const HARMONICS_DIFFERENCE: &str = "dB, by order";
/// Unit of harmonics.
pub const HARMONICS: &str = "dB to the fundamental, by order";
/// Hint of the side.
pub const SIDE: &str = "Side shown";
/// Hint of the differences.
pub const DIFFERENCE: &str = "Each curve minus the reference's";
/// Hint of the level match.
pub const LEVEL_MATCH: &str = "Curves at the reference's level; figures stay raw";

// The table.

/// There is no row.
pub const NO_FIGURE: &str = "No capture has a figure.";
/// No row has a difference.
pub const NO_DIFFERENCE: &str = "No figure differs from the reference's at 95 %.";
/// Hint of the choice of rows with differences.
pub const ONLY_DIFFERENCES: &str = "Rows in which some capture differs from the reference, at 95 %";
/// Hint of the field that chooses rows.
pub const FILTER: &str = "Figure, section or channel: “thd”, “noise L”, “crosstalk”";
/// Hint of the button that copies the table.
pub const COPY_TABLE: &str = "Copy claims and figures as Markdown, for a forum post";
/// A limit that the baseline makes.
pub const AT_BASELINE: &str = "A limit: the baseline is within 6 dB";
/// A difference that holds among all of the table.
pub const HOLDS: &str = ", also with all rows taken together";
/// A difference that holds by itself alone.
pub const HOLDS_NOT: &str = ", but not with all rows taken together";

/// No row suits the filter.
pub fn no_row(filter: &str) -> String {
    format!("No row holds “{filter}”. Escape in its field clears the filter.")
}

/// Hint of a row's name: how columns are sorted, and what a click does. `is_reversed` is `None` while they are not sorted
/// by it; `has_best` says whether its figure has a better direction.
pub fn sort_hint(is_reversed: Option<bool>, has_best: bool) -> &'static str {
    match (is_reversed, has_best) {
        (None, true) => "Click: captures in order of this figure, the best first",
        (None, false) => "Click: captures in order of this figure, the highest first",
        (Some(false), true) => "Sorted, the best first. Click: the worst first",
        (Some(false), false) => "Sorted, the highest first. Click: the lowest first",
        (Some(true), true) => "Sorted, the worst first. Click: as in the list",
        (Some(true), false) => "Sorted, the lowest first. Click: as in the list",
    }
}

// The claims.

/// In place of claims.
pub const NO_CLAIMS: &str = "Claims need two captures or more.";
