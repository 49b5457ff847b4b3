//! Adds a fitted record to the average.

use realfft::num_complex::Complex;

use super::Analyzer;
use crate::average::coherence::Coherence;
use crate::average::display::slide_weight;
use crate::average::part::Part;
use crate::lines::model::Role;
use crate::lines::residual::Residual;
use crate::lines::tone_fit::Model;
use crate::spectra::record::{ChannelRecord, SEEN_WINDOW};
use crate::terms::settings::Averaging;

impl Analyzer {
    /// Adds the fitted lines and the residual noise.
    pub(super) fn join_channels<S: Copy + Into<f64>>(
        &mut self,
        first_frame: u64,
        weight: f64,
        channels: &[&[S]],
        noise: &[Residual],
    ) {
        let averaging = self.settings.averaging;
        let tally_weight = self.tally_weight(weight);
        self.average.join_moments(channels, &self.records, tally_weight);
        let phases = self.tone_phases();
        self.join_display(weight, &phases, channels);
        for channel in 0..self.records.len() {
            let model = &self.models[channel];
            let frames = self.transforms.frames as f64;
            let noise = noise[channel].bins();
            let part = Part { noise, model, frames };
            let own = &self.average.stimulus.driven[channel];
            let average = &mut self.average.channels[channel];
            average.join_tally(&self.records[channel].tally, averaging, tally_weight);
            average.join_lines(&part, averaging, weight, &self.correlations, &phases);
            average.join_noise(noise, weight);
            let reading = self.quasi_peak.read(channel, first_frame, noise);
            average.quasi_peak += weight * (reading - average.quasi_peak);
            if self.mode.separates_lines_at_the_end() {
                let first_frame = first_frame - self.average.first_frame;
                average.follow(&part, own, first_frame);
                average.pieces.take(&part, first_frame, self.bend_frames, self.records.len());
            }
        }
        self.slid = false;
    }

    /// Coherence of the first two channels of the record, lines included.
    pub(super) fn coherence(&self) -> Coherence {
        match self.records.as_slice() {
            [a, b, ..] => Coherence::of([&a.noise, &b.noise], self.bin_hz()),
            _ => Coherence::default(),
        }
    }

    /// Takes the noise spectra out of the record, and the fitted lines out of them.
    pub(super) fn noise_without_lines(&mut self) -> Vec<Residual> {
        let shape = &self.transforms.noise_shape;
        let residual = |(record, model): (&mut ChannelRecord, &Model)| {
            Residual::of_noise(std::mem::take(&mut record.noise), &model.fit.lines, shape)
        };
        self.records.iter_mut().zip(&self.models).map(residual).collect()
    }

    /// Returns the memory of the noise spectra to the record.
    pub(super) fn give_back(&mut self, noise: Vec<Residual>) {
        for (record, noise) in self.records.iter_mut().zip(noise) {
            record.noise = noise.into_buffer();
        }
    }

    /// Adds the residual of the spectrum used for the line search.
    pub(super) fn join_seen(&mut self, weight: f64) {
        let shape = &self.transforms.seen_shape;
        let channels = self.models.iter().zip(&mut self.average.channels);
        for (record, (model, average)) in self.records.iter_mut().zip(channels) {
            let seen = Residual::of_seen(std::mem::take(&mut record.seen), &model.fit.lines, shape);
            average.join_seen(seen.bins(), weight);
            record.seen = seen.into_buffer();
        }
    }

    /// Weight of the new samples; in a recording every sample counts once, with equal weight.
    fn tally_weight(&self, weight: f64) -> f64 {
        if !self.mode.counts_frames_once() || self.average.records == 1 {
            return weight;
        }
        let fresh = self.records.first().map_or(0, |record| record.tally.frames);
        fresh as f64 / self.average.frames().max(1) as f64
    }

    /// Adds the displayed spectrum; live measurement only.
    fn join_display<S: Copy + Into<f64>>(&mut self, weight: f64, phases: &[f64], channels: &[&[S]]) {
        if !self.mode.shows_spectrum() {
            return;
        }
        let shift = self.coherent_shift(phases);
        let display_weight = if self.slid {
            slide_weight(self.settings.averaging, self.transforms.frames, self.sample_rate_hz)
                .unwrap_or(weight)
        } else {
            weight
        };
        for (channel, (samples, record)) in channels.iter().zip(&self.records).enumerate() {
            match shift {
                Some(shift) => self.display.join_coherently(channel, samples, weight, shift),
                None if self.settings.window == SEEN_WINDOW => {
                    self.display.join_powers(channel, &record.power, display_weight);
                }
                None => self.display.join_samples(channel, samples, display_weight),
            }
        }
    }

    /// Phases of the tones on the channels that they drive.
    fn tone_phases(&self) -> Vec<f64> {
        let stimulus = &self.average.stimulus;
        (0..stimulus.tones.len()).map(|tone| self.amplitude(stimulus.owner(tone), tone).arg()).collect()
    }

    fn amplitude(&self, channel: Option<usize>, tone: usize) -> Complex<f64> {
        let find = |channel: usize| self.models[channel].line(Role::Tone(tone));
        channel.and_then(find).map(|line| line.amplitude).unwrap_or_default()
    }

    /// Frames by which a coherent average shifts the record so that the first tone starts with phase 0.
    fn coherent_shift(&self, phases: &[f64]) -> Option<f64> {
        let coherent = self.settings.averaging == Averaging::Coherent;
        let owner = self.average.stimulus.owner(0)?;
        let bins = self.models[owner].at.tones[0];
        let radians_per_frame = 2.0 * std::f64::consts::PI * bins / self.transforms.frames as f64;
        coherent.then(|| phases[0] / radians_per_frame)
    }

    /// Adds the complex ratio of two channels at each tone.
    pub(super) fn join_ratios(&mut self, weight: f64) {
        let tones = self.average.stimulus.tones.len();
        let ratio = |channel: usize, tone: usize| {
            let driven = self.amplitude(self.average.stimulus.owner(tone), tone);
            self.amplitude(Some(channel), tone) / driven
        };
        let ratios: Vec<Vec<Complex<f64>>> = (0..self.records.len())
            .map(|channel| (0..tones).map(|tone| ratio(channel, tone)).collect())
            .collect();
        if self.average.ratios.is_empty() {
            self.average.ratios = ratios;
        } else {
            for (mean, ratio) in self.average.ratios.iter_mut().flatten().zip(ratios.into_iter().flatten()) {
                *mean += (ratio - *mean) * weight;
            }
        }
    }
}
