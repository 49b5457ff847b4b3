//! Power per bin of a spectrum from which lines are taken out: each place is cut, and filled with the density beside it.

use std::ops::Range;

use crate::average::LineMean;
use crate::peaks::median;
use crate::stimulus::LOBE_BINS;

/// Half the width of a cut around a weak line: where the fit itself took noise away. What the fit's own noise leaves
/// farther out is nothing.
const NARROW_BINS: usize = 3;
/// A line this far over the noise per bin is cut over the whole lobe of the 7-term window.
const STRONG_LINE: f64 = 1e5;
/// Bins on either side of a cut from which it is filled.
const FILL_BINS: usize = 32;

/// Mean powers per bin and what is known of their spread.
#[derive(Clone, Debug)]
pub(crate) struct Lineless {
    pub(crate) power: Vec<f64>,
    /// Variance of a bin's power, relative: 1 of one record.
    pub(crate) share: f64,
    /// Of the window.
    pub(crate) enbw_bins: f64,
}

/// Places to be cut.
pub(crate) struct Cuts(Vec<bool>);

impl Cuts {
    /// The lowest bins, which DC reaches.
    pub(crate) fn below(first: usize, bins: usize) -> Cuts {
        let mut cut = vec![false; bins];
        cut[..first.min(bins)].fill(true);
        Cuts(cut)
    }

    /// Adds bins on either side of a place.
    pub(crate) fn add(&mut self, centre: usize, half: usize) {
        let end = self.0.len();
        self.0[centre.saturating_sub(half).min(end)..(centre + half + 1).min(end)].fill(true);
    }

    fn holds(&self, bin: usize) -> bool {
        self.0[bin]
    }

    /// Runs of cut bins.
    fn runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for bin in (0..self.0.len()).filter(|&bin| self.0[bin]) {
            match runs.last_mut().filter(|run| run.end == bin) {
                Some(run) => run.end += 1,
                None => runs.push(bin..bin + 1),
            }
        }
        runs
    }
}

impl Lineless {
    /// Adds the fitted lines to what is cut: wide for strong ones, but leaving bins between close ones.
    pub(crate) fn cut_lines(&self, lines: &[LineMean], cuts: &mut Cuts) {
        let mut lines: Vec<&LineMean> = lines.iter().collect();
        lines.sort_by(|a, b| a.bins.total_cmp(&b.bins));
        for (index, line) in lines.iter().enumerate() {
            let below = index.checked_sub(1).map_or(f64::INFINITY, |i| line.bins - lines[i].bins);
            let above = lines.get(index + 1).map_or(f64::INFINITY, |next| next.bins - line.bins);
            cuts.add(line.bins.round() as usize, self.half_width(line, below.min(above)));
        }
    }

    fn half_width(&self, line: &LineMean, spacing: f64) -> usize {
        let centre = line.bins.round() as usize;
        let beside = |bin: usize| self.power.get(bin).copied().unwrap_or(0.0);
        let noise = beside(centre + LOBE_BINS + 1).max(beside(centre.saturating_sub(LOBE_BINS + 1)));
        let wanted = if line.power > STRONG_LINE * noise { LOBE_BINS } else { NARROW_BINS };
        let room = if spacing.is_finite() { ((spacing - 4.0) / 2.0).max(2.0) as usize } else { wanted };
        wanted.min(room)
    }

    /// Fills every run of cut bins with the density beside it.
    pub(crate) fn fill(&mut self, cuts: &Cuts) {
        let mut values = Vec::with_capacity(2 * FILL_BINS);
        for run in cuts.runs() {
            values.clear();
            let kept = |k: &usize| !cuts.holds(*k);
            values.extend((0..run.start).rev().filter(kept).take(FILL_BINS).map(|k| self.power[k]));
            values.extend((run.end..self.power.len()).filter(kept).take(FILL_BINS).map(|k| self.power[k]));
            let density = self.mean_from_median(&mut values);
            self.power[run].fill(density);
        }
    }

    /// A mean from a median, which passes over stray lines: ÷ ln 2 on one transform (exponential distribution),
    /// towards 1 on an average, with the median's own bias of `1/2n` for n independent bins.
    pub(crate) fn mean_from_median(&self, values: &mut [f64]) -> f64 {
        let independent = (values.len() as f64 / self.enbw_bins).max(1.0);
        let ratio = 1.0 - self.share * (1.0 - std::f64::consts::LN_2 - 0.5 / independent);
        median(values) / ratio
    }
}
