//! Parts of the recording on the track's own clock.

use std::ops::Range;

use super::super::input::Recording;
use super::super::records::Reel;
use super::super::stretch::Breaks;
use crate::bench::clock::Stretch;
use crate::bench::resampler::Resampler;

/// Samples of both channels from a time of the track on, at the recording's rate and the track's clock.
pub(super) struct Piece {
    pub(super) channels: [Vec<f64>; 2],
    /// Frame of the recording at the first sample.
    pub(super) first_frame: u64,
    /// Frames from the first sample to the time asked for: half of one at most, of either sign.
    pub(super) offset: f64,
    pub(super) sample_rate_hz: f64,
}

/// Reads parts of a recording, moving forward.
pub(super) struct Pieces<'a, R> {
    reel: Reel<'a, R>,
    breaks: &'a Breaks,
    sample_rate_hz: f64,
    /// Made when a clock differs.
    resampler: &'a mut Option<Resampler>,
}

impl<'a, R: Recording> Pieces<'a, R> {
    pub(super) fn new(
        recording: &'a mut R,
        breaks: &'a Breaks,
        resampler: &'a mut Option<Resampler>,
    ) -> Result<Pieces<'a, R>, R::Error> {
        let sample_rate_hz = recording.sample_rate_hz();
        Ok(Pieces { reel: Reel::new(recording, 0)?, breaks, sample_rate_hz, resampler })
    }

    /// The longest part of these times without a discontinuity, in the track's time.
    pub(super) fn clean(&self, times_s: Range<f64>, stretch: &Stretch) -> Range<f64> {
        let frames = stretch.frame_at(times_s.start).max(0.0).round() as u64
            ..stretch.frame_at(times_s.end).max(0.0).round() as u64;
        let clean = self.breaks.longest_clean(&frames);
        if clean == frames {
            return times_s;
        }
        let time = |frame: u64| stretch.from_s + (frame as f64 - stretch.frame) / stretch.frames_per_s;
        time(clean.start)..time(clean.end)
    }

    /// These times; `None` if the recording ends before.
    pub(super) fn read(&mut self, times_s: Range<f64>, stretch: &Stretch) -> Result<Option<Piece>, R::Error> {
        let sample_rate_hz = self.sample_rate_hz;
        let first = stretch.frame_at(times_s.start).max(0.0);
        let frames = ((times_s.end - times_s.start) * sample_rate_hz).round().max(0.0) as usize;
        // A whole number of frames is common, and its error of either sign.
        let (first_frame, offset) = (first.round() as u64, first - first.round());
        let step = stretch.frames_per_s / sample_rate_hz;
        if step == 1.0 {
            let Some(samples) = self.reel.record(first_frame, frames)? else { return Ok(None) };
            let channels = [0, 1].map(|side: usize| samples[side].to_vec());
            return Ok(Some(Piece { channels, first_frame, offset, sample_rate_hz }));
        }
        let margin = Resampler::MARGIN as u64;
        let from = first_frame.saturating_sub(margin);
        let needed = (frames as f64 * step).ceil() as usize + 2 * Resampler::MARGIN + 2;
        let resampler = self.resampler.get_or_insert_with(Resampler::new);
        let Some(samples) = self.reel.record(from, needed)? else { return Ok(None) };
        let place = first - from as f64;
        let channels = [0, 1].map(|side: usize| resampler.at(samples[side], place, step, frames));
        Ok(Some(Piece { channels, first_frame, offset: 0.0, sample_rate_hz }))
    }
}
