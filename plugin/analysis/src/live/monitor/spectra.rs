//! Spectra for the eye, beside the long one for figures: one that answers at once, one that parts the notes of the bass.

use std::sync::Arc;

use groundtruth_measure::{Spectrum, WindowKind};
use realfft::num_complex::Complex;

use self::transform::Transform;
use crate::live::history::History;
use crate::live::max_hold::MaxHold;
use crate::{MonitorSpectra, Programme};

mod transform;

/// Bins of each channel.
type Bins = [Vec<Complex<f32>>];

/// Spectra of the newest frames.
pub(super) struct Spectra {
    sample_rate_hz: f64,
    history: History,
    /// Frames in the history.
    filled_frames: usize,
    short: Paced,
    long: Paced,
    channels: Traces,
    /// Of two channels only.
    mid_side: Traces,
    newest: Arc<[[f32; 2]]>,
}

/// A transform and the frames since it was made last.
struct Paced {
    transform: Transform,
    new_frames: usize,
}

/// The curves of one pair of signals.
#[derive(Default)]
struct Traces {
    now: Option<Arc<Spectrum>>,
    mean: Option<Arc<Spectrum>>,
    max_hold: MaxHold,
}

impl Spectra {
    /// Time constant of the mean.
    const MEAN_S: f64 = 1.0;
    /// Share of a long transform between two of them.
    const LONG_HOP: usize = 4;

    pub fn new(sample_rate_hz: f64, channels: usize) -> Spectra {
        let frames =
            |seconds: f64| ((sample_rate_hz * seconds).ceil().max(16.0) as usize).next_power_of_two();
        let paced = |frames| Paced { transform: Transform::new(frames, channels), new_frames: 0 };
        Spectra {
            sample_rate_hz,
            history: History::new(channels, frames(Programme::LONG_S)),
            filled_frames: 0,
            short: paced(frames(Programme::SHORT_S)),
            long: paced(frames(Programme::LONG_S)),
            channels: Traces::default(),
            mid_side: Traces::default(),
            newest: Arc::default(),
        }
    }

    /// Takes frames, one slice of finite samples per channel.
    pub fn take(&mut self, planes: &[&[f32]]) {
        let count = planes.first().map_or(0, |plane| plane.len());
        let most = self.long.transform.frames();
        let mut from = 0;
        while from < count {
            let to = count.min(from + most);
            self.history.append(to - from, |channel| &planes[channel][from..to]);
            from = to;
        }
        self.filled_frames = (self.filled_frames + count).min(most);
        self.short.new_frames += count;
        self.long.new_frames += count;
    }

    /// Transforms the newest frames: the short transform at each call that finds new ones, the long one at intervals.
    pub fn transform(&mut self) {
        if self.filled_frames >= self.short.transform.frames() && self.short.new_frames > 0 {
            self.newest = thinned(&self.history.newest(self.short.transform.frames()));
            let (bins, _) = self.short.run(&self.history);
            let powers = [powers(bins), mid_side_powers(bins)];
            for (traces, powers) in [&mut self.channels, &mut self.mid_side].into_iter().zip(powers) {
                let spectrum = spectrum(self.sample_rate_hz, &self.short.transform, powers);
                traces.max_hold.add(&spectrum);
                traces.now = Some(Arc::new(spectrum));
            }
        }
        let hop_frames = self.long.transform.frames() / Self::LONG_HOP;
        if self.filled_frames >= self.long.transform.frames() && self.long.new_frames >= hop_frames {
            let (bins, elapsed_frames) = self.long.run(&self.history);
            let share = 1.0 - (-(elapsed_frames as f64) / self.sample_rate_hz / Self::MEAN_S).exp();
            let powers = [powers(bins), mid_side_powers(bins)];
            for (traces, powers) in [&mut self.channels, &mut self.mid_side].into_iter().zip(powers) {
                let newest = spectrum(self.sample_rate_hz, &self.long.transform, powers);
                traces.mean = Some(Arc::new(match &traces.mean {
                    Some(mean) => mixed(mean, &newest, share as f32),
                    None => newest,
                }));
            }
        }
    }

    /// The channels' spectra, and those of mid and side.
    pub fn read(&self) -> [MonitorSpectra; 2] {
        let read = |traces: &Traces| MonitorSpectra {
            now: traces.now.clone(),
            mean: traces.mean.clone(),
            max_hold: traces.max_hold.read(),
        };
        let is_pair = self.channels.now.as_ref().is_some_and(|now| now.channels.len() == 2);
        [read(&self.channels), if is_pair { read(&self.mid_side) } else { MonitorSpectra::default() }]
    }

    /// The newest frames of both channels, thinned out; empty for one channel.
    pub fn newest(&self) -> Arc<[[f32; 2]]> {
        self.newest.clone()
    }

    /// Clears the maximum hold.
    pub fn clear_max_hold(&mut self) {
        self.channels.max_hold.clear();
        self.mid_side.max_hold.clear();
    }
}

impl Paced {
    /// Bins of the newest frames, and the frames since the last time.
    fn run(&mut self, history: &History) -> (&Bins, usize) {
        (self.transform.run(&history.newest(self.transform.frames())), std::mem::take(&mut self.new_frames))
    }
}

/// Every second frame: enough for a picture of the stereo field.
fn thinned(channels: &[&[f32]]) -> Arc<[[f32; 2]]> {
    let [left, right] = channels else { return Arc::default() };
    left.iter().zip(*right).step_by(2).map(|(left, right)| [*left, *right]).collect()
}

fn spectrum(sample_rate_hz: f64, transform: &Transform, channels: Vec<Arc<[f32]>>) -> Spectrum {
    Spectrum {
        sample_rate_hz,
        frames: transform.frames(),
        window: WindowKind::Hann,
        enbw_bins: Transform::ENBW_BINS,
        records: 1,
        channels,
    }
}

fn powers(bins: &Bins) -> Vec<Arc<[f32]>> {
    bins.iter().map(|bins| bins.iter().map(|bin| bin.norm_sqr()).collect()).collect()
}

/// Of half the sum and half the difference; empty for one channel.
fn mid_side_powers(bins: &Bins) -> Vec<Arc<[f32]>> {
    let [left, right] = bins else { return Vec::new() };
    let of = |half: f32| left.iter().zip(right).map(|(l, r)| (l * 0.5 + r * half).norm_sqr()).collect();
    vec![of(0.5), of(-0.5)]
}

/// The mean moved towards the newest powers by this share.
fn mixed(mean: &Spectrum, newest: &Spectrum, share: f32) -> Spectrum {
    let mix = |(mean, newest): (&Arc<[f32]>, &Arc<[f32]>)| -> Arc<[f32]> {
        mean.iter().zip(newest.iter()).map(|(mean, newest)| mean + share * (newest - mean)).collect()
    };
    let channels = mean.channels.iter().zip(&newest.channels).map(mix).collect();
    Spectrum { records: mean.records.saturating_add(1), channels, ..newest.clone() }
}

#[cfg(test)]
mod tests;
