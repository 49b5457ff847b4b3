//! Share of a recording that its figures cover, and the reasons for the rest.

use std::collections::BTreeMap;
use std::ops::Range;

use super::survey::Survey;
use crate::figures::measurement::MeasuredSection;
use crate::figures::report::{LeftOut, LeftOutReason, Used};

impl Used {
    /// Frames are counted by blocks: a stretch starts and ends inside one.
    pub(super) fn of(main: &MeasuredSection, sections: &[MeasuredSection], survey: &Survey) -> Option<Used> {
        let (all, used) = (survey.frames(), main.range());
        let others: Vec<Range<u64>> = sections.iter().map(MeasuredSection::range).collect();
        let still = survey.still_stretches(0);
        let unbroken = survey.unbroken_around(&used);
        let is_tonal = main.is_tonal();
        let mut frames_by_reason = BTreeMap::new();
        for (block, is_quiet) in survey.quiet_blocks() {
            let outside = (block.end - block.start) - overlap(&block, &used);
            let middle = (block.start + block.end) / 2;
            let holds = |ranges: &[Range<u64>]| ranges.iter().any(|range| range.contains(&middle));
            let reason = match () {
                () if holds(&others) => LeftOutReason::OtherSection,
                () if is_quiet => LeftOutReason::Pause,
                () if is_tonal && !holds(&still) => LeftOutReason::Changes,
                () if overlap(&block, &unbroken) < block.end - block.start => LeftOutReason::Discontinuity,
                () => LeftOutReason::OtherSound,
            };
            *frames_by_reason.entry(reason).or_insert(0) += outside;
        }
        let left_out = frames_by_reason.into_iter().filter(|(_, frames)| *frames > 0);
        let mut left_out: Vec<LeftOut> =
            left_out.map(|(reason, frames)| LeftOut { reason, frames }).collect();
        left_out.sort_by_key(|part| std::cmp::Reverse(part.frames));
        (all > 0).then(|| Used { share: (used.end - used.start) as f64 / all as f64, left_out })
    }
}

fn overlap(a: &Range<u64>, b: &Range<u64>) -> u64 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
