//! What a pulse is.

use super::changing;
use super::jump::{self, Jump, Pair};
use super::pulses::Pulse;
use super::tones::{Look, LookTables};
use super::whitening::Whitening;
use super::{Found, Kind};

/// Frames on either side of a pulse that are left out of what is before and after.
pub(super) const GAP: usize = 16;
/// Tones that hold this part of the sound say how it goes on.
const NEARLY_ALL: f64 = 0.8;
/// So many lone tones among others say it too, where the sound is the same before and after.
const MANY_TONES: usize = 4;
/// Frames on either side of a pulse in which the exact place is looked for.
const NEAR: usize = 48;

/// Blocks of whitening in the stretches before and after.
const LONG: usize = 4;

/// Samples that a decision needs before a pulse.
pub(super) fn frames_before(whitening: &Whitening) -> usize {
    // Frames that repeat others lie farther back.
    (GAP + LONG * whitening.frames()).max(LONGEST_REPEAT + REPEATED)
}

/// Samples that a decision needs from a pulse on.
pub(super) fn frames_after(whitening: &Whitening) -> usize {
    GAP + LONG * whitening.frames() + 1
}

/// Longest stretch that is recognised when it is repeated in music, and how many of its samples must be the same.
const LONGEST_REPEAT: usize = 8192;
const REPEATED: usize = 24;

/// Highest peak in whitened noise that is steady, over its rms: music has many that are higher.
const STEADY_CREST: f64 = 6.0;

/// A pulse's place in the samples.
pub(super) struct Place<'a> {
    pub(super) samples: &'a [f64],
    /// Of `samples`.
    pub(super) first_frame: u64,
    /// The pulse's peak in `samples`.
    pub(super) at: usize,
    /// Highest peak of the whitened sound around it.
    pub(super) crest: f64,
}

impl Place<'_> {
    /// What the pulse is; `None` when it is of the sound itself.
    pub(super) fn decide(
        &self,
        pulse: &Pulse,
        whitening: &Whitening,
        tables: &mut LookTables,
    ) -> Option<Found> {
        if begins_or_ends(self.samples, self.at, whitening.frames()) {
            return None;
        }
        let click = Found { frame: pulse.first, frames: pulse.frames, kind: Kind::Click };
        // Long stretches tell tones apart; near the ends of a recording short ones do.
        let sides = [LONG, 1]
            .into_iter()
            .find_map(|blocks| sides(self.samples, self.at, blocks * whitening.frames()));
        let breaks_off = changing::breaks_off(self.samples, self.at, pulse);
        let is_even = self.crest < STEADY_CREST;
        let Some([before, after]) = sides.filter(|_| is_even || breaks_off) else {
            return breaks_off.then_some(click);
        };
        let looks = [before, after].map(|samples| Look::at(samples, tables));
        let tones = looks.each_ref().map(Look::tones);
        let pairs = jump::pairs(&tones[0], &tones[1], (GAP + before.len() / 2) as f64, before.len() as f64);
        let is_steady = is_even && looks[0].sounds_like(&looks[1]) && jump::keep_level(&pairs, &tones);
        if !is_steady && !breaks_off {
            return None;
        }
        let are_all = looks.iter().zip(&tones).all(|(look, tones)| look.share(tones) > NEARLY_ALL);
        if !pairs.is_empty() && (are_all || (is_steady && pairs.len() >= MANY_TONES)) {
            return Some(self.among_tones(&pairs, are_all, click));
        }
        Some(repeated(self.samples, self.first_frame, self.at).unwrap_or(click))
    }

    /// What it is where tones before and after say it.
    fn among_tones(&self, pairs: &[Pair], are_all: bool, click: Found) -> Found {
        let around = &self.samples[self.at - NEAR..self.at + NEAR];
        let absolute = |frames: isize| self.first_frame + (self.at as isize + frames) as u64;
        let frame = absolute(jump::split(around, pairs));
        match jump::of(pairs) {
            Jump::None if are_all => jump::departure(around, pairs).map_or(click, |(frame, frames)| Found {
                frame: absolute(frame),
                frames,
                ..click
            }),
            Jump::None => click,
            Jump::Ahead(frames) => Found { frame, frames, kind: Kind::Dropped },
            Jump::Behind(frames) => Found { frame, frames, kind: Kind::Repeated },
            Jump::Other => Found { frame, frames: 0, kind: Kind::PhaseJump },
        }
    }
}

/// So many samples before and after a place.
fn sides(samples: &[f64], at: usize, frames: usize) -> Option<[&[f64]; 2]> {
    let from = at.checked_sub(GAP + frames)?;
    Some([samples.get(from..from + frames)?, samples.get(at + GAP..at + GAP + frames)?])
}

/// Whether sound begins or ends here: that is no fault of a recording.
fn begins_or_ends(samples: &[f64], at: usize, frames: usize) -> bool {
    let before = &samples[at.saturating_sub(GAP + frames)..at.saturating_sub(GAP)];
    let after = &samples[(at + GAP).min(samples.len())..(at + GAP + frames).min(samples.len())];
    differ(before, after)
}

/// Whether one of two stretches is 20 dB or more below the other.
pub(super) fn differ(before: &[f64], after: &[f64]) -> bool {
    const RATIO: f64 = 100.0;
    let power = |samples: &[f64]| {
        let count = samples.len().max(1) as f64;
        let mean = samples.iter().sum::<f64>() / count;
        samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count
    };
    let [before, after] = [before, after].map(power);
    before > RATIO * after || after > RATIO * before
}

/// Frames that are those before them once more, to the last bit.
fn repeated(samples: &[f64], first_frame: u64, at: usize) -> Option<Found> {
    /// How far a pulse's peak may lie from the first frame that repeats.
    const OFF: usize = 4;
    let starts = at.saturating_sub(OFF)..=at + OFF;
    let begins = |start: usize, back: usize| {
        let (again, before) =
            (samples.get(start..start + REPEATED)?, samples.get(start - back..start - back + REPEATED)?);
        let moves = before.windows(2).any(|pair| pair[0] != pair[1]);
        (again == before && moves).then_some(())
    };
    for start in starts {
        for back in REPEATED / 2..=LONGEST_REPEAT.min(start) {
            if begins(start, back).is_some() {
                let first = (1..=OFF).take_while(|more| begins(start - more, back).is_some()).count();
                let frame = first_frame + (start - first) as u64;
                return Some(Found { frame, frames: back as u64, kind: Kind::Repeated });
            }
        }
    }
    None
}
