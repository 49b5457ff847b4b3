//! Many tones at once: a regular row of steady lines of comparable level, and nothing else near that level.
//!
//! Music offers many steady lines too, so a row must hold by all of these:
//! - at least [`FEWEST_TONES`] lines within [`COMPARABLE_DB`] of the strongest, over [`SPAN`] octaves or more;
//! - a gap of [`GAP_DB`] below them that no other line but hum fills: the partials of music fall off evenly;
//! - equal steps in log frequency within [`IRREGULAR`] of a step: harmonics and products stand at equal
//!   distances in Hz instead;
//! - what the joint fit of all leaves in a line's lobe is as little as for a single tone.
//!
//! A told multitone need only be lines of comparable level.

use realfft::num_complex::Complex;

use super::search::{CONTRAST_DB, Search, UNSTEADY};
use super::{LOBE_BINS, LOWEST_BINS, NOT_DRIVEN_DB, Obstacle, SAME_BINS};
use crate::line_fit::{FittedLine, LineFit};
use crate::peaks;
use crate::record::{ANALYSIS_WINDOW, ChannelRecord, Transforms};
use crate::residual;
use crate::units::db_to_power;

/// Fewer tones on a side are no multitone.
pub(crate) const FEWEST_TONES: usize = 6;
/// More lines than this are noise.
const MOST_LINES: usize = 400;
/// Tones of a multitone lie within this of their strongest.
const COMPARABLE_DB: f64 = 12.0;
/// No other line stands within this below them.
const GAP_DB: f64 = 10.0;
/// Octaves from the lowest to the highest tone, at least.
const SPAN: f64 = 3.0;
/// Largest distance of a tone from its place in the row, in steps. Tones moved onto the bins of a short period
/// are off by up to a third; six harmonics in a row by two thirds.
const IRREGULAR: f64 = 0.4;
/// Closest spacing of two tones that the 7-term window shows as two.
pub(crate) const RESOLVED_BINS: f64 = 5.0;
/// Rounds of the joint fit: neighbours five bins apart settle by a factor of ten in each.
const ROUNDS: usize = 6;

/// The tones of each channel, `None` where no channel has a multitone.
pub(super) fn find(
    transforms: &Transforms,
    records: &[ChannelRecord],
    bin_hz: f64,
    told: bool,
) -> Result<Option<Vec<Vec<FittedLine>>>, Obstacle> {
    let mut too_close = None;
    let rows: Vec<Vec<f64>> = (0..records.len())
        .map(|channel| {
            let lines = own_lines(records, channel);
            let search = Search { transforms, record: &records[channel], bin_hz };
            row(&search, lines, told).unwrap_or_else(|obstacle| {
                too_close = too_close.or(Some(obstacle));
                Vec::new()
            })
        })
        .collect();
    if rows.iter().all(Vec::is_empty) {
        return too_close.map_or(Ok(None), Err);
    }
    Ok(steady(transforms, records, &rows, told))
}

/// Summits of a channel within reach of its strongest that stand nowhere else 10 dB higher.
fn own_lines(records: &[ChannelRecord], channel: usize) -> Vec<peaks::Peak> {
    let power = &records[channel].power;
    let inner = 2..power.len().saturating_sub(2);
    let strongest = power[inner.clone()].iter().fold(0.0, |a: f64, &b| a.max(b));
    let threshold = strongest * db_to_power(-COMPARABLE_DB - GAP_DB);
    let is_summit =
        |k: &usize| power[*k] > threshold && power[*k] > power[k - 1] && power[*k] >= power[k + 1];
    let elsewhere = |k: usize| {
        let others = records.iter().enumerate().filter(|(index, _)| *index != channel);
        others.map(|(_, record)| record.power[k]).fold(0.0, f64::max)
    };
    let own = |k: &usize| elsewhere(*k) < power[*k] * db_to_power(NOT_DRIVEN_DB);
    inner.filter(|k| is_summit(k) && own(k)).take(MOST_LINES + 1).map(|k| peaks::refined(power, k)).collect()
}

/// The tones among a channel's lines, in bins, rising; empty where they are no multitone.
fn row(search: &Search, lines: Vec<peaks::Peak>, told: bool) -> Result<Vec<f64>, Obstacle> {
    if !(FEWEST_TONES..=MOST_LINES).contains(&lines.len()) {
        return Ok(Vec::new());
    }
    let is_hum = |peak: &peaks::Peak| search.may_be_hum(peak.bins, peak.power);
    let without_hum: Vec<peaks::Peak> = lines.iter().copied().filter(|peak| !is_hum(peak)).collect();
    match comparable(&lines, told)? {
        tones if tones.is_empty() && without_hum.len() < lines.len() => comparable(&without_hum, told),
        tones => Ok(tones),
    }
}

fn comparable(lines: &[peaks::Peak], told: bool) -> Result<Vec<f64>, Obstacle> {
    let strongest = lines.iter().map(|line| line.power).fold(0.0, f64::max);
    let least = strongest * db_to_power(-COMPARABLE_DB);
    let tones: Vec<f64> = lines.iter().filter(|line| line.power >= least).map(|line| line.bins).collect();
    let gap = tones.len() == lines.len();
    // What stands too close to be told apart is left out to see whether the rest is a multitone.
    let crowded = |i: &usize| tones[*i] < LOWEST_BINS || tones[i + 1] - tones[*i] < RESOLVED_BINS;
    let first = (0..tones.len().saturating_sub(1)).take_while(crowded).count();
    let rest = &tones[first..];
    let holds = rest.len() >= FEWEST_TONES && (told || (gap && is_regular(rest)));
    match (holds, first) {
        (false, _) => Ok(Vec::new()),
        (true, 0) => Ok(tones),
        (true, _) if tones[0] < LOWEST_BINS => Err(Obstacle::OutsideRange(tones[0])),
        (true, _) => Err(Obstacle::TooClose { bins: tones[0], spacing_bins: tones[1] - tones[0] }),
    }
}

/// Whether rising frequencies stand in equal steps of their logarithms: each within [`IRREGULAR`] steps of the straight
/// line by least squares.
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

/// The tones of each channel, refined in one fit with those of the others; `None` when one is not steady.
fn steady(
    transforms: &Transforms,
    records: &[ChannelRecord],
    rows: &[Vec<f64>],
    told: bool,
) -> Option<Vec<Vec<FittedLine>>> {
    let mut all: Vec<f64> = rows.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|a, b| *a - *b < SAME_BINS);
    let joint = |(record, row): (&ChannelRecord, &Vec<f64>)| {
        let mut fit = LineFit::of(all.iter().map(|&bins| silent(bins)).collect());
        let own: Vec<usize> =
            (0..all.len()).filter(|&i| row.iter().any(|bins| near(*bins, all[i]))).collect();
        refine(transforms, record, &mut fit, &own);
        let holds = told || row.is_empty() || are_steady(transforms, record, &fit, &own);
        holds.then(|| own.iter().map(|&i| fit.lines[i]).collect())
    };
    records.iter().zip(rows).map(joint).collect()
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

/// Whether every tone stands out and leaves little in its lobe once all lines are taken out.
fn are_steady(transforms: &Transforms, record: &ChannelRecord, fit: &LineFit, own: &[usize]) -> bool {
    let mut rest = record.spectrum.clone();
    residual::subtract(&mut rest, &fit.lines, &transforms.shape);
    let rest: Vec<f64> = rest.iter().map(Complex::norm_sqr).collect();
    own.iter().all(|&i| {
        let line = &fit.lines[i];
        let power = line.amplitude.norm_sqr();
        let centre = line.bins.round() as usize;
        // The bins that DC reaches do not count.
        let first = centre.saturating_sub(LOBE_BINS).max(centre.min(LOBE_BINS - 1));
        let lobe = first..(centre + LOBE_BINS + 1).min(rest.len());
        let left = rest[lobe].iter().sum::<f64>() / ANALYSIS_WINDOW.enbw_bins();
        let density = peaks::local_density(&rest, line.bins, LOBE_BINS + 2, 100);
        power > density * db_to_power(CONTRAST_DB)
            && left < (power * UNSTEADY).max(6.0 * density * LOBE_BINS as f64)
    })
}
