//! Noise and hum in volts, and the ratios to them.

use groundtruth_measure::{
    BenchSection, Bound, ChannelFigure, ChannelReport, Figure, a_weighting_power, ccir_rms_power, units,
};

use super::channel::Channel;
use super::definition::{
    DYNAMIC_RANGE, HUM, NOISE, NOISE_A, SNR_50_MV, SNR_50_MV_A, SNR_FULL, SNR_FULL_A, SheetDefinition,
};
use super::outcome::{Outcome, figure_of};
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

/// The A-weighted noise with the lines of hum and spurs.
fn a_weighted(channel: &Channel<'_>) -> Outcome {
    let noise = channel.figure(ChannelFigure::NoiseA)?;
    Ok(sum(&noise, &hum_and_spurs(channel.figures, a_weighting_power)))
}

/// The full output over the CCIR-RMS residual of the quiet tone. `dr.aes17` itself is over 0 dBFS of the recorder, and needs
/// the tone at −60 dBFS there; behind an amplifier it has another level.
fn dynamic_range(channel: &Channel<'_>) -> Outcome {
    let quiet = channel.in_section(BenchSection::QuietTone)?;
    let noise = figure_of(&quiet.figures, ChannelFigure::NoiseCcirRms)?;
    let tone = figure_of(&quiet.figures, ChannelFigure::LevelFundamental)?;
    let mut lines = hum_and_spurs(quiet, ccir_rms_power);
    let harmonics = quiet.harmonics.iter().filter(|harmonic| !harmonic.limit && !harmonic.aliased);
    lines.extend(harmonics.filter_map(|harmonic| {
        let level = |level_dbc: Option<f64>| {
            Some(level_dbc? + tone.value + weight_db(ccir_rms_power, harmonic.frequency_hz))
        };
        let (low, high) = (level(harmonic.low)?, level(harmonic.high)?);
        Some(Figure { low, high, ..Figure::exact(level(harmonic.level_dbc)?) })
    }));
    Ok(ratio(&full_output(channel)?, &sum(&noise, &lines)))
}

/// Gain of a curve at a frequency, in dB.
fn weight_db(weight: fn(f64) -> f64, hz: f64) -> f64 {
    units::power_to_db(weight(hz))
}

/// Noise and lines, added as powers; the ends of the intervals likewise.
fn sum(noise: &Figure, lines: &[Figure]) -> Figure {
    let sum = |of: fn(&Figure) -> f64| {
        let powers = lines.iter().chain([noise]).map(|figure| units::db_to_power(of(figure)));
        units::power_to_db(powers.sum())
    };
    let (value, low, high) =
        (sum(|figure| figure.value), sum(|figure| figure.low), sum(|figure| figure.high));
    Figure { value, low, high, ..*noise }
}

/// The weighted powers of hum and of spurs. Each sum keeps the relative interval of its figure.
fn hum_and_spurs(channel: &ChannelReport, weight: fn(f64) -> f64) -> Vec<Figure> {
    let hum = channel.hum_lines.iter().map(|line| (line.frequency_hz, line.level_dbfs)).collect();
    let spurs = channel.spurs.iter().map(|line| (line.frequency_hz, line.level_dbfs)).collect();
    let weighted = |(id, lines): (ChannelFigure, Vec<(f64, f64)>)| {
        let power = |weight: fn(f64) -> f64| -> f64 {
            lines.iter().map(|(hz, level_dbfs)| weight(*hz) * units::db_to_power(*level_dbfs)).sum()
        };
        let (weighted, all) = (power(weight), power(|_| 1.0));
        let figure = figure_of(&channel.figures, id).ok().filter(|_| all > 0.0)?;
        let shift_db = units::power_to_db(weighted / all);
        let [value, low, high] = [figure.value, figure.low, figure.high].map(|level| level + shift_db);
        Some(Figure { value, low, high, ..figure })
    };
    [(ChannelFigure::Hum, hum), (ChannelFigure::Spurs, spurs)].into_iter().filter_map(weighted).collect()
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
