//! Crosstalk, its causes, and the channels' common signal.

use groundtruth_measure::{FigureKey, PairFigure, Reading, Refusal};

use crate::editor::view::format;
use crate::editor::view::readouts::row::{About, Cell, Row, Size, Weight, from_reading, heading, plain};
use crate::editor::view::scene::Scene;

/// Rows of both directions, their causes and the common signal.
pub fn rows<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>) {
    const SECTION: &str = "crosstalk";
    rows.push(heading(SECTION, "CROSSTALK".to_owned()));
    for (from, to, label, rank) in [(0, 1, "L → R", 40), (1, 0, "R → L", 41)] {
        rows.push(direction(scene, SECTION, label, from, to));
        if let Some(reading @ Reading::Measured(figure)) =
            scene.pair_reading(from, to, PairFigure::XtalkBroadband)
        {
            let cell = Cell {
                words: false,
                weight: Weight::Quiet,
                ..from_reading(PairFigure::XtalkBroadband, label, reading)
            };
            let cell = Cell { text: format::figure(figure), ..cell };
            let (size, cells) = (Size::Small, [Some(cell), None]);
            rows.push(Row { section: SECTION, label: "broadband".to_owned(), unit: "", size, rank, cells });
        }
        rows.extend(causes(scene, SECTION, from, to));
    }
    for (label, unit, rank, id) in [
        ("Balance R − L", "dB", 8, PairFigure::BalanceLevel),
        ("Correlation", "", 36, PairFigure::Correlation),
    ] {
        if let Some(reading) = scene.pair_reading(0, 1, id) {
            let cell = Cell { wide: true, ..from_reading(id, label, reading) };
            rows.push(Row {
                section: SECTION,
                label: label.to_owned(),
                unit,
                size: Size::Small,
                rank,
                cells: [None, Some(cell)],
            });
        }
    }
    coherence(rows, scene, SECTION);
}

/// Known causes of the crosstalk in one direction.
fn causes<'a>(
    scene: &Scene<'a>,
    section: &'static str,
    from: usize,
    to: usize,
) -> impl Iterator<Item = Row<'a>> {
    let cause = move |(label, unit, id): (&str, &'static str, PairFigure)| {
        let reading = scene.pair_reading(from, to, id).filter(|reading| reading.figure().is_some())?;
        let cell = Cell { weight: Weight::Quiet, ..from_reading(id, label, reading) };
        let (size, cells) = (Size::Small, [Some(cell), None]);
        Some(Row { section, label: label.to_owned(), unit, size, rank: 9 + from as u8, cells })
    };
    [
        ("shared return", "mΩ", PairFigure::XtalkCauseResistance),
        ("coupling", "pF", PairFigure::XtalkCauseCapacitance),
    ]
    .into_iter()
    .filter_map(cause)
    .collect::<Vec<_>>()
    .into_iter()
}

/// Coherence, and the third octave in which it is lowest.
fn coherence<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>, section: &'static str) {
    let id = PairFigure::CorrelationCoherence;
    let Some(reading) = scene.pair_reading(0, 1, id).filter(|reading| reading.figure().is_some()) else {
        return;
    };
    let row = |label: String, rank, cell| {
        let cell = Cell { wide: true, ..cell };
        Row { section, label, unit: "", size: Size::Small, rank, cells: [None, Some(cell)] }
    };
    rows.push(row("Coherence".to_owned(), 36, from_reading(id, "L R", reading)));
    let bands = scene.pair(0, 1).map_or(&[][..], |pair| &pair.coherence);
    if let Some(least) = bands.iter().min_by(|a, b| a.coherence.total_cmp(&b.coherence)) {
        let text = format::fixed(least.coherence, 2);
        let cell = Cell {
            name: "Least coherence".to_owned(),
            weight: Weight::Quiet,
            ..plain(text, About::Figure(id.definition(), reading))
        };
        let label = format!("least, at {} Hz", format::frequency_tick(nominal_hz(least.frequency_hz)));
        rows.push(row(label, 43, cell));
    }
}

/// Nominal centre frequency of a third octave (IEC 61260-1).
fn nominal_hz(centre_hz: f64) -> f64 {
    const NAMES: [f64; 10] = [1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0];
    let third = (10.0 * centre_hz.log10()).round() as i32;
    NAMES[third.rem_euclid(10) as usize] * 10f64.powi(third.div_euclid(10))
}

fn direction<'a>(scene: &Scene<'a>, section: &'static str, label: &str, from: usize, to: usize) -> Row<'a> {
    let id = PairFigure::XtalkSelective;
    // A sweep has no driven frequency; its curve has a highest point.
    let highest =
        scene.pair_reading(from, to, PairFigure::XtalkCurve).filter(|curve| curve.figure().is_some());
    let mut row =
        Row { section, label: label.to_owned(), unit: "dB", size: Size::Large, rank: 0, cells: [None, None] };
    match scene.pair_reading(from, to, id) {
        None => {}
        Some(reading @ Reading::Measured(figure)) => {
            row.cells[0] = Some(from_reading(id, label, reading));
            // The phase of a limit is that of the noise.
            row.cells[1] = figure.phase_rad.filter(|_| !figure.limit).map(|phase_rad| Cell {
                name: format!("Phase {label}"),
                words: true,
                copy: format!("{:.3}°", phase_rad.to_degrees()),
                ..plain(format::phase_word(phase_rad), About::Figure(id.definition(), reading))
            });
        }
        Some(Reading::NotMeasurable(_)) if highest.is_some() => {
            let cell = highest.map(|reading| from_reading(PairFigure::XtalkCurve, label, reading));
            let word = |cell: &Cell<'a>| Cell {
                text: "highest".to_owned(),
                words: true,
                weight: Weight::Quiet,
                ..cell.clone()
            };
            row.cells = [cell.clone(), cell.as_ref().map(word)];
        }
        Some(reading @ Reading::NotMeasurable(refusal)) => {
            let text = direction_refusal(refusal, label);
            row.cells[1] = Some(Cell { text, wide: true, ..from_reading(id, label, reading) });
            row.unit = "";
        }
    }
    row
}

/// Names the channel, since each direction has its own: "R is not driven".
fn direction_refusal(refusal: &Refusal, label: &str) -> String {
    match format::short_refusal(refusal) {
        "not driven" => format!("{} is not driven", &label[..1]),
        "both driven" => "both carry one tone".to_owned(),
        short => short.to_owned(),
    }
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
