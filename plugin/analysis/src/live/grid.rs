//! Timing of snapshots: by frames counted from the record's start, never by a clock.

use groundtruth_measure::Settings;

/// Points at which a snapshot is due: every quarter record, at a record's end, and evenly in between for at least 30 a
/// second. The points do not depend on the block size or pace of the stream.
#[derive(Debug)]
pub(crate) struct Grid {
    record_frames: u64,
    quarter_frames: u64,
    steps_per_quarter: u64,
    /// Frames since the record's start.
    filled_frames: u64,
    /// Index of the next point.
    next_step: u64,
}

/// Kind of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// The first record is not complete yet: only meters.
    Meters,
    /// A record ends here.
    Record,
    /// The display may slide.
    Slide,
}

impl Grid {
    /// Snapshots per second, at least.
    const SNAPSHOTS_PER_S: f64 = 30.0;

    pub fn new(settings: &Settings, sample_rate_hz: f64) -> Grid {
        let quarter_frames = settings.transform_frames as u64 / 4;
        let steps = (quarter_frames as f64 * Self::SNAPSHOTS_PER_S / sample_rate_hz).ceil() as u64;
        Grid {
            record_frames: settings.transform_frames as u64,
            quarter_frames,
            steps_per_quarter: steps.clamp(1, quarter_frames),
            filled_frames: 0,
            next_step: 1,
        }
    }

    /// Starts a record at the next frame.
    pub fn restart(&mut self) {
        self.filled_frames = 0;
        self.next_step = 1;
    }

    /// Frames available for the record, at most a whole one.
    pub fn filled_frames(&self) -> usize {
        self.filled_frames.min(self.record_frames) as usize
    }

    /// Frames to the next point, 1 or more.
    pub fn frames_to_next(&self) -> usize {
        (self.frame_of(self.next_step) - self.filled_frames) as usize
    }

    /// Counts frames, at most to the next point; returns what is due if that is reached.
    pub fn advance(&mut self, frames: usize) -> Option<Due> {
        self.filled_frames += frames as u64;
        if self.filled_frames < self.frame_of(self.next_step) {
            return None;
        }
        let ends_quarter = self.next_step.is_multiple_of(self.steps_per_quarter);
        self.next_step += 1;
        Some(match (self.filled_frames >= self.record_frames, ends_quarter) {
            (false, _) => Due::Meters,
            (true, true) => Due::Record,
            (true, false) => Due::Slide,
        })
    }

    fn frame_of(&self, step: u64) -> u64 {
        let (quarter, part) = (step / self.steps_per_quarter, step % self.steps_per_quarter);
        quarter * self.quarter_frames + part * self.quarter_frames / self.steps_per_quarter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(frames: usize, sample_rate_hz: f64, until: u64, block: usize) -> Vec<(u64, Due)> {
        let settings = Settings { transform_frames: frames, ..Settings::default() };
        let mut grid = Grid::new(&settings, sample_rate_hz);
        let mut points = Vec::new();
        while grid.filled_frames < until {
            let mut left = block;
            while left > 0 {
                let count = grid.frames_to_next().min(left);
                left -= count;
                if let Some(due) = grid.advance(count) {
                    points.push((grid.filled_frames, due));
                }
            }
        }
        points
    }

    #[test]
    fn records_end_after_a_whole_one_and_then_every_quarter() {
        let ends: Vec<u64> = points(65_536, 48_000.0, 120_000, 777)
            .into_iter()
            .filter(|(_, due)| *due == Due::Record)
            .map(|(frame, _)| frame)
            .collect();
        assert_eq!(ends, [65_536, 81_920, 98_304, 114_688]);
    }

    #[test]
    fn points_do_not_depend_on_the_blocks() {
        let whole = points(16_384, 44_100.0, 88_200, 1);
        for block in [2, 441, 4096] {
            assert!(points(16_384, 44_100.0, 88_200, block).starts_with(&whole));
        }
    }

    #[test]
    fn at_least_thirty_points_a_second_at_every_length_and_rate() {
        for (frames, rate_hz) in [(4096, 1000.0), (4096, 48_000.0), (65_536, 44_100.0), (1 << 20, 768_000.0)]
        {
            let points = points(frames, rate_hz, 2 * rate_hz as u64, 100);
            let longest = points.windows(2).map(|pair| pair[1].0 - pair[0].0).max();
            assert!(
                longest.is_some_and(|longest| longest as f64 <= (rate_hz / 30.0).ceil()),
                "{frames} {rate_hz}"
            );
        }
    }

    #[test]
    fn a_short_record_has_no_points_between_its_quarters() {
        let points = points(4096, 192_000.0, 20_000, 512);
        assert!(points.iter().all(|(_, due)| *due != Due::Slide));
    }
}
