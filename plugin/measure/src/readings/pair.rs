//! Relations between two channels, from one to the other.

use realfft::num_complex::Complex;

use super::context::{Context, complete, refused};
use super::lines::ChannelLines;
use super::tone;
use super::tone::ToneReadings;
use crate::figures::curve::Point;
use crate::figures::curves;
use crate::figures::estimate::Power;
use crate::figures::figure::{Figure, Outcome, PairFigure};
use crate::figures::refusal::Refusal;
use crate::figures::report::{CoherencePoint, PairReport, StimulusKind};
use crate::figures::response::Response;
use crate::figures::worst;
use crate::lines::model::Role;
use crate::readings::cause;
use crate::terms::settings::Settings;
use crate::terms::units::wrapped_rad;

pub(crate) fn report(
    context: &Context,
    lines: &[ChannelLines],
    names: &[String],
    from: usize,
    to: usize,
) -> PairReport {
    let pair = Pair { context, from: &lines[from], to: &lines[to] };
    let report = |figures| PairReport::new(&names[from], &names[to], figures);
    if let Some(refusal) = context.poison(from).or_else(|| context.poison(to)) {
        return report(refused(&refusal));
    }
    let crosstalk = pair.crosstalk();
    let points: Vec<Point> = crosstalk.iter().filter(|_| pair.is_multitone()).map(Response::point).collect();
    let balance = pair.balance_curve();
    let coherence = pair.coherence_points();
    // Names every id, so that a new one does not compile without its reading.
    let figures = complete(|id| match id {
        PairFigure::XtalkSelective => pair.selective(),
        PairFigure::XtalkBroadband => pair.broadband(),
        PairFigure::XtalkCurve => pair.needs_own_tones().and_then(|()| worst::highest(&points, context.band)),
        PairFigure::XtalkNonlinear => pair.nonlinear(),
        PairFigure::XtalkCauseResistance => pair.cause(&crosstalk, cause::resistance),
        PairFigure::XtalkCauseCapacitance => pair.cause(&crosstalk, cause::capacitance),
        PairFigure::BalanceLevel => pair.balance_level(),
        PairFigure::BalanceDelay => pair.balance_delay(),
        PairFigure::BalancePolarity => pair.polarity(),
        PairFigure::BalanceCurve => pair.needs_tones().and_then(|()| worst::farthest(&balance, context.band)),
        PairFigure::Correlation => pair.correlation(),
        PairFigure::CorrelationCoherence => pair.coherence(&coherence),
    });
    let (crosstalk_curve, balance_curve) = (curves::reported(&points), curves::reported(&balance));
    PairReport { crosstalk_curve, balance_curve, coherence, ..report(figures) }
}

pub(super) struct Pair<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) from: &'a ChannelLines<'a>,
    pub(super) to: &'a ChannelLines<'a>,
}

impl Pair<'_> {
    /// The refusal of a record without any tone.
    pub(super) fn needs_tones(&self) -> Result<(), Refusal> {
        let missing = self.context.average.stimulus.tones.is_empty();
        if missing { Err(self.context.no_tone(self.from.channel)) } else { Ok(()) }
    }

    /// The refusal of crosstalk if `from` has no tone of its own.
    fn needs_own_tones(&self) -> Result<(), Refusal> {
        self.needs_tones()?;
        tone::needs_drive(self.from)?;
        let common = self.nearest_to_1_khz(self.tones(true)).filter(|_| self.tones(false).next().is_none());
        common.map_or(Ok(()), |tone| Err(Refusal::BothDriven { frequency_hz: self.tone_hz(tone) }))
    }

    pub(super) fn is_multitone(&self) -> bool {
        self.context.average.stimulus.tones.len() > 2
    }

    /// Tones of `from` that exceed rounding and are in both channels' models; `shared` selects whether they drive `to`
    /// too.
    pub(super) fn tones(&self, shared: bool) -> impl Iterator<Item = usize> + '_ {
        let driven = &self.context.average.stimulus.driven;
        let (from, to) = (&driven[self.from.channel], &driven[self.to.channel]);
        let modelled = |tone: &usize| {
            let power = |lines: &ChannelLines| lines.stimulus_power(Role::Tone(*tone));
            power(self.from).is_some_and(|power| power.value > 0.0) && power(self.to).is_some()
        };
        from.iter().copied().filter(move |tone| to.contains(tone) == shared).filter(modelled)
    }

    pub(super) fn tone_hz(&self, tone: usize) -> f64 {
        self.context.hz(self.context.channel(self.from.channel).tones[tone])
    }

    pub(super) fn nearest_to_1_khz(&self, tones: impl Iterator<Item = usize>) -> Option<usize> {
        tones.min_by(|&a, &b| worst::nearer(self.tone_hz(a), self.tone_hz(b)))
    }

    /// The tone that drives `from` and not `to`; for a multitone the one nearest 1 kHz.
    fn driving_tone(&self) -> Result<usize, Refusal> {
        let own = self.nearest_to_1_khz(self.tones(false)).filter(|_| self.is_multitone());
        let tone = own.map_or_else(|| Ok(ToneReadings::new(self.from)?.tone), Ok);
        self.needs_own_tones().and(tone)
    }

    /// Crosstalk at every tone that drives only `from`, ascending in frequency.
    fn crosstalk(&self) -> Vec<Response> {
        let mut points: Vec<Response> = self.tones(false).map(|tone| self.response(tone)).collect();
        points.sort_by(|a, b| a.frequency_hz.total_cmp(&b.frequency_hz));
        points
    }

    /// A cause fitted to the crosstalk; without any, the reason for its absence.
    fn cause(&self, crosstalk: &[Response], fit: fn(&[Response], &Settings) -> Outcome) -> Outcome {
        if crosstalk.is_empty() {
            self.driving_tone()?;
        }
        for tone in self.tones(false).take(1) {
            self.needs_clear_tone(tone)?;
        }
        fit(crosstalk, self.context.settings)
    }

    pub(super) fn power(&self, lines: &ChannelLines, tone: usize) -> Power {
        lines.stimulus_power(Role::Tone(tone)).unwrap_or_default()
    }

    /// The undriven channel's amplitude over the driven one's, averaged as a complex ratio, so that components not
    /// locked to the drive average out.
    fn selective(&self) -> Outcome {
        let tone = self.driving_tone()?;
        self.needs_clear_tone(tone)?;
        let response = self.response(tone);
        let silent = self.context.is_silent(self.to.channel);
        Ok(Figure {
            phase_rad: (!silent).then(|| wrapped_rad(response.ratio.arg())),
            ..response.power().level()
        })
    }

    /// The refusal of a tone that coincides with a multiple of the other channel's.
    fn needs_clear_tone(&self, tone: usize) -> Result<(), Refusal> {
        match self.context.related_tones() {
            Err(Refusal::RelatedTones { orders, .. }) if orders[tone] == 1 => self.context.related_tones(),
            _ => Ok(()),
        }
    }

    pub(super) fn ratio(&self, channel: usize, tone: usize) -> Complex<f64> {
        self.context.average.ratios[channel][tone]
    }

    fn response(&self, tone: usize) -> Response {
        let bins = self.context.channel(self.to.channel).tones[tone];
        let silent = self.context.is_silent(self.to.channel);
        let share = self.context.channel(self.to.channel).stimulus.shares.fit_amplitude();
        let ratio = self.ratio(self.to.channel, tone);
        let noise = if silent { 0.0 } else { self.to.noise_under(bins) * self.to.widening() };
        let drive_noise = self.from.noise_under(bins) * self.from.widening() * ratio.norm_sqr();
        Response {
            frequency_hz: self.tone_hz(tone),
            ratio,
            variance: ((noise + drive_noise) * share + self.to.format_variance().sqrt())
                / self.driven_power(tone),
        }
    }

    fn driven_power(&self, tone: usize) -> f64 {
        let line = self.context.channel(self.from.channel).stimulus.get(Role::Tone(tone));
        line.map_or(f64::MIN_POSITIVE, |line| line.power.max(f64::MIN_POSITIVE))
    }

    /// In-band power of the undriven channel over that of the driven one.
    fn broadband(&self) -> Outcome {
        let tone = self.driving_tone()?;
        let one_side = self.context.average.stimulus.driven[self.to.channel].is_empty();
        if !one_side {
            return Err(Refusal::WrongStimulus { needs: "one side driven, the other without signal".into() });
        }
        let driven = ToneReadings::new(self.from)?.total();
        let crosstalk = self.to.stimulus_power(Role::Tone(tone)).unwrap_or_default();
        let harmonics = self.to.counted_harmonics(tone, |_| true).plus(self.to.aliased(tone));
        let rest = Power::sum([harmonics, self.to.hum(), self.to.spurs(), self.to.noise]);
        Ok(crosstalk.plus(rest).over(driven))
    }

    /// Products of both channels' tones on `to`, over its own tone. Those that coincide with tones, harmonics or hum
    /// are excluded.
    fn nonlinear(&self) -> Outcome {
        self.needs_tones()?;
        let needs = "one tone on the first side and another on the second";
        if self.context.kind != StimulusKind::DualTone {
            return Err(Refusal::WrongStimulus { needs: needs.into() });
        }
        self.context.related_tones()?;
        let own = ToneReadings::new(self.to)?.fundamental;
        let products = self.to.cross_products().into_iter();
        let clear: Vec<Power> =
            products.filter(|(hz, _)| !self.to.is_near_hum(*hz)).map(|(_, power)| power).collect();
        if clear.is_empty() {
            return Err(Refusal::WrongStimulus {
                needs: "tones whose products stand clear of other lines".into(),
            });
        }
        Ok(Power::sum(clear).over(own))
    }

    /// Computed from the measured samples, hence exact.
    fn correlation(&self) -> Outcome {
        self.context.average.moments.correlation().map(Figure::exact).ok_or(Refusal::DigitalSilence)
    }

    /// Coherence in third octaves, for the first two channels.
    fn coherence_points(&self) -> Vec<CoherencePoint> {
        if self.from.channel + self.to.channel != 1 {
            return Vec::new();
        }
        let Context { average, frames, band, .. } = self.context;
        average.coherence.points(frames / 2 + 1, self.context.bin_hz(), *band, average.shares.noise_sum())
    }

    /// Mean over the third octaves, whose errors are independent.
    fn coherence(&self, points: &[CoherencePoint]) -> Outcome {
        if [self.from, self.to].iter().any(|lines| self.context.is_silent(lines.channel)) {
            return Err(Refusal::DigitalSilence);
        }
        if self.from.channel + self.to.channel != 1 {
            return Err(Refusal::WrongStimulus { needs: "the first two channels".into() });
        }
        if points.is_empty() {
            let needs = "sound of both channels in the band, or a longer record";
            return Err(Refusal::WrongStimulus { needs: needs.into() });
        }
        let count = points.len() as f64;
        let value = points.iter().map(|point| point.coherence).sum::<f64>() / count;
        let half = |point: &CoherencePoint| (point.high - point.coherence).max(point.coherence - point.low);
        let spread = points.iter().map(|point| half(point).powi(2)).sum::<f64>().sqrt() / count;
        let (low, high) = ((value - spread).max(0.0), (value + spread).min(1.0));
        Ok(Figure { low, high, ..Figure::exact(value) })
    }
}
