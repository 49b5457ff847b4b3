//! Noise and hum in volts, and the ratios to them.

use groundtruth_measure::{Bound, ChannelFigure, Figure, a_weighting_power, units};

use super::channel::Channel;
use super::definition::{
    DYNAMIC_RANGE, HUM, NOISE, NOISE_A, SNR_50_MV, SNR_50_MV_A, SNR_FULL, SNR_FULL_A, SheetDefinition,
};
use super::outcome::Outcome;
use super::power::FULL_OUTPUT_PERCENT;
use super::row::SheetRow;
use super::series::LOW_VOLTS;
use crate::table::scaled;

/// Microvolts in a volt.
const MICRO: f64 = 1e6;

pub(super) fn rows(channels: &[Channel<'_>]) -> Vec<SheetRow> {
    type Read = fn(&Channel<'_>) -> Outcome;
    let snr = |definition, level: Read, noise: Read| {
        SheetRow::of_channels(definition, channels, |channel| Ok(ratio(&level(channel)?, &noise(channel)?)))
    };
    let microvolts = |definition: &'static SheetDefinition, noise: Read| {
        SheetRow::of_channels(definition, channels, |channel| {
            Ok(scaled(&channel.circuit.in_volts(&noise(channel)?)?, MICRO))
        })
    };
    vec![
        snr(&SNR_50_MV, low_level, unweighted),
        snr(&SNR_50_MV_A, low_level, a_weighted),
        snr(&SNR_FULL, full_output, unweighted),
        snr(&SNR_FULL_A, full_output, a_weighted),
        SheetRow::of_channels(&DYNAMIC_RANGE, channels, dynamic_range),
        microvolts(&NOISE, unweighted),
        microvolts(&NOISE_A, a_weighted),
        microvolts(&HUM, |channel| channel.figure(ChannelFigure::Hum)),
    ]
}

fn low_level(channel: &Channel<'_>) -> Outcome {
    channel.circuit.level_of_volts(LOW_VOLTS).map(Figure::exact)
}

pub(super) fn full_output(channel: &Channel<'_>) -> Outcome {
    channel.level_at_thd(FULL_OUTPUT_PERCENT)
}

fn unweighted(channel: &Channel<'_>) -> Outcome {
    channel.figure(ChannelFigure::NoiseTotal)
}

/// The A-weighted noise with the lines of hum and spurs, each by the curve at its frequency. The sums of the lines keep
/// the relative intervals of `hum` and `spurs`.
fn a_weighted(channel: &Channel<'_>) -> Outcome {
    let noise = channel.figure(ChannelFigure::NoiseA)?;
    let hum = channel.figures.hum_lines.iter().map(|line| (line.frequency_hz, line.level_dbfs));
    let spurs = channel.figures.spurs.iter().map(|line| (line.frequency_hz, line.level_dbfs));
    let lines = [lines(channel, ChannelFigure::Hum, hum), lines(channel, ChannelFigure::Spurs, spurs)];
    let sum = |of: fn(&Figure) -> f64| {
        let powers = lines.iter().flatten().map(|line| units::db_to_power(of(line)));
        units::power_to_db(units::db_to_power(of(&noise)) + powers.sum::<f64>())
    };
    let (value, low, high) =
        (sum(|figure| figure.value), sum(|figure| figure.low), sum(|figure| figure.high));
    Ok(Figure { value, low, high, ..noise })
}

/// Weighted power of lines in dBFS; `None` without one.
fn lines(
    channel: &Channel<'_>,
    id: ChannelFigure,
    lines: impl Iterator<Item = (f64, f64)> + Clone,
) -> Option<Figure> {
    let power = |weight: fn(f64) -> f64| -> f64 {
        lines.clone().map(|(hz, level_dbfs)| weight(hz) * units::db_to_power(level_dbfs)).sum()
    };
    let (weighted, all) = (power(a_weighting_power), power(|_| 1.0));
    let figure = channel.figure(id).ok().filter(|_| all > 0.0)?;
    let shift_db = units::power_to_db(weighted / all);
    let [value, low, high] = [figure.value, figure.low, figure.high].map(|level| level + shift_db);
    Some(Figure { value, low, high, ..figure })
}

/// The figure `dr.aes17` is over 0 dBFS, which means nothing for an amplifier: here over the full output.
fn dynamic_range(channel: &Channel<'_>) -> Outcome {
    let range = channel.figure(ChannelFigure::DrAes17)?;
    let residual = Figure { value: -range.value, low: -range.high, high: -range.low, ..range };
    Ok(ratio(&full_output(channel)?, &residual))
}

/// A level over noise, both in dBFS and independent. A lower bound if the level is one, or if the noise is an upper one.
fn ratio(level: &Figure, noise: &Figure) -> Figure {
    let value = level.value - noise.value;
    let low = value - (level.value - level.low).hypot(noise.high - noise.value);
    let high = value + (level.high - level.value).hypot(noise.value - noise.low);
    if level.limit || noise.limit {
        return Figure { limit: true, bound: Bound::Lower, ..Figure::exact(low) };
    }
    Figure { low, high, ..Figure::exact(value) }
}
