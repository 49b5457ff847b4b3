//! Breaks in a recording, and the longest stretch between them.

use std::ops::Range;

/// Places across which no figure may be measured. Those too close for a measurable stretch between them are merged.
pub(super) struct Breaks {
    /// First frame, and first one after; equal for missing frames.
    places: Vec<[u64; 2]>,
    shortest_frames: u64,
}

impl Breaks {
    /// Empty; stretches shorter than this are not measured.
    pub(super) fn new(shortest_frames: u64) -> Breaks {
        Breaks { places: Vec::new(), shortest_frames }
    }

    /// Adds a place; the order is nearly ascending.
    pub(super) fn add(&mut self, first: u64, after: u64) {
        match self.places.last_mut() {
            Some([start, end])
                if first < *end + self.shortest_frames && after + self.shortest_frames > *start =>
            {
                (*start, *end) = (first.min(*start), after.max(*end));
            }
            _ => self.places.push([first, after]),
        }
    }

    /// The longest part of `within` without a break; the first one of equal length.
    pub(super) fn longest_clean(&self, within: &Range<u64>) -> Range<u64> {
        let parts = self.clean(within).into_iter().rev();
        parts.max_by_key(|part| part.end - part.start).unwrap_or(within.start..within.start)
    }

    /// The parts of `within` without breaks, in order.
    pub(super) fn clean(&self, within: &Range<u64>) -> Vec<Range<u64>> {
        let mut sorted = self.places.clone();
        sorted.sort_unstable();
        sorted.push([within.end; 2]);
        let mut parts = Vec::new();
        let mut start = within.start;
        for [first, after] in sorted {
            let end = first.clamp(start, within.end.max(start));
            if end > start {
                parts.push(start..end);
            }
            start = start.max(after);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(within: Range<u64>, places: &[[u64; 2]]) -> Range<u64> {
        let mut breaks = Breaks::new(1);
        places.iter().for_each(|&[first, after]| breaks.add(first, after));
        breaks.longest_clean(&within)
    }

    #[test]
    fn the_longest_part_between_breaks_is_kept() {
        assert_eq!(longest(0..100, &[]), 0..100);
        assert_eq!(longest(0..100, &[[30, 40]]), 40..100);
        assert_eq!(longest(0..100, &[[80, 81], [30, 40], [35, 50]]), 0..30);
        assert_eq!(longest(10..100, &[[0, 20], [90, 200]]), 20..90);
        assert_eq!(longest(0..100, &[[0, 100]]), 0..0);
        // A place where frames are missing has zero length.
        assert_eq!(longest(0..100, &[[60, 60]]), 0..60);
    }

    #[test]
    fn breaks_close_together_are_one() {
        let mut breaks = Breaks::new(10);
        (0..1_000_000).step_by(5).for_each(|frame| breaks.add(frame, frame + 1));
        assert_eq!(breaks.places.len(), 1);
        assert_eq!(breaks.longest_clean(&(0..2_000_000)), 999_996..2_000_000);
    }
}
