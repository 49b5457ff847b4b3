//! Intermodulation of two tones: the figure of their standard, and the products one by one.

use groundtruth_captures::table::{Cell, channels, reason};
use groundtruth_measure::{ChannelFigure, Refusal};

use super::columns::Columns;
use crate::editor::view::format;
use crate::editor::view::readouts::line::{Entry, Line, Size};
use crate::editor::view::words;

const SECTION: &str = "intermodulation";

/// The methods, of which a pair of tones suits some at most.
const METHODS: [ChannelFigure; 4] =
    [ChannelFigure::ImdSmpte, ChannelFigure::ImdDin, ChannelFigure::ImdDfd2, ChannelFigure::ImdDfd3];

/// The figures that the pair allows, and its products.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.push(Line::heading(SECTION, "INTERMODULATION".to_owned()));
    let suited: Vec<ChannelFigure> = METHODS.into_iter().filter(|id| columns.any_has(*id)).collect();
    for id in &suited {
        columns.with_explanations(lines, SECTION, *id);
    }
    if columns.any_has(ChannelFigure::ImdCcif) {
        lines.push(columns.small(SECTION, 10, ChannelFigure::ImdCcif).explaining());
    }
    if suited.is_empty() {
        lines.push(refused(columns));
    }
    for (index, row) in channels::products(&columns.channels).iter().enumerate() {
        let line = columns.line(SECTION, Size::Small, 20 + index as u8, row);
        lines.push(if index == 0 { line } else { line.without_unit() });
    }
}

/// No method suits: one reason over all columns, the needs of each method where one points.
fn refused<'a>(columns: &Columns<'a>) -> Line<'a> {
    let line = columns.large(SECTION, ChannelFigure::ImdDfd2).labelled("IMD").without_unit();
    let needs = METHODS.map(|id| columns.first_refusal(id));
    let list: Vec<String> = needs.into_iter().flatten().map(format::refusal).collect();
    let text = |cell: &Cell<'_>| match cell {
        Cell::Missing(refusal @ Refusal::WrongStimulus { .. })
            if reason::short(refusal) == "products meet" =>
        {
            words::PRODUCTS_MEET
        }
        Cell::Missing(Refusal::WrongStimulus { .. }) => words::NO_STANDARD_PAIR,
        _ => words::NOT_MEASURABLE,
    };
    line.spanning(|entry: Entry<'a>| {
        let text = text(&entry.cell).to_owned();
        Entry { list: list.clone(), ..entry.showing(text) }
    })
}
