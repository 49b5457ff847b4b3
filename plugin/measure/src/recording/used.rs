//! Share of a recording that its figures cover, and the reasons for the rest.

use std::collections::BTreeMap;
use std::ops::Range;

use super::analyse::is_tonal;
use super::survey::Survey;
use crate::figures::report::{LeftOut, LeftOutReason, Report, Used};

impl Used {
    /// From a finished report. Frames are counted by blocks: a stretch starts and ends inside one.
    pub(super) fn of(report: &Report, survey: &Survey) -> Option<Used> {
        let all = report.source.frames;
        let used = report.channels.first().map(|channel| range(channel.used_frames))?;
        let others: Vec<Range<u64>> =
            report.sections.iter().map(|section| range([section.first_frame, section.frames])).collect();
        let still = survey.still_stretches(0);
        let is_tonal = is_tonal(report);
        let mut frames_by_reason = BTreeMap::new();
        for (block, is_quiet) in survey.quiet_blocks() {
            let outside = (block.end - block.start) - overlap(&block, &used);
            let middle = (block.start + block.end) / 2;
            let holds = |ranges: &[Range<u64>]| ranges.iter().any(|range| range.contains(&middle));
            let reason = match () {
                () if holds(&others) => LeftOutReason::OtherSection,
                () if is_quiet => LeftOutReason::Pause,
                () if is_tonal && !holds(&still) => LeftOutReason::Changes,
                () if survey.has_break(&between(&block, &used)) => LeftOutReason::Discontinuity,
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

fn range([first, frames]: [u64; 2]) -> Range<u64> {
    first..first + frames
}

/// The frames between a block and the used frames, including the block.
fn between(block: &Range<u64>, used: &Range<u64>) -> Range<u64> {
    if block.start < used.start { block.start..used.start + 1 } else { used.end.saturating_sub(1)..block.end }
}

fn overlap(a: &Range<u64>, b: &Range<u64>) -> u64 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
