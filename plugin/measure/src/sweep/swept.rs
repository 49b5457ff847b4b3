//! Sweep results in the section where the sweeps are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::f64::consts::LN_2;

use super::plan::{PairCurves, SweepPlan};
use super::sources::Stretch;
use super::track::Tracker;
use crate::figures::curve::Point;
use crate::figures::curves;
use crate::figures::figure::{ChannelFigure, FigureKey, Figures, Outcome, PairFigure, Reading};
use crate::figures::measurement::MeasuredSection;
use crate::figures::refusal::Refusal;
use crate::figures::report::{ChannelReport, PairReport, Section, StimulusKind};
use crate::figures::response::Response;
use crate::figures::worst;
use crate::readings::cause;
use crate::readings::delay::{Phase, PhaseLine};
use crate::terms::settings::{Band, Settings};

/// What the sweeps of a stretch give.
pub(crate) struct Swept {
    /// Rate of the slowest sweep that passes through the stretch; `None` if none does.
    pub(super) octaves_per_s: Option<f64>,
    pub(super) curves: Curves,
    /// Refusal of the curves that a sweep is too long for.
    pub(super) too_long: Option<Refusal>,
    pub(super) sample_rate_hz: f64,
}

impl Swept {
    /// From the sweeps that were tracked in a recording of `channels` channels; `None` without any.
    ///
    /// # Errors
    ///
    /// Those of reading the sweeps' samples.
    pub(crate) fn of<E>(
        tracker: &Tracker,
        channels: usize,
        sample_rate_hz: f64,
        settings: &Settings,
        samples: Stretch<E>,
    ) -> Result<Option<Swept>, E> {
        let Some(plan) = SweepPlan::of(tracker, sample_rate_hz) else { return Ok(None) };
        let Band { low_hz, high_hz } = settings.band.at_rate(sample_rate_hz);
        let mut curves = Curves::new();
        for pair in pairs(channels) {
            curves.insert(pair, plan.curves(pair, [low_hz, high_hz], samples)?);
        }
        let (octaves_per_s, too_long) = (Some(plan.octaves_per_s()), plan.too_long());
        Ok(Some(Swept { octaves_per_s, curves, too_long, sample_rate_hz }))
    }

    /// The section with the curves and derived figures, and with the refusal of figures that need a steady stimulus.
    pub(crate) fn section(&self, measured: MeasuredSection, settings: &Settings) -> MeasuredSection {
        let section = match self.octaves_per_s {
            Some(octaves_per_s) => without_steady(measured.section, octaves_per_s),
            None => measured.section,
        };
        let names: Vec<String> = section.channels.iter().map(|channel| channel.name.clone()).collect();
        let index = |name: &String| names.iter().position(|known| known == name);
        let pair = |pair: PairReport| {
            let place = index(&pair.from).zip(index(&pair.to));
            let curves = place.and_then(|(from, to)| self.curves.get(&[from, to]));
            self.pair(pair, curves, settings)
        };
        let pairs = section.pairs.into_iter().map(pair).collect();
        MeasuredSection { section: Section { pairs, ..section }, ..measured }
    }

    fn pair(&self, mut pair: PairReport, curves: Option<&PairCurves>, settings: &Settings) -> PairReport {
        if let Some(curves) = curves {
            pair = filled(pair, curves, self.sample_rate_hz, settings);
        }
        if let Some(refusal) = &self.too_long {
            refuse_empty_curves(&mut pair, refusal);
        }
        pair
    }
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

/// A section with a sweep: refuses figures that need a steady stimulus.
fn without_steady(mut section: Section, octaves_per_s: f64) -> Section {
    let refusal = Refusal::Glides { octaves_per_s };
    section.stimulus.kind = StimulusKind::Sweep;
    section.stimulus.tones_hz.values_mut().for_each(Vec::clear);
    section.channels.iter_mut().for_each(|channel| refuse_lines(channel, &refusal));
    for pair in &mut section.pairs {
        refuse(&mut pair.figures, &refusal, &[PairFigure::Correlation, PairFigure::CorrelationCoherence]);
    }
    section
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

fn refuse<Id: FigureKey>(figures: &mut Figures<Id>, refusal: &Refusal, kept: &[Id]) {
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

/// A pair with its curves and the figures derived from them.
fn filled(mut pair: PairReport, curves: &PairCurves, sample_rate_hz: f64, settings: &Settings) -> PairReport {
    let band = settings.band.at_rate(sample_rate_hz);
    let points = |responses: &[Response]| responses.iter().map(Response::point).collect::<Vec<Point>>();
    let (crosstalk, balance) = (points(&curves.crosstalk), points(&curves.balance));
    let mut read = |id: PairFigure, outcome: Outcome| {
        let reading = outcome.map_or_else(Reading::NotMeasurable, Reading::Measured);
        pair.figures.insert(id, reading);
    };
    read(PairFigure::XtalkCurve, worst::highest(&crosstalk, band));
    read(PairFigure::BalanceCurve, worst::farthest(&balance, band));
    if !curves.balance.is_empty() {
        let line = phase_line(&curves.balance, band, sample_rate_hz);
        read(PairFigure::BalancePolarity, line.as_ref().map_err(Clone::clone).and_then(PhaseLine::polarity));
        let delay = if curves.is_at_once { line.map(|line| line.delay_frames()) } else { Err(ALTERNATING) };
        read(PairFigure::BalanceDelay, delay);
    }
    read(PairFigure::XtalkCauseResistance, cause::resistance(&curves.crosstalk, settings));
    read(PairFigure::XtalkCauseCapacitance, cause::capacitance(&curves.crosstalk, settings));
    PairReport {
        crosstalk_curve: curves::reported(&crosstalk),
        balance_curve: curves::reported(&balance),
        ..pair
    }
}
