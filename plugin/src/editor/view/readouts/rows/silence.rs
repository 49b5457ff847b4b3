//! Signals that have few figures: silence and sweeps. What needs another signal is one part, and says which.

use groundtruth_captures::table::{Cell, Row, Subject};

use super::columns::Columns;
use super::{crosstalk, glitches, hints, noise, signal};
use crate::editor::view::readouts::line::{Line, Size};
use crate::editor::view::words;

/// Lines of a signal whose samples are all 0: its levels are −∞, and are not repeated figure by figure.
pub fn digital<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    const SECTION: &str = "signal";
    lines.push(signal::named_heading("DIGITAL SILENCE", columns));
    let row = Row {
        subject: Subject::Other { id: "", meaning: words::NOTHING_BUT_ZEROS },
        section: SECTION,
        label: "Samples".into(),
        short_label: "Samples".into(),
        unit: "",
        cells: vec![Cell::Text(words::ALL_ZERO.to_owned()); columns.names.len()],
    };
    lines.push(columns.line(SECTION, Size::Small, 0, &row));
    glitches::lines(lines, columns, SECTION);
    hints::lines(lines, words::SILENCE_HAS_NO_DISTORTION, &words::SIGNALS_FOR_FIGURES[..2]);
}

/// Lines of a device without a signal.
pub fn idle<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    signal::lines(lines, columns);
    noise::lines(lines, columns);
    hints::lines(lines, words::SILENCE_HAS_NO_DISTORTION, &words::SIGNALS_FOR_FIGURES[..2]);
}

/// Lines of a sweep.
pub fn sweep<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    signal::lines(lines, columns);
    if columns.channels.len() != 1 {
        crosstalk::lines(lines, columns);
    }
    hints::lines(lines, words::SWEEP_HAS_NO_TONE, &words::SIGNALS_FOR_FIGURES[..1]);
}
