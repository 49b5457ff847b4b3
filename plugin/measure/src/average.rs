//! Averages over records: line powers and phase-aligned amplitudes, noise, and sample sums.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use realfft::num_complex::Complex;

use crate::lines::model::Role;
use crate::lines::neighbourhood::Neighbourhood;
use crate::lines::track::{Track, TrackPoint, Tracked};
use crate::spectra::record::ChannelRecord;
use crate::spectra::tally::Tally;
use crate::spectra::word_length::Grid;
use crate::stimulus::Stimulus;
use crate::terms::settings::Averaging;

pub(crate) mod coherence;
pub(crate) mod display;
pub(crate) mod line_set;
pub(crate) mod overlap;
pub(crate) mod part;
pub(crate) mod pieces;

use coherence::Coherence;
use line_set::LineSet;
use overlap::{Correlations, Shares, weight};
use part::Part;
use pieces::Pieces;

/// One channel's means.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChannelAverage {
    /// Lines of the stimulus, DC first.
    pub(crate) stimulus: LineSet,
    /// Mains lines, from the first record in which they were detected.
    pub(crate) hum: LineSet,
    /// Mean power per bin without lines, through the noise window.
    pub(crate) noise: Vec<f64>,
    /// The same for the 7-term spectrum used for the line search.
    pub(crate) seen: Vec<f64>,
    /// Mean quasi-peak reading of the noise, as the amplitude of a sine of 1 kHz that reads the same.
    pub(crate) quasi_peak: f64,
    /// Mean power of the low bins with all lines, used for hum detection.
    pub(crate) low: Vec<f64>,
    /// Mean frequencies.
    pub(crate) tones: Vec<f64>,
    pub(crate) mains: Option<f64>,
    /// Mean of all samples, not the model's DC.
    pub(crate) mean: f64,
    pub(crate) mean_square: f64,
    pub(crate) peak: f64,
    pub(crate) grid: Grid,
    pub(crate) not_finite: u64,
    /// Mean bend of each tone's phase within a record.
    pub(crate) bends_rad: Vec<f64>,
    /// Recordings only: each tone that drives this channel, over the records.
    pub(crate) tracks: BTreeMap<usize, Track>,
    /// Their frequencies in turns per frame, once all records are in.
    pub(crate) tracked: BTreeMap<usize, Tracked>,
    /// Recordings only: the bins around the lines of each record, and the lines found in them at the end.
    pub(crate) pieces: Pieces,
    pub(crate) neighbourhoods: Vec<Neighbourhood>,
}

/// Everything since the average began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Average {
    pub(crate) records: u32,
    /// Records with a line search, and the number of records since the last of them.
    pub(crate) seen_records: u32,
    pub(crate) since_seen: u32,
    pub(crate) first_frame: u64,
    pub(crate) end_frame: u64,
    /// Whether lines are read from their mean amplitudes, aligned by the tones' phases, or from their mean powers.
    pub(crate) by_amplitude: bool,
    pub(crate) stimulus: Stimulus,
    pub(crate) shares: Shares,
    pub(crate) channels: Vec<ChannelAverage>,
    /// Sample moments of the first two channels.
    pub(crate) moments: Moments,
    /// Coherence of the first two channels.
    pub(crate) coherence: Coherence,
    /// Per channel and tone, mean of its amplitude over that of the tone's owner.
    pub(crate) ratios: Vec<Vec<Complex<f64>>>,
}

/// Means of two channels' samples, squares and products, about a point near their means so that DC does not reduce
/// precision.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moments {
    about: Option<[f64; 2]>,
    means: [f64; 2],
    squares: [f64; 2],
    product: f64,
}

impl Moments {
    /// Adds samples with a weight.
    fn join<S: Copy + Into<f64>>(&mut self, samples: [&[S]; 2], means: [f64; 2], weight: f64) {
        let about = *self.about.get_or_insert(means);
        let mut sums = [0.0; 5];
        for (a, b) in samples[0].iter().zip(samples[1]) {
            let (a, b): (f64, f64) = ((*a).into() - about[0], (*b).into() - about[1]);
            for (sum, value) in sums.iter_mut().zip([a, b, a * a, b * b, a * b]) {
                *sum += value;
            }
        }
        let count = samples[0].len().min(samples[1].len()) as f64;
        let join = |mean: &mut f64, sum: f64| *mean += weight * (sum / count - *mean);
        join(&mut self.means[0], sums[0]);
        join(&mut self.means[1], sums[1]);
        join(&mut self.squares[0], sums[2]);
        join(&mut self.squares[1], sums[3]);
        join(&mut self.product, sums[4]);
    }

    /// Zero-lag correlation, means removed; `None` if a channel is constant.
    pub(crate) fn correlation(&self) -> Option<f64> {
        let [a, b] = self.means;
        let variances = [self.squares[0] - a * a, self.squares[1] - b * b];
        let scale = (variances[0] * variances[1]).sqrt();
        scale.is_normal().then(|| ((self.product - a * b) / scale).clamp(-1.0, 1.0))
    }
}

impl Average {
    /// Replaces the records' mean frequencies by those tracked over the whole recording.
    pub(crate) fn settle(&mut self, record_frames: f64) {
        for channel in 0..self.channels.len() {
            let tracks = std::mem::take(&mut self.channels[channel].tracks);
            for (&tone, track) in &tracks {
                let Some(tracked) = track.turns_per_frame(record_frames) else { continue };
                self.set_tone(channel, tone, tracked.value * record_frames);
                self.channels[channel].tracked.insert(tone, tracked);
            }
            self.channels[channel].tracks = tracks;
        }
    }

    /// Sets the frequency of a tone on the channel that it drives, and on the channels that take it from there.
    pub(crate) fn set_tone(&mut self, channel: usize, tone: usize, bins: f64) {
        let is_owner = self.stimulus.owner(tone) == Some(channel);
        let followers = self.channels.iter_mut().enumerate();
        for (index, follower) in followers.filter(|(index, _)| *index == channel || is_owner) {
            let own = index == channel || !self.stimulus.driven[index].contains(&tone);
            if let Some(at) = follower.tones.get_mut(tone).filter(|_| own) {
                *at = bins;
            }
        }
    }

    /// Whether it has samples that are not finite.
    pub(crate) fn is_poisoned(&self) -> bool {
        self.channels.iter().any(|channel| channel.not_finite > 0)
    }

    /// Frames from the first record's start to the last one's end.
    pub(crate) fn frames(&self) -> u64 {
        self.end_frame - self.first_frame
    }

    /// Adds the sample moments of the first two channels.
    pub(crate) fn join_moments<S: Copy + Into<f64>>(
        &mut self,
        channels: &[&[S]],
        records: &[ChannelRecord],
        weight: f64,
    ) {
        if let ([first, second, ..], [a, b, ..]) = (channels, records)
            && a.tally.not_finite + b.tally.not_finite == 0
        {
            let fresh = |samples: &'_ [S]| samples.len() - a.tally.frames.min(samples.len());
            let samples = [&first[fresh(first)..], &second[fresh(second)..]];
            self.moments.join(samples, [a.tally.mean, b.tally.mean], weight);
        }
    }

    /// Number of frames in this record that no earlier record covers.
    pub(crate) fn fresh_frames(&self, first_frame: u64, frames: usize) -> usize {
        if self.records == 0 {
            frames
        } else {
            (first_frame + frames as u64).saturating_sub(self.end_frame) as usize
        }
    }

    /// Adds the sample sums of a record; lines and noise follow channel by channel.
    pub(crate) fn begin_record(
        &mut self,
        averaging: Averaging,
        correlations: &Correlations,
        first_frame: u64,
        frames: usize,
    ) -> f64 {
        if self.records == 0 {
            self.first_frame = first_frame;
        }
        self.records += 1;
        self.end_frame = first_frame + frames as u64;
        let weight = weight(averaging, self.records);
        self.shares.join(weight, correlations);
        weight
    }

    /// Counts the current record among those with a line search; returns its weight among them.
    pub(crate) fn begin_seen(&mut self, averaging: Averaging, correlations: &Correlations) -> f64 {
        self.seen_records += 1;
        self.since_seen = 0;
        let weight = weight(averaging, self.seen_records);
        self.shares.join_seen(weight, correlations);
        weight
    }
}

impl ChannelAverage {
    /// Adds the sample statistics.
    pub(crate) fn join_tally(&mut self, tally: &Tally, averaging: Averaging, weight: f64) {
        self.mean += weight * (tally.mean - self.mean);
        self.mean_square += weight * (tally.mean_square - self.mean_square);
        self.grid.join(&tally.grid);
        let keeps = !matches!(averaging, Averaging::Off | Averaging::Exponential { .. });
        self.peak = if keeps { self.peak.max(tally.peak) } else { tally.peak };
        self.not_finite += tally.not_finite;
    }

    /// Adds the fitted lines; `phases` are the phases of the tones on the channels that they drive.
    pub(crate) fn join_lines(
        &mut self,
        part: &Part,
        averaging: Averaging,
        weight: f64,
        correlations: &Correlations,
        phases: &[f64],
    ) {
        self.stimulus.join(part, averaging, correlations, phases);
        if !self.hum.roles.is_empty() {
            self.hum.join(part, averaging, correlations, phases);
        }
        join_means(&mut self.tones, &part.model.at.tones, weight);
        join_means(&mut self.bends_rad, &part.model.bends_rad, weight);
        if let Some(mains) = part.model.at.mains {
            let weight = overlap::weight(averaging, self.hum.records);
            self.mains = Some(self.mains.map_or(mains, |mean| mean + weight * (mains - mean)));
        }
    }

    /// Tracks the tones in `own` through a record that starts `first_frame` frames after the average.
    pub(crate) fn follow(&mut self, part: &Part, own: &[usize], first_frame: u64) {
        for &tone in own {
            let place = self.stimulus.roles.iter().position(|role| *role == Role::Tone(tone));
            if let Some(place) = place {
                let line = part.model.fit.lines[self.stimulus.places[place]];
                self.tracks.entry(tone).or_default().add(TrackPoint {
                    middle_frames: first_frame as f64 + part.frames / 2.0,
                    turns_per_frame: line.bins / part.frames,
                    phase_rad: line.amplitude.arg(),
                });
            }
        }
    }

    /// Adds the residual of the noise window, lines removed.
    pub(crate) fn join_noise(&mut self, residual: &[Complex<f64>], weight: f64) {
        join_powers(&mut self.noise, residual, weight);
    }

    /// Adds the residual of the line-search window.
    pub(crate) fn join_seen(&mut self, residual: &[Complex<f64>], weight: f64) {
        join_powers(&mut self.seen, residual, weight);
    }

    /// Adds the low bins before lines are removed.
    pub(crate) fn join_low(&mut self, power: &[f64], bins: usize, weight: f64) {
        self.low.resize(bins.min(power.len()), 0.0);
        for (mean, power) in self.low.iter_mut().zip(power) {
            *mean += weight * (power - *mean);
        }
    }
}

fn join_means(means: &mut Vec<f64>, values: &[f64], weight: f64) {
    means.resize(values.len(), 0.0);
    for (mean, value) in means.iter_mut().zip(values) {
        *mean += weight * (value - *mean);
    }
}

fn join_powers(means: &mut Vec<f64>, spectrum: &[Complex<f64>], weight: f64) {
    means.resize(spectrum.len(), 0.0);
    for (mean, bin) in means.iter_mut().zip(spectrum) {
        *mean += weight * (bin.norm_sqr() - *mean);
    }
}

/// `mean += weight·(bin·exp(−2πi·k·shift/N) − mean)`: the spectrum as if the record started `shift` frames later.
///
/// The rotation is updated by multiplication and recomputed every 64 bins.
pub(crate) fn rotate_into(
    mean: &mut [Complex<f64>],
    spectrum: &[Complex<f64>],
    weight: f64,
    shift_frames: f64,
) {
    const BLOCK: usize = 64;
    let frames = (spectrum.len() - 1) as f64 * 2.0;
    let turn = -2.0 * PI * (shift_frames / frames);
    let step = Complex::cis(turn);
    for (block, (means, bins)) in mean.chunks_mut(BLOCK).zip(spectrum.chunks(BLOCK)).enumerate() {
        let mut rotation = Complex::cis(turn * (block * BLOCK) as f64);
        for (mean, bin) in means.iter_mut().zip(bins) {
            *mean += (bin * rotation - *mean) * weight;
            rotation *= step;
        }
    }
}
