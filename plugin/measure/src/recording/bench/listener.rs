//! The bench track in a live stream: found when it begins, each section measured as soon as it is over, by the same code as
//! in a recording.
//!
//! Markers are looked for all the time. While no run is under way, only the newest seconds of the stream are kept; once the
//! glides of a start and a marker after them are found, everything from there on is. Everything is done at points
//! counted in frames from the stream's start, so the result does not depend on blocks and pace.

use std::sync::Arc;

use self::heard::Heard;
use self::kept::Kept;
use self::shown::{HeardRun, RunEnd};
use super::timed::Markers;
use crate::bench::detector::{Detector, Mark};
use crate::bench::resampler::Resampler;
use crate::bench::run::{self, FoundRun};
use crate::figures::report::Report;
use crate::terms::settings::Settings;
use crate::terms::shape::WrongShape;

mod heard;
mod kept;
pub mod shown;

/// Work is done after as many frames, and one section at most is measured then.
const PIECE_FRAMES: u64 = 2048;
/// Sound kept while no run is under way, in seconds: from a start's first glide to the time when the marker after it is
/// found, which takes the length of the detector's transform.
const KEPT_S: f64 = 4.0;
/// Sound dropped at once, in seconds.
const DROPPED_S: f64 = 1.0;
/// Markers of two runs are farther apart than this, in seconds.
const BESIDE_MARK_S: f64 = 0.1;

/// Follows a live stream and measures the bench track when it is played.
///
/// A section is measured once the marker after it is heard, which the search for markers notices up to 2.4 s late. At the
/// last marker the clock is known best: sections whose place moved are then measured again, one with every 2048 frames.
/// A section counts as heard if any later marker was.
///
/// Memory: 5 s of the stream; during a run all of it, which is at most the track's length and 15 s (for 75 s in stereo
/// 35 MB at 48 kHz, 138 MB at 192 kHz). It is freed when the run ends; the report stays.
pub struct BenchListener {
    sample_rate_hz: f64,
    settings: Settings,
    /// Frame of the stream's start.
    first_frame: u64,
    /// `None` if the stream has not two channels, or its rate is too low.
    detector: Option<Detector>,
    kept: Kept,
    /// First frame after the newest piece.
    done_frame: u64,
    /// Markers before this frame belong to runs that are over.
    over_frame: f64,
    run: Option<Heard>,
    /// The newest run; it stays when it is over.
    newest: Option<HeardRun>,
    complete: Option<Arc<Report>>,
    /// Made when a clock differs.
    resampler: Option<Resampler>,
}

impl BenchListener {
    /// At the start of a stream; `first_frame` is its first frame's number. There is no track in streams of another number
    /// of channels than two.
    pub fn new(sample_rate_hz: f64, channels: usize, first_frame: u64, settings: Settings) -> BenchListener {
        BenchListener {
            sample_rate_hz,
            settings,
            first_frame,
            detector: (channels == 2).then(|| Detector::new(sample_rate_hz)).flatten(),
            kept: Kept::new(sample_rate_hz, first_frame),
            done_frame: first_frame,
            over_frame: first_frame as f64,
            run: None,
            newest: None,
            complete: None,
            resampler: None,
        }
    }

    /// The newest run; `None` before the first one.
    pub fn newest(&self) -> Option<&HeardRun> {
        self.newest.as_ref()
    }

    /// The report of the newest complete run, which another one may follow at once.
    pub fn complete(&self) -> Option<&Arc<Report>> {
        self.complete.as_ref()
    }

    /// Applies new settings. During a run, sections already measured are measured again if their figures depend on the
    /// change. A declared stimulus keeps other runs from beginning, as in a recording.
    pub fn set_settings(&mut self, settings: Settings) {
        let is_other = settings.band != self.settings.band || settings.mains != self.settings.mains;
        let is_new = settings != self.settings;
        self.settings = settings;
        if let Some(run) = &mut self.run {
            if is_other {
                run.measure_anew();
            } else if is_new {
                run.report_anew();
            }
        }
    }

    /// Takes the next frames, the same number on both channels. Streams without a track take any number of slices.
    ///
    /// # Errors
    ///
    /// Another number of slices than two, or slices of different lengths: no frame was taken.
    pub fn take(&mut self, channels: &[&[f32]]) -> Result<(), WrongShape> {
        if self.detector.is_none() {
            return Ok(());
        }
        WrongShape::check_even(channels, 2)?;
        let [left, right] = channels else { return Ok(()) };
        let mut from = 0;
        while from < left.len() {
            let room = (self.done_frame + PIECE_FRAMES - self.kept.end_frame()) as usize;
            let to = left.len().min(from + room);
            self.kept.push([&left[from..to], &right[from..to]]);
            from = to;
            if self.kept.end_frame() == self.done_frame + PIECE_FRAMES {
                self.take_piece();
            }
        }
        Ok(())
    }

    /// Completes a run whose last marker was heard, at the stream's end or in a pause. Returns whether it did.
    pub fn catch_up(&mut self) -> bool {
        self.finish(None)
    }

    /// Ends a run under way because the stream does: sections before the newest marker are kept. Returns whether there was
    /// one.
    pub fn break_off(&mut self) -> bool {
        self.finish(Some(RunEnd::BrokenOff))
    }

    /// Ends a run with what was heard: as complete if its last marker was, and else as given, if so.
    fn finish(&mut self, end: Option<RunEnd>) -> bool {
        let (Some(run), Some(detector)) = (&mut self.run, &self.detector) else { return false };
        let rest = self.kept.from(self.done_frame);
        let mut detector = detector.clone();
        detector.take(rest);
        detector.finish();
        let mut marks = marks_of(&detector, self.first_frame, self.over_frame);
        marks.retain(|mark| {
            let (first_frame, frames) = Markers::frames(mark, self.sample_rate_hz);
            first_frame + frames as u64 <= self.kept.end_frame()
        });
        let found = run::find(&marks, self.sample_rate_hz).pop().filter(|found| run.is_of(found));
        let is_whole = found.as_ref().is_some_and(FoundRun::has_end);
        let Some(end) = is_whole.then_some(RunEnd::Complete).or(end) else { return false };
        if let Some(found) = found {
            run.follow(found);
        }
        run.hear(rest);
        run.finish(&self.kept, &self.settings, &mut self.resampler, end);
        self.show();
        true
    }

    fn take_piece(&mut self) {
        let piece = self.kept.from(self.done_frame);
        let has_searched = self.detector.as_mut().is_some_and(|detector| detector.take(piece));
        if let Some(run) = &mut self.run {
            run.hear(piece);
        }
        self.done_frame += PIECE_FRAMES;
        if has_searched {
            self.look();
        }
        if let Some(run) = &mut self.run {
            run.work(&self.kept, &self.settings, &mut self.resampler);
            self.show();
        }
        self.forget();
    }

    /// Looks for a run among the markers.
    fn look(&mut self) {
        let Some(detector) = &mut self.detector else { return };
        let marks = marks_of(detector, self.first_frame, self.over_frame);
        let searched_frame = self.first_frame as f64 + detector.searched_frame();
        if self.run.is_none() {
            detector.forget_before(detector.searched_frame() - KEPT_S * self.sample_rate_hz);
        }
        let found = run::find(&marks, self.sample_rate_hz).pop();
        match (&mut self.run, found) {
            (Some(run), Some(found)) if run.is_of(&found) => run.follow(found),
            (_, Some(found)) if self.settings.declared.is_none() => self.begin(found),
            _ => (),
        }
        if let Some(run) = &mut self.run {
            run.note_searched(searched_frame);
        }
    }

    /// Begins a run; one before it is over.
    fn begin(&mut self, found: FoundRun) {
        if let Some(run) = self.run.as_mut().filter(|run| run.has_end()) {
            run.finish(&self.kept, &self.settings, &mut self.resampler, RunEnd::Complete);
            self.show();
        }
        self.over_frame = found.start_frame;
        self.run = Some(Heard::begin(found, &mut self.kept, self.sample_rate_hz));
    }

    /// Takes over what a run has to show; frees it when it is over.
    fn show(&mut self) {
        let Some(run) = &mut self.run else { return };
        let end_frame = self.kept.end_frame();
        let shown = run.shown(end_frame);
        if shown.end == Some(RunEnd::Complete) {
            self.complete.clone_from(&shown.report);
        }
        self.newest = Some(shown);
        if run.is_over() {
            self.over_frame = run.newest_mark_frame() + BESIDE_MARK_S * self.sample_rate_hz;
            self.run = None;
            self.kept.forget_before(end_frame.saturating_sub(self.frames(KEPT_S)));
            self.kept.shrink();
        }
    }

    /// Drops sound that no run needs.
    fn forget(&mut self) {
        let needed = self.kept.end_frame().saturating_sub(self.frames(KEPT_S));
        if self.run.is_none() && self.kept.first_frame() + self.frames(DROPPED_S) <= needed {
            self.kept.forget_before(needed);
        }
    }

    fn frames(&self, seconds: f64) -> u64 {
        (seconds * self.sample_rate_hz) as u64
    }
}

/// The detector's markers from a frame on, in frames of the stream.
fn marks_of(detector: &Detector, first_frame: u64, from: f64) -> Vec<Mark> {
    let marks = detector.marks().iter().map(|mark| mark.later(first_frame as f64));
    marks.filter(|mark| mark.frame >= from).collect()
}
