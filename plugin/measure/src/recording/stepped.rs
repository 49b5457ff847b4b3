//! Stepped steady tones, each a section: crosstalk and balance over frequency.

use realfft::num_complex::Complex;

use crate::figures::curve::{self, Point};
use crate::figures::curves;
use crate::figures::estimate::Z95;
use crate::figures::figure::{Figure, Outcome, PairFigure, Reading};
use crate::figures::measurement::MeasuredSection;
use crate::figures::report::{PairReport, Section, StimulusKind};
use crate::figures::response::Response;
use crate::figures::worst;
use crate::readings::cause;
use crate::terms::settings::{Band, Settings};
use crate::terms::units::db_to_power;

/// Fewest frequencies of a curve.
const FEWEST_POINTS: usize = 3;

/// A section with the curves from sections of single tones, and the figures derived from them.
pub(super) fn section(
    measured: MeasuredSection,
    sections: &[MeasuredSection],
    sample_rate_hz: f64,
    settings: &Settings,
) -> MeasuredSection {
    let band = settings.band.at_rate(sample_rate_hz);
    let section = measured.section;
    let pairs = section.pairs.into_iter().map(|pair| with_curves(pair, sections, band, settings)).collect();
    MeasuredSection { section: Section { pairs, ..section }, ..measured }
}

fn with_curves(
    mut pair: PairReport,
    sections: &[MeasuredSection],
    band: Band,
    settings: &Settings,
) -> PairReport {
    let crosstalk = points(sections, &pair, PairFigure::XtalkSelective);
    if crosstalk.len() >= FEWEST_POINTS {
        let responses: Vec<Response> = crosstalk.iter().map(response).collect();
        set(&mut pair, PairFigure::XtalkCurve, worst::highest(&crosstalk, band));
        set(&mut pair, PairFigure::XtalkCauseResistance, cause::resistance(&responses, settings));
        set(&mut pair, PairFigure::XtalkCauseCapacitance, cause::capacitance(&responses, settings));
        pair.crosstalk_curve = curves::reported(&crosstalk);
    }
    let balance = points(sections, &pair, PairFigure::BalanceLevel);
    if balance.len() >= FEWEST_POINTS {
        set(&mut pair, PairFigure::BalanceCurve, worst::farthest(&balance, band));
        pair.balance_curve = curves::reported(&balance);
    }
    pair
}

fn set(pair: &mut PairReport, id: PairFigure, outcome: Outcome) {
    pair.figures.insert(id, outcome.map_or_else(Reading::NotMeasurable, Reading::Measured));
}

/// A pair's figure in every section of one tone, ascending in frequency; for a repeated frequency the first.
fn points(sections: &[MeasuredSection], pair: &PairReport, id: PairFigure) -> Vec<Point> {
    let sections = sections.iter().map(|measured| &measured.section);
    let point = |section: &Section| {
        let here = section.pairs.iter().find(|other| other.from == pair.from && other.to == pair.to)?;
        let figure = here.figures.get(&id)?.figure()?;
        let frequency_hz = *section.stimulus.tones_hz.get(&pair.from)?.first()?;
        let phase_rad = figure.phase_rad.unwrap_or(0.0);
        Some(curve::point(frequency_hz, *figure, Complex::cis(phase_rad)))
    };
    let tones = sections.filter(|section| section.stimulus.kind == StimulusKind::Tone);
    let mut points: Vec<Point> = tones.filter_map(point).collect();
    points.sort_by(|a, b| a.at.total_cmp(&b.at));
    points.dedup_by(|a, b| (a.at / b.at - 1.0).abs() < 1e-4);
    points
}

/// A point as a complex ratio, with the variance from its interval.
fn response(point: &Point) -> Response {
    let Figure { value, low, high, phase_rad, .. } = point.figure;
    let amplitude = |level_db: f64| db_to_power(level_db).sqrt();
    let deviation = (amplitude(high) - amplitude(low)) / (2.0 * Z95);
    Response {
        frequency_hz: point.at,
        ratio: Complex::from_polar(amplitude(value), phase_rad.unwrap_or(0.0)),
        // Variance of the amplitude; the phase contributes the same.
        variance: 2.0 * deviation * deviation,
    }
}
