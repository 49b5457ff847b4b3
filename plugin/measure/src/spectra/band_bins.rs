//! The bins of a band, and sums over them.

use std::ops::Range;

use crate::terms::settings::Band;

/// Bins of a band. A bin extends half a bin to either side, so the bins at the edges count in part.
pub(crate) struct BandBins {
    pub(crate) whole: Range<usize>,
    /// Bins partly inside the band, each with its share.
    pub(crate) edges: Vec<(usize, f64)>,
}

impl BandBins {
    pub(crate) fn new(band: Band, bin_hz: f64, bins: usize) -> BandBins {
        let low = (band.low_hz / bin_hz).max(0.0);
        let high = (band.high_hz / bin_hz).min(bins as f64 - 1.0);
        let first = (low - 0.5).ceil().clamp(0.0, bins as f64) as usize;
        let last = ((high + 0.5).floor().max(0.0) as usize).min(bins - 1);
        let share = |k: usize| (high.min(k as f64 + 0.5) - low.max(k as f64 - 0.5)).clamp(0.0, 1.0);
        let inner = (first + 1).min(last)..last;
        let edges = if first < last { vec![first, last] } else { vec![first] };
        let edges = edges.into_iter().filter(|&k| k < bins).map(|k| (k, share(k))).collect();
        BandBins { whole: inner, edges }
    }

    /// The part of a bin that lies in the band.
    pub(crate) fn share(&self, bin: usize) -> f64 {
        let edge = self.edges.iter().find(|(k, _)| *k == bin);
        edge.map_or(f64::from(self.whole.contains(&bin)), |(_, share)| *share)
    }

    /// Sum of the weighted powers and of their squares.
    pub(crate) fn sums(&self, powers: &[f64], gains: Option<&[f64]>) -> (f64, f64) {
        let inner = self.whole.clone();
        let (mut sum, mut squares) = sums(&powers[inner.clone()], gains.map(|gains| &gains[inner]));
        for &(k, share) in &self.edges {
            let power = share * gains.map_or(1.0, |gains| gains[k]) * powers[k];
            sum += power;
            squares += power * power;
        }
        (sum, squares)
    }
}

/// Parallel sums for vector instructions.
fn sums(powers: &[f64], gains: Option<&[f64]>) -> (f64, f64) {
    const LANES: usize = 8;
    let (mut sum, mut squares) = ([0.0; LANES], [0.0; LANES]);
    let mut add = |lane: usize, power: f64| {
        sum[lane] += power;
        squares[lane] += power * power;
    };
    match gains {
        Some(gains) => {
            for (powers, gains) in powers.chunks(LANES).zip(gains.chunks(LANES)) {
                powers
                    .iter()
                    .zip(gains)
                    .enumerate()
                    .for_each(|(lane, (power, gain))| add(lane, power * gain));
            }
        }
        None => {
            for powers in powers.chunks(LANES) {
                powers.iter().enumerate().for_each(|(lane, power)| add(lane, *power));
            }
        }
    }
    (sum.iter().sum(), squares.iter().sum())
}
