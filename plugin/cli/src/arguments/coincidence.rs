//! Two tones, one per side, whose harmonics must not meet: where they do, one side's distortion cannot be told from the
//! other side's crosstalk (MEASUREMENTS, section 2.7).

use std::fmt;
use std::ops::RangeInclusive;

/// Orders that are looked at; 1 is the tone.
const ORDERS: RangeInclusive<u32> = 1..=20;

/// Lines above this concern no figure, unless one of them is a tone itself.
const HIGHEST_HZ: f64 = 20_000.0;

/// A line of the left tone and one of the right tone at the same place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Coincidence {
    pair_hz: [f64; 2],
    orders: [u32; 2],
}

impl Coincidence {
    /// The lowest orders whose lines, below `below_hz`, lie less than `separation_hz` apart.
    pub(super) fn of(pair_hz: [f64; 2], separation_hz: f64, below_hz: f64) -> Option<Coincidence> {
        let meets = |orders: [u32; 2]| {
            let [left_hz, right_hz] = [0, 1].map(|side| f64::from(orders[side]) * pair_hz[side]);
            let is_tone = orders.contains(&1);
            (left_hz - right_hz).abs() < separation_hz
                && left_hz < below_hz
                && (is_tone || left_hz <= HIGHEST_HZ)
        };
        let orders =
            ORDERS.flat_map(|left| ORDERS.map(move |right| [left, right])).find(|orders| meets(*orders))?;
        Some(Coincidence { pair_hz, orders })
    }

    /// The same left tone, with the right one nearest to that asked for whose lines keep clear; in the bass, where there
    /// is none, the usual pair.
    pub(super) fn pair_that_would_do(&self, below_hz: f64) -> Option<[f64; 2]> {
        /// As far apart as the lines of 997 and 1499 Hz are.
        const SEPARATION_HZ: f64 = 7.0;
        /// The search ends at this part of the frequency asked for.
        const FARTHEST: f64 = 0.2;
        const USUAL_HZ: [f64; 2] = [997.0, 1499.0];
        let [left_hz, right_hz] = self.pair_hz;
        let farthest_hz = (FARTHEST * right_hz) as u32;
        let near = (0..=farthest_hz).flat_map(|hz| [f64::from(hz), -f64::from(hz)]);
        let pairs = near.map(|hz| [left_hz, right_hz.round() + hz]).chain([USUAL_HZ]);
        pairs
            .filter(|[left_hz, right_hz]| left_hz.max(*right_hz) < below_hz)
            .find(|pair| Coincidence::of(*pair, SEPARATION_HZ, below_hz).is_none())
    }
}

impl fmt::Display for Coincidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |side: usize| match self.orders[side] {
            1 => format!("the tone of {} Hz", self.pair_hz[side]),
            order => format!("harmonic {order} of {} Hz", self.pair_hz[side]),
        };
        let place_hz = f64::from(self.orders[0]) * self.pair_hz[0];
        write!(f, "{} and {} both lie at {place_hz:.0} Hz", line(0), line(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pair_hz: [f64; 2]) -> Option<[u32; 2]> {
        Coincidence::of(pair_hz, 1.0, 24_000.0).map(|coincidence| coincidence.orders)
    }

    #[test]
    fn lines_that_meet_are_found_by_their_orders() {
        assert_eq!(of([1000.0, 3000.0]), Some([3, 1]));
        assert_eq!(of([500.0, 1000.0]), Some([2, 1]));
        assert_eq!(of([4400.0, 440.0]), Some([1, 10]));
        assert_eq!(of([1000.0, 1500.0]), Some([3, 2]));
        assert_eq!(of([1000.0, 1000.4]), Some([1, 1]));
        assert_eq!(of([1000.0, 20_000.0]), Some([20, 1]));
        assert_eq!(of([997.0, 1499.0]), None);
        // They meet at 24 kHz only, where no figure looks.
        assert_eq!(of([8000.0, 6001.0]), None);
    }

    #[test]
    fn a_pair_that_would_do_keeps_its_lines_apart() {
        for pair in [[1000.0, 3000.0], [500.0, 1000.0], [440.0, 4400.0], [1000.0, 1000.0], [1000.0, 20_000.0]]
        {
            let coincidence = Coincidence::of(pair, 1.0, 24_000.0).expect("they meet");
            let other = coincidence.pair_that_would_do(24_000.0).expect("a pair");
            assert_eq!((other[0], of(other)), (pair[0], None), "{pair:?}");
        }
        let bass = Coincidence::of([50.0, 60.0], 1.0, 24_000.0).expect("they meet at 300 Hz");
        assert_eq!(bass.pair_that_would_do(24_000.0), Some([997.0, 1499.0]));
        let thirds = Coincidence::of([1000.0, 3000.0], 1.0, 24_000.0).expect("they meet");
        assert_eq!(thirds.to_string(), "harmonic 3 of 1000 Hz and the tone of 3000 Hz both lie at 3000 Hz");
    }
}
