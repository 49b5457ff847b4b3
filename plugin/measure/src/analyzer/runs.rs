//! Averages of a recording whose stimulus changes; the representative one is kept.

use crate::average::Average;

/// The longest averages with and without tones so far.
#[derive(Default)]
pub(super) struct Runs {
    tonal: Option<Average>,
    other: Option<Average>,
}

/// Least share of a recording that a stretch with tones must fill to represent it; held notes of music do not.
const LEAST_SHARE: f64 = 0.5;

impl Runs {
    /// Keeps an average that cannot continue.
    pub(super) fn keep(&mut self, average: Average) {
        let place = if average.stimulus.tones.is_empty() { &mut self.other } else { &mut self.tonal };
        if average.records > 0 && place.as_ref().is_none_or(|known| known.frames() < average.frames()) {
            *place = Some(average);
        }
    }

    /// The average that represents a recording of `frames` frames; `last` is a candidate too.
    pub(super) fn best(mut self, last: Average, frames: u64) -> Option<Average> {
        self.keep(last);
        let is_long = |average: &Average| average.frames() as f64 >= LEAST_SHARE * frames as f64;
        match (self.tonal, self.other) {
            (Some(tonal), other) if other.is_none() || is_long(&tonal) => Some(tonal),
            (tonal, other) => other.or(tonal),
        }
    }
}
