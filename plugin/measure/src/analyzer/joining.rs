//! Adds a fitted record to the average.

use realfft::num_complex::Complex;

use super::Analyzer;
use crate::average::coherence::Coherence;
use crate::average::display::slide_weight;
use crate::average::part::Part;
use crate::lines::model::Role;
use crate::lines::residual;
use crate::spectra::record::SEEN_WINDOW;
use crate::terms::settings::Averaging;

impl Analyzer {
    /// Adds the fitted lines and the residual noise.
    pub(super) fn join_channels<S: Copy + Into<f64>>(
        &mut self,
        first_frame: u64,
        weight: f64,
        channels: &[&[S]],
        coherence: Coherence,
    ) {
        let averaging = self.settings.averaging;
        let tally_weight = self.tally_weight(weight);
        self.average.join_moments(channels, &self.records, tally_weight);
        self.average.coherence.join(coherence, weight);
        let phases = self.tone_phases();
        self.join_display(weight, &phases, channels);
        for channel in 0..self.records.len() {
            let record = &self.records[channel];
            let model = &self.models[channel];
            let frames = self.transforms.frames as f64;
            let part = Part { record, model, frames };
            let own = &self.average.stimulus.driven[channel];
            let average = &mut self.average.channels[channel];
            average.join_tally(&part.record.tally, averaging, tally_weight);
            average.join_lines(&part, averaging, weight, &self.correlations, &phases);
            average.join_noise(part.record, weight);
            let reading = self.quasi_peak.read(channel, first_frame, &part.record.noise);
            average.quasi_peak += weight * (reading - average.quasi_peak);
            if self.runs.is_some() {
                let first_frame = first_frame - self.average.first_frame;
                average.follow(&part, own, first_frame);
                average.pieces.take(&part, first_frame, self.bend_frames, self.records.len());
            }
        }
        self.slid = false;
    }

    /// Subtracts the fitted lines from the noise spectrum. Returns the coherence of the first two channels, lines
    /// included.
    pub(super) fn take_lines_out_of_noise(&mut self) -> Coherence {
        let coherence = match self.records.as_slice() {
            [a, b, ..] => Coherence::of([&a.noise, &b.noise], self.bin_hz()),
            _ => Coherence::default(),
        };
        let shape = &self.transforms.noise_shape;
        for (record, model) in self.records.iter_mut().zip(&self.models) {
            residual::subtract_from_noise(&mut record.noise, &model.fit.lines, shape);
        }
        coherence
    }

    /// Adds the residual of the spectrum used for the line search.
    pub(super) fn join_seen(&mut self, weight: f64) {
        let shape = &self.transforms.seen_shape;
        let channels = self.models.iter().zip(&mut self.average.channels);
        for (record, (model, average)) in self.records.iter_mut().zip(channels) {
            residual::subtract_from_seen(&mut record.seen, &model.fit.lines, shape);
            average.join_seen(record, weight);
        }
    }

    /// Weight of the new samples; in a recording every sample counts once, with equal weight.
    fn tally_weight(&self, weight: f64) -> f64 {
        if self.runs.is_none() || self.average.records == 1 {
            return weight;
        }
        let fresh = self.records.first().map_or(0, |record| record.tally.frames);
        fresh as f64 / self.average.frames().max(1) as f64
    }

    /// Adds the displayed spectrum; live measurement only.
    fn join_display<S: Copy + Into<f64>>(&mut self, weight: f64, phases: &[f64], channels: &[&[S]]) {
        if self.runs.is_some() {
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
