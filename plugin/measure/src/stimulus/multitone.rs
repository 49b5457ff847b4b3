//! Multitones: regularly spaced steady lines of comparable level, without other lines near that level.
//!
//! Music contains many steady lines too, so all of these are required:
//! - at least [`FEWEST_TONES`] lines within [`COMPARABLE_DB`] of the strongest, over [`SPAN`] octaves or more;
//! - a gap of [`GAP_DB`] below them without other lines except hum: the partials of music decay evenly;
//! - equal steps in log frequency within [`IRREGULAR`] of a step: harmonics and products have equal distances in Hz
//!   instead;
//! - a residual of the joint fit in each line's lobe as small as for a single tone.
//!
//! A declared multitone only needs lines of comparable level.

use realfft::num_complex::Complex;

use super::search::{CONTRAST_DB, Search, UNSTEADY};
use super::tones::{LOWEST_BINS, NOT_DRIVEN_DB, Obstacle, SAME_BINS};
use crate::lines::line_fit::{FittedLine, LineFit, SEPARATION_BINS};
use crate::lines::peaks;
use crate::lines::residual::Residual;
use crate::spectra::record::{ChannelRecord, SEEN_WINDOW, Transforms};
use crate::spectra::window::LOBE_BINS;
use crate::terms::units::db_to_power;

/// Fewest tones of a multitone on one channel.
pub(crate) const FEWEST_TONES: usize = 6;
/// More lines than this are noise.
const MOST_LINES: usize = 400;
/// Level range of the tones of a multitone below the strongest.
const COMPARABLE_DB: f64 = 12.0;
/// Range below them that must contain no other line.
const GAP_DB: f64 = 10.0;
/// Least number of octaves from the lowest to the highest tone.
const SPAN: f64 = 3.0;
/// Largest distance of a tone from its regular position, in steps. Tones moved onto the bins of a short period are off
/// by up to a third; six consecutive harmonics by two thirds.
const IRREGULAR: f64 = 0.4;
/// Closest spacing of two tones that the 7-term window resolves.
pub(crate) const RESOLVED_BINS: f64 = 5.0;
/// Rounds of the joint fit: with neighbours five bins apart each round reduces the error tenfold.
const ROUNDS: usize = 6;

/// The tones of each channel, `None` if no channel has a multitone.
pub(super) fn find(
    transforms: &Transforms,
    records: &[ChannelRecord],
    bin_hz: f64,
    declared: bool,
) -> Result<Option<Vec<Vec<FittedLine>>>, Obstacle> {
    let row = |channel: usize| {
        let search = Search { transforms, record: &records[channel], bin_hz };
        row(&search, own_lines(&search, records, channel), declared)
    };
    let rows: Vec<Result<Vec<f64>, Obstacle>> = (0..records.len()).map(row).collect();
    let obstacle = rows.iter().find_map(|row| row.as_ref().err().copied());
    let rows: Vec<Vec<f64>> = rows.into_iter().map(Result::unwrap_or_default).collect();
    if rows.iter().all(Vec::is_empty) {
        return obstacle.map_or(Ok(None), Err);
    }
    let all = joined(&rows)?;
    steady(transforms, records, &rows, &all, declared).map(Some)
}

/// The tones of all channels, ascending; those of two channels may be as close as the fit allows.
fn joined(rows: &[Vec<f64>]) -> Result<Vec<f64>, Obstacle> {
    let mut all: Vec<f64> = rows.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|a, b| *a - *b < SAME_BINS);
    let close = all.windows(2).find(|pair| pair[1] - pair[0] < SEPARATION_BINS);
    close.map_or(Ok(()), |pair| Err(too_close(pair[0], pair[1] - pair[0], SEPARATION_BINS)))?;
    Ok(all)
}

fn too_close(bins: f64, spacing_bins: f64, needed_bins: f64) -> Obstacle {
    Obstacle::TooClose { bins, spacing_bins, needed_bins }
}

/// Peaks of a channel that are not 10 dB higher elsewhere, down to the lowest level that may matter below a multitone's
/// tones.
fn own_lines(search: &Search, records: &[ChannelRecord], channel: usize) -> Vec<FittedLine> {
    let power = &search.record.power;
    let is_summit =
        |k: usize, above: f64| power[k] > above && power[k] > power[k - 1] && power[k] >= power[k + 1];
    let bins = 2..power.len().saturating_sub(2);
    let strongest = bins.clone().fold(0.0, |most, k| {
        if is_summit(k, most) && !search.may_be_hum(k as f64, power[k]) { power[k] } else { most }
    });
    let elsewhere = |k: usize| {
        let others = records.iter().enumerate().filter(|(index, _)| *index != channel);
        others.map(|(_, record)| record.power[k]).fold(0.0, f64::max)
    };
    let own = |k: &usize| elsewhere(*k) < power[*k] * db_to_power(NOT_DRIVEN_DB);
    let least = strongest * db_to_power(-COMPARABLE_DB - GAP_DB);
    let lines = bins.filter(|&k| is_summit(k, least)).filter(own);
    lines.take(MOST_LINES + 1).map(|k| line(&peaks::refined(power, k))).collect()
}

fn line(peak: &peaks::Peak) -> FittedLine {
    FittedLine { bins: peak.bins, amplitude: peak.power.sqrt().into() }
}

/// The tones among a channel's lines, in bins, ascending; empty if they are no multitone, with or without hum.
fn row(search: &Search, lines: Vec<FittedLine>, declared: bool) -> Result<Vec<f64>, Obstacle> {
    if !(FEWEST_TONES..=MOST_LINES).contains(&lines.len()) {
        return Ok(Vec::new());
    }
    let frames = search.transforms.frames as f64;
    let is_hum = |line: &FittedLine| search.is_hum(line, &lines);
    let without_hum: Vec<FittedLine> = lines.iter().copied().filter(|line| !is_hum(line)).collect();
    let tones = |lines: &[FittedLine]| {
        if declared { declared_tones(lines, frames) } else { regular_tones(lines, frames) }
    };
    match tones(&lines)? {
        found if found.is_empty() && without_hum.len() < lines.len() => tones(&without_hum),
        found => Ok(found),
    }
}

/// Lines at most [`COMPARABLE_DB`] below the strongest.
fn comparable(lines: &[FittedLine]) -> impl Iterator<Item = f64> + '_ {
    let strongest = lines.iter().map(|line| line.amplitude.norm_sqr()).fold(0.0, f64::max);
    let least = strongest * db_to_power(-COMPARABLE_DB);
    lines.iter().filter(move |line| line.amplitude.norm_sqr() >= least).map(|line| line.bins)
}

/// All lines of comparable level, if there are enough.
fn declared_tones(lines: &[FittedLine], frames: f64) -> Result<Vec<f64>, Obstacle> {
    let tones: Vec<f64> = comparable(lines).collect();
    if tones.len() < FEWEST_TONES {
        return Ok(Vec::new());
    }
    (0..tones.len()).find_map(|index| obstacle(&tones, index, frames)).map_or(Ok(tones), Err)
}

/// All lines, if they are regularly spaced and of comparable level. If the lowest tones of the series are not resolved
/// in this record, that is an obstacle.
fn regular_tones(lines: &[FittedLine], frames: f64) -> Result<Vec<f64>, Obstacle> {
    let all: Vec<f64> = lines.iter().map(|line| line.bins).collect();
    let clear = |first: &usize| {
        let tones = &all[*first..];
        comparable(&lines[*first..]).count() == tones.len()
            && (0..tones.len()).all(|index| obstacle(tones, index, frames).is_none())
            && is_regular(tones)
    };
    match (0..(all.len() + 1).saturating_sub(FEWEST_TONES)).find(clear) {
        None => Ok(Vec::new()),
        Some(0) => Ok(all),
        Some(first) => unresolved(&all[first..]).map_or(Ok(Vec::new()), Err),
    }
}

/// The obstacle of a series that would continue below its lowest tone, where this record does not resolve it.
fn unresolved(tones: &[f64]) -> Option<Obstacle> {
    let steps = tones.len() as f64 - 1.0;
    let below = tones[0] * (tones[0] / tones[tones.len() - 1]).powf(1.0 / steps);
    let spacing = tones[0] - below;
    // Two lobes merge into one peak at distances still large enough for a measurement.
    (spacing < 1.5 * RESOLVED_BINS).then(|| too_close(below, spacing, RESOLVED_BINS))
}

/// Why one of the tones, in ascending order, cannot be measured.
fn obstacle(tones: &[f64], index: usize, frames: f64) -> Option<Obstacle> {
    let bins = tones[index];
    let spacing = tones.get(index + 1).map_or(f64::INFINITY, |next| next - bins);
    if !(LOWEST_BINS..frames / 2.0 - LOWEST_BINS).contains(&bins) {
        return Some(Obstacle::OutsideRange(bins));
    }
    (spacing < RESOLVED_BINS).then(|| too_close(bins, spacing, RESOLVED_BINS))
}

/// Whether ascending frequencies have equal logarithmic steps: each within [`IRREGULAR`] steps of the straight line by
/// least squares.
fn is_regular(tones: &[f64]) -> bool {
    let n = tones.len() as f64;
    let middle = (n - 1.0) / 2.0;
    let logs: Vec<f64> = tones.iter().map(|tone| tone.log2()).collect();
    let mean = logs.iter().sum::<f64>() / n;
    let along: f64 = logs.iter().zip(0u32..).map(|(log, i)| (f64::from(i) - middle) * log).sum();
    let step = along * 12.0 / (n * (n * n - 1.0));
    let off = |(i, log): (u32, &f64)| (log - mean - step * (f64::from(i) - middle)).abs();
    let worst = (0u32..).zip(&logs).map(off).fold(0.0, f64::max);
    logs[tones.len() - 1] - logs[0] >= SPAN && worst < IRREGULAR * step
}

/// The tones of each channel, refined in one fit with those of the others. If one is unsteady, the highest tone is
/// reported as the obstacle: a drifting clock affects it most.
fn steady(
    transforms: &Transforms,
    records: &[ChannelRecord],
    rows: &[Vec<f64>],
    all: &[f64],
    declared: bool,
) -> Result<Vec<Vec<FittedLine>>, Obstacle> {
    let joint = |(channel, (record, row)): (usize, (&ChannelRecord, &Vec<f64>))| {
        let mut fit = LineFit::of(all.iter().map(|&bins| silent(bins)).collect());
        let own: Vec<usize> =
            (0..all.len()).filter(|&i| row.iter().any(|bins| near(*bins, all[i]))).collect();
        refine(transforms, record, &mut fit, &own);
        let stayed = own.iter().all(|&i| near(fit.lines[i].bins, all[i]));
        let stands = row.is_empty() || are_steady(transforms, record, &fit, &own, declared);
        let bins = row.last().copied().unwrap_or_default();
        let obstacle = Obstacle::Unsteady { channel, bins, left: UNSTEADY };
        if stayed && stands { Ok(own.iter().map(|&i| fit.lines[i]).collect()) } else { Err(obstacle) }
    };
    records.iter().zip(rows).enumerate().map(joint).collect()
}

fn silent(bins: f64) -> FittedLine {
    FittedLine { bins, amplitude: Complex::default() }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < SAME_BINS
}

fn refine(transforms: &Transforms, record: &ChannelRecord, fit: &mut LineFit, own: &[usize]) {
    let frames = transforms.frames as f64;
    for _ in 0..ROUNDS {
        fit.solve(&transforms.exact, &record.exact, frames);
        for &line in own {
            fit.lines[line].bins += fit.frequency_error(&transforms.exact, &record.exact, frames, line);
        }
    }
    fit.solve(&transforms.exact, &record.exact, frames);
}

/// Whether every tone exceeds the residual without all lines and, unless declared, leaves little in its lobe.
fn are_steady(
    transforms: &Transforms,
    record: &ChannelRecord,
    fit: &LineFit,
    own: &[usize],
    declared: bool,
) -> bool {
    let rest = Residual::of_seen(record.seen.clone(), &fit.lines, &transforms.seen_shape);
    let rest: Vec<f64> = rest.bins().iter().map(Complex::norm_sqr).collect();
    own.iter().all(|&i| {
        let line = &fit.lines[i];
        let power = line.amplitude.norm_sqr();
        let centre = line.bins.round() as usize;
        // The bins affected by DC do not count.
        let first = centre.saturating_sub(LOBE_BINS).max(centre.min(LOBE_BINS - 1));
        let lobe = first..(centre + LOBE_BINS + 1).min(rest.len());
        let left = rest[lobe].iter().sum::<f64>() / SEEN_WINDOW.enbw_bins();
        let density = peaks::local_density(&rest, line.bins, LOBE_BINS + 2, 100);
        power > density * db_to_power(CONTRAST_DB)
            && (declared || left < (power * UNSTEADY).max(6.0 * density * LOBE_BINS as f64))
    })
}
