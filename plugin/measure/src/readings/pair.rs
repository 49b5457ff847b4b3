//! What two channels say about each other, from one to the other.

use realfft::num_complex::Complex;

use super::lines::{ChannelLines, wrapped};
use super::tone::ToneReadings;
use super::{Context, Outcome, complete, refused};
use crate::estimate::{Power, Z95};
use crate::model::Role;
use crate::{Figure, FigureId, PairReport, Refusal, Scope};

pub(crate) fn report(
    context: &Context,
    lines: &[ChannelLines],
    names: &[String],
    from: usize,
    to: usize,
) -> PairReport {
    let pair = Pair { context, from: &lines[from], to: &lines[to] };
    let poison = context.poison(from).or_else(|| context.poison(to));
    let figures = match poison {
        Some(refusal) => refused(Scope::Pair, &refusal),
        None => complete(Scope::Pair, |id| pair.read(id)),
    };
    PairReport::new(&names[from], &names[to], figures)
}

struct Pair<'a> {
    context: &'a Context<'a>,
    from: &'a ChannelLines<'a>,
    to: &'a ChannelLines<'a>,
}

impl Pair<'_> {
    fn read(&self, id: FigureId) -> Outcome {
        match id {
            FigureId::XtalkSelective => self.selective(),
            FigureId::XtalkBroadband => self.broadband(),
            FigureId::BalanceLevel => self.balance_level(),
            FigureId::BalanceDelay => self.balance_delay(),
            FigureId::Correlation => self.correlation(),
            _ => Err(Refusal::WrongStimulus { needs: "another stimulus" }),
        }
    }

    /// The tone that drives `from` and not `to`.
    fn driving_tone(&self) -> Result<usize, Refusal> {
        let stimulus = &self.context.average.stimulus;
        let tone = ToneReadings::new(self.from)?.tone;
        if stimulus.driven[self.to.channel].contains(&tone) {
            let bins = self.context.channel(self.from.channel).tones[tone];
            return Err(Refusal::BothDriven { frequency_hz: self.context.hz(bins) });
        }
        Ok(tone)
    }

    /// The undriven side's amplitude over the driven one's, averaged as a complex ratio: what is not locked to the
    /// drive averages out.
    fn selective(&self) -> Outcome {
        let tone = self.driving_tone()?;
        let ratio = self.ratio(self.to.channel, tone);
        let power = self.ratio_power(ratio, tone);
        let figure = power.level();
        let silent = self.context.is_silent(self.to.channel);
        Ok(Figure { phase_rad: (!silent).then(|| wrapped(ratio.arg())), ..figure })
    }

    fn ratio(&self, channel: usize, tone: usize) -> Complex<f64> {
        self.context.average.ratios[channel][tone]
    }

    fn ratio_power(&self, ratio: Complex<f64>, tone: usize) -> Power {
        let driven = self.driven_power(tone);
        let bins = self.context.channel(self.to.channel).tones[tone];
        let silent = self.context.is_silent(self.to.channel);
        let share = self.context.channel(self.to.channel).stimulus.shares.fit_amplitude();
        let noise = if silent { 0.0 } else { self.to.noise_under(bins) * share / driven };
        Power { value: ratio.norm_sqr() - noise, null: noise * noise, slope: 2.0 * noise }
    }

    fn driven_power(&self, tone: usize) -> f64 {
        let line = self.context.channel(self.from.channel).stimulus.get(Role::Tone(tone));
        line.map_or(f64::MIN_POSITIVE, |line| line.power.max(f64::MIN_POSITIVE))
    }

    /// All in band on the undriven side over all of the driven one.
    fn broadband(&self) -> Outcome {
        let tone = self.driving_tone()?;
        let one_side = self.context.average.stimulus.driven[self.to.channel].is_empty();
        if !one_side {
            return Err(Refusal::WrongStimulus { needs: "one side driven, the other without signal" });
        }
        let driven = ToneReadings::new(self.from)?.total();
        let crosstalk = self.to.stimulus_power(Role::Tone(tone)).unwrap_or_default();
        let harmonics = self.to.counted_harmonics(tone, |_| true).plus(self.to.aliased(tone));
        let rest = Power::sum([harmonics, self.to.hum(), self.to.spurs(), self.to.noise]);
        Ok(crosstalk.plus(rest).over(driven))
    }

    /// The tone that drives both.
    fn common_tone(&self) -> Result<usize, Refusal> {
        let (from, to) = (ToneReadings::new(self.from)?, ToneReadings::new(self.to)?);
        if from.tone == to.tone {
            Ok(from.tone)
        } else {
            Err(Refusal::WrongStimulus { needs: "the same tone on both sides" })
        }
    }

    fn balance_level(&self) -> Outcome {
        self.common_tone()?;
        let (from, to) = (ToneReadings::new(self.from)?, ToneReadings::new(self.to)?);
        Ok(to.fundamental.over(from.fundamental))
    }

    /// From the phase between the sides, hence modulo one period.
    fn balance_delay(&self) -> Outcome {
        let tone = self.common_tone()?;
        let ratio = self.ratio(self.to.channel, tone) / self.ratio(self.from.channel, tone);
        let bins = self.context.channel(self.from.channel).tones[tone];
        let radians_per_sample = std::f64::consts::TAU * bins / self.context.frames as f64;
        let deviation = |lines: &ChannelLines| {
            let power = lines.stimulus_power(Role::Tone(tone)).unwrap_or_default();
            let share = self.context.channel(lines.channel).stimulus.shares.fit_amplitude();
            lines.noise_under(bins) * share / (2.0 * power.value.max(f64::MIN_POSITIVE))
        };
        let phase_deviation = (deviation(self.from) + deviation(self.to)).sqrt();
        Ok(Figure::within(-ratio.arg() / radians_per_sample, Z95 * phase_deviation / radians_per_sample))
    }

    /// Of these very samples, hence exact.
    fn correlation(&self) -> Outcome {
        let [product, first, second] = self.context.average.covariance;
        let scale = (first * second).sqrt();
        if !scale.is_normal() {
            return Err(Refusal::DigitalSilence);
        }
        Ok(Figure::exact((product / scale).clamp(-1.0, 1.0)))
    }
}
