//! Sweep results in the report of their recording.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::f64::consts::LN_2;

use super::plan::{PairCurves, SweepPlan};
use super::sources::Stretch;
use super::track::Tracker;
use crate::figures::curve;
use crate::figures::figure::{ChannelFigure, FigureId, Figures, Outcome, PairFigure, Reading};
use crate::figures::refusal::Refusal;
use crate::figures::report::{ChannelReport, CurvePoint, PairReport, Report, StimulusKind};
use crate::figures::response::Response;
use crate::readings::cause;
use crate::readings::delay::{Phase, PhaseLine};
use crate::terms::settings::{Band, Settings};

/// Completes the report of a recording in which sweeps were tracked: adds the curves and derived figures, and refuses
/// figures that need a steady stimulus. Without a sweep the report is unchanged.
///
/// # Errors
///
/// Those of reading the sweeps' samples.
pub(crate) fn complete<E>(
    report: &mut Report,
    tracker: &Tracker,
    settings: &Settings,
    samples: Stretch<E>,
) -> Result<(), E> {
    let Some(plan) = SweepPlan::of(tracker, report.source.sample_rate_hz) else { return Ok(()) };
    let mut curves = Curves::new();
    for pair in pairs(report.channels.len()) {
        curves.insert(pair, plan.curves(pair, report.band_hz, samples)?);
    }
    refuse_steady(report, plan.octaves_per_s());
    apply(&curves, report, settings);
    if let Some(refusal) = plan.too_long() {
        report.pairs.iter_mut().for_each(|pair| refuse_empty_curves(pair, &refusal));
    }
    Ok(())
}

fn refuse_empty_curves(pair: &mut PairReport, refusal: &Refusal) {
    let curves = [
        (PairFigure::XtalkCurve, pair.crosstalk_curve.is_empty()),
        (PairFigure::BalanceCurve, pair.balance_curve.is_empty()),
    ];
    for (id, _) in curves.into_iter().filter(|(_, is_empty)| *is_empty) {
        pair.figures.insert(id, Reading::NotMeasurable(refusal.clone()));
    }
}

/// Sweep results by pair of channels: from, to.
pub(super) type Curves = BTreeMap<[usize; 2], PairCurves>;

/// Every ordered pair of `channels` channels.
pub(super) fn pairs(channels: usize) -> impl Iterator<Item = [usize; 2]> {
    let from = move |from| (0..channels).filter(move |to| *to != from).map(move |to| [from, to]);
    (0..channels).flat_map(from)
}

/// Refuses figures that need a steady stimulus in the report of frames with a sweep.
pub(super) fn refuse_steady(report: &mut Report, octaves_per_s: f64) {
    let refusal = Refusal::Glides { octaves_per_s };
    report.stimulus.kind = StimulusKind::Sweep;
    report.stimulus.tones_hz.values_mut().for_each(Vec::clear);
    report.channels.iter_mut().for_each(|channel| refuse_lines(channel, &refusal));
    for pair in &mut report.pairs {
        refuse(&mut pair.figures, &refusal, &[PairFigure::Correlation, PairFigure::CorrelationCoherence]);
    }
}

/// Adds the curves and derived figures to a report.
pub(super) fn apply(curves: &Curves, report: &mut Report, settings: &Settings) {
    let names: Vec<String> = report.channels.iter().map(|channel| channel.name.clone()).collect();
    let index = |name: &String| names.iter().position(|known| known == name);
    let (band_hz, sample_rate_hz) = (report.band_hz, report.source.sample_rate_hz);
    for pair in &mut report.pairs {
        let place = index(&pair.from).zip(index(&pair.to));
        if let Some(curves) = place.and_then(|(from, to)| curves.get(&[from, to])) {
            fill(pair, curves, band_hz, sample_rate_hz, settings);
        }
    }
}

impl SweepPlan {
    /// Rate of the slowest sweep, rising or falling.
    pub(super) fn octaves_per_s(&self) -> f64 {
        let growth_frames = self.passes.iter().map(|pass| pass.line.growth_frames.abs()).fold(0.0, f64::max);
        self.sample_rate_hz / (growth_frames * LN_2)
    }
}

fn refuse_lines(channel: &mut ChannelReport, refusal: &Refusal) {
    let of_samples = [ChannelFigure::LevelRms, ChannelFigure::LevelPeak, ChannelFigure::Dc];
    refuse(&mut channel.figures, refusal, &of_samples);
    channel.harmonics.clear();
    channel.hum_lines.clear();
    channel.hum_pattern = None;
    channel.spurs.clear();
}

fn refuse<Id: FigureId>(figures: &mut Figures<Id>, refusal: &Refusal, kept: &[Id]) {
    for (_, reading) in figures.iter_mut().filter(|(id, _)| !kept.contains(id)) {
        *reading = Reading::NotMeasurable(refusal.clone());
    }
}

/// Alternating sweeps do not give a delay.
const ALTERNATING: Refusal = Refusal::WrongStimulus {
    needs: Cow::Borrowed("a sweep on both sides at once: the pause between two sweeps is not known"),
};

/// The line through the phases of the balance in band.
fn phase_line(balance: &[Response], band: Band, sample_rate_hz: f64) -> Result<PhaseLine, Refusal> {
    let in_band = balance.iter().filter(|response| band.holds_line(response.frequency_hz));
    PhaseLine::through(in_band.map(|response| Phase::of(response, sample_rate_hz)).collect())
}

fn fill(
    pair: &mut PairReport,
    curves: &PairCurves,
    [low_hz, high_hz]: [f64; 2],
    sample_rate_hz: f64,
    settings: &Settings,
) {
    let band = Band { low_hz, high_hz };
    let points = |responses: &[Response]| responses.iter().map(Response::point).collect::<Vec<CurvePoint>>();
    pair.crosstalk_curve = points(&curves.crosstalk);
    pair.balance_curve = points(&curves.balance);
    let mut read = |id: PairFigure, outcome: Outcome| {
        let reading = outcome.map_or_else(Reading::NotMeasurable, Reading::Measured);
        pair.figures.insert(id, reading);
    };
    read(PairFigure::XtalkCurve, curve::highest(&pair.crosstalk_curve, band));
    read(PairFigure::BalanceCurve, curve::farthest(&pair.balance_curve, band));
    if !curves.balance.is_empty() {
        let line = phase_line(&curves.balance, band, sample_rate_hz);
        read(PairFigure::BalancePolarity, line.as_ref().map_err(Clone::clone).and_then(PhaseLine::polarity));
        let delay = if curves.is_at_once { line.map(|line| line.delay_frames()) } else { Err(ALTERNATING) };
        read(PairFigure::BalanceDelay, delay);
    }
    read(PairFigure::XtalkCauseResistance, cause::resistance(&curves.crosstalk, settings));
    read(PairFigure::XtalkCauseCapacitance, cause::capacitance(&curves.crosstalk, settings));
}
