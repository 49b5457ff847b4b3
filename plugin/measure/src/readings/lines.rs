//! The powers of one channel by role.

use super::context::Context;
use crate::average::line_set::LineSet;
use crate::figures::estimate::{LIMIT_SIGMAS, Power, Z95, student_widening};
use crate::lines::hum;
use crate::lines::line_fit::SEPARATION_BINS;
use crate::lines::line_mean::LineMean;
use crate::lines::model::{Fundamentals, HUM_ORDERS, LISTED_HARMONICS, Role};
use crate::lines::neighbourhood::SpurLine;
use crate::noise::floor::NoiseFloor;
use crate::spectra::word_length::WordLength;
use crate::terms::settings::Band;
use crate::terms::units::wrapped_rad;
use crate::terms::weighting::Weighting;

/// Noise below this share of the rounding power does not dither it. Triangular dither has three times that power.
const UNDITHERED: f64 = 0.5;
/// Rounding of transform and fit, as a power relative to the strongest line.
const ROUNDING: f64 = 1e-27;

/// One channel's lines and noise as powers.
pub(crate) struct ChannelLines<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) channel: usize,
    pub(crate) floor: &'a NoiseFloor,
    /// Noise in band.
    pub(crate) noise: Power,
    rounding: f64,
    widening: f64,
    /// Power below which a line may be due to rounding to the format: the rounding power if undithered, else 0.
    format_floor: f64,
}

/// A harmonic with its frequency.
#[derive(Clone, Copy)]
pub(crate) struct HarmonicPower {
    pub(crate) order: u32,
    pub(crate) hz: f64,
    pub(crate) aliased: bool,
    /// Whether the model has a separate line for it.
    pub(crate) told_apart: bool,
    pub(crate) power: Power,
    /// `φ_k − k·φ_1`, as sines.
    pub(crate) phase_rad: f64,
}

impl<'a> ChannelLines<'a> {
    pub(crate) fn new(context: &'a Context<'a>, channel: usize) -> ChannelLines<'a> {
        let floor = &context.floors[channel];
        let strongest =
            context.channel(channel).stimulus.lines.iter().map(|line| line.power).fold(0.0, f64::max);
        let format_floor = format_floor(context, channel);
        let unlisted = floor.spurs.iter().filter(|spur| spur.power < format_floor);
        let rounding_lines = unlisted.filter(|spur| context.band.holds_line(context.hz(spur.bins)));
        let rounding_lines = Power::exact(rounding_lines.map(|spur| spur.power).sum());
        ChannelLines {
            context,
            channel,
            floor,
            noise: floor.band_power(context.band, Weighting::Flat).plus(rounding_lines),
            rounding: strongest * ROUNDING,
            widening: student_widening(floor.under_line_variance()),
            format_floor,
        }
    }

    /// Lines found in the noise that rounding to the format does not explain.
    pub(crate) fn found_spurs(&self) -> impl Iterator<Item = &SpurLine> {
        self.floor.spurs.iter().filter(|spur| spur.power >= self.format_floor)
    }

    /// Lines found in the noise that rounding without dither may have caused.
    pub(crate) fn rounding_lines(&self) -> impl Iterator<Item = &SpurLine> {
        self.floor.spurs.iter().filter(|spur| spur.power < self.format_floor)
    }

    /// Variance that turns lines below the format's rounding into limits.
    pub(crate) fn format_variance(&self) -> f64 {
        (self.format_floor / LIMIT_SIGMAS).powi(2)
    }

    pub(crate) fn fundamentals(&self) -> Fundamentals {
        let average = self.context.channel(self.channel);
        Fundamentals { tones: average.tones.clone(), mains: average.mains, strays: Vec::new() }
    }

    /// The only tone that drives this channel.
    pub(crate) fn own_tone(&self) -> Option<usize> {
        match self.context.average.stimulus.driven.get(self.channel)?[..] {
            [tone] => Some(tone),
            _ => None,
        }
    }

    /// Noise power under a line in one record.
    pub(crate) fn noise_under(&self, bins: f64) -> f64 {
        self.floor.under_line(bins) + self.rounding
    }

    /// Growth of the variance because the noise itself is estimated from a limited number of bins.
    pub(crate) fn widening(&self) -> f64 {
        self.widening
    }

    /// Power of a line of the stimulus: from the mean of complex values or of powers, according to the average.
    pub(crate) fn stimulus_power(&self, role: Role) -> Option<Power> {
        let channel = self.context.channel(self.channel);
        let line = channel.stimulus.get(role)?;
        Some(if self.context.average.by_amplitude {
            self.coherent_power(line)
        } else {
            self.mean_power(&channel.stimulus, line)
        })
    }

    /// De-biased mean power: `E|a|² = p + n`, variance `n² + 2np` per record.
    fn mean_power(&self, set: &LineSet, line: &LineMean) -> Power {
        if line.share.is_some() {
            return self.coherent_power(line);
        }
        let noise = self.noise_under(line.bins);
        Power {
            value: line.power - (noise - self.rounding),
            null: noise * noise * set.shares.fit_power() * self.widening + self.format_variance(),
            slope: 2.0 * noise * set.shares.fit_amplitude() * self.widening,
        }
    }

    fn coherent_power(&self, line: &LineMean) -> Power {
        let of_records = || self.context.channel(self.channel).stimulus.shares.fit_amplitude();
        let share = line.share.unwrap_or_else(of_records);
        let noise = self.noise_under(line.bins) * share;
        Power {
            value: line.aligned.norm_sqr() - (noise - self.rounding * share),
            null: noise * noise * self.widening + self.format_variance(),
            slope: 2.0 * noise * self.widening,
        }
    }

    /// Harmonics of a tone: at least to the 20th, and to the highest below half the sample rate.
    pub(crate) fn harmonics(&self, tone: usize) -> Vec<HarmonicPower> {
        let at = self.fundamentals();
        let Some(f0) = at.tones.get(tone) else { return Vec::new() };
        let highest = ((self.context.frames as f64 / 2.0 / f0) as u32).max(LISTED_HARMONICS);
        (2..=highest).filter_map(|order| self.harmonic(&at, tone, order)).collect()
    }

    /// A harmonic that coincides with a line of lower order is not resolved: that line's power is its upper limit.
    fn harmonic(&self, at: &Fundamentals, tone: usize, order: u32) -> Option<HarmonicPower> {
        let frames = self.context.frames as f64;
        let set = &self.context.channel(self.channel).stimulus;
        let role = Role::Harmonic { tone, order };
        let bins = role.bins(at, frames);
        let (power, phase_rad) = match set.get(role) {
            // φ_k − k·φ_1 of cosines, minus a quarter turn for each order above the first. If the tone drives another
            // channel too, the reference may be there: then the tone's own phase here is subtracted.
            Some(line) => {
                let own = set.get(Role::Tone(tone)).map_or(0.0, |line| line.aligned.arg());
                let quarters = std::f64::consts::FRAC_PI_2 * (1.0 - f64::from(order));
                (
                    self.stimulus_power(role)?,
                    wrapped_rad(line.aligned.arg() - f64::from(order) * own + quarters),
                )
            }
            None => {
                let distance = |line: &LineMean| (line.bins - bins).abs();
                let nearest = set.lines.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
                (Power { value: 0.0, null: (nearest.power / Z95).powi(2), slope: 0.0 }, 0.0)
            }
        };
        let aliased = role.aliased(at, frames);
        Some(HarmonicPower {
            order,
            hz: self.context.hz(bins),
            aliased,
            told_apart: set.get(role).is_some(),
            power,
            phase_rad,
        })
    }

    /// In-band harmonics that count as distortion.
    pub(crate) fn counted_harmonics(&self, tone: usize, wanted: impl Fn(u32) -> bool) -> Power {
        let counts = |h: &HarmonicPower| h.told_apart && self.in_band(h.hz) && !h.aliased && wanted(h.order);
        Power::sum(self.harmonics(tone).into_iter().filter(counts).map(|h| h.power))
    }

    /// In-band aliased harmonics: other lines at their alias frequencies.
    pub(crate) fn aliased(&self, tone: usize) -> Power {
        let harmonics = self.harmonics(tone).into_iter();
        Power::sum(harmonics.filter(|h| h.told_apart && h.aliased && self.in_band(h.hz)).map(|h| h.power))
    }

    /// Mains lines with their orders and frequencies.
    pub(crate) fn hum_lines(&self) -> Vec<(u32, f64, Power)> {
        let lines = self.multiples_of_mains();
        let base = base_power(&lines);
        lines.into_iter().filter(|(order, _, power)| hum::has_level(*order, power.value, base)).collect()
    }

    /// Lines on multiples of the mains that are too strong to be hum: frequencies and powers.
    pub(crate) fn loud_multiples_of_mains(&self) -> Vec<(f64, Power)> {
        let lines = self.multiples_of_mains();
        let base = base_power(&lines);
        let loud = lines.into_iter().filter(|(order, _, power)| !hum::has_level(*order, power.value, base));
        loud.map(|(_, hz, power)| (hz, power)).collect()
    }

    fn multiples_of_mains(&self) -> Vec<(u32, f64, Power)> {
        let set = &self.context.channel(self.channel).hum;
        let line = |(role, line): (&Role, &LineMean)| match role {
            Role::Hum(order) => Some((*order, self.context.hz(line.bins), self.mean_power(set, line))),
            _ => None,
        };
        set.roles.iter().zip(&set.lines).filter_map(line).collect()
    }

    /// Hum in band.
    pub(crate) fn hum(&self) -> Power {
        let sum = Power::sum(
            self.hum_lines().into_iter().filter(|(_, hz, _)| self.in_band(*hz)).map(|(_, _, power)| power),
        );
        Power { value: sum.value.max(0.0), ..sum }
    }

    /// Whether rounding without dither may have caused all of the hum.
    pub(crate) fn is_hum_below_format(&self) -> bool {
        let highest = self.hum_lines().iter().map(|(.., power)| power.value).fold(0.0, f64::max);
        highest < self.format_floor
    }

    /// Spurs in band: lines found in the noise, and strong ones on multiples of the mains.
    pub(crate) fn spurs(&self) -> Power {
        let spurs = self.found_spurs().map(|spur| {
            let noise = self.floor.under_line(spur.bins) * spur.share;
            let power = Power { value: spur.power, null: noise * noise, slope: 2.0 * noise };
            (self.context.hz(spur.bins), power)
        });
        let all = spurs.chain(self.loud_multiples_of_mains());
        Power::sum(all.filter(|(hz, _)| self.in_band(*hz)).map(|(_, power)| power))
    }

    /// Products of both channels' tones, if each channel has its own: frequencies and powers.
    pub(crate) fn cross_products(&self) -> Vec<(f64, Power)> {
        if self.context.average.stimulus.is_pair() {
            return Vec::new();
        }
        let (at, frames) = (self.fundamentals(), self.context.frames as f64);
        let set = &self.context.channel(self.channel).stimulus;
        let products = set.roles.iter().filter(|role| matches!(role, Role::Product { .. }));
        let unfolded = products.filter(|role| !role.aliased(&at, frames));
        let place = |role: &Role| self.context.hz(role.bins(&at, frames));
        unfolded.filter_map(|role| Some((place(role), self.stimulus_power(*role)?))).collect()
    }

    /// Whether a line at this frequency could not be resolved from a mains line.
    pub(crate) fn is_near_hum(&self, hz: f64) -> bool {
        let near = |mains: f64| {
            let bins = hz / self.context.bin_hz();
            let order = (bins / mains).round().clamp(1.0, f64::from(HUM_ORDERS));
            (bins - order * mains).abs() < SEPARATION_BINS
        };
        self.context.channel(self.channel).mains.is_some_and(near)
    }

    /// The products that lie in band.
    pub(crate) fn cross_products_in_band(&self) -> Power {
        let products = self.cross_products().into_iter();
        Power::sum(products.filter(|(hz, _)| self.in_band(*hz)).map(|(_, power)| power))
    }

    pub(crate) fn in_band(&self, hz: f64) -> bool {
        self.context.band.holds_line(hz)
    }
}

/// Power of rounding to the format if noise does not dither it: it then causes lines, from which weaker ones are not
/// distinguishable.
fn format_floor(context: &Context, channel: usize) -> f64 {
    let word_length = context.channel(channel).grid.word_length();
    let rounding = word_length.map_or(0.0, WordLength::rounding_power);
    let whole = Band { low_hz: 0.0, high_hz: context.sample_rate_hz / 2.0 };
    let noise = context.floors[channel].band_power(whole, Weighting::Flat).value;
    if noise < UNDITHERED * rounding { rounding } else { 0.0 }
}

/// Upper limit of the mains power, the reference for its multiples: the larger of the first two lines' upper ends.
fn base_power(lines: &[(u32, f64, Power)]) -> f64 {
    let low = lines.iter().filter(|(order, ..)| *order <= 2).map(|(.., power)| power.interval().1);
    low.reduce(f64::max).unwrap_or(f64::INFINITY)
}
