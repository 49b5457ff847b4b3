//! Magnitude-squared coherence of two channels, in third octaves.
//!
//! Cross spectra are summed over a few bins and averaged over records. The bias of the sum of n independent values,
//! `(1−c)²/n`, is subtracted (Carter, Knapp and Nuttall, IEEE Trans. AU 21, 1973). A delay between the channels reduces
//! the coherence only if it turns the phase within one such group of bins.

use realfft::num_complex::Complex;

use crate::figures::report::CoherencePoint;
use crate::spectra::noise_window;
use crate::terms::settings::Band;

/// Bins per group, up to twice as many if they do not divide evenly; small, so that a delay between the channels does
/// not matter.
const BINS: usize = 16;
/// Fewest independent values from which coherence is estimated, and its largest error.
const FEWEST: f64 = 8.0;

/// Sums of one group of bins, averaged over records.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    powers: [f64; 2],
    cross: Complex<f64>,
}

/// Averages of all groups, by third octave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coherence {
    groups: Vec<Sums>,
}

/// One third octave of a spectrum, as groups of bins.
struct Third {
    centre_hz: f64,
    groups: Vec<std::ops::Range<usize>>,
}

/// The third octaves within a spectrum: base ten, centres at `1000·10^(k/10)` (IEC 61260-1).
fn thirds(bins: usize, bin_hz: f64) -> impl Iterator<Item = Third> {
    let half = 10f64.powf(0.05);
    (-19..=20).filter_map(move |k| {
        let centre_hz = 1000.0 * 10f64.powf(f64::from(k) / 10.0);
        let (first, end) =
            ((centre_hz / half / bin_hz).ceil() as usize, (centre_hz * half / bin_hz).ceil() as usize);
        let count = ((end - first) / BINS).max(1);
        let edge = |group: usize| first + (end - first) * group / count;
        let groups = (0..count).map(|group| edge(group)..edge(group + 1)).collect();
        (end > first && end < bins).then_some(Third { centre_hz, groups })
    })
}

impl Coherence {
    /// From one record's two spectra through the noise window, lines included.
    pub(crate) fn of(spectra: [&[Complex<f64>]; 2], bin_hz: f64) -> Coherence {
        let sums = |bins: std::ops::Range<usize>| {
            let mut sums = Sums::default();
            for (a, b) in spectra[0][bins.clone()].iter().zip(&spectra[1][bins]) {
                sums.powers[0] += a.norm_sqr();
                sums.powers[1] += b.norm_sqr();
                sums.cross += b * a.conj();
            }
            sums
        };
        let groups = thirds(spectra[0].len(), bin_hz).flat_map(|third| third.groups);
        Coherence { groups: groups.map(sums).collect() }
    }

    /// Adds a record's sums.
    pub(crate) fn join(&mut self, record: Coherence, weight: f64) {
        if self.groups.is_empty() {
            *self = record;
            return;
        }
        for (mean, sums) in self.groups.iter_mut().zip(&record.groups) {
            mean.powers[0] += weight * (sums.powers[0] - mean.powers[0]);
            mean.powers[1] += weight * (sums.powers[1] - mean.powers[1]);
            mean.cross += (sums.cross - mean.cross) * weight;
        }
    }

    /// Coherence per third octave in band. `share` is the variance of a power summed over many bins, relative to that
    /// of one record.
    pub(crate) fn points(&self, bins: usize, bin_hz: f64, band: Band, share: f64) -> Vec<CoherencePoint> {
        let mut groups = self.groups.iter();
        let point = |third: Third| {
            let mut mean = Mean::default();
            for (bins, sums) in third.groups.into_iter().zip(&mut groups) {
                mean.add(sums, bins.len() as f64 / (noise_window::spread() * share));
            }
            // The centre called 20 Hz is 19.95 Hz.
            let nominal = 0.99 * band.low_hz..=1.01 * band.high_hz;
            if nominal.contains(&third.centre_hz) { mean.point(third.centre_hz) } else { None }
        };
        thirds(bins, bin_hz).filter_map(point).collect()
    }
}

impl Coherence {
    /// Zero-lag correlation of the two channels with all third octaves in band weighted equally; `None` if both
    /// channels carry none.
    pub(crate) fn correlation(&self, bins: usize, bin_hz: f64, band: Band) -> Option<f64> {
        let mut groups = self.groups.iter();
        let (mut sum, mut count) = (0.0, 0.0);
        for third in thirds(bins, bin_hz) {
            let mut mean = Sums::default();
            for sums in groups.by_ref().take(third.groups.len()) {
                mean.powers[0] += sums.powers[0];
                mean.powers[1] += sums.powers[1];
                mean.cross += sums.cross;
            }
            let scale = (mean.powers[0] * mean.powers[1]).sqrt();
            if (band.low_hz..=band.high_hz).contains(&third.centre_hz) && scale.is_normal() {
                sum += mean.cross.re / scale;
                count += 1.0;
            }
        }
        (count > 0.0).then_some(sum / count)
    }
}

/// Mean over the groups of a third octave, each weighted by its number of independent values.
#[derive(Default)]
struct Mean {
    sum: f64,
    values: f64,
    groups: f64,
}

impl Mean {
    fn add(&mut self, sums: &Sums, values: f64) {
        let scale = sums.powers[0] * sums.powers[1];
        if values >= FEWEST && scale.is_normal() {
            self.sum += values * (sums.cross.norm_sqr() / scale).min(1.0);
            self.values += values;
            self.groups += 1.0;
        }
    }

    /// From n values the estimate of a coherence c has mean `c + (1−c)²/n` and variance `2c(1−c)²/n`, or `1/n²` without
    /// coherence (Carter and others 1973).
    fn point(&self, frequency_hz: f64) -> Option<CoherencePoint> {
        if self.groups == 0.0 {
            return None;
        }
        let n = self.values / self.groups;
        let seen_rest = 1.0 - self.sum / self.values;
        let rest = (0.5 * n * (1.0 - (1.0 - 4.0 * seen_rest / n).max(0.0).sqrt())).clamp(0.0, 1.0);
        let coherence = 1.0 - rest;
        let variance = (2.0 * coherence + 1.0 / n) * rest * rest / self.values;
        let half = crate::figures::estimate::Z95 * variance.sqrt();
        Some(CoherencePoint {
            frequency_hz,
            coherence,
            low: (coherence - half).max(0.0),
            high: (coherence + half).min(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_of_an_octave_lie_where_the_standard_puts_them() {
        let all: Vec<Third> = thirds(32_769, 48_000.0 / 65_536.0).collect();
        assert_eq!(all.len(), 33, "12.6 Hz to 20 kHz");
        let near = |hz: f64| all.iter().any(|third| (third.centre_hz / hz - 1.0).abs() < 0.01);
        assert!([31.5, 100.0, 1000.0, 3150.0, 20_000.0].into_iter().all(near));
        for pair in all.windows(2) {
            let (last, next) = (pair[0].groups.last(), pair[1].groups.first());
            assert_eq!(last.map(|bins| bins.end), next.map(|bins| bins.start));
        }
    }
}
