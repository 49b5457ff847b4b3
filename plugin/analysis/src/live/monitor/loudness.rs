//! Loudness in steps of 100 ms, so that a reading does not depend on the blocks.

use ebur128::{EbuR128, Mode};

use crate::Loudness;

/// A meter and its newest reading.
pub(super) struct LoudnessMeter {
    meter: EbuR128,
    step_frames: usize,
    /// Frames of the incomplete step, per channel.
    step: Vec<Vec<f32>>,
    steps: u64,
    reading: Option<Loudness>,
}

impl LoudnessMeter {
    /// Steps to the first momentary reading, and to the first short-term one.
    const MOMENTARY_STEPS: u64 = 4;
    const SHORT_TERM_STEPS: u64 = 30;
    /// Steps between readings of the whole: Tech 3341 asks for one a second.
    const WHOLE_STEPS: u64 = 10;

    /// `None` for a rate that the filters are not defined for.
    pub fn new(sample_rate_hz: f64, channels: usize) -> Option<LoudnessMeter> {
        let rate = sample_rate_hz.round() as u32;
        let mode = Mode::I | Mode::LRA | Mode::TRUE_PEAK;
        let meter = EbuR128::new(u32::try_from(channels).ok()?, rate, mode).ok()?;
        let step_frames = (rate as usize + 5) / 10;
        let step = vec![Vec::with_capacity(step_frames); channels];
        Some(LoudnessMeter { meter, step_frames, step, steps: 0, reading: None })
    }

    /// Takes frames, one slice of finite samples per channel.
    pub fn take(&mut self, planes: &[&[f32]]) {
        let count = planes.first().map_or(0, |plane| plane.len());
        let mut from = 0;
        while from < count {
            let to = count.min(from + self.step_frames - self.step[0].len());
            for (step, plane) in self.step.iter_mut().zip(planes) {
                step.extend_from_slice(&plane[from..to]);
            }
            if self.step[0].len() == self.step_frames {
                self.finish_step();
            }
            from = to;
        }
    }

    fn finish_step(&mut self) {
        let step: Vec<&[f32]> = self.step.iter().map(Vec::as_slice).collect();
        // Fails only for another number of channels than at the start.
        let taken = self.meter.add_frames_planar_f32(&step);
        self.step.iter_mut().for_each(Vec::clear);
        if taken.is_err() {
            return;
        }
        self.steps += 1;
        if self.steps >= Self::MOMENTARY_STEPS {
            self.reading = self.measured();
        }
    }

    fn measured(&self) -> Option<Loudness> {
        let meter = &self.meter;
        let has_short_term = self.steps >= Self::SHORT_TERM_STEPS;
        let kept = self.reading.as_ref().filter(|_| !self.steps.is_multiple_of(Self::WHOLE_STEPS));
        let (integrated_lufs, range_lu) = match kept {
            Some(kept) => (kept.integrated_lufs, kept.range_lu),
            None => (meter.loudness_global().ok()?, meter.loudness_range().ok().filter(|_| has_short_term)),
        };
        let true_peak = |channel: usize| meter.true_peak(channel as u32).ok();
        Some(Loudness {
            momentary_lufs: meter.loudness_momentary().ok()?,
            short_term_lufs: meter.loudness_shortterm().ok().filter(|_| has_short_term),
            integrated_lufs,
            range_lu,
            true_peak: (0..self.step.len()).map(true_peak).collect::<Option<_>>()?,
        })
    }

    /// The reading of the newest whole step.
    pub fn read(&self) -> Option<Loudness> {
        self.reading.clone()
    }
}

#[cfg(test)]
mod tests;
