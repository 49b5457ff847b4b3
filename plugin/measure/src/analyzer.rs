//! From records to figures: the one path that live analysis and files share.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::average::{Average, ChannelAverage, LineSet, Part};
use crate::display::{Display, slide_weight};
use crate::mains::{self, KnownLine};
use crate::model::{self, Fundamentals, Role};
use crate::noise::NoiseFloor;
use crate::overlap::Correlations;
use crate::record::{ChannelRecord, SEEN_WINDOW, Transforms};
use crate::stimulus::{self, Stimulus};
use crate::weighting::WeightingTables;
use crate::{Averaging, DensityPoint, Report, Settings, Spectrum};
use crate::{line_fit, readings, residual, sweep, tone_fit};

/// Analyses records of one length at one rate and joins them into an average.
///
/// Owns plans, scratch and the average; after construction no record allocates beyond its own results.
/// The same records give the same figures to the last bit.
///
/// A record begins a fresh average by itself when the stimulus changed (another tone, or another side driven),
/// and before and after a record with samples that are not finite.
pub struct Analyzer {
    settings: Settings,
    sample_rate_hz: f64,
    transforms: Transforms,
    records: Vec<ChannelRecord>,
    /// Per channel, the lines of the model and where they stood in the newest record.
    models: Vec<Model>,
    correlations: Correlations,
    previous_frame: Option<u64>,
    average: Average,
    /// The last complete block of [`Averaging::Records`].
    finished: Option<Average>,
    finished_powers: Option<Vec<Arc<[f32]>>>,
    display: Display,
    weightings: Arc<WeightingTables>,
    /// Whether the display was slid along since the last record.
    slid: bool,
    floors: OnceCell<Vec<NoiseFloor>>,
}

/// One channel's model.
#[derive(Clone, Default)]
struct Model {
    roles: Vec<Role>,
    at: Fundamentals,
}

impl Analyzer {
    /// Plans for `channels` channels (1 or 2) of records of `settings.transform_frames` frames. An odd number of
    /// frames leaves the last one out.
    pub fn new(sample_rate_hz: f64, channels: usize, settings: Settings) -> Analyzer {
        let frames = (settings.transform_frames & !1).max(SHORTEST_FRAMES);
        let transforms = Transforms::new(frames);
        Analyzer {
            records: (0..channels).map(|_| ChannelRecord::new(&transforms)).collect(),
            models: vec![Model::default(); channels],
            display: Display::new(settings.window, frames, channels, transforms.plan()),
            weightings: Arc::new(WeightingTables::new(frames / 2 + 1, sample_rate_hz / frames as f64)),
            transforms,
            settings,
            sample_rate_hz,
            correlations: Correlations::default(),
            previous_frame: None,
            average: Average::default(),
            finished: None,
            finished_powers: None,
            slid: false,
            floors: OnceCell::new(),
        }
    }

    /// Analyses one record and folds it into the average. Each slice holds `transform_frames` samples;
    /// `first_frame` is its absolute position, for `used_frames` and glitches.
    pub fn push<S: Copy + Into<f64>>(&mut self, first_frame: u64, channels: &[&[S]]) {
        self.floors = OnceCell::new();
        for (record, samples) in self.records.iter_mut().zip(channels) {
            self.transforms.read(samples, record);
        }
        let poisoned = self.records.iter().any(|record| record.tally.not_finite > 0);
        let stimulus =
            stimulus::recognise(&self.transforms, &self.records, self.sample_rate_hz, self.settings.told);
        self.begin_average_if_due(&stimulus, poisoned);
        self.note_position(first_frame);
        let averaging = self.settings.averaging;
        let weight =
            self.average.begin_record(averaging, &self.correlations, first_frame, self.transforms.frames);
        self.fit_channels(stimulus, weight);
        self.join_channels(first_frame, weight, channels);
        self.join_pairs(weight, channels);
        if self.block_is_full() {
            self.finished = Some(std::mem::take(&mut self.average));
            self.finished_powers = self.display.powers();
        }
    }

    /// Slides the displayed spectrum along to the newest `transform_frames` frames, between the records that make
    /// figures: called about 30 times a second it keeps the picture moving. Off replaces it, an exponential average
    /// joins it with a weight for the shorter hop, other modes ignore it. Figures do not change.
    pub fn slide<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) {
        let frames = self.transforms.frames;
        let weight = slide_weight(self.settings.averaging, frames, self.sample_rate_hz);
        let Some(weight) = weight.filter(|_| self.shown().is_some()) else { return };
        for (channel, samples) in channels.iter().take(self.records.len()).enumerate() {
            self.display.join_samples(channel, samples, weight);
        }
        self.slid = true;
    }

    /// Forgets the average and starts a fresh one.
    pub fn restart(&mut self) {
        self.average = Average::default();
        self.finished = None;
        self.finished_powers = None;
        self.previous_frame = None;
        self.slid = false;
        self.display.clear();
        self.floors = OnceCell::new();
    }

    /// Records in the current average, and how many make it complete (`None` where nothing does).
    pub fn progress(&self) -> (u32, Option<u32>) {
        let records = self.average.records;
        match self.settings.averaging {
            Averaging::Off => (records.min(1), Some(1)),
            Averaging::Exponential { records: of } => (records.min(of), Some(of)),
            Averaging::Records { records: of } => {
                let filled = if records == 0 && self.finished.is_some() { of } else { records };
                (filled, Some(of))
            }
            Averaging::Infinite | Averaging::Coherent => (records, None),
        }
    }

    /// The figures of the average; `None` before the first record.
    pub fn report(&self) -> Option<Report> {
        let average = self.shown()?;
        Some(readings::report(
            average,
            self.floors(average),
            &self.settings,
            self.sample_rate_hz,
            self.frames(),
        ))
    }

    /// The averaged spectrum; `None` before the first record.
    pub fn spectrum(&self) -> Option<Spectrum> {
        Some(Spectrum {
            sample_rate_hz: self.sample_rate_hz,
            frames: self.frames(),
            window: self.settings.window,
            enbw_bins: self.settings.window.enbw_bins(),
            records: readings::records(self.shown()?, &self.settings),
            channels: self.finished_powers.clone().or_else(|| self.display.powers())?,
        })
    }

    /// Noise density per channel at 24 points per octave, lines removed; empty before the first record.
    pub fn density(&self) -> Vec<Vec<DensityPoint>> {
        let Some(average) = self.shown() else { return Vec::new() };
        self.floors(average).iter().map(NoiseFloor::density).collect()
    }

    fn frames(&self) -> usize {
        self.transforms.frames
    }

    fn bin_hz(&self) -> f64 {
        self.sample_rate_hz / self.transforms.frames as f64
    }

    /// The average that is shown: a finished block until the next one is full.
    fn shown(&self) -> Option<&Average> {
        self.finished.as_ref().or((self.average.records > 0).then_some(&self.average))
    }

    fn floors(&self, average: &Average) -> &[NoiseFloor] {
        self.floors.get_or_init(|| {
            let floor = |channel| NoiseFloor::of(average, channel, self.bin_hz(), self.weightings.clone());
            average.channels.iter().map(floor).collect()
        })
    }

    fn block_is_full(&self) -> bool {
        matches!(self.settings.averaging, Averaging::Records { records } if self.average.records >= records)
    }

    /// Begins a fresh average where the old one cannot go on.
    fn begin_average_if_due(&mut self, stimulus: &Stimulus, poisoned: bool) {
        let was_poisoned = self.average.channels.iter().any(|channel| channel.not_finite > 0);
        let other = self.average.records > 0 && !stimulus.continues(&self.average.stimulus);
        if poisoned || was_poisoned || other {
            self.restart();
        }
        if self.settings.averaging == Averaging::Off {
            self.average = Average::default();
        }
    }

    /// Learns the hop between records, on which the worth of an average depends.
    fn note_position(&mut self, first_frame: u64) {
        let hop = self.previous_frame.map(|previous| first_frame.abs_diff(previous));
        if let Some(hop) = hop.filter(|hop| *hop != self.correlations.hop_frames()) {
            self.correlations = Correlations::new(self.transforms.frames, hop);
        }
        self.previous_frame = Some(first_frame);
    }

    /// Fits every channel, with the mains where they show.
    fn fit_channels(&mut self, stimulus: Stimulus, weight: f64) {
        let pair = stimulus.is_pair();
        let fresh = self.average.channels.is_empty();
        self.average.channels.resize(self.records.len(), ChannelAverage::default());
        for channel in 0..self.records.len() {
            let model = &mut self.models[channel];
            model.at.tones.clone_from(&stimulus.tones);
            if fresh {
                model.at.mains = None;
                model.roles = roles(&model.at, pair, self.transforms.frames);
                self.average.channels[channel].stimulus = LineSet::new(&model.roles, |_| true);
            }
            let own = &stimulus.driven[channel];
            tone_fit::fit(&self.transforms, &mut self.records[channel], &model.roles, &mut model.at, own);
            self.find_mains(channel, own, pair, weight);
        }
        if fresh {
            self.average.stimulus = stimulus;
        }
    }

    /// Looks for the mains in the average of low frequencies; once found, they stay in the model.
    fn find_mains(&mut self, channel: usize, own: &[usize], pair: bool, weight: f64) {
        let bin_hz = self.bin_hz();
        let (record, model) = (&mut self.records[channel], &mut self.models[channel]);
        let average = &mut self.average.channels[channel];
        average.join_low(&record.power, mains::search_bins(bin_hz), weight);
        if model.at.mains.is_some() {
            return;
        }
        let lines = record.fit.lines.iter();
        let mut known: Vec<KnownLine> = lines.map(KnownLine::fitted).collect();
        known.extend(KnownLine::multiples(&model.at.tones, average.low.len()));
        let share = self.average.shares.seen_power();
        model.at.mains = mains::find(&average.low, &known, bin_hz, self.settings.mains, share);
        if model.at.mains.is_some() {
            model.roles = roles(&model.at, pair, self.transforms.frames);
            average.stimulus.place(&model.roles);
            average.hum = LineSet::new(&model.roles, |role| matches!(role, Role::Hum(_)));
            tone_fit::fit(&self.transforms, record, &model.roles, &mut model.at, own);
        }
    }

    /// Joins what was fitted, and the noise left without it.
    fn join_channels<S: Copy + Into<f64>>(&mut self, first_frame: u64, weight: f64, channels: &[&[S]]) {
        let averaging = self.settings.averaging;
        let phases = self.tone_phases();
        let shift = self.coherent_shift(&phases);
        let display_weight = if self.slid {
            slide_weight(averaging, self.transforms.frames, self.sample_rate_hz).unwrap_or(weight)
        } else {
            weight
        };
        for (channel, samples) in channels.iter().take(self.records.len()).enumerate() {
            let record = &mut self.records[channel];
            match shift {
                Some(shift) => self.display.join_coherently(channel, samples, weight, shift),
                None if self.settings.window == SEEN_WINDOW => {
                    self.display.join_powers(channel, &record.power, display_weight);
                }
                None => self.display.join_samples(channel, samples, display_weight),
            }
            residual::subtract_from_seen(&mut record.seen, &record.fit.lines, &self.transforms.seen_shape);
            residual::subtract_from_noise(&mut record.noise, &record.fit.lines, &self.transforms.noise_shape);
            let model = &self.models[channel];
            let part = Part { record, at: &model.at, frames: self.transforms.frames as f64 };
            let average = &mut self.average.channels[channel];
            average.join_tally(&part, averaging, weight, first_frame);
            average.join_lines(&part, averaging, weight, &self.correlations, &phases);
            average.join_rest(part.record, weight);
        }
        self.slid = false;
    }

    /// Phases of the tones on the sides that they drive.
    fn tone_phases(&self) -> Vec<f64> {
        let stimulus = &self.average.stimulus;
        (0..stimulus.tones.len()).map(|tone| self.amplitude(stimulus.owner(tone), tone).arg()).collect()
    }

    fn amplitude(&self, channel: Option<usize>, tone: usize) -> realfft::num_complex::Complex<f64> {
        let find = |channel: usize| {
            let index = self.models[channel].roles.iter().position(|role| *role == Role::Tone(tone))?;
            Some(self.records[channel].fit.lines[index].amplitude)
        };
        channel.and_then(find).unwrap_or_default()
    }

    /// Frames by which a coherent average shifts the record so that the first tone starts with phase 0.
    fn coherent_shift(&self, phases: &[f64]) -> Option<f64> {
        let coherent = self.settings.averaging == Averaging::Coherent;
        let owner = self.average.stimulus.owner(0)?;
        let bins = self.models[owner].at.tones[0];
        let radians_per_frame = 2.0 * std::f64::consts::PI * bins / self.transforms.frames as f64;
        coherent.then(|| phases[0] / radians_per_frame)
    }

    /// Joins what two channels say about each other.
    fn join_pairs<S: Copy + Into<f64>>(&mut self, weight: f64, channels: &[&[S]]) {
        if let ([a, b], [first, second, ..]) = (&self.records[..], channels)
            && a.tally.not_finite + b.tally.not_finite == 0
        {
            let means = [a.tally.mean, b.tally.mean];
            let variance = |record: &ChannelRecord| record.tally.mean_square - record.tally.mean.powi(2);
            let product = self.transforms.covariance(first, second, means);
            let sums = [product, variance(a), variance(b)];
            for (mean, sum) in self.average.covariance.iter_mut().zip(sums) {
                *mean += weight * (sum - *mean);
            }
        }
        let tones = self.average.stimulus.tones.len();
        let ratios: Vec<Vec<_>> = (0..self.records.len())
            .map(|channel| {
                let ratio = |tone| {
                    let driven = self.amplitude(self.average.stimulus.owner(tone), tone);
                    self.amplitude(Some(channel), tone) / driven
                };
                (0..tones).map(ratio).collect()
            })
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

/// Shortest record that can be transformed at all; figures need more and say so.
const SHORTEST_FRAMES: usize = 64;

fn roles(at: &Fundamentals, pair: bool, frames: usize) -> Vec<Role> {
    model::roles(at, pair, frames as f64, line_fit::SEPARATION_BINS)
}

/// Shortest record, in seconds, that [`measure_record`] takes figures from.
const SHORTEST_S: f64 = 0.1;

/// The figures of one whole record of any length from 0.1 s, as one transform: `settings.transform_frames` and
/// `settings.averaging` are not used. The channels' common length counts; of an odd one the last frame is left out.
///
/// Shorter records give a report whose figures all read [`crate::Refusal::TooShort`].
pub fn measure_record<S: Copy + Into<f64>>(
    sample_rate_hz: f64,
    channels: &[&[S]],
    settings: Settings,
) -> Report {
    let frames = channels.iter().map(|samples| samples.len()).min().unwrap_or(0);
    let needed = ((SHORTEST_S * sample_rate_hz).ceil() as usize).max(SHORTEST_FRAMES);
    if frames < needed {
        return readings::too_short(sample_rate_hz, channels.len(), &settings, frames, needed);
    }
    let settings = Settings { transform_frames: frames, averaging: Averaging::Off, ..settings };
    let mut analyzer = Analyzer::new(sample_rate_hz, channels.len(), settings);
    let even: Vec<&[S]> = channels.iter().map(|samples| &samples[..frames & !1]).collect();
    analyzer.push(0, &even);
    let mut report = analyzer
        .report()
        .unwrap_or_else(|| readings::too_short(sample_rate_hz, channels.len(), &settings, frames, needed));
    if sweep::may_be_one(report.stimulus.kind, frames as u64, &settings) {
        let samples: Vec<Vec<f64>> =
            even.iter().map(|channel| channel.iter().map(|x| (*x).into()).collect()).collect();
        let samples: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
        sweep::complete(&mut report, &samples, &settings);
    }
    report
}
