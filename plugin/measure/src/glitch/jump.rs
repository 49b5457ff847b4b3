//! How tones continue after a place: in phase, shifted by a whole number of frames, or otherwise.

use crate::terms::units::wrapped_rad;
use std::f64::consts::{PI, TAU};

use super::tones::LocalTone;

/// Least significant jump in standard deviations of a phase's own noise. Both stretches' phases are extrapolated by
/// half their length with the mean of their frequencies. Each frequency comes from two phases half a stretch of `L`
/// frames apart and has a deviation of `4σ/L`, where σ is that of a phase in a stretch's middle; with the phases' own
/// deviations the total is `√(8 + 2)·σ`, 2.3 times the deviation of their difference.
const SIGNIFICANT: f64 = 4.0;
const CARRIED_ON: f64 = 2.5;
/// Error of an extrapolated phase relative to its residual within the stretch.
const STRAY: f64 = 1.0;
/// Least deviation of a phase.
const LEAST_DEVIATION_RAD: f64 = 1e-5;
/// Largest jump in frames, if noise allows no other number.
const MOST_FRAMES: u64 = 16_384;
/// From this expected number of chance matches on, a match is rejected.
const CHANCE: f64 = 0.05;

/// Behaviour of tones at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jump {
    /// They continue.
    None,
    /// They skip this number of frames.
    Ahead(u64),
    /// They repeat this number of frames.
    Behind(u64),
    /// Not explained by any number of frames.
    Other,
}

/// One tone before and after a place, each extrapolated to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) before: Carried,
    pub(super) after: Carried,
    pub(super) deviation_rad: f64,
}

/// A tone extrapolated to a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Carried {
    pub(super) turns_per_frame: f64,
    pub(super) size: f64,
    /// Phase at the place.
    pub(super) phase_rad: f64,
}

/// Whether most of the tones are present on both sides, and noise explains their level differences.
pub(super) fn keep_level(pairs: &[Pair], tones: &[Vec<LocalTone>; 2]) -> bool {
    const MOST: f64 = 1e-4;
    let are_most = |paired: fn(&Pair) -> f64, tones: &[LocalTone]| {
        let paired: f64 = pairs.iter().map(|pair| paired(pair).powi(2)).sum();
        2.0 * paired >= tones.iter().map(|tone| tone.amplitude.norm_sqr()).sum()
    };
    are_most(|pair| pair.before.size, &tones[0])
        && are_most(|pair| pair.after.size, &tones[1])
        && pairs.iter().all(|pair| pair.differs_by() < MOST + SIGNIFICANT * pair.deviation_rad)
}

impl Pair {
    /// Relative difference between the levels after and before.
    fn differs_by(&self) -> f64 {
        (self.after.size / self.before.size - 1.0).abs()
    }

    /// Whether levels before and after, in short stretches, are those of one tone. Amplitudes deviate as much as
    /// phases.
    pub(super) fn keeps_level(&self) -> bool {
        const MOST: f64 = 0.01;
        self.differs_by() < MOST + SIGNIFICANT * self.deviation_rad
    }
}

impl Carried {
    /// The sample `frames` frames after the place.
    fn at(&self, frames: f64) -> f64 {
        self.size * (TAU * self.turns_per_frame * frames + self.phase_rad).cos()
    }
}

/// Tones present in both stretches with similar levels; `distance_frames` is the distance of each middle from the
/// place.
pub(super) fn pairs(
    before: &[LocalTone],
    after: &[LocalTone],
    distance_frames: f64,
    frames: f64,
) -> Vec<Pair> {
    const NEAR_BINS: f64 = 0.3;
    const ALIKE: f64 = 1.12;
    let mate = |tone: &LocalTone| {
        let alike = |other: &&LocalTone| {
            let ratio = other.amplitude.norm() / tone.amplitude.norm();
            (other.turns_per_frame - tone.turns_per_frame).abs() * frames < NEAR_BINS
                && (1.0 / ALIKE..ALIKE).contains(&ratio)
        };
        after.iter().find(alike)
    };
    let pair = |tone: &LocalTone| {
        let mate = mate(tone)?;
        let turns_per_frame = (tone.turns_per_frame + mate.turns_per_frame) / 2.0;
        let carried = |tone: &LocalTone, frames: f64| Carried {
            turns_per_frame,
            size: tone.amplitude.norm(),
            phase_rad: tone.amplitude.arg() + TAU * (turns_per_frame * frames).fract(),
        };
        let variance = tone.variance + mate.variance;
        Some(Pair {
            before: carried(tone, distance_frames),
            after: carried(mate, -distance_frames),
            deviation_rad: CARRIED_ON * variance.sqrt()
                + STRAY * tone.stray_rad.max(mate.stray_rad)
                + LEAST_DEVIATION_RAD,
        })
    };
    before.iter().filter_map(pair).collect()
}

/// The smallest whole number of frames that explains the tones' phases.
pub(super) fn of(pairs: &[Pair]) -> Jump {
    let explains = |frames: f64| {
        pairs.iter().all(|pair| {
            let turned = pair.after.phase_rad - pair.before.phase_rad;
            let expected = TAU * (pair.before.turns_per_frame * frames).fract();
            wrapped_rad(turned - expected).abs() < SIGNIFICANT * pair.deviation_rad
        })
    };
    if explains(0.0) {
        return Jump::None;
    }
    // Probability that a given number matches each tone by chance; there are two signs.
    let by_chance: f64 = pairs.iter().map(|pair| (SIGNIFICANT * pair.deviation_rad / PI).min(1.0)).product();
    let most = ((CHANCE / (2.0 * by_chance)) as u64).min(MOST_FRAMES);
    (1..=most)
        .find_map(|frames| {
            if explains(frames as f64) {
                Some(Jump::Ahead(frames))
            } else {
                explains(-(frames as f64)).then_some(Jump::Behind(frames))
            }
        })
        .unwrap_or(Jump::Other)
}

/// Where the samples change from the signal before to the one after, relative to the place: the split with the least
/// residual. The first of `samples` lies `first` frames from the place.
///
/// Second differences are compared: other components such as lower tones and hum hardly affect them.
pub(super) fn split(samples: &[f64], first: isize, pairs: &[Pair]) -> isize {
    let end = first + samples.len() as isize;
    let model = |side: fn(&Pair) -> &Carried| -> Vec<f64> {
        let at = |n: isize| pairs.iter().map(|pair| side(pair).at(n as f64)).sum();
        (first..end).map(at).collect()
    };
    let (before, after) = (model(|pair| &pair.before), model(|pair| &pair.after));
    let left = |split: usize| -> f64 {
        let rest = |n: usize| samples[n] - if n < split { before[n] } else { after[n] };
        (1..samples.len() - 1).map(|n| (rest(n - 1) - 2.0 * rest(n) + rest(n + 1)).powi(2)).sum()
    };
    let best = (1..samples.len()).min_by(|&a, &b| left(a).total_cmp(&left(b)));
    best.unwrap_or(0) as isize + first
}

/// First frame and number of frames around the place that depart from the continued tones. The first of `samples` lies
/// `first` frames from the place.
pub(super) fn departure(samples: &[f64], first: isize, tones: &[Carried]) -> Option<(isize, u64)> {
    /// Departures over the median one.
    const LARGE: f64 = 8.0;
    let model = |n: isize| -> f64 { tones.iter().map(|tone| tone.at(n as f64)).sum() };
    let off: Vec<f64> = (first..).zip(samples).map(|(n, x)| (x - model(n)).abs()).collect();
    let mut sorted = off.clone();
    let large = LARGE * crate::lines::peaks::median(&mut sorted);
    let begin = off.iter().position(|off| *off > large)?;
    let last = off.iter().rposition(|off| *off > large)?;
    Some((begin as isize + first, (last - begin + 1) as u64))
}
