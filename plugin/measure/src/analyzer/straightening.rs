//! Clocks that drift against each other: what the tone's phase bends within a record is undone by reading the record at
//! moved times, so that harmonics, hum and noise are read as from a steady clock.

use std::f64::consts::PI;

use super::Analyzer;
use crate::WindowKind;
use crate::line_fit::LineFit;
use crate::model::Role;
use crate::peaks;
use crate::record::{ChannelRecord, Look, ROUNDING, SEEN_WINDOW};
use crate::stimulus::{self, LOBE_BINS, Obstacle, Stimulus};

/// Rounds in which a bend is undone: one does for small ones, each leaves less than a tenth.
const ROUNDS: usize = 4;
/// A bend counts when it exceeds this many standard deviations. What is left below bends a line by no more than noise.
const SIGNIFICANT: f64 = 5.0;
/// Smaller bends leave less than −195 dB of the tone.
const LEAST_RAD: f64 = 1e-9;
/// Largest change of a clock within a record that is taken for one: glides and vibrato change more.
const MOST_DRIFT: f64 = 300e-6;

/// How far a clock runs off, in frames at the record's ends against its middle, with its standard deviation.
#[derive(Clone, Copy)]
struct Bend {
    frames: f64,
    deviation_frames: f64,
    /// Of the line that told it, per frame.
    radians_per_frame: f64,
}

impl Bend {
    fn is_significant(&self) -> bool {
        let rad = self.frames.abs() * self.radians_per_frame;
        self.frames.abs() > SIGNIFICANT * self.deviation_frames && rad > LEAST_RAD
    }

    /// Frequency at the end less that at the start, relative: `8b/N`.
    fn drift(&self, frames: f64) -> f64 {
        8.0 * self.frames / frames
    }
}

impl Analyzer {
    /// The stimulus, and the bend that was undone before it could be seen. A record without a steady tone is read
    /// straight, in case a drifting clock is all that is wrong with it.
    pub(super) fn recognise<S: Copy + Into<f64>>(
        &mut self,
        first_frame: u64,
        channels: &[&[S]],
    ) -> (Stimulus, f64) {
        let told = self.settings.told;
        let seen = stimulus::recognise(&self.transforms, &self.records, self.sample_rate_hz, told);
        let (mut stimulus, mut bend_frames) = (seen.clone(), 0.0);
        for _ in 0..ROUNDS {
            let Some(Obstacle::Unsteady { channel, bins, .. }) = stimulus.obstacle else { break };
            let Some(bend) = self.plausible_bend(channel, bins, bend_frames) else { break };
            bend_frames += bend;
            self.read_bent(channels, bend_frames, Look::Anew);
            stimulus = stimulus::recognise(&self.transforms, &self.records, self.sample_rate_hz, told);
        }
        if bend_frames != 0.0 && stimulus.tones.is_empty() {
            self.read(first_frame, channels, Look::Anew);
            return (seen, 0.0);
        }
        (stimulus, bend_frames)
    }

    /// Undoes what the fitted tones still bend, on top of what was undone before; notes what they bent in all.
    pub(super) fn straighten<S: Copy + Into<f64>>(
        &mut self,
        channels: &[&[S]],
        mut bend_frames: f64,
        look: Look,
    ) {
        for _ in 0..ROUNDS {
            let Some(bend) = self.clearest_bend().filter(Bend::is_significant) else { break };
            let most = MOST_DRIFT * self.transforms.frames as f64 / 8.0;
            bend_frames = (bend_frames + bend.frames).clamp(-most, most);
            self.read_bent(channels, bend_frames, look);
            self.refit_channels();
        }
        self.note_bends(bend_frames);
    }

    /// Reads a record whose clock runs off by so much, straight.
    fn read_bent<S: Copy + Into<f64>>(&mut self, channels: &[&[S]], bend_frames: f64, look: Look) {
        let half = self.transforms.frames as f64 / 2.0;
        // The frame n′ whose time n′ + b·u(n′)² is n, to second order.
        let delay_frames = |frame: f64| {
            let u = (frame - half) / half;
            bend_frames * u * u * (2.0 * bend_frames * u / half - 1.0)
        };
        for (record, samples) in self.records.iter_mut().zip(channels) {
            self.transforms.read_moved(samples, delay_frames, look, record);
        }
    }

    /// The bend of a lone line where a clock may have made it.
    fn plausible_bend(&self, channel: usize, bins: f64, undone_frames: f64) -> Option<f64> {
        let record = &self.records[channel];
        let mut fit = LineFit::of(vec![crate::line_fit::FittedLine { bins, amplitude: 0.0.into() }]);
        let frames = self.transforms.frames as f64;
        fit.solve(&self.transforms.exact, &record.exact, frames);
        let bend = self.bend_of(record, &fit, 0)?;
        let all = Bend { frames: bend.frames + undone_frames, ..bend };
        (bend.is_significant() && all.drift(frames).abs() < MOST_DRIFT).then_some(bend.frames)
    }

    /// The bend that is known best of all tones on the sides that they drive.
    fn clearest_bend(&self) -> Option<Bend> {
        let driven = self.average.stimulus.driven.iter().enumerate();
        let tones = driven.flat_map(|(channel, tones)| tones.iter().map(move |tone| (channel, *tone)));
        let bends = tones.filter_map(|(channel, tone)| {
            let index = self.models[channel].roles.iter().position(|role| *role == Role::Tone(tone))?;
            self.bend_of(&self.records[channel], &self.records[channel].fit, index)
        });
        bends.min_by(|a, b| a.deviation_frames.total_cmp(&b.deviation_frames))
    }

    fn bend_of(&self, record: &ChannelRecord, fit: &LineFit, index: usize) -> Option<Bend> {
        let frames = self.transforms.frames as f64;
        let line = fit.lines[index];
        let radians_per_frame = 2.0 * PI * line.bins / frames;
        let power = line.amplitude.norm_sqr();
        let density = peaks::local_density(&record.power, line.bins, LOBE_BINS + 2, 100);
        let noise = density * WindowKind::Hann.enbw_bins() / SEEN_WINDOW.enbw_bins() + power * ROUNDING;
        let bend_rad = fit.bend_rad(&self.transforms.exact, &record.exact, frames, index);
        let deviation_rad = LineFit::BEND_DEVIATION * (noise / (2.0 * power)).sqrt();
        let bend = Bend {
            frames: bend_rad / radians_per_frame,
            deviation_frames: deviation_rad / radians_per_frame,
            radians_per_frame,
        };
        (bend.frames.is_finite() && bend.deviation_frames.is_finite()).then_some(bend)
    }

    fn note_bends(&mut self, undone_frames: f64) {
        self.bend_frames = undone_frames;
        let frames = self.transforms.frames as f64;
        for (channel, tones) in self.average.stimulus.driven.iter().enumerate() {
            let fit = &self.records[channel].fit;
            let model = &mut self.models[channel];
            for &tone in tones {
                let Some(index) = model.roles.iter().position(|role| *role == Role::Tone(tone)) else {
                    continue;
                };
                let rest_rad =
                    fit.bend_rad(&self.transforms.exact, &self.records[channel].exact, frames, index);
                let radians_per_frame = 2.0 * PI * model.at.tones[tone] / frames;
                model.bends_rad[tone] = undone_frames * radians_per_frame + rest_rad;
            }
        }
    }
}
