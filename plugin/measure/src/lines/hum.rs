//! Which lines are mains hum and which are a stimulus (MEASUREMENTS, section 1, "Mains is not the stimulus").

use crate::lines::model::HUM_ORDERS;
use crate::terms::units::db_to_power;

/// Hum lies below this level; louder lines are a stimulus.
const HUM_BELOW_DBFS: f64 = -30.0;
/// Multiples of the mains lie less than this above it.
const MULTIPLE_ABOVE_MAINS_DB: f64 = 20.0;
/// Relative range around a nominal frequency.
pub(crate) const RANGE: f64 = 0.005;
/// Distance of a line from a multiple of the mains, in bins, within which both merge into one.
pub(crate) const MELTED_BINS: f64 = 1.5;
/// Nominal frequencies of the mains, in Hz.
pub(crate) const NOMINALS_HZ: [f64; 2] = [50.0, 60.0];
/// The same and their seconds, the first lines of rectified mains.
const FIRST_LINES_HZ: [f64; 4] = [50.0, 60.0, 100.0, 120.0];

/// Whether a frequency lies within [`RANGE`] of a nominal one, or within `more_hz` of that range.
pub(crate) fn is_near(hz: f64, nominal_hz: f64, more_hz: f64) -> bool {
    (hz - nominal_hz).abs() < RANGE * nominal_hz + more_hz
}

/// Whether a line of this power is quiet enough for hum.
fn is_quiet(power: f64) -> bool {
    power < db_to_power(HUM_BELOW_DBFS)
}

/// Whether a line is the first or second of the mains: quiet, at 50, 60, 100 or 120 Hz.
pub(crate) fn is_first(hz: f64, power: f64, more_hz: f64) -> bool {
    is_quiet(power) && FIRST_LINES_HZ.iter().any(|nominal_hz| is_near(hz, *nominal_hz, more_hz))
}

/// Whether a line `ratio` times the frequency of a first line, at `distance_bins` from the next multiple of it, is a
/// multiple of the mains.
pub(crate) fn is_multiple(ratio: f64, distance_bins: f64, power: f64, first_power: f64) -> bool {
    (2.0..=f64::from(HUM_ORDERS)).contains(&ratio.round())
        && distance_bins.abs() < MELTED_BINS
        && has_level(2, power, first_power)
}

/// Whether a line of the mains has the level of hum; `strongest_first` is the power of the stronger first line.
pub(crate) fn has_level(order: u32, power: f64, strongest_first: f64) -> bool {
    let is_first = order <= 2;
    is_quiet(power) && (is_first || power < db_to_power(MULTIPLE_ABOVE_MAINS_DB) * strongest_first)
}

/// Whether a line, by itself, could be hum: quiet, near a multiple of 50 or 60 Hz.
pub(crate) fn may_be(hz: f64, power: f64, bin_hz: f64) -> bool {
    let orders = 1.0..=f64::from(HUM_ORDERS);
    let is_near_multiple = |nominal_hz: f64| {
        let order = (hz / nominal_hz).round();
        let reach_hz = (RANGE * hz).max(MELTED_BINS * bin_hz);
        orders.contains(&order) && (hz - order * nominal_hz).abs() < reach_hz
    };
    is_quiet(power) && NOMINALS_HZ.into_iter().any(is_near_multiple)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_and_frequency_decide_what_is_hum() {
        let quiet = db_to_power(-31.0);
        assert!(is_first(50.2, quiet, 0.0) && is_first(119.5, quiet, 0.0));
        assert!(!is_first(50.3, quiet, 0.0) && is_first(50.3, quiet, 0.1));
        assert!(!is_first(50.0, db_to_power(-29.0), 0.0) && !is_first(150.0, quiet, 0.0));
        assert!(may_be(150.0, quiet, 1.0) && may_be(1200.0, quiet, 1.0) && !may_be(1340.0, quiet, 1.0));
        assert!(has_level(3, db_to_power(-61.0), db_to_power(-80.0)));
        assert!(!has_level(3, db_to_power(-59.0), db_to_power(-80.0)));
        assert!(has_level(2, db_to_power(-59.0), db_to_power(-80.0)));
    }
}
