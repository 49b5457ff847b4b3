//! Both channels together over frequency: crosstalk with its cause, or balance.

use groundtruth_measure::{CurvePoint, PairFigure, PairReport, Point, Reading};

use super::content::{Content, Curve};
use super::response::{SWEPT_HZ, choices, place};
use super::shown::Shown;
use crate::editor::preferences::CouplingCurve;
use crate::editor::view::cursor::Across;
use crate::editor::view::unit::Unit;
use crate::editor::view::{format, words};

/// Choices in their order.
pub const CHOICES: [CouplingCurve; 2] = [CouplingCurve::Crosstalk, CouplingCurve::Balance];

/// What the plot shows.
pub fn content(shown: &Shown<'_>, chosen: CouplingCurve) -> Content {
    let pairs = shown.pairs();
    let (title, least, curves, caption) = match chosen {
        CouplingCurve::Crosstalk => {
            let curve = |(side, pair): (usize, Option<&PairReport>)| {
                let pair = pair?;
                let name = format!("{} → {}", pair.from, pair.to);
                curve(name, Some(side), &pair.crosstalk_curve)
            };
            let curves = pairs.into_iter().enumerate().filter_map(curve).collect();
            (words::bench::CROSSTALK, 20.0, curves, cause(&pairs))
        }
        CouplingCurve::Balance => {
            let pair = pairs[0];
            let drawn = pair
                .and_then(|pair| curve(format!("{} − {}", pair.to, pair.from), None, &pair.balance_curve));
            (words::bench::BALANCE, 0.5, drawn.into_iter().collect(), pair.and_then(worst_balance))
        }
    };
    Content {
        title: title.to_owned(),
        caption,
        choices: choices(&words::bench::COUPLING_CHOICES, CHOICES.iter().map(|choice| *choice == chosen)),
        curves,
        counts: Across::Frequency,
        ends: SWEPT_HZ,
        unit: Unit::Db("dB"),
        least,
        nothing: shown.said(words::bench::NO_CROSSTALK),
    }
}

/// `None` without points.
fn curve(name: String, side: Option<usize>, points: &[CurvePoint]) -> Option<Curve> {
    let points: Vec<_> = points.iter().map(|point| place(&Point::from(point))).collect();
    (points.len() > 1).then_some(Curve { name, side, behind: None, points })
}

/// What explains the crosstalk, of the first direction in which something does.
fn cause(pairs: &[Option<&PairReport>; 2]) -> Option<String> {
    let part = |pair: &PairReport, id: PairFigure, scale: f64, unit: &str| {
        let figure = pair.figures.get(&id).and_then(Reading::figure)?;
        (!figure.limit).then(|| format::with_prefix(figure.value * scale, unit, 3))
    };
    let of_pair = |pair: &&PairReport| {
        let shared = part(pair, PairFigure::XtalkCauseResistance, 1e-3, "Ω");
        let coupling = part(pair, PairFigure::XtalkCauseCapacitance, 1e-12, "F");
        words::bench::cause(shared, coupling)
    };
    pairs.iter().flatten().find_map(of_pair)
}

fn worst_balance(pair: &PairReport) -> Option<String> {
    let figure = pair.figures.get(&PairFigure::BalanceCurve).and_then(Reading::figure)?;
    Some(words::bench::worst_balance(&format::figure(figure)))
}
