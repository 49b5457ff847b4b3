//! The claims that are made about amplifiers, each decided by rows of the comparison.

use groundtruth_measure::{ChannelFigure, FigureId, PairFigure};

use super::audibility::Audibility;
use super::computed::Computed;
use super::data::{Claim, Comparison, Mark, Row, RowDifference, Shown, Value, letter};
use crate::capture::Topology;

mod facts;
mod several;

/// What a claim says of its figure: the claimed capture's is lower or higher than the other's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Lower,
    Higher,
}

/// A claim that a figure decides.
struct Kind {
    id: &'static str,
    /// What follows the name of the claimed capture.
    predicate: &'static str,
    /// The first one that both captures have decides.
    figures: &'static [FigureId],
    direction: Direction,
    /// The interval of the difference has to lie beyond this, in the figure's unit.
    least: f64,
}

/// A smaller difference is none to any reader, however certain it is.
const VISIBLE_DB: f64 = 0.01;

/// Levels within this are matched: the limit of listening tests (D. Clark, JAES 30(5), 1982).
const MATCHED_DB: f64 = 0.1;

const DECIDED: [Kind; 6] = [
    Kind {
        id: "crosstalk",
        predicate: "reduces crosstalk",
        figures: &[FigureId::Pair(PairFigure::XtalkSelective)],
        direction: Direction::Lower,
        least: VISIBLE_DB,
    },
    Kind {
        id: "distortion",
        predicate: "adds harmonic distortion",
        figures: &[FigureId::Channel(ChannelFigure::ThdF)],
        direction: Direction::Higher,
        least: VISIBLE_DB,
    },
    Kind {
        id: "intermodulation",
        predicate: "adds intermodulation",
        figures: &[
            FigureId::Channel(ChannelFigure::ImdSmpte),
            FigureId::Channel(ChannelFigure::ImdDin),
            FigureId::Channel(ChannelFigure::ImdDfd3),
            FigureId::Channel(ChannelFigure::ImdDfd2),
            FigureId::Channel(ChannelFigure::TdnMultitone),
        ],
        direction: Direction::Higher,
        least: VISIBLE_DB,
    },
    Kind {
        id: "noise",
        predicate: "adds noise",
        figures: &[FigureId::Channel(ChannelFigure::NoiseA)],
        direction: Direction::Higher,
        least: VISIBLE_DB,
    },
    Kind {
        id: "hum",
        predicate: "has less hum",
        figures: &[FigureId::Channel(ChannelFigure::Hum)],
        direction: Direction::Lower,
        least: VISIBLE_DB,
    },
    Kind {
        id: "louder",
        predicate: "is louder",
        figures: &[
            FigureId::Channel(ChannelFigure::LevelFundamental),
            FigureId::Channel(ChannelFigure::LevelRms),
        ],
        direction: Direction::Higher,
        least: MATCHED_DB,
    },
];

/// Every claim for each capture but the reference.
pub(super) fn of(comparison: &Comparison, computed: &[Computed]) -> Vec<Claim> {
    let captures = (0..comparison.captures.len()).filter(|capture| *capture != comparison.reference);
    let mut claims = Vec::new();
    for capture in captures {
        let parties = Parties::of(comparison, capture);
        claims.extend(DECIDED.iter().map(|kind| parties.decided(kind)));
        let of_capture = computed.iter().filter(|computed| computed.captured == capture);
        claims.extend(of_capture.map(|computed| parties.computed(computed)));
    }
    claims
}

/// Whom a claim is about. With a balanced and another topology it is about the balanced one, as claims are made.
struct Parties<'a> {
    comparison: &'a Comparison,
    /// The one that is not the reference: its column holds the differences.
    captured: usize,
    claimed: usize,
    against: usize,
}

impl Parties<'_> {
    fn of(comparison: &Comparison, captured: usize) -> Parties<'_> {
        let topology = |capture: usize| comparison.captures[capture].metadata.topology;
        let special =
            |capture: usize| matches!(topology(capture), Some(Topology::Balanced | Topology::OwnReturns));
        let reference = comparison.reference;
        let turned = special(reference) && topology(captured) == Some(Topology::SingleEnded);
        let (claimed, against) = if turned { (reference, captured) } else { (captured, reference) };
        Parties { comparison, captured, claimed, against }
    }

    /// Name of the claimed one: its topology where that is the difference.
    fn label(&self) -> String {
        let topology = |capture: usize| self.comparison.captures[capture].metadata.topology;
        match (topology(self.claimed), topology(self.against)) {
            (Some(Topology::Balanced), Some(Topology::SingleEnded | Topology::OwnReturns)) => {
                "Balanced".to_owned()
            }
            (Some(Topology::OwnReturns), Some(Topology::SingleEnded)) => "A separate return".to_owned(),
            _ => letter(self.claimed),
        }
    }

    fn undecided(&self, id: &str, predicate: &str, missing: &str) -> Claim {
        Claim {
            id: id.to_owned(),
            capture: self.claimed,
            against: self.against,
            claim: format!("{} {predicate}", self.label()),
            shown: Shown::Open,
            figure: None,
            place: None,
            quantity: None,
            sentence: missing.to_owned(),
            audibility: Audibility::of(id),
        }
    }

    fn decided(&self, kind: &Kind) -> Claim {
        let undecided = self.undecided(kind.id, kind.predicate, "");
        let Some((figure, rows)) = kind.figures.iter().find_map(|figure| self.judged_rows(*figure)) else {
            return Claim { sentence: self.why_open(kind), ..undecided };
        };
        let (showing, not): (Vec<&Row>, Vec<&Row>) =
            rows.iter().partition(|row| self.shows(row, kind.direction, kind.least));
        let shown = match (showing.is_empty(), not.is_empty()) {
            (false, true) => Shown::Yes,
            (true, _) => Shown::No,
            (false, false) => Shown::Open,
        };
        let least = rows.iter().min_by(|a, b| self.evidence(a, kind).total_cmp(&self.evidence(b, kind)));
        let places = |rows: &[&Row]| rows.iter().map(|row| row.place.as_str()).collect::<Vec<_>>().join(", ");
        let mut sentences = self.facts(kind.id, least.map_or("", |row| &row.place));
        if shown == Shown::Open {
            sentences.insert(0, format!("Shown on {}, not on {}.", places(&showing), places(&not)));
        } else if shown == Shown::No
            && rows.iter().all(|row| self.shows(row, kind.direction.opposite(), kind.least))
        {
            sentences.insert(0, "The opposite is shown.".to_owned());
        }
        Claim {
            shown,
            figure: Some(figure.definition().id.to_owned()),
            place: least.map(|row| row.place.clone()),
            sentence: sentences.join(" "),
            ..undecided
        }
    }

    /// The rows of a figure that are judged, if there are any.
    fn judged_rows(&self, figure: FigureId) -> Option<(FigureId, Vec<&Row>)> {
        let id = figure.definition().id;
        let is_judged =
            |row: &&Row| self.difference(row).is_some_and(|difference| difference.mark != Mark::Open);
        let rows: Vec<&Row> =
            self.comparison.rows.iter().filter(|row| row.id == id).filter(is_judged).collect();
        (!rows.is_empty()).then_some((figure, rows))
    }

    fn difference<'a>(&self, row: &'a Row) -> Option<&'a RowDifference> {
        row.differences.get(self.captured)?.as_ref()
    }

    /// Claimed less other.
    fn signed(&self, row: &Row) -> f64 {
        let value = self.difference(row).and_then(|difference| difference.value).unwrap_or(0.0);
        if self.claimed == self.captured { value } else { -value }
    }

    fn shows(&self, row: &Row, direction: Direction, least: f64) -> bool {
        self.difference(row).is_some_and(|difference| direction.is_shown(self.signed(row), difference, least))
    }

    /// Extent in the claimed direction.
    fn evidence(&self, row: &Row, kind: &Kind) -> f64 {
        match kind.direction {
            Direction::Lower => -self.signed(row),
            Direction::Higher => self.signed(row),
        }
    }

    /// Why no row of a claim is judged.
    fn why_open(&self, kind: &Kind) -> String {
        let id = kind.figures[0].definition().id;
        let rows = || self.comparison.rows.iter().filter(|row| row.id == id);
        let missing = |capture: usize| {
            let value = rows().find_map(|row| match &row.values[capture] {
                Value::Missing { not_measurable, reason: Some(_) } => Some(not_measurable.clone()),
                Value::Missing { reason: None, .. } | Value::Measured(_) => None,
            })?;
            Some(format!("{}: {value}.", letter(capture)))
        };
        // Where both have the figure, the comparison failed: by limits, bands or tones.
        let both = rows().filter(|row| {
            [self.claimed, self.against].iter().all(|capture| row.values[*capture].measured().is_some())
        });
        let reason = both.filter_map(|row| self.difference(row)?.reason.clone()).next();
        let missing = || [self.claimed, self.against].into_iter().find_map(missing);
        reason.map(|reason| format!("Not compared: {reason}.")).or_else(missing).unwrap_or_default()
    }
}

impl Direction {
    /// Whether a difference with this sign holds, and lies beyond `least` with its whole interval.
    fn is_shown(self, signed: f64, difference: &RowDifference, least: f64) -> bool {
        let ends = [difference.low, difference.high].into_iter().flatten().map(f64::abs);
        difference.holds && self.is_of(signed) && ends.fold(f64::INFINITY, f64::min) >= least
    }

    fn is_of(self, value: f64) -> bool {
        match self {
            Direction::Lower => value < 0.0,
            Direction::Higher => value > 0.0,
        }
    }

    fn opposite(self) -> Direction {
        match self {
            Direction::Lower => Direction::Higher,
            Direction::Higher => Direction::Lower,
        }
    }
}
