//! Crosstalk, its causes, and the channels' common signal.

use groundtruth_captures::table::{Cell, Row, pairs, reason};
use groundtruth_measure::{PairFigure, PairReport, Reading, Refusal};

use super::columns::Columns;
use crate::editor::view::readouts::line::{Entry, Line, Size, Weight};
use crate::editor::view::{format, words};

const SECTION: &str = "crosstalk";

/// Lines of every direction, its causes and the common signal.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.push(Line::heading(SECTION, "CROSSTALK".to_owned()));
    let pairs = columns.scene.report.map_or(&[][..], |report| &report.pairs);
    if pairs.is_empty() {
        let empty = |label: &'static str| {
            let row = pairs::figure(PairFigure::XtalkSelective, &[]);
            Line::new(SECTION, Size::Large, 0, &row, &[""; 0]).labelled(label)
        };
        lines.extend(["L → R", "R → L"].map(empty));
    }
    for (index, pair) in pairs.iter().enumerate() {
        let pair = Direction { pair, label: format!("{} → {}", pair.from, pair.to), index: index as u8 };
        lines.push(pair.crosstalk());
        lines.extend(pair.broadband());
        lines.extend(pair.causes());
    }
    let place = |name: &str| columns.names.iter().position(|other| other == name);
    for pair in pairs.iter().filter(|pair| place(&pair.from) < place(&pair.to)) {
        common(lines, pair);
    }
}

/// One pair, and its place among the others.
struct Direction<'a> {
    pair: &'a PairReport,
    label: String,
    index: u8,
}

impl<'a> Direction<'a> {
    fn row(&self, id: PairFigure) -> Row<'a> {
        pairs::figure(id, &[self.pair])
    }

    fn entry(&self, row: &Row<'a>) -> Option<Entry<'a>> {
        row.cells.first().and_then(|cell| Entry::new(row, cell.clone(), &self.label))
    }

    /// The crosstalk, beside it its phase.
    fn crosstalk(&self) -> Line<'a> {
        let row = self.row(PairFigure::XtalkSelective);
        let line = Line::new(SECTION, Size::Large, 0, &row, &[&self.label]).labelled(self.label.clone());
        // A sweep has no driven frequency; its curve has a highest point.
        let highest = self.row(PairFigure::XtalkCurve);
        match self.pair.figures.get(&PairFigure::XtalkSelective) {
            None => line,
            Some(Reading::Measured(figure)) => {
                let phase = self.entry(&pairs::phase(PairFigure::XtalkSelective, &[self.pair]));
                let phase = phase.zip(figure.phase_rad).map(|(phase, phase_rad)| Entry {
                    text: format::phase_word(phase_rad),
                    words: true,
                    cell: row.cells[0].clone(),
                    unit: row.unit,
                    ..phase
                });
                Line { entries: vec![self.entry(&row), phase], ..line }
            }
            Some(Reading::NotMeasurable(_)) if highest.has_values() => {
                let entry = self.entry(&highest);
                let word = |entry: Entry<'a>| Entry {
                    words: true,
                    ..entry.showing(highest.short_label.to_string())
                };
                Line { entries: vec![entry.clone(), entry.map(word)], ..line }
            }
            Some(Reading::NotMeasurable(refusal)) => {
                let text = self.refusal(refusal);
                Line { wide: true, ..line.without_unit() }.map(|_, entry| Some(entry.showing(text.clone())))
            }
        }
    }

    /// Names the channel, since each direction has its own: "R is not driven".
    fn refusal(&self, refusal: &Refusal) -> String {
        match reason::short(refusal) {
            "not driven" => words::not_driven(&self.pair.from),
            "both driven" => words::BOTH_DRIVEN.to_owned(),
            short => short.to_owned(),
        }
    }

    fn broadband(&self) -> Option<Line<'a>> {
        self.explanation(PairFigure::XtalkBroadband, 40 + self.index.min(1)).map(Line::without_unit)
    }

    /// Known causes of the crosstalk.
    fn causes(&self) -> impl Iterator<Item = Line<'a>> {
        let ids = [PairFigure::XtalkCauseResistance, PairFigure::XtalkCauseCapacitance];
        ids.into_iter().filter_map(|id| self.explanation(id, 9 + self.index.min(1)))
    }

    /// A measured figure under the crosstalk, in the same column.
    fn explanation(&self, id: PairFigure, rank: u8) -> Option<Line<'a>> {
        let row = self.row(id);
        let line = Line::new(SECTION, Size::Small, rank, &row, &[&self.label]).explaining();
        let entries = vec![self.entry(&row).map(|entry| Entry { weight: Weight::Quiet, ..entry }), None];
        row.has_values().then_some(Line { entries, ..line })
    }
}

/// Balance, correlation and coherence of two channels.
fn common<'a>(lines: &mut Vec<Line<'a>>, pair: &'a PairReport) {
    let both = format!("{} {}", pair.from, pair.to);
    let line = |id, rank| {
        let line = Line::new(SECTION, Size::Small, rank, &pairs::figure(id, &[pair]), &[&both]);
        let text = |entry: Entry<'a>| match reason_of(&entry) {
            Some("needs one tone") => entry.showing(words::NEEDS_SINGLE_TONE.to_owned()),
            _ => entry,
        };
        Line { wide: true, ..line }.map(|_, entry| Some(text(entry)))
    };
    let balance = line(PairFigure::BalanceLevel, 8);
    let label = format!("{} {} − {}", balance.label, pair.to, pair.from);
    lines.extend([balance.labelled(label), line(PairFigure::Correlation, 36)]);
    let coherence = line(PairFigure::CorrelationCoherence, 36);
    if !coherence.has_numbers() {
        return;
    }
    lines.push(coherence);
    // The third octave in which it is lowest.
    let lowest = pair.coherence.iter().min_by(|a, b| a.coherence.total_cmp(&b.coherence));
    lines.extend(lowest.map(|lowest| {
        let label = words::lowest_coherence(&format::frequency_tick(nominal_hz(lowest.frequency_hz)));
        let text = format::fixed(lowest.coherence, 2);
        line(PairFigure::CorrelationCoherence, 43).labelled(label).map(|_, entry| {
            let (name, copy) = ("Lowest coherence".to_owned(), Some(text.clone()));
            Some(Entry { name, copy, ..entry.showing(text.clone()) })
        })
    }));
}

/// The short reason for a missing number.
fn reason_of<'a>(entry: &Entry<'a>) -> Option<&'a str> {
    match entry.cell {
        Cell::Missing(refusal) => Some(reason::short(refusal)),
        _ => None,
    }
}

/// Nominal centre frequency of a third octave (IEC 61260-1).
fn nominal_hz(centre_hz: f64) -> f64 {
    const NAMES: [f64; 10] = [1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0];
    let third = (10.0 * centre_hz.log10()).round() as i32;
    NAMES[third.rem_euclid(10) as usize] * 10f64.powi(third.div_euclid(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_of_an_octave_bear_their_usual_names() {
        let named = [31.62, 50.12, 794.3, 1000.0, 12_589.3].map(nominal_hz);
        let usual = [31.5, 50.0, 800.0, 1000.0, 12_500.0];
        assert!(named.iter().zip(usual).all(|(a, b)| (a / b - 1.0).abs() < 1e-9), "{named:?}");
    }
}
