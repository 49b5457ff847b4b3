//! Averages of a recording in which the stimulus changes: the one that speaks for it is kept.

use crate::average::Average;

/// The longest averages with and without tones so far.
#[derive(Default)]
pub(super) struct Runs {
    tonal: Option<Average>,
    other: Option<Average>,
}

/// A stretch with tones speaks for a recording when it fills at least this part of it: a held note of music does not.
const LEAST_SHARE: f64 = 0.5;

impl Runs {
    /// Takes in an average that cannot go on.
    pub(super) fn keep(&mut self, average: Average) {
        let place = if average.stimulus.tones.is_empty() { &mut self.other } else { &mut self.tonal };
        if average.records > 0 && place.as_ref().is_none_or(|known| known.frames() < average.frames()) {
            *place = Some(average);
        }
    }

    /// The average that speaks for a recording of so many frames, the last one included.
    pub(super) fn best(mut self, last: Average, frames: u64) -> Option<Average> {
        self.keep(last);
        let is_long = |average: &Average| average.frames() as f64 >= LEAST_SHARE * frames as f64;
        match (self.tonal, self.other) {
            (Some(tonal), other) if other.is_none() || is_long(&tonal) => Some(tonal),
            (tonal, other) => other.or(tonal),
        }
    }
}
