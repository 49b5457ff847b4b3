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
mod hints;
mod intermodulation;
mod meters;
mod multitone;
mod music;
mod noise;
mod signal;
mod silence;

/// All lines for which the scene has data.
pub fn lines<'a>(columns: &Columns<'a>) -> Vec<Line<'a>> {
    let mut lines = Vec::with_capacity(48);
    match columns.kind() {
        _ if columns.scene.is_programme() => music::lines(&mut lines, columns),
        _ if columns.scene.is_digital_silence() => silence::digital(&mut lines, columns),
        Some(StimulusKind::Silence) => silence::idle(&mut lines, columns),
        Some(StimulusKind::Sweep) => silence::sweep(&mut lines, columns),
        _ => of_test_signal(&mut lines, columns),
    }
    // Empty explanations are dropped.
    lines.retain(|line| line.size != Size::Small || line.entries.iter().any(Option::is_some));
    lines
}

fn of_test_signal<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    signal::lines(lines, columns);
    match columns.kind() {
        Some(StimulusKind::TwinTone) => intermodulation::lines(lines, columns),
        Some(StimulusKind::Multitone) => multitone::lines(lines, columns),
        _ => distortion::lines(lines, columns),
    }
    noise::lines(lines, columns);
    if columns.channels.len() != 1 {
        crosstalk::lines(lines, columns);
    }
}
