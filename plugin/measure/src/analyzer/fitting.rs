//! The fit of a record: stimulus and mains, channel by channel.

use super::{Analyzer, roles};
use crate::average::ChannelAverage;
use crate::average::line_set::LineSet;
use crate::lines::line_fit::FittedLine;
use crate::lines::mains::{DENSITY_BINS, KnownLine};
use crate::lines::model::Role;
use crate::lines::origin::Origin;
use crate::lines::tone_fit::Model;
use crate::lines::{hum, mains, peaks};
use crate::spectra::record::{ChannelRecord, Transforms};
use crate::spectra::window::LOBE_BINS;
use crate::stimulus::Stimulus;

impl Analyzer {
    /// Fits every channel, with the mains if detected.
    pub(super) fn fit_channels(&mut self, stimulus: Stimulus, weight: f64) {
        let pair = stimulus.is_pair();
        let fresh = self.average.channels.is_empty();
        self.average.channels.resize(self.records.len(), ChannelAverage::default());
        for channel in 0..self.records.len() {
            let model = &mut self.models[channel];
            model.at.tones.clone_from(&stimulus.tones);
            model.bends_rad.clear();
            model.bends_rad.resize(stimulus.tones.len(), 0.0);
            if fresh {
                model.at.mains = None;
                model.at.strays.clear();
                model.roles = roles(&model.at, pair, self.transforms.frames);
                self.average.channels[channel].stimulus = LineSet::new(&model.roles, |_| true);
            }
            let own = &stimulus.driven[channel];
            model.fit(&self.transforms, &self.records[channel], own);
            self.find_mains(channel, own, pair, weight);
        }
        if fresh {
            self.average.stimulus = stimulus;
        }
    }

    /// Refits every channel to a record that was resampled.
    pub(super) fn refit_channels(&mut self) {
        for (channel, own) in self.average.stimulus.driven.iter().enumerate() {
            let model = &mut self.models[channel];
            model.fit(&self.transforms, &self.records[channel], own);
        }
    }

    /// Looks for the mains in the averaged low-frequency spectrum; once found, they stay in the model.
    fn find_mains(&mut self, channel: usize, own: &[usize], pair: bool, weight: f64) {
        let bin_hz = self.bin_hz();
        let (record, model) = (&self.records[channel], &mut self.models[channel]);
        let average = &mut self.average.channels[channel];
        average.join_low(&record.power, mains::search_bins(bin_hz), weight);
        if model.at.mains.is_some() {
            return;
        }
        let lines = model.fit.lines.iter();
        let known: Vec<KnownLine> = lines.map(KnownLine::fitted).collect();
        let frames = self.transforms.frames as f64;
        // Harmonics that are below the noise under half the sample rate do not reappear as aliases.
        let (origin, reach) = if is_bright(record, model) {
            (Origin::new(&model.at.tones, frames, hum::MELTED_BINS), hum::MELTED_BINS)
        } else {
            (Origin::near(&model.at.tones, frames), 0.0)
        };
        let share = self.average.shares.seen_power();
        model.at.mains =
            mains::find(&average.low, &known, &origin, reach, bin_hz, self.settings.mains, share);
        if model.at.mains.is_none() {
            return;
        }
        // A recording separates other lines at its end.
        let searches = if self.mode.separates_lines_at_the_end() { 0 } else { STRAY_SEARCHES };
        fit_mains(&self.transforms, record, model, own, pair, searches);
        if !mains::is_nominal(model.at.mains.unwrap_or(0.0) * bin_hz, self.settings.mains, bin_hz) {
            model.at.mains = None;
            model.roles = roles(&model.at, pair, self.transforms.frames);
            model.fit(&self.transforms, record, own);
        }
        average.stimulus.place(&model.roles);
        average.hum = LineSet::new(&model.roles, |role| matches!(role, Role::Hum(_)));
    }
}

/// Fits repeated without lines that turn out not to belong to the mains.
const STRAY_SEARCHES: usize = 2;

/// Fits a model that has the mains in it, and again without orders of the mains that are other lines, up to `searches` times.
fn fit_mains(
    transforms: &Transforms,
    record: &ChannelRecord,
    model: &mut Model,
    own: &[usize],
    pair: bool,
    searches: usize,
) {
    let frames = transforms.frames;
    for left in (0..=searches).rev() {
        model.roles = roles(&model.at, pair, frames);
        model.fit(transforms, record, own);
        if left == 0 {
            return;
        }
        let exact = &transforms.exact;
        let strays =
            mains::strays(&model.fit, &model.roles, &record.power, exact, &record.exact, frames as f64);
        if strays.is_empty() {
            return;
        }
        model.at.strays.extend(strays);
    }
}

/// Number of the highest-order harmonics in the model that are examined.
const TOP_HARMONICS: usize = 6;
/// A harmonic is significant if its power exceeds the noise density by this factor.
const BRIGHT: f64 = 40.0;
/// Number of significant harmonics that make a signal bright.
const FEWEST_BRIGHT: usize = 3;
/// Least power of such a harmonic relative to the tone: −110 dB.
const LEAST_BRIGHT: f64 = 1e-11;

/// Whether the tones' harmonics extend to the highest modelled order (half the sample rate or the 20th). If so,
/// hundreds more fold back as aliases.
fn is_bright(record: &ChannelRecord, model: &Model) -> bool {
    let order = |role: &Role| if let Role::Harmonic { order, .. } = role { Some(*order) } else { None };
    let mut harmonics: Vec<(u32, &FittedLine)> = model
        .roles
        .iter()
        .zip(&model.fit.lines)
        .filter_map(|(role, line)| Some((order(role)?, line)))
        .collect();
    harmonics.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    let strongest = model.fit.lines.iter().map(|line| line.amplitude.norm_sqr()).fold(0.0, f64::max);
    let stands_out = |(_, line): &&(u32, &FittedLine)| {
        let density = peaks::local_density(&record.power, line.bins, LOBE_BINS, DENSITY_BINS);
        line.amplitude.norm_sqr() > (BRIGHT * density).max(strongest * LEAST_BRIGHT)
    };
    harmonics.iter().take(TOP_HARMONICS).filter(stands_out).count() >= FEWEST_BRIGHT
}
