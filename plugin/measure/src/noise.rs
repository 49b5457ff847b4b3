//! The noise floor: what the averaged spectrum holds without lines, and the spurs found in it.

use std::ops::Range;
use std::sync::Arc;

use crate::average::{Average, ChannelAverage, LineMean};
use crate::estimate::Power;
use crate::mains::significance;
use crate::peaks::median;
use crate::record::ANALYSIS_WINDOW;
use crate::stimulus::LOBE_BINS;
use crate::weighting::{Weighting, WeightingTables};
use crate::{Band, DensityPoint, WindowKind};

/// Half the width of a cut around a weak line: where the fit itself took noise away. The window's shape is −28 dB
/// at 3 bins, so what the fit's own noise leaves farther out is nothing.
const NARROW_BINS: usize = 3;
/// A line this far over the noise per bin is cut over its whole lobe.
const STRONG_LINE: f64 = 1e5;
/// Bins on either side of a cut from which it is filled.
const FILL_BINS: usize = 32;
/// Bins at DC that its lobe reaches.
const DC_BINS: usize = 7;

/// A line found in the noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SpurLine {
    pub(crate) bins: f64,
    pub(crate) power: f64,
}

/// Noise power per bin, every line cut out and every cut filled with the density beside it.
#[derive(Clone, Debug)]
pub(crate) struct NoiseFloor {
    pub(crate) power: Vec<f64>,
    pub(crate) spurs: Vec<SpurLine>,
    /// Variance of a bin's power, relative.
    share: f64,
    bin_hz: f64,
    /// What averaging left of the noise that spurs were looked for in: below 1 in coherent averages.
    left: f64,
    weightings: Arc<WeightingTables>,
}

impl NoiseFloor {
    /// From one channel's average.
    pub(crate) fn of(
        average: &Average,
        channel: &ChannelAverage,
        bin_hz: f64,
        weightings: Arc<WeightingTables>,
    ) -> NoiseFloor {
        let coherent = !channel.coherent.is_empty();
        let power: Vec<f64> = if coherent {
            channel.coherent.iter().map(|bin| bin.norm_sqr()).collect()
        } else {
            channel.noise.clone()
        };
        // |mean of complex values|² is spread like one record's; a mean of powers is narrower.
        let share = if coherent { 1.0 } else { average.shares.noise_power() };
        let mut floor = NoiseFloor { power, spurs: Vec::new(), share, bin_hz, left: 1.0, weightings };
        let mut cut = vec![false; floor.power.len()];
        floor.cut_lines(channel, &mut cut);
        floor.fill(&cut);
        floor.find_spurs();
        if coherent {
            floor.put_back(average.shares.noise_amplitude());
        }
        floor
    }

    /// Undoes what a coherent average took off the noise: a floor that falls the longer one waits is none.
    fn put_back(&mut self, left: f64) {
        self.power.iter_mut().for_each(|power| *power /= left);
        self.left = left;
    }

    fn cut_lines(&self, channel: &ChannelAverage, cut: &mut [bool]) {
        let end = cut.len();
        cut[..(DC_BINS + 1).min(end)].fill(true);
        let mut lines: Vec<LineMean> =
            channel.stimulus.lines.iter().chain(&channel.hum.lines).copied().collect();
        lines.sort_by(|a, b| a.bins.total_cmp(&b.bins));
        for (index, line) in lines.iter().enumerate() {
            let below = index.checked_sub(1).map_or(f64::INFINITY, |i| line.bins - lines[i].bins);
            let above = lines.get(index + 1).map_or(f64::INFINITY, |next| next.bins - line.bins);
            let centre = line.bins.round() as usize;
            let half = self.cut_half_width(line, below.min(above));
            cut[centre.saturating_sub(half).min(end)..(centre + half + 1).min(end)].fill(true);
        }
    }

    /// Wide for strong lines, but leaving bins between close ones.
    fn cut_half_width(&self, line: &LineMean, spacing: f64) -> usize {
        let centre = line.bins.round() as usize;
        let beside = |bin: usize| self.power.get(bin).copied().unwrap_or(0.0);
        let noise = beside(centre + LOBE_BINS + 1).max(beside(centre.saturating_sub(LOBE_BINS + 1)));
        let wanted = if line.power > STRONG_LINE * noise { LOBE_BINS } else { NARROW_BINS };
        let room = if spacing.is_finite() { ((spacing - 4.0) / 2.0).max(2.0) as usize } else { wanted };
        wanted.min(room)
    }

    /// Fills every run of cut bins with the density beside it.
    fn fill(&mut self, cut: &[bool]) {
        let mut values = Vec::with_capacity(2 * FILL_BINS);
        let mut start = 0;
        while let Some(from) = (start..cut.len()).find(|&k| cut[k]) {
            let to = (from..cut.len()).find(|&k| !cut[k]).unwrap_or(cut.len());
            values.clear();
            values.extend((0..from).rev().filter(|&k| !cut[k]).take(FILL_BINS).map(|k| self.power[k]));
            values.extend((to..cut.len()).filter(|&k| !cut[k]).take(FILL_BINS).map(|k| self.power[k]));
            let density = self.mean_from_median(&mut values);
            self.power[from..to].fill(density);
            start = to;
        }
    }

    /// A mean from a median, which passes over stray lines: ÷ ln 2 on one transform (exponential distribution),
    /// towards 1 on an average, with the median's own bias of `1/2n` for n independent bins.
    fn mean_from_median(&self, values: &mut [f64]) -> f64 {
        let independent = (values.len() as f64 / ANALYSIS_WINDOW.enbw_bins()).max(1.0);
        let ratio = 1.0 - self.share * (1.0 - std::f64::consts::LN_2 - 0.5 / independent);
        median(values) / ratio
    }

    /// Lines that stand out of the local density, strongest first; each is cut out and filled.
    fn find_spurs(&mut self) {
        let bins = self.power.len() as f64;
        let threshold = significance(bins, self.share);
        let density = self.block_density();
        let mut cut = vec![false; self.power.len()];
        let inside = DC_BINS + 1..self.power.len() - 1;
        let mut found = Vec::new();
        for (block, least) in density.blocks() {
            let bins = block.start.max(inside.start)..block.end.min(inside.end);
            found.extend(bins.filter(|&k| self.power[k] > threshold * least && self.is_summit(k)));
        }
        found.sort_by(|&a, &b| self.power[b].total_cmp(&self.power[a]));
        for bin in found {
            if !cut[bin] {
                let from = bin.saturating_sub(LOBE_BINS).max(1);
                let to = (bin + LOBE_BINS + 1).min(self.power.len());
                let over: f64 = (from..to).filter(|&k| !cut[k]).map(|k| self.power[k] - density.at(k)).sum();
                let power = (over / ANALYSIS_WINDOW.enbw_bins()).max(0.0);
                self.spurs.push(SpurLine { bins: crate::peaks::refined(&self.power, bin).bins, power });
                cut[from..to].fill(true);
            }
        }
        if !self.spurs.is_empty() {
            self.fill(&cut);
        }
        self.spurs.sort_by(|a, b| a.bins.total_cmp(&b.bins));
    }

    fn is_summit(&self, k: usize) -> bool {
        self.power[k] > self.power[k - 1] && self.power[k] >= self.power[k + 1]
    }

    /// Local density by the median of a block and its neighbours; blocks widen with frequency up to 64 bins.
    fn block_density(&self) -> BlockDensity {
        let mut edges = vec![0];
        while *edges.last().unwrap_or(&0) < self.power.len() {
            let last = *edges.last().unwrap_or(&0);
            edges.push((last + (last / 8).next_power_of_two().clamp(8, 64)).min(self.power.len()));
        }
        let mut values = Vec::with_capacity(192);
        let blocks = edges.len() - 1;
        let densities = (0..blocks)
            .map(|block| {
                values.clear();
                values.extend_from_slice(
                    &self.power[edges[block.saturating_sub(1)]..edges[(block + 2).min(blocks)]],
                );
                self.mean_from_median(&mut values)
            })
            .collect();
        BlockDensity { edges, densities }
    }

    /// Noise power in a band through a weighting, with the variance of its sum.
    pub(crate) fn band_power(&self, band: Band, weighting: Weighting) -> Power {
        let bins = BandBins::new(band, self.bin_hz, self.power.len());
        let gains = self.weightings.gains(weighting);
        let (mut sum, mut squares) =
            sums(&self.power[bins.whole.clone()], gains.map(|g| &g[bins.whole.clone()]));
        for (k, share) in bins.edges {
            let power = share * gains.map_or(1.0, |gains| gains[k]) * self.power[k];
            sum += power;
            squares += power * power;
        }
        let enbw = ANALYSIS_WINDOW.enbw_bins();
        // Neighbouring bins share noise: a sum of n bins is worth n/C, C = N·Σw⁴/(Σw²)².
        // The squares of scattered powers exceed the square of their mean by the share.
        let null = squares / (1.0 + self.share) * shared_bins() * self.share / (enbw * enbw);
        Power { value: sum / enbw, null, slope: 0.0 }
    }

    /// Noise power that a line at `bins` is fitted from, in one record.
    pub(crate) fn under_line(&self, bins: f64) -> f64 {
        let k = (bins.round() as usize).min(self.power.len() - 1);
        self.power[k] * WindowKind::Hann.enbw_bins() / ANALYSIS_WINDOW.enbw_bins()
    }

    /// The power at which a line would just have been taken for a spur, at the band's mean density.
    pub(crate) fn hidden_spur(&self, band: Band) -> f64 {
        let bins = BandBins::new(band, self.bin_hz, self.power.len());
        let (mut sum, mut count) = (sums(&self.power[bins.whole.clone()], None).0, bins.whole.len() as f64);
        for (k, share) in bins.edges {
            sum += share * self.power[k];
            count += share;
        }
        if count > 0.0 {
            significance(self.power.len() as f64, self.share) * self.left * sum / count
        } else {
            0.0
        }
    }

    /// Density at 24 points per octave, each the mean of its 1/24 octave or of three bins.
    pub(crate) fn density(&self) -> Vec<DensityPoint> {
        let half_step = 2f64.powf(1.0 / 48.0);
        let last = (self.power.len() - 1) as f64 * self.bin_hz;
        let scale = 1.0 / (ANALYSIS_WINDOW.enbw_bins() * self.bin_hz);
        (-24 * 7..24 * 10)
            .map(|point| 1000.0 * 2f64.powf(f64::from(point) / 24.0))
            .filter(|hz| *hz >= 1.5 * self.bin_hz && *hz <= last)
            .map(|frequency_hz| {
                let centre = frequency_hz / self.bin_hz;
                let from = (centre / half_step).round().min(centre.round() - 1.0).max(1.0) as usize;
                let to = (centre * half_step).round().max(centre.round() + 1.0) as usize;
                let bins = &self.power[from..=to.min(self.power.len() - 1)];
                let mean = bins.iter().sum::<f64>() / bins.len() as f64;
                DensityPoint { frequency_hz, power_per_hz: mean * scale }
            })
            .collect()
    }
}

struct BlockDensity {
    edges: Vec<usize>,
    densities: Vec<f64>,
}

impl BlockDensity {
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

/// Bins of a band. A bin stands for half a bin on either side, so that those at the edges count in part.
struct BandBins {
    whole: Range<usize>,
    /// Bins that lie inside in part, each with its share.
    edges: Vec<(usize, f64)>,
}

impl BandBins {
    fn new(band: Band, bin_hz: f64, bins: usize) -> BandBins {
        let low = (band.low_hz / bin_hz).max(0.0);
        let high = (band.high_hz / bin_hz).min(bins as f64 - 1.0);
        let first = (low - 0.5).ceil().max(0.0) as usize;
        let last = ((high + 0.5).floor().max(0.0) as usize).min(bins - 1);
        let share = |k: usize| (high.min(k as f64 + 0.5) - low.max(k as f64 - 0.5)).clamp(0.0, 1.0);
        let inner = (first + 1).min(last)..last;
        let edges = if first < last { vec![first, last] } else { vec![first] };
        let edges = edges.into_iter().filter(|&k| k < bins).map(|k| (k, share(k))).collect();
        BandBins { whole: inner, edges }
    }
}

/// Sum of the weighted powers and of their squares, in lanes that the processor can take at once.
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

/// `N·Σw⁴/(Σw²)²` of the analysis window.
fn shared_bins() -> f64 {
    static SHARED: std::sync::OnceLock<f64> = std::sync::OnceLock::new();
    *SHARED.get_or_init(|| {
        let window = ANALYSIS_WINDOW.samples(1024);
        let squares: f64 = window.iter().map(|w| w * w).sum();
        1024.0 * window.iter().map(|w| w.powi(4)).sum::<f64>() / (squares * squares)
    })
}
