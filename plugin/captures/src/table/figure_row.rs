//! The row of one figure.

use std::borrow::Cow;

use groundtruth_measure::{ChannelFigure, Figure, FigureId, FigureKey, Figures, Reading};

use super::labels;
use super::number::{Form, Number};
use super::row::{Cell, Row, Subject};

/// One figure across the columns.
pub(super) fn figure_row<'a, Id: FigureKey>(
    id: Id,
    columns: impl Iterator<Item = &'a Figures<Id>>,
) -> Row<'a> {
    let (key, id) = (id, id.into());
    let definition = id.definition();
    let (unit, scale) = if definition.unit == "FS" { ("ppm FS", 1e6) } else { (definition.unit, 1.0) };
    let form = form(id, unit);
    let cell = |figures: &'a Figures<Id>| match figures.get(&key) {
        None => Cell::Empty,
        Some(Reading::NotMeasurable(refusal)) => Cell::Missing(refusal),
        Some(Reading::Measured(figure)) => Cell::Value(Number { figure: scaled(figure, scale), form }),
    };
    Row {
        subject: Subject::Figure(id),
        section: labels::section(definition),
        label: label(id),
        short_label: labels::short(id).into(),
        unit,
        cells: columns.map(cell).collect(),
    }
}

/// Name of a figure.
pub(crate) fn label(id: FigureId) -> Cow<'static, str> {
    id.definition().name.into()
}

/// How a figure is shown in this unit.
pub(crate) fn form(id: FigureId, unit: &str) -> Form {
    match unit {
        _ if id == ChannelFigure::Glitches.into() => Form::Count,
        "Hz" | "samples" => Form::Interval(4),
        _ => Form::Interval(3),
    }
}

/// A figure in a unit that is smaller by this factor.
pub(crate) fn scaled(figure: &Figure, scale: f64) -> Figure {
    let [value, low, high] = [figure.value, figure.low, figure.high].map(|value| value * scale);
    Figure { value, low, high, modulo: figure.modulo.map(|period| period * scale), ..*figure }
}

/// A figure in another unit than its definition's.
pub(super) fn in_unit<'a>(id: ChannelFigure, unit: &'static str, cells: Vec<Cell<'a>>) -> Row<'a> {
    Row {
        subject: Subject::Figure(id.into()),
        section: labels::section(id.definition()),
        label: id.definition().name.into(),
        short_label: "in".into(),
        unit,
        cells,
    }
}
