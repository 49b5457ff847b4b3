//! Breaks in the stream, and the records that they spoil: a record with a break in a test signal has no figure that is
//! true. The figures before it stand until a record is free of breaks.

use std::collections::VecDeque;
use std::sync::Arc;

use groundtruth_measure::{
    ChannelFigure, ChannelReport, DensityPoint, Refusal, Report, ResidualWaveform, Spectrum, StimulusKind,
};

use crate::{Progress, Snapshot};

/// Frames of a break: the first, and the first after it; the same where frames are missing.
pub(super) type Break = (u64, u64);

/// Known breaks, and what was shown before the newest records.
pub(super) struct Breaks {
    record_frames: u64,
    /// Frames after which no break is found any more.
    latency_frames: u64,
    known: Vec<Break>,
    /// End of the newest record whose figures are shown, or start of the first record.
    shown_until: Option<u64>,
    newest: VecDeque<Shown>,
}

/// A record whose figures are shown, and what was shown before.
struct Shown {
    first_frame: u64,
    end_frame: u64,
    before: Figures,
    before_until: Option<u64>,
}

/// What a record changes in the snapshot.
pub(super) struct Figures {
    report: Option<Arc<Report>>,
    spectrum: Option<Arc<Spectrum>>,
    density: Arc<Vec<Vec<DensityPoint>>>,
    residuals: Arc<Vec<Result<ResidualWaveform, Refusal>>>,
    progress: Progress,
}

impl Figures {
    /// Whether a break spoils these figures or those of now, which may be a tone's that a break made unsteady.
    pub fn are_spoilt_in(&self, snapshot: &Snapshot) -> bool {
        matter(self.report.as_deref()) || matter(snapshot.report.as_deref())
    }

    /// Those of now.
    pub fn of(snapshot: &Snapshot) -> Figures {
        Figures {
            report: snapshot.report.clone(),
            spectrum: snapshot.spectrum.clone(),
            density: snapshot.density.clone(),
            residuals: snapshot.residuals.clone(),
            progress: snapshot.progress,
        }
    }

    /// Shows these again.
    pub fn restore(self, snapshot: &mut Snapshot) {
        snapshot.report = self.report;
        snapshot.spectrum = self.spectrum;
        snapshot.density = self.density;
        snapshot.residuals = self.residuals;
        snapshot.progress = self.progress;
        snapshot.record_version += 1;
    }
}

/// Whether a break spoils these figures: single records of music are independent anyway, and some of its sudden changes
/// look like breaks.
pub(super) fn matter(report: Option<&Report>) -> bool {
    let kind = report.map(|report| report.stimulus.kind);
    kind.is_some_and(|kind| !matches!(kind, StimulusKind::Programme | StimulusKind::Sweep))
}

/// Whether tones look like music, or have lost their noise floor or more than 3 dB of it.
fn is_worse(before: Option<&Report>, now: Option<&Report>) -> bool {
    const LEAST_DB: f64 = 3.0;
    let (Some(before), Some(now)) = (before, now) else { return false };
    let had_tones = matter(Some(before)) && before.stimulus.kind != StimulusKind::Silence;
    let noise = |channel: &ChannelReport| channel.figures.get(&ChannelFigure::NoiseRms)?.figure().copied();
    let is_noisier = |(before, now): (&ChannelReport, &ChannelReport)| {
        noise(before).is_some_and(|before| noise(now).is_none_or(|now| now.value > before.value + LEAST_DB))
    };
    let mut channels = before.channels.iter().zip(&now.channels);
    had_tones && (now.stimulus.kind == StimulusKind::Programme || channels.any(is_noisier))
}

impl Breaks {
    /// Longest time from a break to its discovery, in seconds: the tones before and after it show what is missing.
    const LATENCY_S: f64 = 2.0;
    /// Without a record free of breaks for so many records, those with breaks are shown.
    const PATIENCE_RECORDS: u64 = 2;

    /// None yet.
    pub fn new(sample_rate_hz: f64, record_frames: usize) -> Breaks {
        Breaks {
            record_frames: record_frames as u64,
            latency_frames: (sample_rate_hz * Self::LATENCY_S) as u64,
            known: Vec::new(),
            shown_until: None,
            newest: VecDeque::new(),
        }
    }

    /// Forgets all: a new stream begins.
    pub fn clear(&mut self) {
        (self.known, self.shown_until, self.newest) = Default::default();
    }

    /// Notes a break. If records that are shown have it, returns what was shown before the first of them.
    pub fn add(&mut self, found: Break) -> Option<Figures> {
        self.known.push(found);
        let first = self.newest.iter().position(|shown| is_in(found, shown.first_frame, shown.end_frame))?;
        let shown = self.newest.drain(first..).next()?;
        self.shown_until = shown.before_until;
        Some(shown.before)
    }

    /// Whether the average of a test signal began before a break that lies before this frame.
    pub fn divide(&self, report: &Report, first_frame: u64) -> bool {
        let after = self.known.iter().map(|found| found.1).filter(|after| *after <= first_frame).max();
        let starts = report.channels.first().map(|channel| channel.used_frames[0]);
        report.stimulus.kind != StimulusKind::Programme && starts < after
    }

    /// Whether the figures of a record are not to be shown: it has a break, and one without can be expected. A record of
    /// tones that suddenly look like music, or have more noise, may have a break that is not found yet: it waits until a
    /// whole record lies after the one shown last.
    pub fn spoil(&mut self, first_frame: u64, end_frame: u64, before: &Figures, now: &Snapshot) -> bool {
        let [before, now] = [&before.report, &now.report].map(Option::as_deref);
        let is_early =
            self.waited_frames(first_frame, end_frame) < self.record_frames + self.record_frames / 4;
        (is_early && is_worse(before, now))
            || ((matter(before) || matter(now)) && self.has_hope(first_frame, end_frame))
    }

    /// Whether frames have a break, and a record without can be expected.
    pub fn has_hope(&mut self, first_frame: u64, end_frame: u64) -> bool {
        let waited = self.waited_frames(first_frame, end_frame);
        waited <= Self::PATIENCE_RECORDS * self.record_frames
            && self.known.iter().any(|found| is_in(*found, first_frame, end_frame))
    }

    /// Frames since the record shown last, or since the start of the first.
    fn waited_frames(&mut self, first_frame: u64, end_frame: u64) -> u64 {
        end_frame.saturating_sub(*self.shown_until.get_or_insert(first_frame))
    }

    /// Notes that a record is shown, and what was shown before.
    pub fn show(&mut self, first_frame: u64, end_frame: u64, before: Figures) {
        let has_break = self.known.iter().any(|found| is_in(*found, first_frame, end_frame));
        let before_until = self.shown_until.replace(end_frame);
        self.newest.retain(|shown| shown.end_frame + self.latency_frames > end_frame);
        // One that is shown in spite of its break is not taken back.
        if !has_break {
            self.newest.push_back(Shown { first_frame, end_frame, before, before_until });
        }
        self.known.retain(|found| found.1.max(found.0) >= first_frame);
    }
}

/// Whether a break is within a record, not at one of its ends.
fn is_in((first, after): Break, first_frame: u64, end_frame: u64) -> bool {
    first < end_frame && after > first_frame
}

#[cfg(test)]
mod tests;
