//! From blocks to snapshots. The result depends only on the audio, not on threads or clocks.

use std::ops::Range;
use std::sync::Arc;

use groundtruth_measure::{Averaging, Report, Settings, Spectrum, WrongShape};
use groundtruth_stream::capture::Block;

use crate::{Context, Controls, Latest, Progress, Samples, Snapshot, State};

mod bench;
mod breaks;
mod chain;
mod grid;
mod history;
mod max_hold;
mod meters;
mod monitor;
mod place;
mod recent;
mod strips;
mod watch;

use bench::{Bench, Break as BenchBreak};
use breaks::{Break, Figures};
use chain::Chain;
use grid::Due;
use max_hold::MaxHold;
use monitor::Monitor;
use place::Roll;
use recent::Recent;
use strips::Strips;
use watch::Watch;

/// The running analysis of one instance.
pub(crate) struct Live {
    settings: Settings,
    frozen: bool,
    last_report: Latest<Report>,
    last_spectrum: Latest<Spectrum>,
    /// Everything that depends on rate and channels; built with the first block.
    chain: Option<Chain>,
    /// Created at the start of the stream, at a gap and at a restart.
    watch: Option<Watch>,
    /// As [`Live::watch`].
    monitor: Option<Monitor>,
    bench: Bench,
    roll: Roll,
    max_hold: MaxHold,
    strips: Strips,
    recent: Recent,
    snapshot: Snapshot,
}

/// Receives a snapshot at each point where one is due.
pub(crate) type Publish<'a> = &'a mut dyn FnMut(&Snapshot);

impl Live {
    /// Nothing measured yet; the newest results are left in the slots of these controls.
    pub fn new(settings: Settings, controls: &Controls) -> Live {
        let settings = chain::usable(settings);
        Live {
            settings,
            frozen: false,
            last_report: controls.last_report.clone(),
            last_spectrum: controls.last_spectrum.clone(),
            chain: None,
            watch: None,
            monitor: None,
            bench: Bench::new(controls.last_bench.clone()),
            roll: Roll::default(),
            max_hold: MaxHold::default(),
            strips: Strips::default(),
            recent: Recent::default(),
            snapshot: Snapshot { settings, ..Snapshot::default() },
        }
    }

    /// A restart after a failure. Its snapshots report the failure until the next record is finished.
    pub fn after_failure(failed: &Live, controls: &Controls, message: String) -> Live {
        let mut live = Live::new(failed.settings, controls);
        live.snapshot.version = failed.snapshot.version + 1;
        live.snapshot.record_version = failed.snapshot.record_version + 1;
        live.snapshot.bench = bench::broken(failed.snapshot.bench.clone(), BenchBreak::Failure);
        live.snapshot.state = State::Failed;
        live.snapshot.message = Some(message);
        live
    }

    /// The newest snapshot.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The newest samples of the record that the figures are from.
    pub fn samples(&self) -> Samples {
        self.recent.samples()
    }

    /// Frees what only a listener needs.
    pub fn rest(&mut self) {
        self.recent.clear();
        self.last_spectrum.set(None);
        self.bench.break_off(BenchBreak::Unheard, &mut self.snapshot.bench);
    }

    /// Analyses one block. `slides`: the display's finer hops and spectra are made, which affect no figure.
    pub fn take(&mut self, block: &Block<'_>, slides: bool, publish: Publish<'_>) {
        if self.frozen {
            return;
        }
        self.follow(block);
        self.recent.append(block);
        let mut from = 0;
        while from < block.frames {
            let (Some(chain), Some(watch)) = (&self.chain, &self.watch) else { return };
            let next = chain.grid.frames_to_next().min(watch.frames_to_next());
            let to = block.frames.min(from + next);
            let is_due = self.step(block, from..to, slides).unwrap_or_else(|wrong| {
                self.snapshot.message = Some(wrong.to_string());
                true
            });
            if is_due {
                self.publish_running(slides, publish);
            }
            from = to;
        }
    }

    /// Takes frames up to the next point where something may be due. Returns whether something was.
    fn step(&mut self, block: &Block<'_>, frames: Range<usize>, slides: bool) -> Result<bool, WrongShape> {
        let (Some(chain), Some(watch)) = (&mut self.chain, &mut self.watch) else { return Ok(false) };
        let found = watch.take(block, frames.start, frames.len());
        if let Some(monitor) = &mut self.monitor {
            monitor.take(block, frames.start, frames.len());
        }
        self.bench.take(block, frames.start, frames.len(), &self.settings)?;
        let due = chain.advance(block, frames.start, frames.len());
        found?.into_iter().for_each(|found| self.note_break(found));
        if let Some(context) = &mut self.snapshot.context {
            context.advance(block, frames.end);
        }
        match due {
            None => return Ok(false),
            Some(Due::Record) => self.finish_record()?,
            Some(Due::Slide) if slides && chain::slides(&self.settings) => self.slide()?,
            Some(Due::Meters | Due::Slide) => {}
        }
        Ok(true)
    }

    /// Applies new settings; a change starts a new record.
    pub fn set_settings(&mut self, settings: Settings) {
        let settings = chain::usable(settings);
        if settings != self.settings {
            self.settings = settings;
            self.chain = None;
            if let Some(watch) = &mut self.watch {
                watch.set_band(settings.band);
            }
            self.bench.set_settings(settings);
            self.forget_figures();
            self.clear_max_hold();
        }
    }

    /// Discards the average and starts a new record with the next frame.
    pub fn restart(&mut self) {
        if let Some(chain) = &mut self.chain {
            chain.restart();
        }
        self.watch = None;
        self.monitor = None;
        self.forget_figures();
    }

    /// Clears the maximum hold.
    pub fn clear_max_hold(&mut self) {
        self.max_hold.clear();
        if let Some(monitor) = &mut self.monitor {
            monitor.clear_max_hold();
        }
        if !self.frozen {
            self.snapshot.max_hold.clear();
            self.snapshot.record_version += 1;
        }
    }

    /// Freezes figures and curves, or unfreezes them and starts a new record. Returns whether this is a change.
    pub fn set_frozen(&mut self, frozen: bool) -> bool {
        if frozen == self.frozen {
            return false;
        }
        self.frozen = frozen;
        if frozen {
            self.snapshot.state = State::Frozen;
            self.bench.break_off(BenchBreak::Freeze, &mut self.snapshot.bench);
        } else {
            self.snapshot.state = State::NoAudio;
            self.restart();
        }
        self.snapshot.version += 1;
        true
    }

    /// Notes that no audio arrives. Returns whether this is a change.
    pub fn note_silence(&mut self) -> bool {
        if self.frozen || matches!(self.snapshot.state, State::NoAudio | State::Failed) {
            return false;
        }
        self.catch_up();
        self.snapshot.state = State::NoAudio;
        self.snapshot.version += 1;
        true
    }

    /// Completes the report with pending results when the stream ends or pauses. Returns whether anything changed.
    pub fn catch_up(&mut self) -> bool {
        let is_track_over = self.bench.catch_up(&mut self.snapshot.bench);
        let was_under_way = self.watch.as_mut().is_some_and(Watch::catch_up);
        let has_figures = was_under_way && !self.frozen && self.snapshot.report.is_some();
        if has_figures {
            self.read_report();
            self.keep_report();
            self.snapshot.record_version += 1;
        }
        self.snapshot.version += u64::from(has_figures || is_track_over);
        has_figures || is_track_over
    }

    /// Restarts with the stream: at a new generation, a gap, or another rate or channel count.
    fn follow(&mut self, block: &Block<'_>) {
        let same = |before: &Context| before.generation == block.generation && before.has_format_of(block);
        match self.snapshot.context.filter(same) {
            None => self.begin_generation(block),
            Some(_) if block.lost_frames > 0 => {
                self.bench.break_off(BenchBreak::Gap(block.lost_frames), &mut self.snapshot.bench);
                self.restart();
            }
            Some(before) => {
                if self.roll.jumps(&before, block) {
                    self.note_break((block.first_frame, block.first_frame));
                }
            }
        }
        let (rate_hz, channels) = (block.sample_rate_hz, block.channels());
        self.chain.get_or_insert_with(|| Chain::new(&self.settings, rate_hz, channels));
        self.watch.get_or_insert_with(|| Watch::new(block, self.settings.band));
        self.monitor.get_or_insert_with(|| Monitor::new(rate_hz, channels));
        self.snapshot.context.iter_mut().for_each(|context| context.note_gap(block));
    }

    fn begin_generation(&mut self, block: &Block<'_>) {
        self.bench.break_off(BenchBreak::Generation, &mut self.snapshot.bench);
        let before = self.snapshot.context.replace(Context::at(block));
        if !before.is_some_and(|before| before.has_format_of(block)) {
            self.chain = None;
        }
        self.roll = Roll::default();
        self.strips.clear();
        self.clear_max_hold();
        self.restart();
    }

    fn finish_record(&mut self) -> Result<(), WrongShape> {
        let end_frame = self.end_frame();
        let first_frame = end_frame - self.settings.transform_frames as u64;
        self.leave_break_behind(first_frame);
        let before = Figures::of(&self.snapshot);
        let Some(chain) = &mut self.chain else { return Ok(()) };
        chain.analyzer.push(first_frame, &chain.history.windows())?;
        let (records, of) = chain.analyzer.progress();
        self.snapshot.progress = Progress { records, of };
        self.snapshot.density = Arc::new(chain.analyzer.density());
        self.snapshot.residuals = Arc::new(chain.analyzer.residuals());
        self.read_report();
        let Some(chain) = &mut self.chain else { return Ok(()) };
        if chain.breaks.spoil(first_frame, end_frame, &before, &self.snapshot) {
            self.take_back(before);
            return Ok(());
        }
        chain.breaks.show(first_frame, end_frame, before);
        self.keep_report();
        if let Some(report) = &self.snapshot.report {
            self.strips.add_report(end_frame, report);
        }
        self.snapshot.message = None;
        self.show_spectrum(end_frame);
        self.last_spectrum.set(self.snapshot.spectrum.clone());
        Ok(())
    }

    /// Notes a break of the stream. Records with it that were shown before it was known are taken back.
    fn note_break(&mut self, found: Break) {
        let Some(chain) = &mut self.chain else { return };
        let before = chain.breaks.add(found);
        if let Some(before) = before.filter(|before| before.are_spoilt_in(&self.snapshot)) {
            self.take_back(before);
            self.keep_report();
        }
    }

    /// Shows earlier figures again; the average of which they are begins anew.
    fn take_back(&mut self, before: Figures) {
        if let Some(chain) = &mut self.chain {
            chain.analyzer.restart();
        }
        before.restore(&mut self.snapshot);
    }

    /// Starts a new average with the first record that lies entirely after a break in one that was shown nevertheless,
    /// because breaks came faster than records.
    fn leave_break_behind(&mut self, first_frame: u64) {
        let Some(chain) = &mut self.chain else { return };
        let is_divided =
            self.snapshot.report.as_deref().is_some_and(|report| chain.breaks.divide(report, first_frame));
        if is_divided && self.settings.averaging != Averaging::Off {
            chain.analyzer.restart();
        }
    }

    /// Computes the average's figures.
    fn read_report(&mut self) {
        let Some(chain) = &self.chain else { return };
        let measured = chain.analyzer.measurement();
        let complete = |measured| match &mut self.watch {
            Some(watch) => watch.complete(measured),
            None => measured,
        };
        // None while an average begins anew: the figures before it stay.
        if let Some(measured) = measured.map(complete) {
            self.snapshot.report = Some(Arc::new(measured.report()));
        }
    }

    /// Hands out the figures of a finished average.
    fn keep_report(&mut self) {
        if self.snapshot.progress.is_finished(self.settings.averaging) && self.snapshot.report.is_some() {
            self.last_report.set(self.snapshot.report.clone());
        }
    }

    fn slide(&mut self) -> Result<(), WrongShape> {
        let end_frame = self.end_frame();
        let matters = breaks::matter(self.snapshot.report.as_deref());
        let Some(chain) = &mut self.chain else { return Ok(()) };
        let first_frame = end_frame - self.settings.transform_frames as u64;
        if matters && chain.breaks.has_hope(first_frame, end_frame) {
            return Ok(());
        }
        chain.analyzer.slide(&chain.history.windows())?;
        self.show_spectrum(end_frame);
        Ok(())
    }

    fn show_spectrum(&mut self, end_frame: u64) {
        let spectrum = self.chain.as_ref().and_then(|chain| chain.analyzer.spectrum());
        if let Some(spectrum) = &spectrum {
            self.max_hold.add(spectrum);
            self.strips.add_spectrum(end_frame, spectrum);
        }
        self.snapshot.spectrum = spectrum.map(Arc::new);
        self.snapshot.max_hold = self.max_hold.read();
        self.show_strips();
        self.snapshot.record_version += 1;
    }

    fn show_strips(&mut self) {
        self.snapshot.crosstalk = self.strips.crosstalk.clone();
        self.snapshot.spectrogram = self.strips.spectrogram.clone();
    }

    fn publish_running(&mut self, slides: bool, publish: Publish<'_>) {
        let Some(chain) = &mut self.chain else { return };
        self.snapshot.meters = chain.meters.read();
        if let Some(monitor) = &mut self.monitor {
            self.snapshot.programme = monitor.read(slides);
        }
        self.bench.show(&mut self.snapshot.bench);
        let (frames, of) = (chain.grid.filled_frames(), self.settings.transform_frames);
        self.snapshot.state = State::at(self.snapshot.message.is_some(), frames, of);
        self.snapshot.version += 1;
        publish(&self.snapshot);
    }

    fn end_frame(&self) -> u64 {
        self.snapshot.context.map_or(0, |context| context.end_frame)
    }

    /// While frozen the figures stay; they are discarded when the freeze ends.
    fn forget_figures(&mut self) {
        if self.frozen {
            return;
        }
        self.recent.clear();
        self.snapshot.forget_figures(self.settings);
        self.show_strips();
    }
}
