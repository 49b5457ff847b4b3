//! Compensates clock and level drift within a record: resamples it to undo the bend of the tone's phase, and scales it
//! to undo the slope of its amplitude. Harmonics, hum and noise are then read as from a steady source.

use std::f64::consts::PI;

use super::Analyzer;
use crate::lines::line_fit::{FittedLine, LineFit};
use crate::lines::model::Role;
use crate::lines::peaks;
use crate::spectra::record::{ChannelRecord, Drift, Look, ROUNDING, SEEN_WINDOW};
use crate::spectra::window::LOBE_BINS;
use crate::stimulus;
use crate::stimulus::{Obstacle, Stimulus, UNSTEADY};
use crate::terms::settings::WindowKind;

/// Rounds of correction: one suffices for small bends, each leaves less than a tenth.
const ROUNDS: usize = 4;
/// A bend is significant above this many standard deviations. Smaller ones broaden a line by no more than the noise
/// does.
const SIGNIFICANT: f64 = 5.0;
/// Smaller bends leave less than −195 dB of the tone.
const LEAST_RAD: f64 = 1e-9;
/// Smaller slopes of a level leave less than −190 dB of the tone.
const LEAST_SLOPE: f64 = 1e-6;
/// Largest clock change within a record; glides and vibrato change more.
const MOST_DRIFT: f64 = 300e-6;

/// Clock drift in frames at the record's ends relative to its middle, with its standard deviation.
#[derive(Clone, Copy)]
struct Bend {
    frames: f64,
    deviation_frames: f64,
    /// Frequency of the line it was measured on.
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

/// Standard deviation of a fitted line's phase.
fn phase_deviation(record: &ChannelRecord, line: &FittedLine) -> f64 {
    let power = line.amplitude.norm_sqr();
    let density = peaks::local_density(&record.power, line.bins, LOBE_BINS + 2, 100);
    let noise = density * WindowKind::Hann.enbw_bins() / SEEN_WINDOW.enbw_bins() + power * ROUNDING;
    (noise / (2.0 * power)).sqrt()
}

/// Upper bound of the share of a line's power that a bend of its phase leaves in its lobe. For small γ, a phase `γu²`
/// leaves `0.0115·γ²` in the 7-term window: `⟨(u² − 0.131)²⟩` under the window's square, where 0.131 is `⟨u²⟩` under
/// Hann's, which the fitted sine follows. A factor of four allows for noise and for the fit's error at larger γ.
fn left_by_bend(bend_rad: f64) -> f64 {
    0.046 * bend_rad * bend_rad
}

impl Analyzer {
    /// The stimulus, and the bend that had to be undone first. A record without a steady tone is straightened in case
    /// clock drift is the only cause.
    pub(super) fn recognise<S: Copy + Into<f64>>(
        &mut self,
        first_frame: u64,
        channels: &[&[S]],
    ) -> (Stimulus, f64) {
        let declared = self.settings.declared;
        let seen = stimulus::recognise(&self.transforms, &self.records, self.sample_rate_hz, declared);
        let (mut stimulus, mut bend_frames) = (seen.clone(), 0.0);
        for _ in 0..ROUNDS {
            let Some(Obstacle::Unsteady { channel, bins, left }) = stimulus.obstacle else { break };
            let Some(bend) = self.plausible_bend(channel, bins, left, bend_frames) else { break };
            bend_frames += bend;
            self.read_bent(channels, bend_frames, Look::Full);
            stimulus = stimulus::recognise(&self.transforms, &self.records, self.sample_rate_hz, declared);
            // Undoing a clock's bend leaves less than a tenth; a larger residual has another cause.
            if stimulus.unsteady_share().is_some_and(|still| still > left / 2.0 && left > UNSTEADY) {
                break;
            }
        }
        if bend_frames != 0.0 && stimulus.tones.is_empty() {
            self.read(first_frame, channels, Look::Full);
            return (seen, 0.0);
        }
        (stimulus, bend_frames)
    }

    /// Undoes the level drift of a recording and the remaining bend of the fitted tones, in addition to what was undone
    /// before; records the total bend.
    pub(super) fn straighten<S: Copy + Into<f64>>(
        &mut self,
        first_frame: u64,
        channels: &[&[S]],
        mut bend_frames: f64,
        look: Look,
    ) {
        let slopes: Vec<f64> =
            (0..channels.len()).map(|channel| self.slope_of(channel, first_frame)).collect();
        let mut is_undone = slopes.iter().all(|slope| slope.abs() < LEAST_SLOPE);
        for _ in 0..ROUNDS {
            let bend = self.clearest_bend().filter(Bend::is_significant);
            if bend.is_none() && is_undone {
                break;
            }
            is_undone = true;
            let most = MOST_DRIFT * self.transforms.frames as f64 / 8.0;
            bend_frames = (bend_frames + bend.map_or(0.0, |bend| bend.frames)).clamp(-most, most);
            self.read_drifting(channels, bend_frames, &slopes, look);
            self.refit_channels();
        }
        self.note_bends(bend_frames);
    }

    /// Reads a record with its clock drift of `bend_frames` removed.
    fn read_bent<S: Copy + Into<f64>>(&mut self, channels: &[&[S]], bend_frames: f64, look: Look) {
        self.read_drifting(channels, bend_frames, &vec![0.0; channels.len()], look);
    }

    fn read_drifting<S: Copy + Into<f64>>(
        &mut self,
        channels: &[&[S]],
        bend_frames: f64,
        slopes: &[f64],
        look: Look,
    ) {
        for ((record, samples), slope) in self.records.iter_mut().zip(channels).zip(slopes) {
            self.transforms.read_undone(samples, Drift { bend_frames, slope: *slope }, look, record);
        }
    }

    /// Slope of a driven channel's level within a record. Only a whole recording separates drift from the beat of two
    /// close lines.
    fn slope_of(&self, channel: usize, first_frame: u64) -> f64 {
        let is_driven = !self.average.stimulus.driven[channel].is_empty();
        let drift = self.mode.level_drift(channel).filter(|_| is_driven);
        drift.map_or(0.0, |drift| drift.slope(first_frame, self.transforms.frames))
    }

    /// The bend of the only line if clock drift explains both it and the fit's residual. Music has lines that start,
    /// stop and waver; straightening each of them would dominate the computing time.
    fn plausible_bend(&self, channel: usize, bins: f64, left: f64, undone_frames: f64) -> Option<f64> {
        let record = &self.records[channel];
        let radians_per_frame = 2.0 * PI * bins / self.transforms.frames as f64;
        let most_rad = MOST_DRIFT * self.transforms.frames as f64 / 8.0 * radians_per_frame;
        if left > left_by_bend(most_rad) {
            return None;
        }
        let mut fit = LineFit::of(vec![FittedLine { bins, amplitude: 0.0.into() }]);
        let frames = self.transforms.frames as f64;
        fit.solve(&self.transforms.exact, &record.exact, frames);
        let bend = self.bend_of(record, &fit, 0)?;
        let all = Bend { frames: bend.frames + undone_frames, ..bend };
        let explains = left <= left_by_bend(bend.frames * radians_per_frame);
        (explains && bend.is_significant() && all.drift(frames).abs() < MOST_DRIFT).then_some(bend.frames)
    }

    /// The bend with the smallest uncertainty among all tones on the channels that they drive.
    fn clearest_bend(&self) -> Option<Bend> {
        let driven = self.average.stimulus.driven.iter().enumerate();
        let tones = driven.flat_map(|(channel, tones)| tones.iter().map(move |tone| (channel, *tone)));
        let bends = tones.filter_map(|(channel, tone)| {
            let index = self.models[channel].roles.iter().position(|role| *role == Role::Tone(tone))?;
            self.bend_of(&self.records[channel], &self.models[channel].fit, index)
        });
        bends.min_by(|a, b| a.deviation_frames.total_cmp(&b.deviation_frames))
    }

    fn bend_of(&self, record: &ChannelRecord, fit: &LineFit, index: usize) -> Option<Bend> {
        let frames = self.transforms.frames as f64;
        let line = fit.lines[index];
        let radians_per_frame = 2.0 * PI * line.bins / frames;
        let bend_rad = fit.bend_rad(&self.transforms.exact, &record.exact, frames, index);
        let deviation_rad = LineFit::BEND_DEVIATION * phase_deviation(record, &line);
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
            let model = &mut self.models[channel];
            for &tone in tones {
                let Some(index) = model.roles.iter().position(|role| *role == Role::Tone(tone)) else {
                    continue;
                };
                let rest_rad =
                    model.fit.bend_rad(&self.transforms.exact, &self.records[channel].exact, frames, index);
                let radians_per_frame = 2.0 * PI * model.at.tones[tone] / frames;
                model.bends_rad[tone] = undone_frames * radians_per_frame + rest_rad;
            }
        }
    }
}
