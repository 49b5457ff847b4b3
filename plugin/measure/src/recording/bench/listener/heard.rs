//! One run under way.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::super::super::records::Reel;
use super::super::super::stretch::Breaks;
use super::super::super::surroundings::Surroundings;
use super::super::measured::{Measured, places};
use super::super::piece::Pieces;
use super::super::place::{Place, as_recorded};
use super::super::timed::{Markers, Timing};
use super::kept::{Kept, Reader};
use super::shown::{HeardRun, RunEnd, SectionState};
use crate::bench::clock::Stretch;
use crate::bench::resampler::Resampler;
use crate::bench::run::FoundRun;
use crate::figures::report::Report;
use crate::figures::run::BenchSection;
use crate::glitch::GlitchScan;
use crate::terms::settings::Settings;
use crate::terms::units::amplitude_to_db;

/// Sound after the track's end that is kept at most, in seconds.
const AFTER_S: f64 = 15.0;
/// A marker this late does not come any more: most sections and the marker after them are shorter, so one marker that a
/// fault hides does not end a run.
const LATE_S: f64 = 8.0;
/// After the last marker the search for discontinuities is given as long, in seconds.
const SETTLED_S: f64 = 1.3;
/// Until the clock is final, a marker's time is read again if the clock changed by more than this: that moves it by 1/1000
/// of a frame.
const NEAR_CLOCK: f64 = 1e-7;
/// Sections that moved by more frames than this are measured again. Figures move less than 0.0001 dB by it, and phases of
/// sweeps less than 0.02°.
const MOVED_FRAMES: f64 = 5e-3;
const MOVED_SWEEP_FRAMES: f64 = 1e-4;

/// A run under way.
pub(super) struct Heard {
    sample_rate_hz: f64,
    first_frame: u64,
    found: FoundRun,
    markers: Markers,
    /// Whether a marker is found whose times are not read yet.
    is_behind: bool,
    is_lost: bool,
    timing: Option<Timing>,
    /// Sections that were heard whole.
    places: Vec<Place>,
    scan: GlitchScan,
    breaks: Breaks,
    peak: f64,
    measured: Measured,
    made: BTreeMap<BenchSection, Made>,
    /// The section of which a part is measured.
    begun: Option<Place>,
    report: Option<Arc<Report>>,
    is_report_old: bool,
    end: Option<RunEnd>,
}

/// What a section was measured with.
struct Made {
    stretch: Stretch,
    steady: Vec<Range<u64>>,
    /// Its parts between discontinuities, if there are any.
    parts: Option<Vec<Range<u64>>>,
    is_old: bool,
}

impl Heard {
    /// A run that was found; drops the sound before it.
    pub(super) fn begin(found: FoundRun, kept: &mut Kept, sample_rate_hz: f64) -> Heard {
        kept.forget_before(found.start_frame.max(0.0) as u64);
        kept.reserve(((found.plan.length_s + AFTER_S) * sample_rate_hz) as usize);
        let first_frame = kept.first_frame();
        let mut heard = Heard {
            sample_rate_hz,
            first_frame,
            found,
            markers: Markers::new(sample_rate_hz),
            is_behind: true,
            is_lost: false,
            timing: None,
            places: Vec::new(),
            scan: GlitchScan::new(sample_rate_hz, 2, first_frame),
            breaks: Breaks::new(1),
            peak: 0.0,
            measured: Measured::default(),
            made: BTreeMap::new(),
            begun: None,
            report: None,
            is_report_old: false,
            end: None,
        };
        heard.hear(kept.from(first_frame));
        heard
    }

    /// Whether a run found is this one.
    pub(super) fn is_of(&self, found: &FoundRun) -> bool {
        const NEAR_S: f64 = 0.2;
        (found.start_frame - self.found.start_frame).abs() < NEAR_S * self.sample_rate_hz
            && found.plan.form == self.found.plan.form
    }

    /// Takes the next samples.
    pub(super) fn hear(&mut self, samples: [&[f32]; 2]) {
        self.scan.take_even(&samples);
        self.note_breaks();
        let finite = samples.into_iter().flatten().filter(|sample| sample.is_finite());
        self.peak = finite.fold(self.peak, |peak, sample| peak.max(f64::from(sample.abs())));
    }

    fn note_breaks(&mut self) {
        for (first, after) in self.scan.take_breaks() {
            self.breaks.add(first, after);
        }
    }

    /// Takes over the markers known now.
    pub(super) fn follow(&mut self, found: FoundRun) {
        self.is_behind |= found.marks != self.found.marks;
        self.found = found;
    }

    /// Notes that all markers before a frame are known.
    pub(super) fn note_searched(&mut self, searched_frame: f64) {
        let marks_s = self.found.plan.marks_s();
        let newest = self.found.timed_marks().pop();
        let (track_s, frame) =
            newest.map_or((0.0, self.found.start_frame), |(track_s, mark)| (track_s, mark.frame));
        let next_s = marks_s.into_iter().find(|mark_s| *mark_s > track_s);
        let expected = |next_s: f64| frame + (next_s - track_s + LATE_S) * self.sample_rate_hz;
        if next_s.is_some_and(|next_s| searched_frame > expected(next_s)) && !self.is_lost {
            self.is_lost = true;
            self.is_behind = true;
        }
    }

    /// All sections are to be measured again.
    pub(super) fn measure_anew(&mut self) {
        self.made.values_mut().for_each(|made| made.is_old = true);
        self.begun = None;
        self.measured.forget_steps();
    }

    /// The report is to be made again.
    pub(super) fn report_anew(&mut self) {
        self.is_report_old = self.report.is_some();
    }

    /// Does what is due, one section at most.
    pub(super) fn work(&mut self, kept: &Kept, settings: &Settings, resampler: &mut Option<Resampler>) {
        self.read_times(kept);
        if let Some(place) = self.next_due() {
            self.measure(place, kept, settings, resampler);
            return;
        }
        if self.is_report_old {
            self.make_report(kept.end_frame(), settings);
        }
        let settled = |frame: f64| frame + SETTLED_S * self.sample_rate_hz;
        let last_frame = self.markers.last_frame();
        if self.is_lost {
            self.end(RunEnd::Lost(self.first_unheard()), kept, settings);
        } else if self.is_final() && last_frame.is_some_and(|frame| settled(frame) < kept.end_frame() as f64)
        {
            self.end(RunEnd::Complete, kept, settings);
        }
    }

    /// Does all that is due and ends the run.
    pub(super) fn finish(
        &mut self,
        kept: &Kept,
        settings: &Settings,
        resampler: &mut Option<Resampler>,
        end: RunEnd,
    ) {
        self.scan.finish();
        self.note_breaks();
        self.read_times(kept);
        while let Some(place) = self.next_due() {
            self.measure(place, kept, settings, resampler);
        }
        self.end(end, kept, settings);
    }

    fn end(&mut self, end: RunEnd, kept: &Kept, settings: &Settings) {
        if !self.made.is_empty() {
            self.make_report(kept.end_frame(), settings);
        }
        self.end = Some(end);
    }

    /// Whether its last marker was heard.
    pub(super) fn has_end(&self) -> bool {
        self.found.has_end()
    }

    /// Where its newest marker starts.
    pub(super) fn newest_mark_frame(&self) -> f64 {
        self.found.timed_marks().pop().map_or(self.found.start_frame, |(_, mark)| mark.frame)
    }

    pub(super) fn is_over(&self) -> bool {
        self.end.is_some()
    }

    /// Whether the clock does not change any more.
    fn is_final(&self) -> bool {
        self.is_lost || (self.found.has_end() && !self.is_behind)
    }

    /// Reads the times of new markers, and places the sections by them.
    fn read_times(&mut self, kept: &Kept) {
        if !self.is_behind {
            return;
        }
        let marks = self.found.timed_marks();
        let mut reader = Reader::new(kept);
        let Ok(mut reel) = Reel::new(&mut reader, 0);
        let before = self.markers.keep(&marks);
        let mut read = before;
        for (track_s, mark) in &marks[before..] {
            let Ok(is_there) = self.markers.add(&mut reel, *track_s, mark);
            if !is_there {
                break;
            }
            read += 1;
        }
        self.is_behind = read < marks.len();
        let most_off = if self.is_final() { 0.0 } else { NEAR_CLOCK };
        self.timing = self.markers.timing(most_off);
        let until = self.markers.last_frame().unwrap_or(0.0) as u64;
        self.places = self.timing.iter().flat_map(|timing| places(&self.found, timing, until)).collect();
    }

    /// The section to be measured next: one that is begun, then new ones.
    fn next_due(&mut self) -> Option<Place> {
        let is_new = |place: &&Place| !self.made.contains_key(&place.planned.section);
        let due = self.places.iter().find(is_new);
        let due = due.or_else(|| self.places.iter().find(|place| self.is_due_again(place)));
        let due = due.cloned();
        self.begun.take().or(due)
    }

    fn is_due_again(&self, place: &Place) -> bool {
        let Some(made) = self.made.get(&place.planned.section) else { return false };
        made.is_old || made.parts != self.parts(place) || (self.is_final() && self.has_moved(made, place))
    }

    /// Whether the clock moved a section since it was measured.
    fn has_moved(&self, made: &Made, place: &Place) -> bool {
        let is_sweep = is_sweep(place.planned.section);
        let is_same_clock = |stretch: &Stretch| stretch.frames_per_s == self.sample_rate_hz;
        let is_as_recorded = is_same_clock(&place.stretch);
        if is_as_recorded != is_same_clock(&made.stretch) {
            return true;
        }
        if is_as_recorded && !is_sweep {
            // Whole frames are read.
            return place.steady != made.steady;
        }
        let most = if is_sweep { MOVED_SWEEP_FRAMES } else { MOVED_FRAMES };
        let ends_s = [place.planned.start_s, place.planned.start_s + place.planned.length_s];
        let moved = |time_s: f64| (place.stretch.frame_at(time_s) - made.stretch.frame_at(time_s)).abs();
        ends_s.into_iter().any(|time_s| moved(time_s) > most)
    }

    /// The steady parts of a section as discontinuities divide them; `None` without any.
    fn parts(&self, place: &Place) -> Option<Vec<Range<u64>>> {
        if is_sweep(place.planned.section) {
            return None;
        }
        let parts: Vec<Range<u64>> = place.steady.iter().flat_map(|part| self.breaks.clean(part)).collect();
        Some(parts).filter(|parts| *parts != place.steady)
    }

    fn measure(&mut self, place: Place, kept: &Kept, settings: &Settings, resampler: &mut Option<Resampler>) {
        let parts = self.parts(&place);
        let mut reader = Reader::new(kept);
        let Ok(mut pieces) = Pieces::new(&mut reader, &self.breaks, resampler);
        let Ok(is_done) = self.measured.measure(&mut pieces, &self.found.plan, &place, settings);
        if is_done {
            let Place { planned, stretch, steady, .. } = place;
            self.made.insert(planned.section, Made { stretch, steady, parts, is_old: false });
            self.make_report(kept.end_frame(), settings);
        } else {
            self.begun = Some(place);
        }
    }

    fn make_report(&mut self, end_frame: u64, settings: &Settings) {
        let Some(timing) = &self.timing else { return };
        let surroundings = Surroundings {
            end_frame: self.markers.last_frame().unwrap_or(0.0) as u64,
            frames: end_frame - self.first_frame,
            breaks: &self.breaks,
            glitches: self.scan.found(),
        };
        let parts = self.measured.parts(&self.found, timing, &surroundings, settings, Vec::new());
        let peak_dbfs = (self.peak > 0.0).then(|| amplitude_to_db(self.peak));
        let measurement = parts.measurement(settings, self.sample_rate_hz, surroundings.frames, peak_dbfs);
        self.report = Some(Arc::new(measurement.report()));
        self.is_report_old = false;
    }

    /// The run as it is shown when the stream has come to a frame.
    pub(super) fn shown(&self, end_frame: u64) -> HeardRun {
        let plan = &self.found.plan;
        let heard_s = match self.end {
            Some(RunEnd::Complete) => plan.length_s,
            Some(RunEnd::Lost(_)) => self.newest_mark_s(),
            _ => (self.track_s(end_frame)).clamp(0.0, plan.length_s),
        };
        let states = plan.sections.iter().enumerate();
        let states = states.map(|(index, planned)| {
            let section = as_recorded(planned.section, self.found.is_swapped);
            (section, self.state(index, section, heard_s))
        });
        let sections = states.collect();
        HeardRun { form: plan.form, heard_s, sections, report: self.report.clone(), end: self.end }
    }

    fn state(&self, index: usize, section: BenchSection, heard_s: f64) -> SectionState {
        let mark_s = self.found.plan.sections[index].mark_s;
        let is_passed = self.found.marks[index].is_none() && self.newest_mark_s() > mark_s;
        match () {
            () if self.measured.holds(section) => SectionState::Measured,
            () if self.end.is_some() || is_passed || self.made.contains_key(&section) => {
                SectionState::Missing
            }
            () if heard_s < mark_s => SectionState::Ahead,
            () => SectionState::Running,
        }
    }

    /// The first section without a marker after it.
    fn first_unheard(&self) -> BenchSection {
        let newest_s = self.newest_mark_s();
        let unheard = self.found.plan.sections.iter().find(|planned| planned.start_s > newest_s);
        as_recorded(unheard.map_or(BenchSection::Unknown, |planned| planned.section), self.found.is_swapped)
    }

    fn newest_mark_s(&self) -> f64 {
        self.found.timed_marks().pop().map_or(0.0, |(track_s, _)| track_s)
    }

    /// The track's time at a frame.
    fn track_s(&self, frame: u64) -> f64 {
        (frame as f64 - self.found.start_frame) / self.sample_rate_hz
    }
}

fn is_sweep(section: BenchSection) -> bool {
    matches!(section, BenchSection::SweepLeft | BenchSection::SweepRight)
}
