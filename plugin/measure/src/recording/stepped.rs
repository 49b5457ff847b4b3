//! Stepped steady tones, each a section: crosstalk and balance over frequency.

use realfft::num_complex::Complex;

use crate::figures::curve;
use crate::figures::estimate::Z95;
use crate::figures::figure::{PairFigure, Reading};
use crate::figures::report::{CurvePoint, PairReport, Report, StimulusKind};
use crate::figures::response::Response;
use crate::readings::cause;
use crate::terms::settings::{Band, Settings};
use crate::terms::units::db_to_power;

/// Fewest frequencies of a curve.
const FEWEST_POINTS: usize = 3;

/// Adds the curves from sections of single tones to a report, and the figures derived from them.
pub(super) fn complete(report: &mut Report, sections: &[Report], settings: &Settings) {
    let band = Band { low_hz: report.band_hz[0], high_hz: report.band_hz[1] };
    for pair in &mut report.pairs {
        let crosstalk = points(sections, pair, PairFigure::XtalkSelective);
        if crosstalk.len() >= FEWEST_POINTS {
            let responses: Vec<Response> = crosstalk.iter().map(response).collect();
            set(pair, PairFigure::XtalkCurve, curve::highest(&crosstalk, band));
            set(pair, PairFigure::XtalkCauseResistance, cause::resistance(&responses, settings));
            set(pair, PairFigure::XtalkCauseCapacitance, cause::capacitance(&responses, settings));
            pair.crosstalk_curve = crosstalk;
        }
        let balance = points(sections, pair, PairFigure::BalanceLevel);
        if balance.len() >= FEWEST_POINTS {
            set(pair, PairFigure::BalanceCurve, curve::farthest(&balance, band));
            pair.balance_curve = balance;
        }
    }
}

fn set(pair: &mut PairReport, id: PairFigure, outcome: crate::figures::figure::Outcome) {
    pair.figures.insert(id, outcome.map_or_else(Reading::NotMeasurable, Reading::Measured));
}

/// A pair's figure in every section of one tone, ascending in frequency; for a repeated frequency the first.
fn points(sections: &[Report], pair: &PairReport, id: PairFigure) -> Vec<CurvePoint> {
    let tones = sections.iter().filter(|section| section.stimulus.kind == StimulusKind::Tone);
    let point = |section: &Report| {
        let figure = section.pair(&pair.from, &pair.to)?.figures.get(&id)?.figure()?;
        let frequency_hz = *section.stimulus.tones_hz.get(&pair.from)?.first()?;
        let phase_rad = figure.phase_rad.unwrap_or(0.0);
        Some(curve::point(frequency_hz, *figure, Complex::cis(phase_rad)))
    };
    let mut points: Vec<CurvePoint> = tones.filter_map(point).collect();
    points.sort_by(|a, b| a.frequency_hz.total_cmp(&b.frequency_hz));
    points.dedup_by(|a, b| (a.frequency_hz / b.frequency_hz - 1.0).abs() < 1e-4);
    points
}

/// A point as a complex ratio, with the variance from its interval.
fn response(point: &CurvePoint) -> Response {
    let amplitude = |level: Option<f64>| level.map_or(0.0, |db| db_to_power(db).sqrt());
    let deviation = (amplitude(point.high) - amplitude(point.low)) / (2.0 * Z95);
    Response {
        frequency_hz: point.frequency_hz,
        ratio: Complex::from_polar(amplitude(point.level_db), point.phase_rad),
        // Variance of the amplitude; the phase contributes the same.
        variance: 2.0 * deviation * deviation,
    }
}
