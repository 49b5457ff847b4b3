//! From records to figures: the one path that live analysis and recordings share.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::average::Average;
use crate::average::display::{Display, slide_weight};
use crate::average::overlap::Correlations;
use crate::figures::measurement::{MeasuredSection, Measurement};
use crate::figures::refusal::Refusal;
use crate::figures::report::Report;
use crate::figures::residual::ResidualWaveform;
use crate::figures::spectrum::{DensityPoint, Spectrum};
use crate::lines::model::{Fundamentals, Role};
use crate::lines::tone_fit::Model;
use crate::lines::{line_fit, model};
use crate::noise::floor::NoiseFloor;
use crate::noise::quasi_peak::QuasiPeak;
use crate::spectra::level_drift::LevelDrift;
use crate::spectra::record::{ChannelRecord, Look, Transforms};
use crate::spectra::tally::Tally;
use crate::stimulus::Stimulus;
use crate::terms::settings::{Averaging, Settings};
use crate::terms::shape::WrongShape;
use crate::terms::weighting::WeightingTables;
use crate::{readings, zoom};

mod fitting;
mod joining;
mod known;
mod mode;
mod runs;
mod straightening;

use mode::Mode;

/// Analyses records of one length at one rate and averages them.
/// Owns plans, scratch and the average. Memory depends on the record's length, not on the number of records; the large
/// buffers are allocated once.
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
    quasi_peak: QuasiPeak,
    correlations: Correlations,
    previous_frame: Option<u64>,
    /// Clock drift of the newest record before straightening, in frames.
    bend_frames: f64,
    average: Average,
    /// The last complete block of [`Averaging::Records`].
    finished: Option<Average>,
    finished_powers: Option<Vec<Arc<[f32]>>>,
    /// The last average that a change of the stimulus ended; live measurement only.
    ended: Option<Average>,
    mode: Mode,
    display: Display,
    /// Made with the first figures.
    weightings: OnceCell<Arc<WeightingTables>>,
    /// Whether the display was slid since the last record.
    slid: bool,
    floors: OnceCell<Vec<NoiseFloor>>,
}

impl Analyzer {
    /// Plans for `channels` channels (1 or 2) of records of `settings.transform_frames` frames. If that number is odd,
    /// the last frame is ignored.
    pub fn new(sample_rate_hz: f64, channels: usize, settings: Settings) -> Analyzer {
        let frames = (settings.transform_frames & !1).max(SHORTEST_FRAMES);
        let transforms = Transforms::new(frames);
        let band = settings.band.at_rate(sample_rate_hz);
        Analyzer {
            records: (0..channels).map(|_| ChannelRecord::new(&transforms)).collect(),
            models: (0..channels).map(|_| Model::default()).collect(),
            quasi_peak: QuasiPeak::new(frames, channels, sample_rate_hz, band),
            display: Display::new(settings.window, channels, transforms.plan()),
            weightings: OnceCell::new(),
            transforms,
            settings,
            sample_rate_hz,
            correlations: Correlations::default(),
            previous_frame: None,
            bend_frames: 0.0,
            average: Average::default(),
            finished: None,
            finished_powers: None,
            ended: None,
            mode: Mode::Live,
            slid: false,
            floors: OnceCell::new(),
        }
    }

    /// For the records of a recording with these level drifts, one every `hop_frames` frames. All records have equal
    /// weight, lines are averaged by amplitude, tones are tracked by phase, and if the stimulus changes, the longest
    /// stretch is kept.
    pub(crate) fn of_recording(
        sample_rate_hz: f64,
        channels: usize,
        settings: Settings,
        hop_frames: u64,
        level_drifts: Vec<LevelDrift>,
    ) -> Analyzer {
        let settings = Settings { averaging: Averaging::Infinite, ..settings };
        let mut analyzer = Analyzer::new(sample_rate_hz, channels, settings);
        analyzer.correlations = Correlations::new(analyzer.transforms.frames, hop_frames);
        analyzer.mode = Mode::Recording { runs: Box::default(), level_drifts };
        analyzer
    }

    /// Analyses one record and adds it to the average. `first_frame` is its absolute position, for `used_frames`.
    ///
    /// # Errors
    ///
    /// Another number of slices than channels, or a slice of another length than `transform_frames`: the average is
    /// unchanged.
    pub fn push<S: Copy + Into<f64>>(
        &mut self,
        first_frame: u64,
        channels: &[&[S]],
    ) -> Result<(), WrongShape> {
        self.check(channels)?;
        self.push_record(first_frame, channels);
        Ok(())
    }

    fn check<S>(&self, channels: &[&[S]]) -> Result<(), WrongShape> {
        let frames = self.settings.transform_frames.max(SHORTEST_FRAMES);
        WrongShape::check(channels, self.records.len(), frames)
    }

    /// [`Analyzer::push`] for slices of the right shape.
    pub(crate) fn push_record<S: Copy + Into<f64>>(&mut self, first_frame: u64, channels: &[&[S]]) {
        self.floors = OnceCell::new();
        if !self.push_known(first_frame, channels) {
            self.push_searched(first_frame, channels);
        }
        if self.block_is_full() {
            self.finish_block();
        }
    }

    /// Analyses a record with a full search for lines.
    fn push_searched<S: Copy + Into<f64>>(&mut self, first_frame: u64, channels: &[&[S]]) {
        self.read(first_frame, channels, Look::Full);
        let poisoned = self.records.iter().any(|record| record.tally.not_finite > 0);
        let (stimulus, bend) = self.recognise(first_frame, channels);
        if self.begin_average_if_due(&stimulus, poisoned) {
            self.tally_anew(channels);
        }
        let weight = self.begin_record(first_frame);
        let seen_weight = self.average.begin_seen(self.settings.averaging, &self.correlations);
        self.fit_channels(stimulus, seen_weight);
        self.straighten(first_frame, channels, bend, Look::Full);
        self.average.coherence.join(self.coherence(), weight);
        let noise = self.noise_without_lines();
        self.join_channels(first_frame, weight, channels, &noise);
        self.give_back(noise);
        self.join_seen(seen_weight);
        self.join_ratios(weight);
    }

    /// Counts a record; returns its weight.
    fn begin_record(&mut self, first_frame: u64) -> f64 {
        self.note_position(first_frame);
        let averaging = self.settings.averaging;
        self.average.by_amplitude = averaging == Averaging::Coherent || self.mode.averages_amplitudes();
        self.average.begin_record(averaging, &self.correlations, first_frame, self.transforms.frames)
    }

    /// Slides the displayed spectrum to the newest `transform_frames` frames, between the records that make figures;
    /// called about 30 times a second. `Off` replaces it, an exponential average adds it with a weight for the shorter
    /// hop, other modes ignore it. Figures do not change.
    ///
    /// # Errors
    ///
    /// Those of [`Analyzer::push`].
    pub fn slide<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) -> Result<(), WrongShape> {
        self.check(channels)?;
        let frames = self.transforms.frames;
        let weight = slide_weight(self.settings.averaging, frames, self.sample_rate_hz);
        let Some(weight) = weight.filter(|_| self.shown().is_some()) else { return Ok(()) };
        for (channel, samples) in channels.iter().enumerate() {
            self.display.join_samples(channel, samples, weight);
        }
        self.slid = true;
        Ok(())
    }

    /// Discards the average and starts a new one. One that ended before is kept for [`Analyzer::take_ended`].
    pub fn restart(&mut self) {
        self.average = Average::default();
        self.finished = None;
        self.finished_powers = None;
        self.previous_frame = None;
        self.quasi_peak.restart();
        self.slid = false;
        self.display.clear();
        self.floors = OnceCell::new();
    }

    /// Records in the current average, and the number that completes it (`None` if it is never complete).
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
    pub fn measurement(&self) -> Option<Measurement> {
        let average = self.shown()?;
        Some(self.measurement_of(average, self.floors(average)))
    }

    /// The figures of the average that ended when the stimulus last changed: those of tone A after the first record of
    /// tone B, or of [`Averaging::Records`] at the latest after the first block of B. Each is returned once and replaced
    /// by the next one, so ask after every record; records across the change are an average of their own.
    pub fn take_ended(&mut self) -> Option<Measurement> {
        let average = self.ended.take()?;
        Some(self.measurement_of(&average, &self.new_floors(&average)))
    }

    fn measurement_of(&self, average: &Average, floors: &[NoiseFloor]) -> Measurement {
        let section = readings::measured(average, floors, &self.settings, self.sample_rate_hz, self.frames());
        Measurement::of_section(section, self.sample_rate_hz, self.settings)
    }

    /// The figures of the average as a report; `None` before the first record.
    pub fn report(&self) -> Option<Report> {
        self.measurement().map(Measurement::report)
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
        self.floors(average).iter().map(|floor| floor.density(SHOWN_PER_OCTAVE)).collect()
    }

    /// What distortion leaves of each channel over one period of its tone, or why that cannot be shown; empty before the
    /// first record.
    pub fn residuals(&self) -> Vec<Result<ResidualWaveform, Refusal>> {
        let Some(average) = self.shown() else { return Vec::new() };
        let floors = self.floors(average);
        readings::residuals(average, floors, &self.settings, self.sample_rate_hz, self.frames())
    }

    /// The figures of a recording of which `frames` frames were analysed, from its representative stretch. `None`
    /// without a record.
    pub(crate) fn section_of_recording(mut self, frames: u64) -> Option<MeasuredSection> {
        let mode = std::mem::replace(&mut self.mode, Mode::Live);
        let mut average = mode.best(std::mem::take(&mut self.average), frames)?;
        average.settle(self.frames() as f64);
        zoom::settle(&mut average, self.frames() as f64, self.sample_rate_hz, self.settings.mains);
        // The records are no longer needed; the figures need their memory.
        self.records = Vec::new();
        let floors = self.floors(&average);
        Some(readings::measured(&average, floors, &self.settings, self.sample_rate_hz, self.frames()))
    }

    fn frames(&self) -> usize {
        self.transforms.frames
    }

    fn bin_hz(&self) -> f64 {
        self.sample_rate_hz / self.transforms.frames as f64
    }

    /// The average to show: the last finished block until the next one is complete.
    fn shown(&self) -> Option<&Average> {
        self.finished.as_ref().or((self.average.records > 0).then_some(&self.average))
    }

    fn floors(&self, average: &Average) -> &[NoiseFloor] {
        self.floors.get_or_init(|| self.new_floors(average))
    }

    fn new_floors(&self, average: &Average) -> Vec<NoiseFloor> {
        let (bins, bin_hz) = (self.frames() / 2 + 1, self.bin_hz());
        let weightings = self.weightings.get_or_init(|| Arc::new(WeightingTables::new(bins, bin_hz)));
        let floor = |channel| NoiseFloor::of(average, channel, bin_hz, weightings.clone());
        average.channels.iter().map(floor).collect()
    }

    fn block_is_full(&self) -> bool {
        matches!(self.settings.averaging, Averaging::Records { records } if self.average.records >= records)
    }

    fn read<S: Copy + Into<f64>>(&mut self, first_frame: u64, channels: &[&[S]], look: Look) {
        let frames = self.transforms.frames;
        let fresh = match self.mode.counts_frames_once() {
            true => self.average.fresh_frames(first_frame, frames),
            false => frames,
        };
        for (record, samples) in self.records.iter_mut().zip(channels) {
            self.transforms.read(samples, fresh, look, record);
        }
    }

    /// Starts a new average if the old one cannot continue; returns whether it did.
    fn begin_average_if_due(&mut self, stimulus: &Stimulus, poisoned: bool) -> bool {
        let other = self.average.records > 0 && !stimulus.continues(&self.average.stimulus);
        let due = poisoned || self.average.is_poisoned() || other;
        if due {
            self.keep_average();
            self.restart();
        }
        if self.settings.averaging == Averaging::Off {
            self.average = Average::default();
            self.quasi_peak.restart();
        }
        due
    }

    /// Keeps an average that cannot continue; in live measurement the last finished block, if there is one.
    fn keep_average(&mut self) {
        let average = std::mem::take(&mut self.average);
        match &mut self.mode {
            Mode::Recording { runs, .. } => runs.keep(average),
            Mode::Live => {
                let average = self.finished.take().unwrap_or(average);
                if average.records > 0 && !average.is_poisoned() {
                    self.ended = Some(average);
                }
            }
        }
    }

    /// Shows a block of [`Averaging::Records`]. The stimulus may have changed between two blocks.
    fn finish_block(&mut self) {
        let block = std::mem::take(&mut self.average);
        let other = |before: &mut Average| !block.stimulus.continues(&before.stimulus);
        if let Some(before) = self.finished.take_if(other).filter(|before| !before.is_poisoned()) {
            self.ended = Some(before);
        }
        self.finished = Some(block);
        self.finished_powers = self.display.powers();
    }

    /// Tallies all samples of a record that starts an average: its first tally omitted the samples that the previous
    /// average holds.
    fn tally_anew<S: Copy + Into<f64>>(&mut self, channels: &[&[S]]) {
        for (record, samples) in self.records.iter_mut().zip(channels) {
            let mut samples: Vec<f64> =
                samples.iter().take(self.transforms.frames).map(|x| (*x).into()).collect();
            record.tally = Tally::of(&mut samples, self.transforms.frames);
        }
    }

    /// Updates the hop between records, which determines the statistical weight of an average.
    fn note_position(&mut self, first_frame: u64) {
        let hop = self.previous_frame.map(|previous| first_frame.abs_diff(previous));
        // A recording's hops are rounded to frames and may differ by one.
        if let Some(hop) = hop.filter(|hop| hop.abs_diff(self.correlations.hop_frames()) > 1) {
            self.correlations = Correlations::new(self.transforms.frames, hop);
        }
        self.previous_frame = Some(first_frame);
    }
}

/// Points per octave of a displayed density.
const SHOWN_PER_OCTAVE: i32 = 24;

/// Shortest record that can be transformed; figures need longer ones and report it.
pub(crate) const SHORTEST_FRAMES: usize = 64;

fn roles(at: &Fundamentals, pair: bool, frames: usize) -> Vec<Role> {
    model::roles(at, pair, frames as f64, line_fit::SEPARATION_BINS)
}
