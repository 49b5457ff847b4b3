//! Lines of levels in the unit that the user chose.

use groundtruth_captures::table::{Cell, Subject};
use groundtruth_measure::{ChannelFigure, FigureId, FigureKey};

use super::columns::Columns;
use crate::editor::preferences::LevelUnit;
use crate::editor::view::format;
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::readouts::line::{Entry, Line, Size};
use crate::editor::view::unit::Unit;

/// Units of levels as the table has them.
const LEVEL: &str = "dBFS";
const DENSITY: &str = "dBFS/√Hz";

/// A line with its levels in the chosen unit. Peaks stay in dBFS: they are about full scale.
pub fn converted<'a>(line: Line<'a>, columns: &Columns<'a>) -> Line<'a> {
    if columns.scale.unit == LevelUnit::Dbfs {
        return line;
    }
    let digits = if line.size == Size::Large { 3 } else { 4 };
    let unit = match line.unit {
        LEVEL if line.entries.iter().flatten().all(|entry| is_peak(entry.subject)) => line.unit,
        LEVEL => sign(columns.scale.written()),
        DENSITY => sign(columns.scale.density()),
        other => other,
    };
    Line { unit, ..line }.map(|channel, entry| {
        Some(match entry.unit {
            LEVEL if !is_peak(entry.subject) => {
                let offset_db = columns.scale.offset_db(channel);
                in_unit(entry, columns.scale.written(), offset_db, digits)
            }
            DENSITY => {
                let offset_db = columns.scale.density_offset_db(&columns.scene, channel);
                in_unit(entry, columns.scale.density(), offset_db, 3)
            }
            _ => entry,
        })
    })
}

/// The unit beside a line's name; values with a prefix carry their own.
fn sign(unit: Unit) -> &'static str {
    if unit.has_prefix() { "" } else { unit.sign() }
}

fn is_peak(subject: Subject) -> bool {
    let peak = ChannelFigure::LevelPeak;
    match subject {
        Subject::Figure(id) => id == FigureId::Channel(peak),
        Subject::Other { id, .. } => id == peak.definition().id,
        _ => false,
    }
}

fn in_unit<'a>(entry: Entry<'a>, unit: Unit, offset_db: f64, digits: i32) -> Entry<'a> {
    let Cell::Value(number) = &entry.cell else { return entry };
    let before = format!("{} {}", format::number(number), entry.unit);
    let (number, sign) = LevelScale::raised(unit, offset_db, number);
    let is_number = !entry.words;
    let text = if is_number { unit.short(&number, sign, digits) } else { entry.text.clone() };
    let copy = entry.copy.as_ref().map(|_| number.copied(sign));
    let name = format!("{} in {sign}", entry.name);
    let list = [before].into_iter().chain(entry.list).collect();
    Entry { name, unit: sign, cell: Cell::Value(number), text, copy, list, ..entry }
}
