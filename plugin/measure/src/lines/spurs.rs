//! Lines in the residual 7-term spectrum that are not stimulus, harmonics or hum.

use std::ops::Range;

use crate::lines::lineless::Lineless;
use crate::lines::mains::significance;
use crate::lines::neighbourhood::SpurLine;
use crate::spectra::band_bins::BandBins;
use crate::spectra::window::LOBE_BINS;
use crate::terms::settings::Band;

/// Lines of power `least` or more above the local density, in ascending frequency. `first` is the lowest bin not
/// affected by DC.
pub(crate) fn find(seen: &Lineless, first: usize, least: f64) -> Vec<SpurLine> {
    let power = &seen.power;
    let threshold = significance(power.len() as f64, seen.share);
    let density = BlockDensity::of(seen);
    let is_summit = |k: usize| power[k] > power[k - 1] && power[k] >= power[k + 1];
    let inside = first.max(1)..power.len() - 1;
    let mut summits = Vec::new();
    for (block, density) in density.blocks() {
        let bins = block.start.max(inside.start)..block.end.min(inside.end);
        let needed = (threshold * density).max(least);
        summits.extend(bins.filter(|&k| power[k] > needed && is_summit(k)));
    }
    summits.sort_by(|&a, &b| power[b].total_cmp(&power[a]));
    let mut taken = vec![false; power.len()];
    let mut spurs = Vec::new();
    for bin in summits {
        if !taken[bin] {
            let from = bin.saturating_sub(LOBE_BINS).max(1);
            let to = (bin + LOBE_BINS + 1).min(power.len());
            let over: f64 = (from..to).filter(|&k| !taken[k]).map(|k| power[k] - density.at(k)).sum();
            let refined = crate::lines::peaks::refined(power, bin);
            spurs.push(SpurLine { bins: refined.bins, power: (over / seen.enbw_bins).max(0.0), share: 1.0 });
            taken[from..to].fill(true);
        }
    }
    spurs.sort_by(|a, b| a.bins.total_cmp(&b.bins));
    spurs
}

/// The detection limit of spurs, at the band's mean density.
pub(crate) fn hidden(seen: &Lineless, bin_hz: f64, band: Band) -> f64 {
    let bins = BandBins::new(band, bin_hz, seen.power.len());
    let mut sum: f64 = seen.power[bins.whole.clone()].iter().sum();
    let mut count = bins.whole.len() as f64;
    for (k, share) in bins.edges {
        sum += share * seen.power[k];
        count += share;
    }
    if count > 0.0 { significance(seen.power.len() as f64, seen.share) * sum / count } else { 0.0 }
}

/// Local density from the median of a block and its neighbours; blocks widen with frequency up to 64 bins.
struct BlockDensity {
    edges: Vec<usize>,
    densities: Vec<f64>,
}

impl BlockDensity {
    fn of(seen: &Lineless) -> BlockDensity {
        let mut edges = vec![0];
        while *edges.last().unwrap_or(&0) < seen.power.len() {
            let last = *edges.last().unwrap_or(&0);
            edges.push((last + (last / 8).next_power_of_two().clamp(8, 64)).min(seen.power.len()));
        }
        let mut values = Vec::with_capacity(192);
        let blocks = edges.len() - 1;
        let density = |block: usize| {
            values.clear();
            let around = edges[block.saturating_sub(1)]..edges[(block + 2).min(blocks)];
            values.extend_from_slice(&seen.power[around]);
            seen.mean_from_median(&mut values)
        };
        let densities = (0..blocks).map(density).collect();
        BlockDensity { edges, densities }
    }

    /// Every block's bins and density.
    fn blocks(&self) -> impl Iterator<Item = (Range<usize>, f64)> {
        let ranges = self.edges.windows(2).map(|edges| edges[0]..edges[1]);
        ranges.zip(self.densities.iter().copied())
    }

    fn at(&self, k: usize) -> f64 {
        let block = self.edges.partition_point(|&edge| edge <= k).saturating_sub(1);
        self.densities.get(block).copied().unwrap_or(0.0)
    }
}
