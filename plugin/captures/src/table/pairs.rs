//! Rows of pairs: figures down, ordered pairs of channels across.

use groundtruth_measure::{Figure, FigureKey, PairFigure, PairReport, Reading, units};

use super::figure_row::figure_row;
use super::labels;
use super::number::{Form, Number, decimals_of};
use super::row::{Cell, Row, Subject};

/// Every row of the pairs.
pub fn of_pairs<'a>(pairs: &[&'a PairReport]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for &id in PairFigure::ALL {
        rows.push(figure(id, pairs));
        if id == PairFigure::XtalkSelective {
            rows.push(phase(id, pairs));
        }
    }
    rows
}

/// One figure of the pairs.
pub fn figure<'a>(id: PairFigure, pairs: &[&'a PairReport]) -> Row<'a> {
    figure_row(id, pairs.iter().map(|pair| &pair.figures))
}

/// The phase of a figure, to the digit allowed by the level's uncertainty: noise affects the phase of a line as much
/// as its level. A limit has none.
pub fn phase<'a>(id: PairFigure, pairs: &[&'a PairReport]) -> Row<'a> {
    let cell = |pair: &&PairReport| match pair.figures.get(&id).and_then(Reading::figure) {
        Some(Figure { phase_rad: Some(phase_rad), limit: false, value, high, .. }) => {
            let spread_deg = (units::db_to_amplitude(high - value) - 1.0).to_degrees();
            let figure = Figure::within(phase_rad.to_degrees(), spread_deg);
            Cell::Value(Number { figure, form: Form::Fixed(decimals_of(spread_deg, 1)) })
        }
        _ => Cell::Empty,
    };
    Row {
        subject: Subject::Figure(id.into()),
        section: labels::section(id.definition()),
        label: format!("{}, phase", id.definition().name).into(),
        short_label: "phase".into(),
        unit: "°",
        cells: pairs.iter().map(cell).collect(),
    }
}
