//! Content of the column: rows of the table, each with its priority. Which rows there are follows the stimulus.

use groundtruth_measure::StimulusKind;

pub use self::columns::Columns;
pub use self::noise::pattern_words;
use super::line::{Line, Size};

mod calibrated;
mod columns;
mod crosstalk;
mod distortion;
mod glitches;
mod intermodulation;
mod meters;
mod multitone;
mod noise;
mod signal;

/// All lines for which the scene has data.
pub fn lines<'a>(columns: &Columns<'a>) -> Vec<Line<'a>> {
    let mut lines = Vec::with_capacity(48);
    signal::lines(&mut lines, columns);
    match columns.kind() {
        Some(StimulusKind::TwinTone) => intermodulation::lines(&mut lines, columns),
        Some(StimulusKind::Multitone) => multitone::lines(&mut lines, columns),
        _ => distortion::lines(&mut lines, columns),
    }
    noise::lines(&mut lines, columns);
    if columns.channels.len() != 1 {
        crosstalk::lines(&mut lines, columns);
    }
    // Empty explanations are dropped.
    lines.retain(|line| line.size != Size::Small || line.entries.iter().any(Option::is_some));
    lines
}
