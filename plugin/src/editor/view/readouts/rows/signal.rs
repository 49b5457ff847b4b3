//! The signal itself: level and frequency of its tones, peak, clipping, glitches.

use groundtruth_captures::table::channels;
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_captures::table::{Cell, Row, Subject};
use groundtruth_measure::{ChannelFigure, Figure, StimulusKind, ToneLine};

use super::columns::Columns;
use super::{calibrated, glitches, meters};
use crate::editor::view::readouts::line::{Entry, Line, Size, Weight};
use crate::editor::view::words;

const SECTION: &str = "signal";

/// Lines of the tones and of everything that any signal has.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.push(named_heading(heading(columns.kind()), columns));
    match columns.kind() {
        Some(StimulusKind::TwinTone) => pair(lines, columns),
        Some(StimulusKind::Multitone) => multitone(lines, columns),
        _ => tone(lines, columns),
    }
    meters::lines(lines, columns, SECTION);
    glitches::lines(lines, columns, SECTION);
}

/// The heading of the first section, with the names of the channels.
pub fn named_heading<'a>(text: &str, columns: &Columns<'a>) -> Line<'a> {
    let entries = columns.names.iter().map(|name| Some(Entry::heading(name.clone()))).collect();
    Line { entries, ..Line::heading(SECTION, text.to_owned()) }
}

fn heading(kind: Option<StimulusKind>) -> &'static str {
    match kind {
        None | Some(StimulusKind::Tone) => "TONE",
        Some(StimulusKind::DualTone | StimulusKind::TwinTone) => "TONES",
        Some(StimulusKind::Multitone) => "MULTITONE",
        Some(StimulusKind::Silence) => "NO SIGNAL",
        Some(StimulusKind::Sweep) => "SWEEP",
        Some(StimulusKind::BenchTrack | StimulusKind::Programme) => "SIGNAL",
    }
}

fn tone<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    // Without a tone the total level is the main figure.
    let has_tone = columns.any_has(ChannelFigure::LevelFundamental);
    let level = if has_tone { ChannelFigure::LevelFundamental } else { ChannelFigure::LevelRms };
    // A channel that is not driven still has a level due to leakage; the line below says so.
    let rms = columns.large(SECTION, ChannelFigure::LevelRms).entries;
    let levels = columns.large(SECTION, level).map(|column, entry| match &rms[column] {
        Some(rms) if entry.words && !rms.words => Some(Entry { weight: Weight::Quiet, ..rms.clone() }),
        _ => Some(entry),
    });
    lines.push(levels);
    if !matches!(columns.kind(), Some(StimulusKind::Silence | StimulusKind::Sweep)) {
        lines.push(columns.small(SECTION, 2, ChannelFigure::Frequency));
    }
    calibrated::level(lines, columns, SECTION, level);
}

/// Level and frequency of both tones.
fn pair<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    for row in channels::tones(&columns.channels) {
        let Subject::Tone(index) = row.subject else { continue };
        match row.unit {
            "dBFS" => {
                let level = columns.line(SECTION, Size::Large, 0, &row);
                // The level stands above its frequency.
                lines.insert(lines.len() - 1, level.labelled(format!("f{}", index + 1)));
            }
            _ => lines.push(columns.line(SECTION, Size::Small, 2, &row).labelled("Frequency")),
        }
    }
    lines.push(columns.small(SECTION, 4, ChannelFigure::LevelRms));
    calibrated::level(lines, columns, SECTION, ChannelFigure::LevelRms);
}

/// Total level, number of tones, crest factor.
fn multitone<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.push(columns.large(SECTION, ChannelFigure::LevelRms));
    calibrated::level(lines, columns, SECTION, ChannelFigure::LevelRms);
    let tones = |column: usize| columns.channels[column].channel.tones.as_slice();
    let count = |column: usize| match tones(column).len() {
        0 => Cell::Empty,
        count => Cell::Value(Number { figure: Figure::exact(count as f64), form: Form::Count }),
    };
    let row = Row {
        subject: Subject::Other { id: "tones", meaning: words::TONES },
        section: SECTION,
        label: "Tones".into(),
        short_label: "Tones".into(),
        unit: "",
        cells: (0..columns.channels.len()).map(count).collect(),
    };
    let counted = columns.line(SECTION, Size::Small, 2, &row);
    lines.push(counted.map(|column, entry| {
        Some(Entry { list: extent(tones(column), |dbfs| columns.scale.text(column, dbfs)), ..entry })
    }));
    lines.push(columns.small(SECTION, 3, ChannelFigure::TdnMultitoneCrest));
}

/// Lowest and highest tone, weakest and strongest level.
fn extent(tones: &[ToneLine], level: impl Fn(f64) -> String) -> Vec<String> {
    let (Some(first), Some(last)) = (tones.first(), tones.last()) else { return Vec::new() };
    let levels = tones.iter().map(|tone| tone.level_dbfs);
    let (low, high) =
        (levels.clone().fold(f64::INFINITY, f64::min), levels.fold(f64::NEG_INFINITY, f64::max));
    vec![
        words::tones_extent(first.frequency_hz, last.frequency_hz),
        words::tones_levels(&level(low), &level(high)),
    ]
}
