//! Sweeps in an endless stream: detected when they are over, with their curves shown for a while.
//!
//! The newest frames are kept, and a curve is computed from them once its sweep has ended, a few bands with every block
//! of input. So no call takes long, and the same stream gives the same curves at any pace.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::ops::Range;

use super::plan::SweepPlan;
use super::regression::Curve;
use super::sources::{MOST_FRAMES, Pass, Sources};
use super::swept::{self, Curves, Swept};
use super::track::Tracker;
use crate::figures::measurement::Measurement;
use crate::figures::report::StimulusKind;
use crate::terms::settings::{Band, DeclaredStimulus};
use crate::terms::shape::WrongShape;

/// Length of stream kept, up to [`MOST_FRAMES`]: two consecutive sweeps of the usual 30 s stimulus.
const KEPT_S: f64 = 40.0;
/// Blocks dropped at once.
const FORGOTTEN_BLOCKS: usize = 64;
/// Blocks between two searches for sweeps.
const LOOK_BLOCKS: usize = 4;
/// Bins of a curve processed per input frame: a tenth of one core.
const BINS_PER_FRAME: usize = 8;
/// How long a result is shown after its sweep.
const SHOWN_S: f64 = 60.0;
/// A tone lasting this long is another measurement; a slow sweep may look like one briefly.
const TONE_S: f64 = 1.0;

/// Follows a live stream and adds results from its sweeps to its measurements: crosstalk and balance over frequency, and the
/// cause of the crosstalk.
///
/// The stream must continue for half a second after a sweep. 40 s of the stream are held, at most 2²² frames.
pub struct SweepListener {
    sample_rate_hz: f64,
    band_hz: [f64; 2],
    channels: usize,
    tracker: Tracker,
    /// The newest samples per channel; empty for a stream of one channel.
    kept: Vec<VecDeque<f32>>,
    /// Number of the first frame kept.
    first_frame: usize,
    has_forgotten: bool,
    most_blocks: usize,
    /// Blocks since the last search.
    blocks: usize,
    heard: Option<Heard>,
    /// First frame after the newest finished sweep.
    ended: usize,
    wanted: VecDeque<Wanted>,
    making: Option<(Wanted, Curve)>,
    curves: Curves,
    /// Sources of the curves.
    made: BTreeMap<([usize; 2], Kind), Sources>,
    tone_since: Option<usize>,
}

/// The newest sweeps, finished or in progress.
struct Heard {
    end_frame: usize,
    octaves_per_s: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Crosstalk,
    Balance,
}

/// A curve to be computed. Frames are those of the stream.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    pair: [usize; 2],
    kind: Kind,
    sources: Sources,
}

impl SweepListener {
    /// At the start of a stream; `first_frame` is its first frame's number.
    pub fn new(sample_rate_hz: f64, channels: usize, first_frame: u64, band: Band) -> SweepListener {
        let tracker = Tracker::new(sample_rate_hz, channels);
        let most_frames = MOST_FRAMES.min((KEPT_S * sample_rate_hz) as usize);
        SweepListener {
            sample_rate_hz,
            channels,
            band_hz: edges(band, sample_rate_hz),
            kept: vec![VecDeque::new(); if channels > 1 { channels } else { 0 }],
            first_frame: first_frame as usize,
            has_forgotten: false,
            most_blocks: most_frames / tracker.block_frames(),
            tracker,
            blocks: 0,
            heard: None,
            ended: 0,
            wanted: VecDeque::new(),
            making: None,
            curves: Curves::new(),
            made: BTreeMap::new(),
            tone_since: None,
        }
    }

    /// Sets the band and recomputes the curves of sweeps that are still kept.
    pub fn set_band(&mut self, band: Band) {
        let band_hz = edges(band, self.sample_rate_hz);
        if band_hz != self.band_hz {
            self.band_hz = band_hz;
            let had_curves = !self.curves.is_empty();
            self.forget_curves();
            if had_curves {
                let ended = self.ended;
                let mut passes = self.passes();
                passes.retain(|pass| pass.frames.end <= ended);
                self.want_curves(SweepPlan { sample_rate_hz: self.sample_rate_hz, passes });
            }
        }
    }

    /// Takes the next frames, the same number on every channel.
    ///
    /// # Errors
    ///
    /// Another number of slices than channels, or slices of different lengths: no frame was taken.
    pub fn take(&mut self, channels: &[&[f32]]) -> Result<(), WrongShape> {
        WrongShape::check_even(channels, self.channels)?;
        let block_frames = self.tracker.block_frames();
        let frames = channels.first().map_or(0, |samples| samples.len());
        let mut from = 0;
        while from < frames {
            let filled = (self.tracker.frames() % block_frames as u64) as usize;
            let to = frames.min(from + block_frames - filled);
            let part: Vec<&[f32]> = channels.iter().map(|samples| &samples[from..to]).collect();
            self.tracker.take(&part);
            self.kept.iter_mut().zip(&part).for_each(|(kept, samples)| kept.extend(*samples));
            if filled + to - from == block_frames {
                self.end_block();
            }
            from = to;
        }
        Ok(())
    }

    /// Computes the pending curves at once: for the stream's end, or a pause in it. True if there were any.
    pub fn catch_up(&mut self) -> bool {
        let is_behind = self.making.is_some() || !self.wanted.is_empty();
        while self.make_next(usize::MAX) {}
        is_behind
    }

    /// The measurement of the newest frames with the curves of the sweeps that were detected within the last minute, if
    /// no tone plays. If a sweep passes through the measured frames, figures that need a steady stimulus are refused.
    pub fn complete(&mut self, measurement: Measurement) -> Measurement {
        match self.swept(&measurement) {
            Some(swept) => {
                let main = swept.section(measurement.main, &measurement.settings);
                Measurement { main, ..measurement }
            }
            None => measurement,
        }
    }

    /// What the sweeps add to a measurement, if anything.
    fn swept(&mut self, measurement: &Measurement) -> Option<Swept> {
        let declared = measurement.settings.declared;
        let declared_sweep = declared == Some(DeclaredStimulus::Sweep);
        let kind = measurement.main.section.stimulus.kind;
        if self.is_another_measurement(kind) || (self.is_old() && !declared_sweep) {
            self.forget_curves();
            return None;
        }
        let has_tone = !matches!(kind, StimulusKind::Programme | StimulusKind::Sweep | StimulusKind::Silence);
        let heard = self.heard.as_ref().filter(|_| !has_tone)?;
        if declared.is_some() && !declared_sweep {
            return None;
        }
        let passes = kind != StimulusKind::Silence && heard.end_frame > oldest_frame(measurement);
        Some(Swept {
            octaves_per_s: passes.then_some(heard.octaves_per_s),
            curves: self.curves.clone(),
            too_long: None,
            sample_rate_hz: self.sample_rate_hz,
        })
    }

    fn end_block(&mut self) {
        self.make_next(BINS_PER_FRAME * self.tracker.block_frames());
        self.blocks += 1;
        if self.blocks == LOOK_BLOCKS {
            self.blocks = 0;
            self.forget_frames();
            self.look();
        }
    }

    fn forget_frames(&mut self) {
        let block_frames = self.tracker.block_frames();
        if self.tracker.frames() as usize / block_frames >= self.most_blocks + FORGOTTEN_BLOCKS {
            let frames = FORGOTTEN_BLOCKS * block_frames;
            self.tracker.forget(FORGOTTEN_BLOCKS);
            self.kept.iter_mut().for_each(|kept| drop(kept.drain(..frames)));
            self.first_frame += frames;
            self.has_forgotten = true;
        }
    }

    /// Searches for sweeps, and requests the curves of those that have ended since the last search.
    fn look(&mut self) {
        let mut passes = self.passes();
        let sample_rate_hz = self.sample_rate_hz;
        let end = |passes: &[Pass]| passes.iter().map(|pass| pass.frames.end).max().unwrap_or(0);
        if end(&passes) > self.heard.as_ref().map_or(0, |heard| heard.end_frame) {
            let octaves_per_s = SweepPlan { sample_rate_hz, passes: passes.clone() }.octaves_per_s();
            self.heard = Some(Heard { end_frame: end(&passes), octaves_per_s });
        }
        let now = self.end_frame();
        passes.retain(|pass| pass.frames.end < now);
        if end(&passes) > self.ended {
            self.ended = end(&passes);
            self.want_curves(SweepPlan { sample_rate_hz, passes });
        }
    }

    /// Requests the curves not computed yet.
    fn want_curves(&mut self, plan: SweepPlan) {
        self.wanted.clear();
        for pair in swept::pairs(self.kept.len()) {
            self.want(pair, Kind::Crosstalk, plan.crosstalk(pair));
        }
        for pair in swept::pairs(self.kept.len()) {
            self.want(pair, Kind::Balance, plan.balance(pair));
        }
    }

    fn want(&mut self, pair: [usize; 2], kind: Kind, sources: Option<Sources>) {
        if let Some(sources) = sources.filter(|sources| self.made.get(&(pair, kind)) != Some(sources)) {
            self.wanted.push_back(Wanted { pair, kind, sources });
        }
    }

    /// Sweeps that are kept from their start.
    fn passes(&self) -> Vec<Pass> {
        let is_usable = |pass: &Pass| (pass.frames.start > 0 || !self.has_forgotten) && !pass.is_too_long();
        let mut passes = self.tracker.passes();
        passes.retain(is_usable);
        for pass in &mut passes {
            pass.frames.start += self.first_frame;
            pass.frames.end += self.first_frame;
        }
        passes
    }

    /// Continues a curve for `bins` bins. False if there is none to compute.
    fn make_next(&mut self, bins: usize) -> bool {
        match self.making.take() {
            Some((wanted, mut curve)) => {
                if curve.go_on(bins) {
                    self.making = Some((wanted, curve));
                } else {
                    self.keep(wanted, curve);
                }
                true
            }
            None => {
                let Some(wanted) = self.wanted.pop_front() else { return false };
                self.making = self.begin(&wanted).map(|curve| (wanted, curve));
                true
            }
        }
    }

    fn keep(&mut self, wanted: Wanted, curve: Curve) {
        let curves = self.curves.entry(wanted.pair).or_default();
        let place = match wanted.kind {
            Kind::Crosstalk => &mut curves.crosstalk,
            Kind::Balance => &mut curves.balance,
        };
        *place = curve.whole();
        if wanted.kind == Kind::Balance {
            curves.is_at_once = wanted.sources.is_at_once();
        }
        self.made.insert((wanted.pair, wanted.kind), wanted.sources);
    }

    /// The start of a curve; `None` if its sweep is no longer kept.
    fn begin(&self, wanted: &Wanted) -> Option<Curve> {
        let Sources { from, to } = &wanted.sources;
        let oldest = from.frames.start.min(to.frames.start);
        let mut samples = |channel: usize, frames: Range<usize>| {
            let kept = frames.start - self.first_frame..frames.end - self.first_frame;
            Ok::<_, Infallible>(self.kept[channel].range(kept).map(|x| f64::from(*x)).collect())
        };
        if oldest < self.first_frame {
            return None;
        }
        let highest = self.band_hz[1] / self.sample_rate_hz;
        match wanted.sources.spectra(wanted.pair, highest, &mut samples) {
            Ok(spectra) => Some(Curve::new(spectra, &wanted.sources, self.band_hz, self.sample_rate_hz)),
            Err(never) => match never {},
        }
    }

    /// Number of the next frame.
    fn end_frame(&self) -> usize {
        self.first_frame + self.tracker.frames() as usize
    }

    /// Frames that are held.
    #[cfg(test)]
    pub(super) fn kept_frames(&self) -> usize {
        self.kept.iter().map(VecDeque::len).max().unwrap_or(0)
    }

    fn is_old(&self) -> bool {
        let age = |heard: &Heard| self.end_frame().saturating_sub(heard.end_frame);
        self.heard.as_ref().is_some_and(|heard| age(heard) as f64 > SHOWN_S * self.sample_rate_hz)
    }

    /// Notes the kind of a report; true if tones have lasted for a while.
    fn is_another_measurement(&mut self, kind: StimulusKind) -> bool {
        use StimulusKind::{DualTone, Multitone, Tone, TwinTone};
        let now = self.end_frame();
        let is_tone = matches!(kind, Tone | DualTone | TwinTone | Multitone);
        self.tone_since = is_tone.then(|| self.tone_since.unwrap_or(now));
        self.tone_since.is_some_and(|since| (now - since) as f64 >= TONE_S * self.sample_rate_hz)
    }

    fn forget_curves(&mut self) {
        self.curves.clear();
        self.made.clear();
        self.wanted.clear();
        self.making = None;
    }
}

fn edges(band: Band, sample_rate_hz: f64) -> [f64; 2] {
    let Band { low_hz, high_hz } = band.at_rate(sample_rate_hz);
    [low_hz, high_hz]
}

/// The oldest frame that contributes to a measurement.
fn oldest_frame(measurement: &Measurement) -> usize {
    let used = measurement.main.range();
    let records = u64::from(measurement.main.records.unwrap_or(1));
    let record_frames = measurement.settings.transform_frames as u64;
    (used.end - (used.end - used.start).min(records * record_frames)) as usize
}
