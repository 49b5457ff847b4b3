//! Power per bin of a spectrum without lines: each line is cut out and the gap filled with the density beside it.

use std::ops::Range;

use crate::lines::line_mean::LineMean;
use crate::lines::neighbourhood::Neighbourhood;
use crate::lines::peaks::median;
use crate::spectra::window::LOBE_BINS;

/// Half the width of a cut around a weak line, where the fit itself removed noise. Beyond this distance the fit's
/// residual is below the noise.
const NARROW_BINS: usize = 3;
/// A line above this ratio to the noise per bin is cut over the whole lobe of the 7-term window.
const STRONG_LINE: f64 = 1e5;
/// Bins on either side of a cut from which it is filled.
const FILL_BINS: usize = 32;

/// Mean powers per bin and their variance.
#[derive(Clone, Debug)]
pub(crate) struct Lineless {
    pub(crate) power: Vec<f64>,
    /// Relative variance of a bin's power: 1 for one record.
    pub(crate) share: f64,
    /// Equivalent noise bandwidth of the window.
    pub(crate) enbw_bins: f64,
}

/// Bins to be cut.
#[derive(Clone, Debug)]
pub(crate) struct Cuts(Vec<bool>);

impl Cuts {
    /// The lowest bins, affected by DC.
    pub(crate) fn below(first: usize, bins: usize) -> Cuts {
        let mut cut = vec![false; bins];
        cut[..first.min(bins)].fill(true);
        Cuts(cut)
    }

    /// Adds a bin and its neighbours.
    pub(crate) fn add(&mut self, centre: usize, half: usize) {
        let end = self.0.len();
        self.0[centre.saturating_sub(half).min(end)..(centre + half + 1).min(end)].fill(true);
    }

    fn holds(&self, bin: usize) -> bool {
        self.0[bin]
    }

    /// The kept bins nearest to a run, from which it is filled: equal numbers on either side if available, up to a
    /// limit.
    fn beside(&self, run: &Range<usize>) -> impl Iterator<Item = usize> {
        let kept = |k: &usize| !self.holds(*k);
        let below = (0..run.start).rev().filter(kept).take(FILL_BINS);
        below.chain((run.end..self.0.len()).filter(kept).take(FILL_BINS))
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
    /// Adds the fitted lines to the cuts: wide for strong ones, but leaving bins between close ones.
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

    /// Fills every cut run with the density beside it.
    pub(crate) fn fill(&mut self, cuts: &Cuts) {
        let mut values = Vec::with_capacity(2 * FILL_BINS);
        for run in cuts.runs() {
            values.clear();
            values.extend(cuts.beside(&run).map(|k| self.power[k]));
            let density = self.mean_from_median(&mut values);
            self.power[run].fill(density);
        }
    }

    /// Replaces the fill around a line by the measured power where that is higher: the skirts of an unsteady line count
    /// as noise.
    pub(crate) fn fill_skirts(&mut self, near: &Neighbourhood, cuts: &Cuts) {
        /// Standard deviations by which a cut's measured power must exceed its fill.
        const CLEAR: f64 = 5.0;
        let first = (near.bins.round() as usize).saturating_sub(LOBE_BINS);
        let cut: Vec<(usize, f64)> = (first..self.power.len())
            .zip(near.left.iter().copied())
            .filter(|(bin, _)| cuts.holds(*bin))
            .collect();
        let left: f64 = cut.iter().map(|(_, left)| left).sum();
        let filled: f64 = cut.iter().map(|(bin, _)| self.power[*bin]).sum();
        // Neighbouring bins under Hann's weight share noise: two count as one.
        let deviation = (2.0 / near.independent.max(1.0)).sqrt() + self.fill_variance(2.0).sqrt();
        if left > filled * (1.0 + CLEAR * deviation) {
            cut.into_iter().for_each(|(bin, left)| self.power[bin] = left);
        }
    }

    /// Variance of a weighted sum of bins if some are cut, except for the correlation between them: `Σ d²·(g+h)²` plus
    /// the cost of the medians, in place of `Σ d²·g²`.
    ///
    /// A cut bin repeats the bins beside it, whose weights g grow by `h = Σ G/n` over the runs filled from them, where
    /// G is a run's weight and n the number of bins it is filled from. The variance of the median is
    /// [`Lineless::median_cost`] times that of a mean. `squares` is `Σ g²P²` over all bins; squares of scattered powers
    /// exceed the square of their mean by the share.
    pub(crate) fn sum_variance(&self, cuts: &Cuts, gain: impl Fn(usize) -> f64, squares: f64) -> f64 {
        let mut repeated = vec![0.0; self.power.len()];
        let mut kept_squares = squares;
        for run in cuts.runs() {
            let weight: f64 = run.clone().map(&gain).sum();
            kept_squares -= run.clone().map(|k| (gain(k) * self.power[k]).powi(2)).sum::<f64>();
            let count = cuts.beside(&run).count().max(1) as f64;
            if weight > 0.0 {
                cuts.beside(&run).for_each(|k| repeated[k] += weight / count);
            }
        }
        let cost = self.median_cost();
        let added = |(k, h): (usize, &f64)| h * (2.0 * gain(k) + cost * h) * self.power[k].powi(2);
        let touched = repeated.iter().enumerate().filter(|(_, h)| **h > 0.0);
        (kept_squares + touched.map(added).sum::<f64>()).max(0.0) / (1.0 + self.share)
    }

    /// Variance of a mean computed from a median over that of the mean itself: `1/ln²2` on one transform, `π/2` on an
    /// average of many, whose bins are nearly normal.
    fn median_cost(&self) -> f64 {
        let (one, many) = (std::f64::consts::LN_2.powi(-2), std::f64::consts::FRAC_PI_2);
        many + self.share.min(1.0) * (one - many)
    }

    /// Relative variance of the density that fills a run, for bins whose sum spreads `spread` times as far as if they
    /// were independent.
    pub(crate) fn fill_variance(&self, spread: f64) -> f64 {
        self.median_cost() * spread / (2 * FILL_BINS) as f64
    }

    /// A mean from a median, which is robust to stray lines: ÷ ln 2 on one transform (exponential distribution),
    /// towards 1 on an average, with the median's own bias of `1/2n` for n independent bins.
    pub(crate) fn mean_from_median(&self, values: &mut [f64]) -> f64 {
        let independent = (values.len() as f64 / self.enbw_bins).max(1.0);
        let ratio = 1.0 - self.share * (1.0 - std::f64::consts::LN_2 - 0.5 / independent);
        median(values) / ratio
    }
}
