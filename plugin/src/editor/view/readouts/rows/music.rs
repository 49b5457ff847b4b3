//! Levels, loudness and stereo of music and speech.

use groundtruth_analysis::Loudness;
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_captures::table::{Cell, Row, Subject};
use groundtruth_measure::{ChannelFigure, Figure, units};

use super::columns::Columns;
use super::{glitches, hints, meters, signal};
use crate::editor::view::readouts::line::{Line, Size};
use crate::editor::view::words;

const LEVEL: &str = "signal";
const LOUDNESS: &str = "loudness";
const STEREO: &str = "stereo";

/// A live figure's name, unit and meaning.
struct Live {
    section: &'static str,
    label: &'static str,
    unit: &'static str,
    id: &'static str,
    meaning: &'static str,
}

const TRUE_PEAK: Live = Live {
    section: LEVEL,
    label: "True peak",
    unit: "dBTP",
    id: "level.true_peak",
    meaning: words::TRUE_PEAK,
};
const CREST: Live =
    Live { section: LEVEL, label: "Crest factor", unit: "dB", id: "level.crest", meaning: words::CREST };
const INTEGRATED: Live = Live {
    section: LOUDNESS,
    label: "Integrated",
    unit: "LUFS",
    id: "loudness.integrated",
    meaning: words::INTEGRATED,
};
const SHORT_TERM: Live = Live {
    section: LOUDNESS,
    label: "Short-term",
    unit: "LUFS",
    id: "loudness.short_term",
    meaning: words::SHORT_TERM,
};
const MOMENTARY: Live = Live {
    section: LOUDNESS,
    label: "Momentary",
    unit: "LUFS",
    id: "loudness.momentary",
    meaning: words::MOMENTARY,
};
const RANGE: Live = Live {
    section: LOUDNESS,
    label: "Range",
    unit: "LU",
    id: "loudness.range",
    meaning: words::LOUDNESS_RANGE,
};
const CORRELATION: Live = Live {
    section: STEREO,
    label: "Correlation",
    unit: "",
    id: "stereo.correlation",
    meaning: words::CORRELATION,
};

impl Live {
    fn row<'a>(&self, values: impl Iterator<Item = Option<f64>>, decimals: usize) -> Row<'a> {
        let cell = |value: Option<f64>| match value {
            Some(value) => Cell::Value(Number { figure: Figure::exact(value), form: Form::Fixed(decimals) }),
            None => Cell::Text(words::NOT_YET.to_owned()),
        };
        Row {
            subject: Subject::Other { id: self.id, meaning: self.meaning },
            section: self.section,
            label: self.label.into(),
            short_label: self.label.into(),
            unit: self.unit,
            cells: values.map(cell).collect(),
        }
    }
}

/// Rows of each channel: true peak, crest factor.
pub fn of_channels<'a>(columns: &Columns<'a>) -> [Row<'a>; 2] {
    let programme = &columns.scene.snapshot.programme;
    let true_peak =
        |channel: usize| Some(units::amplitude_to_db(*programme.loudness.as_ref()?.true_peak.get(channel)?));
    let crest = |channel: usize| programme.crest.get(channel).copied().flatten().map(units::amplitude_to_db);
    let channels = 0..columns.names.len();
    [TRUE_PEAK.row(channels.clone().map(true_peak), 1), CREST.row(channels.map(crest), 1)]
}

/// Rows of the whole signal: loudness.
pub fn loudness<'a>(columns: &Columns<'a>) -> [Row<'a>; 4] {
    let loudness = columns.scene.snapshot.programme.loudness.as_ref();
    let row = |live: Live, value: fn(&Loudness) -> Option<f64>| {
        live.row(std::iter::once(loudness.and_then(value)), 1)
    };
    [
        row(INTEGRATED, |loudness| Some(loudness.integrated_lufs)),
        row(SHORT_TERM, |loudness| loudness.short_term_lufs),
        row(MOMENTARY, |loudness| Some(loudness.momentary_lufs)),
        row(RANGE, |loudness| loudness.range_lu),
    ]
}

/// The correlation, if there are two channels.
pub fn stereo<'a>(columns: &Columns<'a>) -> Option<Row<'a>> {
    let correlation = columns.scene.snapshot.programme.correlation;
    (columns.names.len() == 2).then(|| CORRELATION.row(std::iter::once(correlation), 2))
}

/// All lines: what needs a test signal is one of them, and says which signal gives it.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.extend([signal::named_heading("LEVEL", columns), columns.large(LEVEL, ChannelFigure::LevelRms)]);
    let [true_peak, crest] = of_channels(columns);
    lines.push(columns.line(LEVEL, Size::Large, 0, &true_peak));
    lines.push(columns.line(LEVEL, Size::Small, 2, &crest));
    meters::lines(lines, columns, LEVEL);
    glitches::lines(lines, columns, LEVEL);
    lines.push(columns.small(LEVEL, 4, ChannelFigure::Dc));

    lines.push(Line::heading(LOUDNESS, "LOUDNESS".to_owned()));
    for (row, rank) in loudness(columns).iter().zip([0, 1, 1, 1]) {
        lines.push(Line::new(LOUDNESS, Size::Large, rank, row, &[""]));
    }
    if let Some(correlation) = stereo(columns) {
        lines.push(Line::heading(STEREO, "STEREO".to_owned()));
        lines.push(Line::new(STEREO, Size::Large, 1, &correlation, &[""]));
    }
    hints::lines(lines, words::PLAY_FOR_MORE_MEANING, &words::SIGNALS_FOR_FIGURES);
}
