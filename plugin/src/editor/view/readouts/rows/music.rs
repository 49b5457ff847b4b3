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

    /// A figure of the whole signal.
    fn whole<'a>(&self, size: Size, rank: u8, value: Option<f64>, decimals: usize) -> Line<'a> {
        Line::new(self.section, size, rank, &self.row(std::iter::once(value), decimals), &[""])
    }
}

/// All lines: what needs a test signal is one of them, and says which signal gives it.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    let programme = &columns.scene.snapshot.programme;
    let loudness = programme.loudness.as_ref();
    lines.extend([signal::named_heading("LEVEL", columns), columns.large(LEVEL, ChannelFigure::LevelRms)]);
    let true_peak = |channel: usize| Some(units::amplitude_to_db(*loudness?.true_peak.get(channel)?));
    let channels = 0..columns.names.len();
    lines.push(columns.line(LEVEL, Size::Large, 0, &TRUE_PEAK.row(channels.clone().map(true_peak), 1)));
    let crest = |channel: usize| programme.crest.get(channel).copied().flatten().map(units::amplitude_to_db);
    lines.push(columns.line(LEVEL, Size::Small, 2, &CREST.row(channels.map(crest), 1)));
    meters::lines(lines, columns, LEVEL);
    glitches::lines(lines, columns, LEVEL);

    lines.push(Line::heading(LOUDNESS, "LOUDNESS".to_owned()));
    let read = |value: fn(&Loudness) -> Option<f64>| loudness.and_then(value);
    lines.push(INTEGRATED.whole(Size::Large, 0, read(|loudness| Some(loudness.integrated_lufs)), 1));
    lines.push(SHORT_TERM.whole(Size::Large, 1, read(|loudness| loudness.short_term_lufs), 1));
    lines.push(MOMENTARY.whole(Size::Large, 1, read(|loudness| Some(loudness.momentary_lufs)), 1));
    lines.push(RANGE.whole(Size::Large, 1, read(|loudness| loudness.range_lu), 1));
    if columns.names.len() == 2 {
        lines.push(Line::heading(STEREO, "STEREO".to_owned()));
        lines.push(CORRELATION.whole(Size::Large, 1, programme.correlation, 2));
    }
    hints::lines(lines, words::PLAY_FOR_MORE_MEANING, &words::SIGNALS_FOR_FIGURES);
}
