//! Content of the column: rows of the table, each with its priority. Which rows there are follows the stimulus.

use groundtruth_captures::export::Readings;
use groundtruth_captures::table;
use groundtruth_measure::{PairReport, StimulusKind};

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
mod units;

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
    lines.into_iter().map(|line| units::converted(line, columns)).collect()
}

/// Every figure of the scene, shown or without room: of channels, of pairs, and of the whole signal.
pub fn readings<'a>(columns: &Columns<'a>) -> Vec<Readings<'a>> {
    let is_programme = columns.scene.is_programme();
    let mut live = meters::rows(columns);
    live.extend(is_programme.then(|| music::of_channels(columns)).into_iter().flatten());
    let mut of_channels = table::of_channels(&columns.channels);
    // The live value is the one that is shown.
    of_channels.retain(|row| live.iter().all(|live| live.label != row.label));
    of_channels.extend(live);
    let pairs: Vec<&PairReport> = columns.scene.report.iter().flat_map(|report| &report.pairs).collect();
    let mut whole = Vec::new();
    if is_programme {
        whole.extend(music::loudness(columns));
        whole.extend(music::stereo(columns));
    }
    vec![
        Readings { columns: columns.names.clone(), rows: of_channels },
        Readings {
            columns: pairs.iter().map(|pair| format!("{}>{}", pair.from, pair.to)).collect(),
            rows: table::of_pairs(&pairs),
        },
        Readings { columns: vec![columns.names.join(" ")], rows: whole },
    ]
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
