//! Mains hum: detection, and its frequency from all its lines together.

use crate::lines::hum::{self, NOMINALS_HZ, RANGE};
use crate::lines::line_fit::{FittedLine, LineFit};
use crate::lines::model::{HUM_ORDERS, Role};
use crate::lines::origin::Origin;
use crate::lines::peaks;
use crate::spectra::exact_transform::ExactTransform;
use crate::spectra::record::SEEN_WINDOW;
use crate::spectra::window::LOBE_BINS;
use crate::terms::settings::{Mains, WindowKind};

/// Bins on either side used for the density around a hum line.
pub(crate) const DENSITY_BINS: usize = 40;

/// A line of one record above this ratio to the mean density, 16 dB, is not noise (once in 10^17 records).
const VOTES_OVER_DENSITY: f64 = 40.0;
/// Lines this far (20 dB) below the strongest do not improve the result.
const VOTES_BELOW_STRONGEST: f64 = 0.01;

/// Weight of a line's estimate of the mains: the inverse of its variance in even noise.
pub(crate) fn vote_weight(order: f64, power: f64) -> f64 {
    order * order * power
}

/// Whether a line of the mains takes part in the estimate of their frequency.
fn has_vote(power: f64, density: f64, strongest: f64) -> bool {
    power >= VOTES_BELOW_STRONGEST * strongest && stands_out(power, density)
}

fn stands_out(power: f64, density: f64) -> bool {
    power > VOTES_OVER_DENSITY * density
}

/// A line already assigned, with its power.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownLine {
    bins: f64,
    power: f64,
    /// Largest distance of a peak from this line to be identified with it.
    reach_bins: f64,
}

impl KnownLine {
    /// A fitted line. Anything 20 dB below it cannot be resolved within its lobe.
    pub(crate) fn fitted(line: &FittedLine) -> KnownLine {
        let power = line.amplitude.norm_sqr();
        KnownLine { bins: line.bins, power, reach_bins: LOBE_BINS as f64 + 1.0 }
    }
}

/// Threshold of a peak over the mean density that noise exceeds in only one record of 1000: `ln(1000·bins)` on one
/// transform, less on an average (`share` is its variance per bin), never below 10 dB.
pub(crate) fn significance(bins: f64, share: f64) -> f64 {
    // Tail of a gamma distribution of shape 1/share; k^(−3/4) approximates it within 0.3 dB from 1 to 4.
    ((1000.0 * bins.max(1.0)).ln() * share.min(1.0).powf(0.75)).max(10.0)
}

/// The nominal mains frequencies to search.
pub(crate) fn nominals(mains: Mains) -> &'static [f64] {
    match mains {
        Mains::Auto => &NOMINALS_HZ,
        Mains::Hz50 => &NOMINALS_HZ[..1],
        Mains::Hz60 => &NOMINALS_HZ[1..],
    }
}

/// Whether a fitted frequency is a nominal one, within the resolution `bin_hz`.
pub(crate) fn is_nominal(hz: f64, mains: Mains, bin_hz: f64) -> bool {
    nominals(mains).iter().any(|nominal_hz| hum::is_near(hz, *nominal_hz, bin_hz))
}

/// Bins of the spectrum that the search needs.
pub(crate) fn search_bins(bin_hz: f64) -> usize {
    (60.0 * f64::from(HUM_ORDERS) * (1.0 + RANGE) / bin_hz) as usize + DENSITY_BINS + LOBE_BINS + 4
}

/// The lowest detectable power of a mains line.
pub(crate) fn detectable_power(power: &[f64], bin_hz: f64, mains: Mains, share: f64) -> f64 {
    let threshold = significance(searched(bin_hz), share);
    let at = |hz: &f64| peaks::local_density(power, hz / bin_hz, LOBE_BINS, DENSITY_BINS) * threshold;
    nominals(mains).iter().map(at).fold(0.0, f64::max)
}

/// Bins searched.
fn searched(bin_hz: f64) -> f64 {
    let ranges: f64 =
        (1..=HUM_ORDERS).map(|order| 2.0 * RANGE * 55.0 * f64::from(order) / bin_hz + 2.0).sum();
    2.0 * ranges / SEEN_WINDOW.enbw_bins().max(1.0)
}

/// The mains in bins, if its lines exceed the averaged low-frequency spectrum and do not belong to the stimulus, which
/// accounts for lines within at least `reach` bins of its own.
///
/// Requires one of the first two lines, or three others that agree.
pub(crate) fn find(
    power: &[f64],
    known: &[KnownLine],
    origin: &Origin,
    reach: f64,
    bin_hz: f64,
    mains: Mains,
    share: f64,
) -> Option<f64> {
    let threshold = significance(searched(bin_hz), share);
    nominals(mains)
        .iter()
        .filter_map(|nominal_hz| {
            let visible = |order| visible(power, known, nominal_hz / bin_hz, order, threshold);
            let own = |seen: &Seen| !origin.explains(seen.bins, seen.reach.max(reach));
            agreed(&(1..=HUM_ORDERS).filter_map(visible).filter(own).collect::<Vec<Seen>>())
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(mains_bins, _)| mains_bins)
}

#[derive(Clone, Copy)]
struct Seen {
    order: f64,
    bins: f64,
    power: f64,
    /// Uncertainty of the line's frequency, on either side of `bins`.
    reach: f64,
}

/// Error of a peak's position due to interpolation, in bins, and due to noise over the inverse root of its contrast.
const PLACE_BINS: f64 = 0.1;
const PLACE_BY_NOISE: f64 = 0.7;

/// The peak of one multiple of the mains, if it is significant and not a known line.
fn visible(power: &[f64], known: &[KnownLine], nominal: f64, order: u32, threshold: f64) -> Option<Seen> {
    let centre = nominal * f64::from(order);
    let reach = centre * RANGE + 1.0;
    let from = ((centre - reach).floor() as usize).max(LOBE_BINS);
    let to = ((centre + reach).ceil() as usize).min(power.len().checked_sub(2)?);
    let bin = (from..=to).max_by(|&a, &b| power[a].total_cmp(&power[b]))?;
    if power[bin] < power[bin - 1] || power[bin] < power[bin + 1] {
        return None;
    }
    let peak = peaks::refined(power, bin);
    let masked =
        |line: &KnownLine| (line.bins - peak.bins).abs() < line.reach_bins && line.power > 0.01 * peak.power;
    let density = peaks::local_density(power, peak.bins, LOBE_BINS, DENSITY_BINS);
    let stands_out = peak.power > density * threshold && (peak.bins - centre).abs() <= reach;
    (stands_out && !known.iter().any(masked)).then_some(Seen {
        order: f64::from(order),
        bins: peak.bins,
        power: peak.power,
        reach: PLACE_BINS + PLACE_BY_NOISE * (density / peak.power).sqrt(),
    })
}

/// The mains frequency on which most of the lines' power agrees, with that power. Lines agree if they are multiples of
/// one frequency within their uncertainties.
fn agreed(seen: &[Seen]) -> Option<(f64, f64)> {
    seen.iter().filter_map(|base| agreeing(seen, base)).max_by(|a, b| a.1.total_cmp(&b.1))
}

/// The mains frequency from the lines that agree with one of them.
fn agreeing(seen: &[Seen], base: &Seen) -> Option<(f64, f64)> {
    let ratio = |line: &Seen| line.order / base.order;
    let agrees =
        |line: &&Seen| (line.bins - ratio(line) * base.bins).abs() <= line.reach + ratio(line) * base.reach;
    let fitting: Vec<&Seen> = seen.iter().filter(agrees).collect();
    let low = fitting.iter().any(|line| line.order <= 2.0);
    let weight = |line: &Seen| vote_weight(line.order, line.power);
    let total: f64 = fitting.iter().map(|line| weight(line)).sum();
    let mains = fitting.iter().map(|line| line.bins / line.order * weight(line)).sum::<f64>() / total;
    (low || fitting.len() >= 3).then_some((mains, fitting.iter().map(|line| line.power).sum()))
}

/// Deviation of the mains from the model: each line's own error over its order, weighted by [`vote_weight`]. Lines that may be noise are excluded: their weights would grow with the order.
/// `power` is the 7-term spectrum.
pub(crate) fn frequency_error(
    fit: &LineFit,
    roles: &[Role],
    power: &[f64],
    transform: &ExactTransform,
    spectrum: &[realfft::num_complex::Complex<f64>],
    frames: f64,
) -> f64 {
    let strongest = hum_powers(fit, roles).map(|(_, _, power)| power).fold(0.0, f64::max);
    let density = |index: usize| peaks::local_density(power, fit.lines[index].bins, LOBE_BINS, DENSITY_BINS);
    let votes = hum_powers(fit, roles)
        .filter(|(index, _, power)| has_vote(*power, density(*index), strongest))
        .map(|(index, order, power)| {
            let order = f64::from(order);
            let error = fit.frequency_error(transform, spectrum, frames, index) / order;
            Vote { order, error, weight: vote_weight(order, power) }
        });
    agreed_error(&votes.collect::<Vec<Vote>>())
}

/// One line's estimate of the mains.
struct Vote {
    order: f64,
    /// Error of the mains, in bins.
    error: f64,
    weight: f64,
}

/// Distance in bins within which a line's own frequency agrees with others: twice the deviation of the weakest that
/// votes.
const AGREE_BINS: f64 = 0.12;
/// A line further than this, in bins, from the position that the others give it does not belong to the mains.
pub(crate) const STRAY_BINS: f64 = 0.25;

/// The weighted mean of the votes on which most lines agree; ties go to those with one of the first two lines, then to
/// the strongest. A strong unrelated line beside a multiple outweighs the mains, but it is alone.
fn agreed_error(votes: &[Vote]) -> f64 {
    let agreeing = |base: &Vote| -> Vec<&Vote> {
        let agrees = |vote: &&Vote| ((vote.error - base.error) * vote.order).abs() < AGREE_BINS;
        votes.iter().filter(agrees).collect()
    };
    let weight = |votes: &[&Vote]| votes.iter().map(|vote| vote.weight).sum::<f64>();
    let is_low = |votes: &[&Vote]| votes.iter().any(|vote| vote.order <= 2.0);
    let better = |a: &Vec<&Vote>, b: &Vec<&Vote>| {
        let first = a.len().cmp(&b.len()).then(is_low(a).cmp(&is_low(b)));
        first.then(weight(a).total_cmp(&weight(b)))
    };
    let Some(best) = votes.iter().map(agreeing).max_by(better) else { return 0.0 };
    let sum: f64 = best.iter().map(|vote| vote.weight * vote.error).sum();
    let weights = weight(&best);
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// Orders of the mains whose lines are significant but off the expected frequency: other lines, which the mains model
/// must exclude.
pub(crate) fn strays(
    fit: &LineFit,
    roles: &[Role],
    power: &[f64],
    transform: &ExactTransform,
    spectrum: &[realfft::num_complex::Complex<f64>],
    frames: f64,
) -> Vec<u32> {
    let is_stray = |(index, _, line_power): &(usize, u32, f64)| {
        let density = peaks::local_density(power, fit.lines[*index].bins, LOBE_BINS, DENSITY_BINS);
        stands_out(*line_power, density)
            && fit.frequency_error(transform, spectrum, frames, *index).abs() > STRAY_BINS
    };
    hum_powers(fit, roles).filter(is_stray).map(|(_, order, _)| order).collect()
}

/// Whether a line of this power was used for the mains frequency, given the noise power under it and the strongest
/// line.
pub(crate) fn is_counted(power: f64, noise_under: f64, strongest: f64) -> bool {
    let density = noise_under * SEEN_WINDOW.enbw_bins() / WindowKind::Hann.enbw_bins();
    has_vote(power, density, strongest)
}

fn hum_powers<'a>(fit: &'a LineFit, roles: &'a [Role]) -> impl Iterator<Item = (usize, u32, f64)> + 'a {
    roles.iter().zip(&fit.lines).enumerate().filter_map(|(index, (role, line))| match role {
        Role::Hum(order) => Some((index, *order, line.amplitude.norm_sqr())),
        _ => None,
    })
}
