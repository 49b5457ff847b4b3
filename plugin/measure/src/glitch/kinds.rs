//! Classification of pulses.

use std::ops::Range;

use super::changing;
use super::found::Found;
use super::jump::{self, Carried, Jump, Pair};
use super::known::{self, Side};
use super::pulses::{GAP, Pulse, RINGING_FRAMES};
use super::repeats::{self, LONGEST_REPEAT, REPEATED};
use super::tones::{LocalTone, Look, LookTables};
use crate::figures::discontinuity::GlitchKind;

/// Tones with this share of the power determine how the sound continues.
const NEARLY_ALL: f64 = 0.8;
/// So does this number of isolated tones among others, if the sound is the same before and after.
const MANY_TONES: usize = 4;
/// Frames on either side of a pulse in which the exact place is searched.
const NEAR: usize = 48;

/// Length of the stretches before and after, in whitening blocks.
const LONG: usize = 4;

/// Samples needed before a pulse for a decision, for blocks of `block` frames.
pub(super) fn frames_before(block: usize) -> usize {
    // The originals of repeated frames lie further back.
    (GAP + LONG * block).max(LONGEST_REPEAT + REPEATED)
}

/// Samples needed from a pulse on. Another block must be whitened: its pulses limit the stretch after this one.
pub(super) fn frames_after(block: usize) -> usize {
    GAP + (LONG + 1) * block + 1
}

/// Highest peak of steady whitened noise over its rms; music has many higher ones.
pub(super) const STEADY_CREST: f64 = 6.0;

/// Longer departures are permanent: a level change or a fade.
const LONGEST_CLICK: u64 = NEAR as u64 - 8;
/// Least ratio to its neighbourhood of a pulse in even sound with too few samples around it.
const LEAST_RATIO: f64 = 12.0;

/// Position of a pulse in the samples.
pub(super) struct Place<'a> {
    pub(super) samples: &'a [f64],
    /// First frame of `samples`.
    pub(super) first_frame: u64,
    /// The pulse's peak in `samples`.
    pub(super) at: usize,
    /// Highest peak of the whitened sound around it.
    pub(super) crest: f64,
    /// Samples around it in which it is the only discontinuity.
    pub(super) clean: Range<usize>,
    /// A long stretch without discontinuities, if there is one.
    pub(super) elsewhere: Option<Range<usize>>,
    /// Frames of a block of whitening.
    pub(super) block: usize,
}

impl Place<'_> {
    /// The kind of discontinuity; `None` if the pulse belongs to the programme material.
    pub(super) fn decide(&self, pulse: &Pulse, tables: &mut LookTables) -> Option<Found> {
        let (before, after) = (self.before(), self.after());
        if begins_or_ends(last(before, self.block), &after[..after.len().min(self.block)]) {
            return None;
        }
        let click = Found { frame: pulse.first, frames: pulse.frames, kind: GlitchKind::Click };
        let breaks_off = changing::breaks_off(self.samples, self.at, pulse);
        let is_even = self.crest < STEADY_CREST;
        if !is_even && !breaks_off {
            return None;
        }
        let shorter = before.len().min(after.len());
        if shorter < self.block {
            return self.among_neighbours(pulse, click, is_even, breaks_off, tables);
        }
        let frames = power_of_two(shorter.min(LONG * self.block));
        let sides = [last(before, frames), &after[..frames]];
        self.between(sides, click, is_even, breaks_off, tables)
    }

    /// Decision between two long stretches.
    fn between(
        &self,
        sides: [&[f64]; 2],
        click: Found,
        is_even: bool,
        breaks_off: bool,
        tables: &mut LookTables,
    ) -> Option<Found> {
        let frames = sides[0].len() as f64;
        let looks = sides.map(|samples| Look::at(samples, tables));
        let tones = looks.each_ref().map(Look::tones);
        let pairs = jump::pairs(&tones[0], &tones[1], GAP as f64 + frames / 2.0, frames);
        let is_steady = is_even && looks[0].sounds_like(&looks[1]) && jump::keep_level(&pairs, &tones);
        if !is_steady && !breaks_off {
            return None;
        }
        let are_all = looks.iter().zip(&tones).all(|(look, tones)| look.share(tones) > NEARLY_ALL);
        if !pairs.is_empty() && (are_all || (is_steady && pairs.len() >= MANY_TONES)) {
            return Some(self.among_tones(&pairs, are_all, click));
        }
        Some(repeats::found(self.samples, self.first_frame, self.at).unwrap_or(click))
    }

    /// Decision near another discontinuity or the stream's end, by the tones of a longer stretch.
    fn among_neighbours(
        &self,
        pulse: &Pulse,
        click: Found,
        is_even: bool,
        breaks_off: bool,
        tables: &mut LookTables,
    ) -> Option<Found> {
        let otherwise = || {
            if !pulse.is_clear || (!breaks_off && pulse.ratio < LEAST_RATIO) {
                return None;
            }
            let found = repeats::found(self.samples, self.first_frame, self.at).unwrap_or(click);
            (is_even || breaks_off).then_some(found)
        };
        let Some((tones, share, frames)) = self.longest().map(|samples| {
            let look = Look::at(samples, tables);
            let tones = look.tones();
            let share = look.share(&tones);
            (tones, share, samples.len() as f64)
        }) else {
            return (breaks_off && pulse.is_clear).then_some(click);
        };
        if share < NEARLY_ALL || tones.is_empty() || tones.len() > known::MOST_TONES {
            return otherwise();
        }
        let is_short = |found: &Found| found.kind != GlitchKind::Click || found.frames < LONGEST_CLICK;
        self.beside_known(&tones, frames, pulse, click).unwrap_or_else(otherwise).filter(is_short)
    }

    /// Decision by tones of known frequencies; `None` if both sides are too short or contain other sound.
    fn beside_known(
        &self,
        tones: &[LocalTone],
        frames: f64,
        pulse: &Pulse,
        click: Found,
    ) -> Option<Option<Found>> {
        let (before, after) = (self.before(), self.after());
        let sides = [
            Side { samples: before, first: -((GAP + before.len()) as isize) },
            Side { samples: after, first: GAP as isize },
        ];
        let fits = sides.map(|side| known::fit(&[side], tones));
        if fits.iter().flatten().any(|fit| fit.left > 1.0 - NEARLY_ALL) {
            // Different sound on one side, or a change of level.
            return Some(None);
        }
        match &fits {
            [Some(before), Some(after)] => {
                let fits = [before, after];
                let pairs = known::pairs(&sides, fits, tones, frames);
                if !pairs.iter().all(Pair::keeps_level) {
                    // The corner of a fade, or a switched level.
                    return Some(None);
                }
                if known::move_on(&sides, fits, tones) {
                    return Some(Some(self.among_tones(&pairs, true, click)));
                }
                let carried: Vec<Carried> = pairs.iter().map(|pair| pair.before).collect();
                let plain = (pulse.is_clear && !self.is_beside_another()).then_some(click);
                Some(self.departure(&carried, click).or(plain))
            }
            [Some(fit), None] | [None, Some(fit)] => {
                let carried: Vec<Carried> = fit.tones.iter().map(|(tone, _)| *tone).collect();
                Some(self.departure(&carried, click))
            }
            [None, None] => None,
        }
    }

    /// Decision by the tones before and after.
    fn among_tones(&self, pairs: &[Pair], are_all: bool, click: Found) -> Found {
        let (around, first) = self.around();
        let frame = self.absolute(jump::split(around, first, pairs));
        match jump::of(pairs) {
            Jump::None if are_all => {
                let before: Vec<Carried> = pairs.iter().map(|pair| pair.before).collect();
                self.departure(&before, click).unwrap_or(click)
            }
            Jump::None => click,
            Jump::Ahead(frames) => Found { frame, frames, kind: GlitchKind::Dropped },
            Jump::Behind(frames) => Found { frame, frames, kind: GlitchKind::Repeated },
            Jump::Other => Found { frame, frames: 0, kind: GlitchKind::PhaseJump },
        }
    }

    /// Samples that depart from the tones.
    fn departure(&self, tones: &[Carried], click: Found) -> Option<Found> {
        let (around, first) = self.around();
        let (frame, frames) = jump::departure(around, first, tones)?;
        Some(Found { frame: self.absolute(frame), frames, ..click })
    }

    /// Whether a discontinuity is near enough to ring here.
    fn is_beside_another(&self) -> bool {
        self.at - self.clean.start < RINGING_FRAMES || self.clean.end - self.at < RINGING_FRAMES
    }

    /// Samples around the place, and the distance of the first of them from it.
    fn around(&self) -> (&[f64], isize) {
        let from = self.at.saturating_sub(NEAR).max(self.clean.start);
        let to = (self.at + NEAR).min(self.clean.end);
        (&self.samples[from..to], from as isize - self.at as isize)
    }

    fn absolute(&self, frames: isize) -> u64 {
        self.first_frame + (self.at as isize + frames) as u64
    }

    fn before(&self) -> &[f64] {
        &self.samples[self.clean.start..self.at.saturating_sub(GAP).max(self.clean.start)]
    }

    fn after(&self) -> &[f64] {
        &self.samples[(self.at + GAP).min(self.clean.end)..self.clean.end]
    }

    /// The nearest long stretch without a discontinuity, if it is long enough to resolve tones.
    fn longest(&self) -> Option<&[f64]> {
        let (before, after) = (self.before(), self.after());
        let least = self.block / 2;
        let samples = if before.len().max(after.len()) < least {
            &self.samples[self.elsewhere.clone()?]
        } else {
            if before.len() > after.len() { before } else { after }
        };
        let frames = power_of_two(samples.len().min(LONG * self.block));
        let samples =
            if samples.as_ptr() == before.as_ptr() { last(samples, frames) } else { &samples[..frames] };
        (frames >= least).then_some(samples)
    }
}

/// The largest power of two not above `frames`.
fn power_of_two(frames: usize) -> usize {
    if frames == 0 { 0 } else { 1 << frames.ilog2() }
}

/// The last `frames` samples.
fn last(samples: &[f64], frames: usize) -> &[f64] {
    &samples[samples.len().saturating_sub(frames)..]
}

/// Whether sound starts or ends between two stretches, which is not a fault.
fn begins_or_ends(before: &[f64], after: &[f64]) -> bool {
    !before.is_empty() && !after.is_empty() && differ(before, after)
}

/// Whether one of two stretches is 20 dB or more below the other; 60 dB for short ones, which may not hold a period.
pub(super) fn differ(before: &[f64], after: &[f64]) -> bool {
    const SHORT: usize = 1000;
    let ratio = if before.len().min(after.len()) < SHORT { 1e6 } else { 100.0 };
    let power = |samples: &[f64]| {
        let count = samples.len().max(1) as f64;
        let mean = samples.iter().sum::<f64>() / count;
        samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count
    };
    let [before, after] = [before, after].map(power);
    before > ratio * after || after > ratio * before
}
