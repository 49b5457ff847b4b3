//! Peak, clipping and samples that are not finite since the restart.

use groundtruth_analysis::Meter;
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_captures::table::{Cell, Row, Subject};
use groundtruth_measure::{ChannelFigure, Figure, units};

use super::columns::{Columns, alerting};
use crate::editor::view::readouts::line::{Line, Size};
use crate::editor::view::words;

/// A live value, of which no report knows.
struct Live {
    label: &'static str,
    unit: &'static str,
    id: &'static str,
    meaning: &'static str,
    number: fn(&Meter) -> Number,
}

const PEAK: Live = Live {
    label: "Peak",
    unit: "dBFS",
    id: "level.peak",
    meaning: words::PEAK,
    number: |meter| Number {
        figure: Figure::exact(units::amplitude_to_db(meter.peak_hold.into())),
        form: Form::Fixed(2),
    },
};
const CLIPPED: Live = Live {
    label: "Clipped",
    unit: "",
    id: "clipped",
    meaning: words::CLIPPED,
    number: |meter| count(meter.clipped_samples),
};
const NOT_FINITE: Live = Live {
    label: "Not finite",
    unit: "",
    id: "not_finite",
    meaning: words::NOT_FINITE,
    number: |meter| count(meter.not_finite_samples),
};

fn count(samples: u64) -> Number {
    Number { figure: Figure::exact(samples as f64), form: Form::Count }
}

impl Live {
    fn line<'a>(&self, columns: &Columns<'a>, section: &'static str, rank: u8) -> Line<'a> {
        let meters = &columns.scene.snapshot.meters;
        let row = Row {
            subject: Subject::Other { id: self.id, meaning: self.meaning },
            section,
            label: self.label.into(),
            short_label: self.label.into(),
            unit: self.unit,
            cells: meters.iter().map(|meter| Cell::Value((self.number)(meter))).collect(),
        };
        columns.line(section, Size::Small, rank, &row)
    }
}

/// Adds the lines: from the meters, or the peak of the report if that is an earlier session's.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>, section: &'static str) {
    let meters = &columns.scene.snapshot.meters;
    if columns.scene.is_previous || meters.is_empty() {
        lines.push(columns.small(section, 4, ChannelFigure::LevelPeak));
        return;
    }
    lines.push(PEAK.line(columns, section, 4));
    // A fault must stay visible in a small window.
    let rank = if meters.iter().any(|meter| meter.clipped_samples > 0) { 1 } else { 6 };
    let faults = |live: Live, rank| live.line(columns, section, rank).map(|_, entry| Some(alerting(entry)));
    lines.push(faults(CLIPPED, rank));
    if meters.iter().any(|meter| meter.not_finite_samples > 0) {
        lines.push(faults(NOT_FINITE, 1));
    }
}
