//! Mains hum: level, frequency, lines and their pattern.

use super::context::{CLEAR_OF_DC_BINS, shows_noise};
use super::lines::ChannelLines;
use crate::figures::estimate::{Power, Z95};
use crate::figures::figure::{Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::figures::report::{HumLine, HumPattern};
use crate::lines::line_fit::frequency_deviation_bins;
use crate::lines::mains;
use crate::terms::units::power_to_db;

/// If the first line exceeds all others by this ratio, the cause is a field, not a current.
const INDUCTION_DB: f64 = 20.0;

/// Whether the signal allows hum to be measured, and whether there is any.
fn needs_hum(lines: &ChannelLines) -> Result<f64, Refusal> {
    let context = lines.context;
    if context.is_silent(lines.channel) {
        return Err(Refusal::DigitalSilence);
    }
    if !shows_noise(context.kind) {
        return Err(context.no_tone(lines.channel));
    }
    let lowest_hz = mains::nominals(context.settings.mains)[0];
    if lowest_hz < context.hz(CLEAR_OF_DC_BINS) {
        let needed_frames = (CLEAR_OF_DC_BINS * context.sample_rate_hz / lowest_hz).ceil() as u64;
        return Err(Refusal::TooShort { frames: context.frames as u64, needed_frames });
    }
    let channel = context.channel(lines.channel);
    let shown = channel.mains.filter(|_| !lines.is_hum_below_format());
    shown.ok_or_else(|| {
        let share = context.average.shares.seen_power();
        let power = mains::detectable_power(&channel.low, context.bin_hz(), context.settings.mains, share);
        Refusal::NoHum { detectable_dbfs: power_to_db(power.max(f64::MIN_POSITIVE)) }
    })
}

pub(crate) fn level(lines: &ChannelLines) -> Outcome {
    needs_hum(lines)?;
    Ok(lines.hum().level())
}

/// Each line gives the mains with the variance `1.53²·n/(π²·p·order²)` in squared bins. Weighted with `order²·p`, as in
/// the fit of the mains, the lines together give `Σ order²·p·n/(Σ order²·p)²` instead of `n/(p·order²)`.
pub(crate) fn mains(lines: &ChannelLines) -> Outcome {
    let bins = needs_hum(lines)?;
    let all: Vec<(f64, f64, f64)> = lines
        .hum_lines()
        .iter()
        .map(|(order, hz, power)| {
            let noise = lines.noise_under(hz / lines.context.bin_hz());
            (f64::from(*order), power.value.max(0.0), noise)
        })
        .collect();
    let strongest = all.iter().map(|(_, power, _)| *power).fold(0.0, f64::max);
    let is_counted =
        |power: f64, noise: f64| mains::is_counted(power, noise, strongest) || power == strongest;
    let (mut weights, mut spread) = (0.0, 0.0);
    for (order, power, noise) in all.into_iter().filter(|(_, power, noise)| is_counted(*power, *noise)) {
        let weight = mains::vote_weight(order, power);
        weights += weight;
        spread += weight * noise * lines.widening();
    }
    let share = lines.context.channel(lines.channel).hum.shares.frequency();
    let variance = spread * share / (weights * weights).max(f64::MIN_POSITIVE);
    let deviation = frequency_deviation_bins(variance);
    Ok(Figure::within(lines.context.hz(bins), lines.context.hz(Z95 * deviation.min(1.0))))
}

/// The significant lines.
pub(crate) fn listed(lines: &ChannelLines) -> Vec<HumLine> {
    let clear = lines.hum_lines().into_iter().filter(|(_, _, power)| !power.is_limit());
    clear
        .map(|(order, frequency_hz, power)| HumLine {
            order,
            frequency_hz,
            level_dbfs: power_to_db(power.value),
        })
        .collect()
}

/// Even orders above odd ones: a rectifier; the first line alone: a field; else a current in a shared ground.
pub(crate) fn pattern(lines: &ChannelLines) -> Option<HumPattern> {
    let clear: Vec<(u32, Power)> = lines
        .hum_lines()
        .into_iter()
        .filter(|(_, _, power)| !power.is_limit())
        .map(|(order, _, power)| (order, power))
        .collect();
    let sum = |wanted: &dyn Fn(u32) -> bool| -> f64 {
        clear.iter().filter(|(order, _)| wanted(*order)).map(|(_, power)| power.value).fold(0.0, |a, b| a + b)
    };
    let (even, odd) = (sum(&|order| order % 2 == 0), sum(&|order| order % 2 == 1));
    let others = sum(&|order| order != 1);
    if clear.is_empty() {
        None
    } else if even > odd {
        Some(HumPattern::Rectifier)
    } else if power_to_db(sum(&|order| order == 1) / others) > INDUCTION_DB {
        Some(HumPattern::Induction)
    } else {
        Some(HumPattern::GroundLoop)
    }
}
