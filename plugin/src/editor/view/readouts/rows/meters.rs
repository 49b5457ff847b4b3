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
    fn row<'a>(&self, meters: &[Meter]) -> Row<'a> {
        Row {
            subject: Subject::Other { id: self.id, meaning: self.meaning },
            section: "signal",
            label: self.label.into(),
            short_label: self.label.into(),
            unit: self.unit,
            cells: meters.iter().map(|meter| Cell::Value((self.number)(meter))).collect(),
        }
    }
}

/// Peak and faults from the meters; nothing if the figures are an earlier session's, or there are no meters.
pub fn rows<'a>(columns: &Columns<'a>) -> Vec<Row<'a>> {
    let meters = columns.scene.snapshot.meters.as_slice();
    if columns.scene.is_previous || meters.is_empty() {
        return Vec::new();
    }
    let is_finite = meters.iter().all(|meter| meter.not_finite_samples == 0);
    let shown = [Some(PEAK), Some(CLIPPED), (!is_finite).then_some(NOT_FINITE)];
    shown.into_iter().flatten().map(|live| live.row(meters)).collect()
}

/// Adds the lines: from the meters, or the peak of the report if that is an earlier session's.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>, section: &'static str) {
    let rows = rows(columns);
    let Some((peak, faults)) = rows.split_first() else {
        lines.push(columns.small(section, 4, ChannelFigure::LevelPeak));
        return;
    };
    lines.push(columns.line(section, Size::Small, 4, peak));
    for row in faults {
        let is_found = row.cells.iter().filter_map(Cell::number).any(|number| number.figure.value > 0.0);
        // A fault must stay visible in a small window.
        let rank = if is_found { 1 } else { 6 };
        lines.push(columns.line(section, Size::Small, rank, row).map(|_, entry| Some(alerting(entry))));
    }
}
