//! The discontinuities found, and their list.

use std::collections::VecDeque;

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

/// Most discontinuities listed per channel, half of them the first and half the newest; the rest are counted.
const MOST_LISTED: usize = 256;
/// The same of flat crests, which are listed apart: a clipped tone has thousands, which must not displace others.
const MOST_CLIPPED: usize = 128;

/// The first and the newest of many.
struct Ends {
    most: usize,
    first: Vec<Found>,
    newest: VecDeque<Found>,
    count: u64,
}

impl Ends {
    fn new(most: usize) -> Ends {
        Ends { most, first: Vec::new(), newest: VecDeque::new(), count: 0 }
    }

    fn add(&mut self, found: Found) {
        self.count += 1;
        if self.first.len() < self.most / 2 {
            self.first.push(found);
            return;
        }
        self.newest.push_back(found);
        if self.newest.len() > self.most / 2 {
            self.newest.pop_front();
        }
    }

    fn listed(&self) -> impl DoubleEndedIterator<Item = &Found> {
        self.first.iter().chain(&self.newest)
    }
}

/// The discontinuities of one channel.
pub(super) struct Findings {
    breaking: Ends,
    clipped: Ends,
    /// Breaks not yet taken.
    breaks: Vec<(u64, u64)>,
}

impl Default for Findings {
    fn default() -> Findings {
        Findings { breaking: Ends::new(MOST_LISTED), clipped: Ends::new(MOST_CLIPPED), breaks: Vec::new() }
    }
}

impl Findings {
    pub(super) fn add(&mut self, found: Found) {
        if found.kind.breaks() {
            self.breaks.push(found.broken());
        }
        match found.kind {
            GlitchKind::Clipped => self.clipped.add(found),
            _ => self.breaking.add(found),
        }
    }

    /// The latest ones, newest first, without flat crests.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Found> {
        const MANY: usize = 64;
        self.breaking.listed().rev().filter(|found| found.kind.breaks()).take(MANY)
    }

    pub(super) fn take_breaks(&mut self) -> std::vec::Drain<'_, (u64, u64)> {
        self.breaks.drain(..)
    }

    /// Those found so far.
    pub(super) fn glitches(&self) -> Glitches {
        let mut found: Vec<&Found> = self.breaking.listed().chain(self.clipped.listed()).collect();
        found.sort_by_key(|found| found.frame);
        Glitches {
            listed: found.into_iter().map(Found::glitch).collect(),
            count: self.breaking.count + self.clipped.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_newest_are_listed_and_all_are_counted() {
        let mut findings = Findings::default();
        let add = |findings: &mut Findings, kind, count: u64| {
            (0..count).for_each(|frame| findings.add(Found { frame, frames: 1, kind }));
        };
        add(&mut findings, GlitchKind::Clipped, 1000);
        add(&mut findings, GlitchKind::Click, 1000);
        let Glitches { listed, count } = findings.glitches();
        assert_eq!((listed.len(), count), (MOST_LISTED + MOST_CLIPPED, 2000));
        let clicks: Vec<u64> = listed
            .iter()
            .filter(|glitch| glitch.kind == GlitchKind::Click)
            .map(|glitch| glitch.frame)
            .collect();
        assert_eq!(clicks.len(), MOST_LISTED);
        assert_eq!((clicks[0], clicks[127], clicks[128], clicks[255]), (0, 127, 872, 999));
        assert_eq!(findings.latest().next().map(|found| found.frame), Some(999));
        assert_eq!(findings.take_breaks().count(), 1000, "clipping breaks nothing");
    }
}
