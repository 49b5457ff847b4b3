//! The figures of a single tone: frequency, level, THD, THD+N and its components, SINAD, SNR.

use std::f64::consts::PI;

use super::lines::{ChannelLines, HarmonicPower};
use crate::figures::estimate::{Power, Z95};
use crate::figures::figure::{Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::lines::line_fit::{LineFit, frequency_deviation_bins};
use crate::lines::line_mean::LineMean;
use crate::lines::model::Role;
use crate::terms::settings::Band;
use crate::terms::units::{db_to_power, power_to_db};
use crate::terms::weighting::{Weighting, ccir_rms_power};

/// A frequency's rounding in bins.
const ROUNDING_BINS: f64 = 1e-11;

/// One driven channel's powers.
pub(crate) struct ToneReadings<'a> {
    lines: &'a ChannelLines<'a>,
    pub(crate) tone: usize,
    pub(crate) fundamental: Power,
    harmonics: Power,
    hum: Power,
    /// Other lines, including aliased harmonics and products of both channels' tones.
    spurs: Power,
    residual: Power,
}

impl<'a> ToneReadings<'a> {
    /// The powers, or why no single tone drives this channel.
    pub(crate) fn new(lines: &'a ChannelLines<'a>) -> Result<ToneReadings<'a>, Refusal> {
        let tone = driving_tone(lines)?;
        let refuse = || lines.context.no_tone(lines.channel);
        let fundamental = lines.stimulus_power(Role::Tone(tone)).ok_or_else(refuse)?;
        let harmonics = lines.counted_harmonics(tone, |_| true);
        let (hum, spurs) =
            (lines.hum(), Power::sum([lines.spurs(), lines.aliased(tone), lines.cross_products_in_band()]));
        let residual = Power::sum([harmonics, hum, spurs, lines.noise]);
        Ok(ToneReadings { lines, tone, fundamental, harmonics, hum, spurs, residual })
    }

    /// Fundamental and residual.
    pub(crate) fn total(&self) -> Power {
        self.fundamental.plus(self.residual)
    }

    /// A part of the residual over the total.
    pub(super) fn share(&self, part: Power) -> Figure {
        part.over(self.total())
    }

    pub(super) fn harmonic_share(&self) -> Outcome {
        self.needs_harmonic(2)?;
        Ok(self.share(self.harmonics))
    }

    pub(super) fn hum_share(&self) -> Outcome {
        super::hum::level(self.lines).map(|_| self.share(self.hum))
    }

    /// From one record's fit: the bound `var(ω) = 24σ²/(A²N³)` with the noise under the line `n = 6σ²/N` gives
    /// `4n/(A²N²)`. For a recording, from its records' phases.
    pub(super) fn frequency(&self) -> Figure {
        let channel = self.lines.context.channel(self.lines.channel);
        let bins = channel.tones[self.tone];
        let frames = self.lines.context.frames as f64;
        let deviation_bins = match channel.tracked.get(&self.tone) {
            Some(tracked) => (tracked.factor * self.phase_variance()).sqrt() * frames,
            None => {
                let share = channel.stimulus.shares.frequency();
                frequency_deviation_bins(2.0 * self.phase_variance() * share)
            }
        };
        let half_bins = Z95 * deviation_bins + ROUNDING_BINS;
        Figure::within(self.lines.context.hz(bins), self.lines.context.hz(half_bins))
    }

    /// Variance of the fundamental's phase in one record.
    fn phase_variance(&self) -> f64 {
        let bins = self.lines.context.channel(self.lines.channel).tones[self.tone];
        self.lines.noise_under(bins) * self.lines.widening()
            / (2.0 * self.fundamental.value.max(f64::MIN_POSITIVE))
    }

    /// From the phases of three or more records of a recording; else from the bend of the phase within a record.
    pub(super) fn drift(&self) -> Figure {
        const PPM: f64 = 1e6;
        let context = self.lines.context;
        let channel = context.channel(self.lines.channel);
        let frames = context.frames as f64;
        let bins = channel.tones[self.tone];
        let used_frames = if channel.tracks.is_empty() { frames } else { context.average.frames() as f64 };
        let track = channel.tracks.get(&self.tone);
        let (change_bins, deviation_bins) =
            match track.and_then(|track| track.drift_turns_per_frame(frames, used_frames)) {
                Some(drift) => (drift.value * frames, (drift.factor * self.phase_variance()).sqrt() * frames),
                None => {
                    // With a phase `γu²` the frequency changes by 8γ/N radians per frame from end to end.
                    let per_bend = 4.0 / PI * used_frames / frames;
                    let bend_rad = channel.bends_rad.get(self.tone).copied().unwrap_or(0.0);
                    let variance = self.phase_variance() * channel.stimulus.shares.bend();
                    (bend_rad * per_bend, LineFit::BEND_DEVIATION * variance.sqrt() * per_bend)
                }
            };
        Figure::within(PPM * change_bins / bins, PPM * (Z95 * deviation_bins + ROUNDING_BINS) / bins)
    }

    /// The first harmonic of a parity must lie in band.
    fn needs_harmonic(&self, order: u32) -> Result<(), Refusal> {
        let channel = self.lines.context.channel(self.lines.channel);
        let frequency_hz = f64::from(order) * self.lines.context.hz(channel.tones[self.tone]);
        let band_high_hz = self.lines.context.band.high_hz;
        if frequency_hz > band_high_hz + 1.0 {
            return Err(Refusal::OutsideBand { order, frequency_hz, band_high_hz });
        }
        Ok(())
    }

    /// The value is limited by that of THD+N, and is then a limit. The interval ends at the upper end of THD+N at the
    /// latest: if distortion dominates, THD+N itself is as likely to be too low as too high.
    pub(super) fn thd(&self) -> Outcome {
        self.needs_harmonic(2)?;
        let thd = self.harmonics.over(self.fundamental);
        let thdn = self.thdn();
        let value = thd.value.min(thdn.value);
        let high = if thd.limit { value } else { thd.high.min(thdn.high) };
        Ok(Figure { value, low: thd.low.min(value), high, ..thd })
    }

    pub(super) fn thdn(&self) -> Figure {
        self.residual.over(self.fundamental)
    }

    pub(super) fn parity(&self, first: u32) -> Outcome {
        self.needs_harmonic(first)?;
        Ok(self.lines.counted_harmonics(self.tone, |order| order % 2 == first % 2).over(self.fundamental))
    }

    /// Without a spur, their detection limit at any frequency.
    pub(super) fn spur_share(&self) -> Figure {
        if !self.spurs.is_limit() {
            return self.share(self.spurs);
        }
        let (_, known) = self.spurs.interval();
        let hidden = known.max(self.lines.floor.hidden_spur(self.lines.context.band));
        let hidden = power_to_db(hidden / self.total().value);
        Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(hidden) }
    }

    /// Everything from 0 to fs/2 except DC and the fundamental.
    pub(super) fn sinad(&self) -> Figure {
        let lines = self.lines;
        let whole = Band { low_hz: 0.0, high_hz: lines.context.sample_rate_hz / 2.0 };
        let own = |h: &HarmonicPower| h.told_apart;
        let harmonics = Power::sum(lines.harmonics(self.tone).into_iter().filter(own).map(|h| h.power));
        let hum = Power::sum(lines.hum_lines().into_iter().map(|(_, _, power)| power));
        let spurs = Power::exact(lines.floor.spurs.iter().map(|spur| spur.power).sum());
        let others = lines.cross_products().into_iter().chain(lines.loud_multiples_of_mains());
        let others = Power::sum(others.map(|(_, power)| power));
        let rest =
            Power::sum([harmonics, hum, spurs, others, lines.floor.band_power(whole, Weighting::Flat)]);
        rest.over(self.fundamental).negated()
    }

    pub(super) fn enob(&self) -> Figure {
        let level = self.fundamental.level().value;
        let bits = |sinad: f64| (sinad - 1.76 - level) / 6.02;
        let sinad = self.sinad();
        Figure { value: bits(sinad.value), low: bits(sinad.low), high: bits(sinad.high), ..sinad }
    }

    /// AES17 6.4.1: the CCIR-RMS weighted residual of 997 Hz at −60 dBFS.
    pub(super) fn dynamic_range(&self) -> Outcome {
        let lines = self.lines;
        let hz = lines.context.hz(lines.context.channel(lines.channel).tones[self.tone]);
        if (hz - 997.0).abs() > 10.0 || (self.fundamental.level().value + 60.0).abs() > 1.0 {
            return Err(Refusal::WrongStimulus { needs: "997 Hz at −60 dBFS".into() });
        }
        let in_band = |hz: f64| lines.in_band(hz);
        let harmonics =
            lines.harmonics(self.tone).into_iter().filter(|h| h.told_apart).map(|h| (h.hz, h.power));
        let hum = lines.hum_lines().into_iter().map(|(_, hz, power)| (hz, power));
        let spurs = lines.floor.spurs.iter().map(|s| (lines.context.hz(s.bins), Power::exact(s.power)));
        let others = lines.cross_products().into_iter().chain(lines.loud_multiples_of_mains());
        let weighted = |(hz, power): (f64, Power)| power.times(ccir_rms_power(hz));
        let tones =
            harmonics.chain(hum).chain(spurs).chain(others).filter(|(hz, _)| in_band(*hz)).map(weighted);
        let noise = lines.floor.band_power(lines.context.band, Weighting::CcirRms);
        Ok(Power::sum(tones).plus(noise).level().negated())
    }
}

/// The only tone that drives this channel.
fn driving_tone(lines: &ChannelLines) -> Result<usize, Refusal> {
    let context = lines.context;
    let stimulus = &context.average.stimulus;
    if stimulus.tones.is_empty() {
        return Err(context.no_tone(lines.channel));
    }
    if context.is_silent(lines.channel) {
        return Err(Refusal::DigitalSilence);
    }
    needs_drive(lines)?;
    if stimulus.is_pair() || stimulus.tones.len() > 2 {
        return Err(Refusal::WrongStimulus { needs: "a single tone".into() });
    }
    lines.own_tone().ok_or(Refusal::WrongStimulus { needs: "a single tone".into() })
}

/// Refuses a channel all of whose tones are 10 dB or more below the same tones elsewhere.
pub(crate) fn needs_drive(lines: &ChannelLines) -> Result<(), Refusal> {
    let stimulus = &lines.context.average.stimulus;
    let undriven = !stimulus.tones.is_empty() && stimulus.driven[lines.channel].is_empty();
    if undriven { Err(Refusal::NotDriven { below_db: below_db(lines) }) } else { Ok(()) }
}

/// Level of the tone here below that on the driven channel.
fn below_db(lines: &ChannelLines) -> f64 {
    let context = lines.context;
    let power = |channel: usize, tone: usize| {
        context.channel(channel).stimulus.get(Role::Tone(tone)).map_or(0.0, |line: &LineMean| line.power)
    };
    let tones = 0..context.average.stimulus.tones.len();
    let below = tones.filter_map(|tone| {
        let owner = context.average.stimulus.owner(tone)?;
        Some(power_to_db(power(owner, tone) / power(lines.channel, tone).max(f64::MIN_POSITIVE)))
    });
    below.fold(f64::INFINITY, f64::min).min(MOST_DB)
}

/// Ratios beyond this are due to rounding.
const MOST_DB: f64 = 400.0;

/// Converts a power ratio over the fundamental to one over the total: `r/(1+r)`.
pub(crate) fn total_form(figure: Figure) -> Figure {
    let convert = |db: f64| {
        let ratio = db_to_power(db);
        power_to_db(ratio / (1.0 + ratio))
    };
    Figure { value: convert(figure.value), low: convert(figure.low), high: convert(figure.high), ..figure }
}
