//! Two tones, one per side, whose multiples meet: a line there belongs to both sides.

/// Two multiples that stand at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SharedLine {
    /// Order of the first tone's multiple and of the second's.
    pub(crate) orders: [u32; 2],
    /// Where they meet, in the unit of the tones.
    pub(crate) place: f64,
}

/// Distance in Hz that multiples of a suggested pair keep.
const CLEAR_HZ: f64 = 10.0;
/// Step in Hz in which a suggestion is looked for.
const STEP_HZ: f64 = 7.0;

/// The meeting multiples of the lowest orders, up to a highest place; closer than `separation` counts as one.
pub(crate) fn shared_line([a, b]: [f64; 2], highest: f64, separation: f64) -> Option<SharedLine> {
    let orders = |tone: f64| 1..=(highest / tone).min(1e4) as u32;
    let meeting = |p: u32| {
        let place = f64::from(p) * a;
        let q = (place / b).round().max(1.0);
        let near = (place - q * b).abs() < separation && (p, q) != (1, 1.0);
        near.then_some(SharedLine { orders: [p, q as u32], place })
    };
    orders(a).filter_map(meeting).min_by_key(|shared| shared.orders[0] + shared.orders[1])
}

/// A second frequency near the one given whose multiples keep clear of the first tone's, in Hz.
pub(crate) fn clear_second_hz([first_hz, second_hz]: [f64; 2], highest_hz: f64) -> Option<f64> {
    let candidates = (1..2000).map(|step| (second_hz + STEP_HZ * f64::from(step)).round());
    let clear = |hz: &f64| shared_line([first_hz, *hz], highest_hz, CLEAR_HZ).is_none();
    candidates.take_while(|hz| *hz < highest_hz).find(clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_that_meet_are_named_by_their_lowest_orders() {
        let at = |pair| shared_line(pair, 20_000.0, 2.0).map(|shared| (shared.orders, shared.place));
        assert_eq!(at([1000.0, 3000.0]), Some(([3, 1], 3000.0)));
        assert_eq!(at([1000.0, 1500.0]), Some(([3, 2], 3000.0)));
        assert_eq!(at([4400.0, 440.0]), Some(([1, 10], 4400.0)));
        assert_eq!(at([997.0, 1103.0]), None);
    }

    #[test]
    fn a_suggested_pair_keeps_clear() {
        for pair in [[1000.0, 3000.0], [500.0, 1000.0], [440.0, 4400.0], [60.0, 120.0]] {
            let second = clear_second_hz(pair, 20_000.0);
            if let Some(second) = second {
                assert_eq!(shared_line([pair[0], second], 20_000.0, CLEAR_HZ), None, "{pair:?} {second}");
            }
        }
        assert!(clear_second_hz([1000.0, 3000.0], 20_000.0).is_some());
    }
}
