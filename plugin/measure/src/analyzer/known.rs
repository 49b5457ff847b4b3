//! Records that continue the previous ones; most of them need no new search for lines.
//!
//! The search, its transform and the residual sums take a third of the time. Once enough records of a stretch have been
//! searched, only every fourth one is. The others are fitted with the known lines, and searched only if the residual
//! shows a change.

use realfft::num_complex::Complex;

use super::Analyzer;
use crate::lines::model::Role;
use crate::lines::residual::Residual;
use crate::spectra::record::Look;

/// The first records of an average, all of which are searched.
const SEARCHED: u32 = 8;
/// After these, one record in this number is searched.
const EVERY: u32 = 4;
/// Limits for a known tone: shift in bins from its average frequency, and level change in dB.
const MOVED_BINS: f64 = 0.5;
const CHANGED_DB: f64 = 0.5;
/// Limit for the change of residual power, as a factor; steady noise changes by a few percent.
const LEFT: f64 = 2.0;

impl Analyzer {
    /// Fits the known lines to a record and adds it if it continues the previous ones. Otherwise returns false and
    /// leaves the average unchanged.
    pub(super) fn push_known<S: Copy + Into<f64>>(&mut self, first_frame: u64, channels: &[&[S]]) -> bool {
        let average = &self.average;
        let is_known = average.seen_records >= SEARCHED
            && average.since_seen + 1 < EVERY
            && average.stimulus.obstacle.is_none()
            && average.channels.iter().all(|channel| channel.not_finite == 0);
        if !self.mode.skips_searches() || !is_known {
            return false;
        }
        self.read(first_frame, channels, Look::Known);
        if self.records.iter().any(|record| record.tally.not_finite > 0) {
            return false;
        }
        let models = self.models.clone();
        for model in &mut self.models {
            model.at.tones.clone_from(&self.average.stimulus.tones);
        }
        self.refit_channels();
        self.straighten(first_frame, channels, 0.0, Look::Known);
        let coherence = self.coherence();
        let noise = self.noise_without_lines();
        if !self.goes_on(&noise) {
            // The search must not start from a model fitted to this record.
            self.models = models;
            self.give_back(noise);
            return false;
        }
        let weight = self.begin_record(first_frame);
        self.average.since_seen += 1;
        self.average.coherence.join(coherence, weight);
        self.join_channels(first_frame, weight, channels, &noise);
        self.give_back(noise);
        self.join_ratios(weight);
        true
    }

    /// Whether the tones have kept their frequencies and levels, and no other line appeared or disappeared.
    fn goes_on(&self, noise: &[Residual]) -> bool {
        let stimulus = &self.average.stimulus;
        (0..self.records.len()).all(|channel| {
            let average = &self.average.channels[channel];
            let is_as_before = |tone: &usize| {
                let role = Role::Tone(*tone);
                let (Some(line), Some(mean)) = (self.models[channel].line(role), average.stimulus.get(role))
                else {
                    return false;
                };
                let change_db: f64 = 10.0 * (line.amplitude.norm_sqr() / mean.power).log10();
                (line.bins - stimulus.tones[*tone]).abs() < MOVED_BINS && change_db.abs() < CHANGED_DB
            };
            let left: f64 = noise[channel].bins().iter().map(Complex::norm_sqr).sum();
            let before: f64 = average.noise.iter().sum();
            let is_like = left <= LEFT * before && before <= LEFT * left;
            is_like && stimulus.driven[channel].iter().all(is_as_before)
        })
    }
}
