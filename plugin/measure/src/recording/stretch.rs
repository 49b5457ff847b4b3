//! The longest stretch between breaks.

use std::ops::Range;

/// The longest part of `within` that no break touches; the first of equals.
pub(super) fn longest(within: &Range<u64>, breaks: &[Range<u64>]) -> Range<u64> {
    let mut sorted: Vec<&Range<u64>> = breaks.iter().collect();
    sorted.sort_by_key(|broken| broken.start);
    let mut best = within.start..within.start;
    let mut start = within.start;
    let ends = sorted.into_iter().map(|broken| broken.start..broken.end).chain([within.end..within.end]);
    for broken in ends {
        let end = broken.start.clamp(start, within.end.max(start));
        if end - start > best.end - best.start {
            best = start..end;
        }
        start = start.max(broken.end);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_part_between_breaks_is_kept() {
        assert_eq!(longest(&(0..100), &[]), 0..100);
        assert_eq!(longest(&(0..100), &[30..40]), 40..100);
        assert_eq!(longest(&(0..100), &[80..81, 30..40, 35..50]), 0..30);
        assert_eq!(longest(&(10..100), &[0..20, 90..200]), 20..90);
        assert_eq!(longest(&(0..100), &[0..100]), 0..0);
        // A place where frames are missing has no length of its own.
        assert_eq!(longest(&(0..100), &[60..60]), 0..60);
    }
}
