//! Figures at the measuring chain's own: only limits of the device.

use groundtruth_measure::{Better, Bound, Figure};

/// Distance within which a chain's own distortion or noise may decide a figure, dB (1 bit of ENOB): two equal powers add
/// to 3 dB more, two equal amplitudes in phase to 6 dB more.
const REACH_DB: f64 = 6.0;
const REACH_BITS: f64 = 1.0;

/// The limit that is left of a figure within 6 dB of the baseline's; `None` for any other figure.
pub(super) fn limit(figure: Figure, baseline: &Figure, better: Better, unit: &str) -> Option<Figure> {
    let reach = if unit == "bit" { REACH_BITS } else { REACH_DB };
    if figure.limit || !(unit.starts_with("dB") || unit == "bit") {
        return None;
    }
    match better {
        Better::Lower if figure.value <= baseline.value + reach => {
            let upper = Figure { value: figure.high, low: f64::NEG_INFINITY, limit: true, ..figure };
            Some(Figure { bound: Bound::Upper, ..upper })
        }
        Better::Higher if figure.value >= baseline.value - reach => {
            Some(Figure { value: figure.low, limit: true, bound: Bound::Lower, ..figure })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_near_the_baseline_are_limits() {
        let (own, near, far) =
            (Figure::within(-110.0, 0.1), Figure::within(-105.0, 0.2), Figure::within(-100.0, 0.1));
        let upper = limit(near, &own, Better::Lower, "dB").expect("5 dB above");
        assert!(upper.limit && upper.value == -104.8 && upper.bound == Bound::Upper);
        assert_eq!(limit(far, &own, Better::Lower, "dB"), None);
        let range = limit(Figure::within(115.0, 0.1), &Figure::within(118.0, 0.1), Better::Higher, "dB");
        let range = range.expect("3 dB below");
        assert!(range.limit && range.value == 114.9 && range.bound == Bound::Lower);
        assert_eq!(limit(near, &own, Better::Neither, "dBFS"), None);
    }
}
