//! How far a marker may be from where another one lets it be expected.

/// Uncertainty of a marker's time.
pub(crate) const MARK_TIME_S: f64 = 1e-3;
/// Most relative difference of the two clocks.
const MOST_CLOCK: f64 = 700e-6;
/// Most time that a discontinuity between two markers takes away or adds.
const MOST_JUMP_S: f64 = 0.3;

/// If nothing lies between them that are `apart_s` away from each other.
pub(crate) fn exact_s(apart_s: f64) -> f64 {
    2.0 * MARK_TIME_S + MOST_CLOCK * apart_s
}

/// If there may be a discontinuity between them.
pub(crate) fn jumped_s(apart_s: f64) -> f64 {
    MOST_JUMP_S.min(0.5 * apart_s) + MOST_CLOCK * apart_s
}
