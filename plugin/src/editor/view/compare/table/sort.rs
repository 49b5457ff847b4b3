//! The order of the table's columns.

use groundtruth_captures::comparison::{Comparison, Row};
use groundtruth_measure::{Better, FigureId};

use crate::editor::preferences::Sort;
use crate::editor::view::words::compare as words;

/// Indices of the captures, sorted by a row: the best first where its figure has a better direction, otherwise the
/// highest. Captures without the figure are last. As in the comparison without a row.
pub fn columns(comparison: &Comparison, sort: Option<&Sort>) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..comparison.captures.len()).collect();
    let row = sort.and_then(|sort| Some((sort, comparison.row(&sort.figure, &sort.place)?)));
    let Some((sort, row)) = row else { return columns };
    let direction = if sort.is_reversed { -1.0 } else { 1.0 };
    let rank = |capture: &usize| rank(row, *capture).map_or(f64::NAN, |rank| direction * rank);
    // A NaN is above every number in the total order.
    columns.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
    columns
}

/// Lower is earlier; `None` without the figure.
fn rank(row: &Row, capture: usize) -> Option<f64> {
    let value = row.values[capture].measured()?.value.unwrap_or(f64::NEG_INFINITY);
    Some(match better(row) {
        Better::Lower => value,
        Better::Higher | Better::Neither => -value,
        Better::NearerZero => value.abs(),
    })
}

fn better(row: &Row) -> Better {
    FigureId::from_id(&row.id).map_or(Better::Neither, |id| id.definition().better)
}

/// Whether the columns are sorted by a row: `None`, or whether they are reversed.
pub fn state(sort: Option<&Sort>, row: &Row) -> Option<bool> {
    sort.filter(|sort| sort.figure == row.id && sort.place == row.place).map(|sort| sort.is_reversed)
}

/// After a click on a row: sorted by it, then reversed, then as the list again.
pub fn next(sort: Option<&Sort>, row: &Row) -> Option<Sort> {
    let is_reversed = match state(sort, row) {
        None => false,
        Some(false) => true,
        Some(true) => return None,
    };
    Some(Sort { figure: row.id.clone(), place: row.place.clone(), is_reversed })
}

/// What a click does, in words.
pub fn hint(sort: Option<&Sort>, row: &Row) -> &'static str {
    words::sort_hint(state(sort, row), better(row) != Better::Neither)
}
