//! The discontinuities found, and their list.

use crate::figures::discontinuity::{Glitch, GlitchKind, Glitches};

/// One discontinuity of one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// First wrong frame; for missing frames the first one after them.
    pub(crate) frame: u64,
    /// Number of wrong, missing or repeated frames; 0 for a phase jump or clock step.
    pub(crate) frames: u64,
    pub(crate) kind: GlitchKind,
}

impl Found {
    /// Frames across which no figure may be measured: first, and first after.
    pub(super) fn broken(&self) -> (u64, u64) {
        let lasts = !matches!(self.kind, GlitchKind::Dropped | GlitchKind::PhaseJump | GlitchKind::ClockStep);
        (self.frame, self.frame + if lasts { self.frames } else { 0 })
    }

    fn glitch(&self) -> Glitch {
        Glitch { frame: self.frame, frames: self.frames, kind: self.kind }
    }
}

/// Most discontinuities listed per channel; the rest are counted.
const MOST_LISTED: usize = 256;
/// Most flat crests among them: a clipped tone has thousands, which must not displace others.
const MOST_CLIPPED: usize = 128;

/// The discontinuities of one channel.
#[derive(Default)]
pub(super) struct Findings {
    listed: Vec<Found>,
    clipped: usize,
    more: u64,
    /// Breaks not yet taken.
    breaks: Vec<(u64, u64)>,
}

impl Findings {
    pub(super) fn add(&mut self, found: Found) {
        if found.kind.breaks() {
            self.breaks.push(found.broken());
        }
        let is_clipped = found.kind == GlitchKind::Clipped;
        if self.listed.len() < MOST_LISTED && !(is_clipped && self.clipped == MOST_CLIPPED) {
            self.clipped += usize::from(is_clipped);
            self.listed.push(found);
        } else {
            self.more += 1;
        }
    }

    /// The latest ones, newest first, without flat crests.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Found> {
        const MANY: usize = 64;
        self.listed.iter().rev().filter(|found| found.kind.breaks()).take(MANY)
    }

    pub(super) fn take_breaks(&mut self) -> std::vec::Drain<'_, (u64, u64)> {
        self.breaks.drain(..)
    }

    /// Those found so far.
    pub(super) fn glitches(&self) -> Glitches {
        let mut found = self.listed.clone();
        found.sort_by_key(|found| found.frame);
        let count = found.len() as u64 + self.more;
        Glitches { listed: found.iter().map(Found::glitch).collect(), count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_bounded_and_counts_are_not() {
        let mut findings = Findings::default();
        let add = |findings: &mut Findings, kind, count: u64| {
            (0..count).for_each(|frame| findings.add(Found { frame, frames: 1, kind }));
        };
        add(&mut findings, GlitchKind::Clipped, 1000);
        add(&mut findings, GlitchKind::Click, 1000);
        let Glitches { listed, count } = findings.glitches();
        assert_eq!((listed.len(), count), (MOST_LISTED, 2000));
        assert_eq!(listed.iter().filter(|glitch| glitch.kind == GlitchKind::Clipped).count(), MOST_CLIPPED);
        assert_eq!(findings.take_breaks().count(), 1000, "clipping breaks nothing");
    }
}
