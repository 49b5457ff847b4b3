//! From columns to rows: every figure, its differences, their marks, and which of them hold together.

use groundtruth_measure::{ChannelFigure, Figure, FigureId, PairFigure, Report, Stimulus, StimulusKind};

use super::baseline;
use super::claims;
use super::column::{Column, Found, Where, is_level};
use super::computed::{self, Computed};
use super::data::{Compared, Comparison, Measurement, Row, RowDifference, Value};
use super::estimate::Estimate;
use super::judge::{judged, open};
use super::notes;
use super::test::{Scale, holm};

/// Largest number of captures in one comparison.
pub const MOST_CAPTURES: usize = 12;

/// Compares the columns with the one at `reference`. Figures within 6 dB of `baseline`, the measuring chain by itself,
/// become limits. Levels are compared in volts if every column is calibrated, otherwise relative to full scale.
///
/// # Panics
///
/// If `reference` is not the index of a column.
pub fn compare(columns: &[Column], reference: usize, baseline: Option<&Column>) -> Comparison {
    assert!(reference < columns.len(), "reference {reference} of {} columns", columns.len());
    let given = columns;
    let columns: &[Column] = &given.iter().map(Column::without_copies).collect::<Vec<_>>();
    let table = Table { columns, reference, baseline, in_volts: columns.iter().all(Column::is_calibrated) };
    let mut rows = table.rows();
    let mut computed = computed::of(columns, reference);
    hold_together(&mut rows, &mut computed);
    let mut comparison = Comparison {
        schema: Comparison::SCHEMA.to_owned(),
        version: Report::VERSION.to_owned(),
        reference,
        captures: columns.iter().map(Compared::of).collect(),
        baseline: baseline.map(|baseline| Box::new(Compared::of(baseline))),
        rows,
        claims: Vec::new(),
        notes: notes::of(columns, given, reference, table.in_volts, baseline),
    };
    for index in 0..columns.len() {
        comparison.captures[index].level_match_db = level_match_db(&comparison, index);
    }
    comparison.claims = claims::of(&comparison, &computed);
    comparison
}

impl Compared {
    fn of(column: &Column) -> Compared {
        let mut reports = column.takes.iter().map(|take| take.report().clone());
        let first = &column.takes[0];
        Compared {
            name: column.name.clone(),
            takes: column.takes.len(),
            metadata: first.details.clone(),
            level_match_db: None,
            report: reports.next().unwrap_or_else(|| first.report().clone()),
            further_reports: reports.collect(),
            spectrum: column.takes.iter().find_map(|take| take.spectrum.clone()),
        }
    }
}

/// See [`Compared::level_match_db`].
fn level_match_db(comparison: &Comparison, index: usize) -> Option<f64> {
    if index == comparison.reference {
        return Some(0.0);
    }
    let kinds = [comparison.reference, index].map(|index| comparison.captures[index].report.stimulus.kind);
    // The noise of silence has no level to be matched, nor have two different signals.
    let is_matched_by_rms = kinds[0] == kinds[1] && kinds[0] != StimulusKind::Silence;
    let rows = |id: FigureId| {
        let id = id.definition().id;
        let rows = comparison.rows.iter().filter(move |row| row.id == id);
        rows.filter_map(|row| {
            let level = row.values[comparison.reference].measured()?.value?;
            Some((level, -row.differences[index].as_ref()?.value?))
        })
    };
    let mean = |id: FigureId| {
        let gains: Vec<f64> = rows(id).map(|(_, gain_db)| gain_db).collect();
        (!gains.is_empty()).then(|| gains.iter().sum::<f64>() / gains.len() as f64)
    };
    // A channel that is not driven holds noise: the louder one counts.
    let loudest = |id: FigureId| rows(id).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, gain_db)| gain_db);
    mean(FigureId::Channel(ChannelFigure::LevelFundamental))
        .or_else(|| loudest(FigureId::Channel(ChannelFigure::LevelRms)).filter(|_| is_matched_by_rms))
}

/// What is compared.
struct Table<'a> {
    columns: &'a [Column],
    reference: usize,
    baseline: Option<&'a Column>,
    in_volts: bool,
}

/// Figure and place of a row.
struct Subject<'a> {
    id: FigureId,
    place: &'a Where,
    unit: String,
}

impl Subject<'_> {
    /// A count or a sign: known exactly, while a continuous value without an interval is only a single reading.
    fn is_counted(&self) -> bool {
        let counted = [ChannelFigure::Glitches.into(), PairFigure::BalancePolarity.into()];
        counted.contains(&self.id)
    }
}

impl Table<'_> {
    fn rows(&self) -> Vec<Row> {
        let mut places: Vec<Where> = Vec::new();
        for place in self.columns.iter().flat_map(Column::places) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let subjects = FigureId::all().flat_map(|id| {
            let is_of = move |place: &&Where| {
                matches!(place, Where::Channel(_)) == matches!(id, FigureId::Channel(_))
            };
            places.iter().filter(is_of).map(move |place| (id, place))
        });
        subjects.map(|(id, place)| self.row(&self.subject(id, place))).collect()
    }

    fn subject<'a>(&self, id: FigureId, place: &'a Where) -> Subject<'a> {
        let unit = id.definition().unit;
        let unit = if self.in_volts && is_level(id) { unit.replace("dBFS", "dBV") } else { unit.to_owned() };
        Subject { id, place, unit }
    }

    fn row(&self, subject: &Subject) -> Row {
        let reference = self.found(subject, &self.columns[self.reference], None);
        let like = match &reference {
            Found::Measured { stimulus, .. } => Some(*stimulus),
            Found::Missing(_) => None,
        };
        let found: Vec<Found> = self.columns.iter().map(|column| self.found(subject, column, like)).collect();
        let difference = |(index, captured): (usize, &Found)| {
            (index != self.reference).then(|| self.difference(subject, index, captured, &reference))
        };
        Row {
            id: subject.id.definition().id.to_owned(),
            place: subject.place.key(),
            unit: subject.unit.clone(),
            values: found.iter().map(|found| value(found, subject.place)).collect(),
            differences: found.iter().enumerate().map(difference).collect(),
        }
    }

    /// A column's figure, as a limit where the baseline is near.
    fn found<'a>(&self, subject: &Subject, column: &'a Column, like: Option<&Stimulus>) -> Found<'a> {
        let mut found = column.find(subject.id, subject.place, self.in_volts, like);
        if let (Found::Measured { estimate, stimulus, at_baseline }, Some(baseline)) =
            (&mut found, self.baseline)
            && let Found::Measured { estimate: own, .. } =
                baseline.find(subject.id, subject.place, self.in_volts, Some(stimulus))
            && let better = subject.id.definition().better
            && let Some(limit) = baseline::limit(estimate.figure, &own.figure, better, &subject.unit)
        {
            (estimate.figure, *at_baseline) = (limit, true);
        }
        found
    }

    fn difference(
        &self,
        subject: &Subject,
        index: usize,
        captured: &Found,
        reference: &Found,
    ) -> RowDifference {
        let (column, others) = (&self.columns[index], &self.columns[self.reference]);
        let lacking = |column: &Column| open(&format!("not measured in {}", column.name));
        match (captured, reference) {
            (Found::Missing(_), Found::Missing(_)) => open("not measured in either"),
            (Found::Missing(_), _) => lacking(column),
            (_, Found::Missing(_)) => lacking(others),
            (Found::Measured { stimulus: own, .. }, Found::Measured { stimulus: other, .. })
                if subject.id.definition().depends_on.tone && !subject.place.is_driven_alike(own, other) =>
            {
                open("measured with different tones")
            }
            _ if subject.id.definition().depends_on.band && column.band_hz() != others.band_hz() => {
                open("measured in different bands")
            }
            (Found::Measured { at_baseline: true, .. }, Found::Measured { at_baseline: true, .. }) => {
                open("both within 6 dB of the baseline")
            }
            (Found::Measured { estimate: own, .. }, Found::Measured { estimate: other, .. }) => {
                let Subject { id, unit, .. } = subject;
                judged(id.definition().better, Scale::of(unit), subject.is_counted(), own, other)
            }
        }
    }
}

/// Finds the differences that hold in the comparison as a whole, those of computed quantities among them.
fn hold_together(rows: &mut [Row], computed: &mut [Computed]) {
    let of_rows = rows.iter_mut().flat_map(|row| &mut row.differences).flatten();
    let of_computed = computed.iter_mut().flat_map(Computed::differences);
    let judged = of_rows.chain(of_computed).filter(|difference| difference.p.is_some());
    let mut judged: Vec<&mut RowDifference> = judged.collect();
    let probabilities: Vec<f64> = judged.iter().filter_map(|difference| difference.p).collect();
    for (difference, holds) in judged.iter_mut().zip(holm(&probabilities)) {
        difference.holds = holds;
    }
}

fn value(found: &Found, place: &Where) -> Value {
    match found {
        Found::Measured { estimate, at_baseline, .. } => {
            Value::Measured(Measurement { at_baseline: *at_baseline, ..Measurement::of(estimate) })
        }
        Found::Missing(Some(refusal)) => {
            Value::Missing { not_measurable: refusal.to_string(), reason: Some((*refusal).clone()) }
        }
        Found::Missing(None) => {
            Value::Missing { not_measurable: format!("this capture has no {}", place.key()), reason: None }
        }
    }
}

impl Measurement {
    pub(super) fn of(estimate: &Estimate) -> Measurement {
        let Figure { value, low, high, limit, bound, phase_rad, modulo, assumes } = estimate.figure;
        let finite = |x: f64| x.is_finite().then_some(x);
        Measurement {
            value: finite(value),
            low: finite(low),
            high: finite(high),
            limit,
            bound,
            phase_rad,
            modulo,
            assumes,
            at_baseline: false,
            takes: estimate.takes,
        }
    }
}
