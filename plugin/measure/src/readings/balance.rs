//! Match of two channels that carry the same signal: level, delay, polarity, over frequency.

use realfft::num_complex::Complex;

use super::context::Context;
use super::lines::ChannelLines;
use super::pair::Pair;
use super::tone::ToneReadings;
use crate::figures::curve::{self, Point};
use crate::figures::figure::{Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::figures::report::StimulusKind;
use crate::readings::delay::{Phase, PhaseLine};

/// Least correlation for the polarity of programme: half of both channels' signal, per third octave, is common.
const LEAST_CORRELATION: f64 = 0.5;

impl Pair<'_> {
    /// The tone that drives both; for a multitone the one nearest 1 kHz.
    fn common_tone(&self) -> Result<usize, Refusal> {
        if let Some(tone) = self.nearest_to_1_khz(self.tones(true)).filter(|_| self.is_multitone()) {
            return Ok(tone);
        }
        let (from, to) = (ToneReadings::new(self.from)?, ToneReadings::new(self.to)?);
        if from.tone == to.tone {
            Ok(from.tone)
        } else {
            Err(Refusal::WrongStimulus { needs: "the same tone on both sides".into() })
        }
    }

    pub(super) fn balance_level(&self) -> Outcome {
        let tone = self.common_tone()?;
        Ok(self.power(self.to, tone).over(self.power(self.from, tone)))
    }

    /// One tone: from its phase, modulo its period; multitone: from the slope of the phases.
    pub(super) fn balance_delay(&self) -> Outcome {
        let tone = self.common_tone()?;
        if self.is_multitone() {
            Ok(self.phase_line()?.delay_frames())
        } else {
            Ok(self.phase(tone).delay_of_one())
        }
    }

    /// Multitone: from the phase at 0 Hz; programme: from the correlation. A tone delayed by half a period looks like
    /// an inverted one.
    pub(super) fn polarity(&self) -> Outcome {
        if self.context.kind == StimulusKind::Programme {
            return self.polarity_of_programme();
        }
        self.common_tone()?;
        if !self.is_multitone() {
            let needs = "more than one frequency on both sides: a multitone, a sweep or programme";
            return Err(Refusal::WrongStimulus { needs: needs.into() });
        }
        self.phase_line()?.polarity()
    }

    /// The sign of the correlation with all third octaves weighted equally, so that a delay or the bass alone cannot
    /// change it.
    fn polarity_of_programme(&self) -> Outcome {
        let Context { average, frames, band, .. } = self.context;
        if [self.from, self.to].iter().any(|lines| self.context.is_silent(lines.channel)) {
            return Err(Refusal::DigitalSilence);
        }
        if self.from.channel + self.to.channel != 1 {
            return Err(Refusal::WrongStimulus { needs: "the first two channels".into() });
        }
        let correlation = average.coherence.correlation(frames / 2 + 1, self.context.bin_hz(), *band);
        let correlation = correlation.ok_or(Refusal::DigitalSilence)?;
        if correlation.abs() < LEAST_CORRELATION {
            return Err(Refusal::Unlike { correlation });
        }
        Ok(Figure::exact(correlation.signum()))
    }

    fn phase_line(&self) -> Result<PhaseLine, Refusal> {
        PhaseLine::through(self.tones(true).map(|tone| self.phase(tone)).collect())
    }

    /// Phase of `to` minus that of `from`.
    fn phase(&self, tone: usize) -> Phase {
        let bins = self.context.channel(self.from.channel).tones[tone];
        let variance = |lines: &ChannelLines| {
            let share = self.context.channel(lines.channel).stimulus.shares.fit_amplitude();
            lines.noise_under(bins) * lines.widening() * share
                / (2.0 * self.power(lines, tone).value.max(f64::MIN_POSITIVE))
        };
        Phase {
            radians_per_frame: std::f64::consts::TAU * bins / self.context.frames as f64,
            phase_rad: self.relative(tone).arg(),
            variance: variance(self.from) + variance(self.to),
        }
    }

    /// `to` over `from` at every tone of a multitone that drives both.
    pub(super) fn balance_curve(&self) -> Vec<Point> {
        let point = |tone| {
            let level = self.power(self.to, tone).over(self.power(self.from, tone));
            curve::point(self.tone_hz(tone), level, self.relative(tone))
        };
        self.rising(self.tones(true).map(point))
    }

    /// Points of a multitone in ascending order; none for other stimuli.
    fn rising(&self, points: impl Iterator<Item = Point>) -> Vec<Point> {
        let mut points: Vec<Point> = points.filter(|_| self.is_multitone()).collect();
        points.sort_by(|a, b| a.at.total_cmp(&b.at));
        points
    }

    /// `to` over `from` at a tone.
    fn relative(&self, tone: usize) -> Complex<f64> {
        self.ratio(self.to.channel, tone) / self.ratio(self.from.channel, tone)
    }
}
