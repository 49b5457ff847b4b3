//! Two tones, one per channel, with coinciding multiples: a line there may be one channel's distortion or the other
//! channel's crosstalk, and the two cannot be separated (MEASUREMENTS, section 2.7).

use std::fmt;

/// Coinciding multiples of two tones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelatedTones {
    /// The two tones in Hz.
    pub pair_hz: [f64; 2],
    /// Order of the first tone's multiple and of the second's; 1 is the tone itself.
    pub orders: [u32; 2],
}

/// Highest order considered.
const MOST_ORDERS: f64 = 1e4;
/// Least distance in Hz between multiples of a suggested pair: that of the usual pair, as short files require.
const CLEAR_HZ: f64 = 7.0;
/// Range of the search for another tone, relative to the given frequency.
const FARTHEST: f64 = 0.2;
/// A pair whose multiples do not coincide at any sample rate, in Hz.
const USUAL_HZ: [f64; 2] = [997.0, 1499.0];

impl RelatedTones {
    /// The lowest orders of two tones in Hz whose multiples, up to `highest_hz`, lie less than `separation_hz` apart.
    /// `None` if there are none.
    ///
    /// ```
    /// use groundtruth_measure::RelatedTones;
    ///
    /// let related = RelatedTones::of([1000.0, 3000.0], 20_000.0, 1.0).expect("they meet");
    /// assert_eq!((related.orders, related.frequency_hz()), ([3, 1], 3000.0));
    /// assert_eq!(RelatedTones::of([997.0, 1499.0], 20_000.0, 1.0), None);
    /// ```
    pub fn of(pair_hz: [f64; 2], highest_hz: f64, separation_hz: f64) -> Option<RelatedTones> {
        let [a, b] = pair_hz;
        let meeting = |p: u32| {
            let q = (f64::from(p) * a / b).round().max(1.0);
            let near = (f64::from(p) * a - q * b).abs() < separation_hz;
            near.then_some(RelatedTones { pair_hz, orders: [p, q as u32] })
        };
        // A tone above the band may still be a multiple of the other one.
        let most = (highest_hz.max(b) / a + 0.5).min(MOST_ORDERS) as u32;
        let related = (1..=most).filter_map(meeting);
        related.min_by_key(|related| related.orders[0] + related.orders[1])
    }

    /// Frequency of the coinciding multiples, in Hz.
    pub fn frequency_hz(&self) -> f64 {
        f64::from(self.orders[0]) * self.pair_hz[0]
    }

    /// The first tone with the nearest second tone that avoids coinciding multiples, in Hz; the usual pair if there is
    /// none, as in the bass. Both lie below `below_hz`; `None` if that is impossible.
    pub fn clear_pair_hz(&self, highest_hz: f64, below_hz: f64) -> Option<[f64; 2]> {
        let [first_hz, second_hz] = self.pair_hz;
        let farthest_hz = (FARTHEST * second_hz) as u32;
        let near = (0..=farthest_hz).flat_map(|hz| [f64::from(hz), -f64::from(hz)]);
        let pairs = near.map(|hz| [first_hz, second_hz.round() + hz]).chain([USUAL_HZ]);
        pairs
            .filter(|pair| pair[0].max(pair[1]) < below_hz)
            .find(|pair| RelatedTones::of(*pair, highest_hz, CLEAR_HZ).is_none())
    }
}

/// `harmonic 3 of 1000 Hz and the tone of 3000 Hz both lie at 3000 Hz`.
impl fmt::Display for RelatedTones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |side: usize| match self.orders[side] {
            1 => format!("the tone of {} Hz", self.pair_hz[side]),
            order => format!("harmonic {order} of {} Hz", self.pair_hz[side]),
        };
        write!(f, "{} and {} both lie at {:.0} Hz", line(0), line(1), self.frequency_hz())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pair_hz: [f64; 2]) -> Option<[u32; 2]> {
        RelatedTones::of(pair_hz, 20_000.0, 1.0).map(|related| related.orders)
    }

    #[test]
    fn multiples_that_meet_are_named_by_their_lowest_orders() {
        assert_eq!(of([1000.0, 3000.0]), Some([3, 1]));
        assert_eq!(of([500.0, 1000.0]), Some([2, 1]));
        assert_eq!(of([4400.0, 440.0]), Some([1, 10]));
        assert_eq!(of([1000.0, 1500.0]), Some([3, 2]));
        assert_eq!(of([1000.0, 1000.4]), Some([1, 1]));
        assert_eq!(of([1000.0, 20_000.0]), Some([20, 1]));
        assert_eq!(of([1000.0, 21_000.0]), Some([21, 1]));
        assert_eq!(of([997.0, 1499.0]), None);
        // They only coincide at 24 kHz, above the band of all figures.
        assert_eq!(of([8000.0, 6001.0]), None);
    }

    #[test]
    fn a_suggested_pair_keeps_clear() {
        for pair in [[1000.0, 3000.0], [500.0, 1000.0], [440.0, 4400.0], [1000.0, 1000.0], [1000.0, 20_000.0]]
        {
            let related = RelatedTones::of(pair, 20_000.0, 1.0).expect("they meet");
            let other = related.clear_pair_hz(20_000.0, 24_000.0).expect("a pair");
            assert_eq!((other[0], of(other)), (pair[0], None), "{pair:?}");
        }
        let bass = RelatedTones::of([50.0, 60.0], 20_000.0, 1.0).expect("they meet at 300 Hz");
        assert_eq!(bass.clear_pair_hz(20_000.0, 24_000.0), Some(USUAL_HZ));
        let thirds = RelatedTones::of([1000.0, 3000.0], 20_000.0, 1.0).expect("they meet");
        assert_eq!(thirds.to_string(), "harmonic 3 of 1000 Hz and the tone of 3000 Hz both lie at 3000 Hz");
    }
}
