//! The noise floor: the averaged spectrum without lines, and the spurs found in it.

use std::sync::Arc;

use crate::average::{Average, ChannelAverage};
use crate::figures::estimate::Power;
use crate::figures::spectrum::DensityPoint;
use crate::lines::line_mean::LineMean;
use crate::lines::lineless::{Cuts, Lineless};
use crate::lines::neighbourhood::SpurLine;
use crate::lines::spurs;
use crate::spectra::band_bins::BandBins;
use crate::spectra::noise_window;
use crate::spectra::record::SEEN_WINDOW;
use crate::spectra::window::LOBE_BINS;
use crate::terms::settings::{Band, WindowKind};
use crate::terms::weighting::{Weighting, WeightingTables};

/// Bins at DC in the 7-term spectrum in which lines and their images at the negative frequency overlap.
const SEEN_DC_BINS: usize = 4;
/// Side lobes of the strongest line in the 7-term spectrum where they are not subtracted.
const SEEN_SIDE_LOBES: f64 = 2e-19;
/// Fewest bins at DC that are cut from the noise: its main lobe and shoulders.
const NOISE_DC_BINS: usize = 4;
/// A spur is cut down to where its side lobes are this far below the noise.
const SPUR_REST: f64 = 0.03;

/// Noise power per bin, with every line cut out and replaced by the density beside it.
#[derive(Clone, Debug)]
pub(crate) struct NoiseFloor {
    noise: Lineless,
    /// The bins cut.
    cuts: Cuts,
    /// Variance of the noise summed over many bins relative to that of one record.
    sum_share: f64,
    /// The same for the 7-term spectrum, in which spurs were searched.
    seen: Lineless,
    pub(crate) spurs: Vec<SpurLine>,
    bin_hz: f64,
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
        let lines: Vec<LineMean> = channel.stimulus.lines.iter().chain(&channel.hum.lines).copied().collect();
        let shares = &average.shares;
        let mut seen = Lineless {
            power: channel.seen.clone(),
            share: shares.seen_power(),
            enbw_bins: SEEN_WINDOW.enbw_bins(),
        };
        let lowest = seen.power[..SEEN_DC_BINS.min(seen.power.len())].iter().copied().fold(0.0, f64::max);
        let (beside, mixed) = beside(channel);
        let spurs = take_spurs_out(&mut seen, &lines, beside, &mixed);
        let mut noise = Lineless {
            power: channel.noise.clone(),
            share: shares.noise_power(),
            enbw_bins: noise_window::enbw_bins(),
        };
        // Wander below a few bins, including DC, counts as a line there.
        let wander = SpurLine { bins: SEEN_DC_BINS as f64 / 2.0, power: lowest, share: 1.0 };
        let mut cuts = Cuts::below(NOISE_DC_BINS, noise.power.len());
        cut_spurs(&seen, &spurs, &mut cuts);
        cut_spurs(&seen, &mixed, &mut cuts);
        cut_spurs(&seen, &[wander], &mut cuts);
        noise.fill(&cuts);
        noise.cut_lines(&lines, &mut cuts);
        noise.fill(&cuts);
        channel.neighbourhoods.iter().for_each(|near| noise.fill_skirts(near, &cuts));
        NoiseFloor { noise, cuts, sum_share: shares.noise_sum(), seen, spurs, bin_hz, weightings }
    }

    /// Weighted noise power in a band, with the variance of its sum.
    pub(crate) fn band_power(&self, band: Band, weighting: Weighting) -> Power {
        let bins = BandBins::new(band, self.bin_hz, self.noise.power.len());
        let gains = self.weightings.gains(weighting);
        let (sum, squares) = bins.sums(&self.noise.power, gains);
        let enbw = self.noise.enbw_bins;
        let gain = |k: usize| bins.share(k) * gains.map_or(1.0, |gains| gains[k]);
        // Neighbouring bins share noise: a sum of n bins has n/C independent ones, C = N·Σw⁴/(Σw²)².
        let null = self.noise.sum_variance(&self.cuts, gain, squares) * self.correlated() / (enbw * enbw);
        Power { value: sum / enbw, null, slope: 0.0 }
    }

    /// Variance of a sum of many bins over that of the same number of independent ones of one record.
    fn correlated(&self) -> f64 {
        noise_window::spread() * self.sum_share
    }

    /// Relative variance of [`NoiseFloor::under_line`].
    pub(crate) fn under_line_variance(&self) -> f64 {
        self.noise.fill_variance(self.correlated())
    }

    /// Noise power under a line fitted at `bins`, in one record.
    pub(crate) fn under_line(&self, bins: f64) -> f64 {
        let k = (bins.round() as usize).min(self.noise.power.len() - 1);
        self.noise.power[k] * WindowKind::Hann.enbw_bins() / self.noise.enbw_bins
    }

    /// The detection limit of spurs, at the band's mean density.
    pub(crate) fn hidden_spur(&self, band: Band) -> f64 {
        spurs::hidden(&self.seen, self.bin_hz, band)
    }

    /// Density at `per_octave` points per octave, each averaged over its part of the octave or three bins.
    pub(crate) fn density(&self, per_octave: i32) -> Vec<DensityPoint> {
        let octaves = |points: i32| 2f64.powf(f64::from(points) / f64::from(per_octave));
        let half_step = octaves(1).sqrt();
        let power = &self.noise.power;
        let last = (power.len() - 1) as f64 * self.bin_hz;
        let scale = 1.0 / (self.noise.enbw_bins * self.bin_hz);
        (-7 * per_octave..10 * per_octave)
            .map(|point| 1000.0 * octaves(point))
            .filter(|hz| *hz >= 1.5 * self.bin_hz && *hz <= last)
            .map(|frequency_hz| {
                let centre = frequency_hz / self.bin_hz;
                let from = (centre / half_step).round().min(centre.round() - 1.0).max(1.0) as usize;
                let to = (centre * half_step).round().max(centre.round() + 1.0) as usize;
                let bins = &power[from..=to.min(power.len() - 1)];
                let mean = bins.iter().sum::<f64>() / bins.len() as f64;
                DensityPoint { frequency_hz, power_per_hz: mean * scale }
            })
            .collect()
    }
}

/// Cuts all lines out of the spectrum in which spurs are searched; returns the spurs and the known lines, ascending.
fn take_spurs_out(
    seen: &mut Lineless,
    lines: &[LineMean],
    known: Vec<SpurLine>,
    mixed: &[SpurLine],
) -> Vec<SpurLine> {
    let cut_lobes = |cuts: &mut Cuts, spurs: &[SpurLine]| {
        spurs.iter().for_each(|spur| cuts.add(spur.bins.round() as usize, LOBE_BINS));
    };
    let mut cuts = Cuts::below(SEEN_DC_BINS, seen.power.len());
    cut_lobes(&mut cuts, &known);
    cut_lobes(&mut cuts, mixed);
    seen.fill(&cuts);
    seen.cut_lines(lines, &mut cuts);
    seen.fill(&cuts);
    let strongest = lines.iter().map(|line| line.power).fold(0.0, f64::max);
    let mut spurs = spurs::find(seen, SEEN_DC_BINS, strongest * SEEN_SIDE_LOBES);
    cut_lobes(&mut cuts, &spurs);
    seen.fill(&cuts);
    spurs.extend(known);
    spurs.sort_by(|a, b| a.bins.total_cmp(&b.bins));
    spurs
}

/// The lines that the whole stretch resolves beside those of the model, and the model lines that were mixed with them.
fn beside(channel: &ChannelAverage) -> (Vec<SpurLine>, Vec<SpurLine>) {
    let near = channel.neighbourhoods.iter();
    let spurs = near.clone().flat_map(|near| near.spurs.iter().copied()).collect();
    let mixed = |near: &crate::lines::neighbourhood::Neighbourhood| {
        near.mixed.map(|power| SpurLine { bins: near.bins, power, share: 1.0 })
    };
    (spurs, near.filter_map(mixed).collect())
}

/// Cuts each spur's lobe and side lobes out of the noise spectrum.
fn cut_spurs(seen: &Lineless, spurs: &[SpurLine], cuts: &mut Cuts) {
    /// The main lobe with its shoulders.
    const LOBE: usize = 4;
    for spur in spurs {
        let centre = spur.bins.round() as usize;
        let beside =
            seen.power[centre.min(seen.power.len() - 1)] * noise_window::enbw_bins() / seen.enbw_bins;
        let rest = (SPUR_REST * beside).sqrt().max(f64::MIN_POSITIVE);
        let reach = noise_window::reach_bins(spur.power.sqrt(), rest).min(1e3);
        cuts.add(centre, LOBE.max(reach.ceil() as usize));
    }
}
