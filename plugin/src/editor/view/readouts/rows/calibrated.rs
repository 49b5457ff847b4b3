//! Levels in volts and milliwatts, if the full-scale voltage is set.

use groundtruth_captures::table::channels;
use groundtruth_captures::table::number::significant;
use groundtruth_measure::ChannelFigure;

use super::columns::Columns;
use crate::editor::preferences::LevelUnit;
use crate::editor::view::readouts::line::{Line, Size};

/// Adds the level in volts, and the signal's level as power if the load is set.
pub fn level<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>, section: &'static str, id: ChannelFigure) {
    let unit = columns.scale.unit;
    for row in channels::calibrated(id, &columns.channels) {
        let line = columns.line(section, Size::Small, 5, &row).explaining();
        match (row.unit, columns.scene.declared.measure.load_ohms) {
            // The level itself is in this unit.
            ("V rms" | "µV rms", _) if unit == LevelUnit::Volts => {}
            ("mW", _) if unit == LevelUnit::Watts => {}
            ("V rms" | "µV rms", _) => lines.push(line),
            ("mW", Some(ohms)) => lines.push(line.labelled(format!("into {} Ω", significant(ohms, 3)))),
            _ => {}
        }
    }
}
