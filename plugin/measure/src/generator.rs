//! Two-channel test signals, written in blocks of any size and exact after hours.
//!
//! Files and their formats are handled elsewhere. [`Quantiser`] makes the integers for a file.
//!
//! ```
//! use groundtruth_measure::generator::{Level, Recipe, Sides, Signal, SignalKind};
//! use groundtruth_measure::{ChannelFigure, Settings, measure_record};
//!
//! let kind = SignalKind::Tone { frequency_hz: 997.0, sides: Sides::Left };
//! let recipe = Recipe { kind, level: Level::PeakDbfs(-6.0), sample_rate_hz: 48_000.0, frames: 48_000 };
//! let mut sides = vec![vec![0.0; 48_000]; 2];
//! Signal::new(&recipe).expect("a tone below 24 kHz").fill(0, &mut sides);
//! let report = measure_record(48_000.0, &[&sides[0], &sides[1]], Settings::default());
//! let level = report.channels[0].figures[&ChannelFigure::LevelFundamental].figure().expect("a tone");
//! assert!((level.value + 6.0).abs() < 1e-6);
//! ```

use crate::bench::plan;
use crate::figures::run::BenchForm;
use crate::terms::units::db_to_amplitude;
use bench::Track;
pub use quantiser::Quantiser;
pub use recipe::{Level, NoSignal, Recipe, Sides, SignalKind};
use sine::Sine;
use sweep::Sweep;

mod bench;
mod multitone;
mod quantiser;
mod recipe;
mod sine;
mod sweep;
#[cfg(test)]
mod tests;

/// A signal ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    frames: u64,
    sides: [Part; 2],
}

/// Signal of one side.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Silence,
    Tones(Vec<Sine>),
    Sweep { sweep: Sweep, first_frame: u64 },
    Track(Track),
}

impl Signal {
    /// Computes a recipe's parameters. The phases of a multitone take some tenths of a second.
    ///
    /// # Errors
    ///
    /// [`NoSignal`] names the invalid parameter.
    pub fn new(recipe: &Recipe) -> Result<Signal, NoSignal> {
        if !(recipe.sample_rate_hz.is_finite() && recipe.sample_rate_hz > 0.0) {
            return Err(NoSignal::Parameter);
        }
        Ok(Signal { frames: recipe.frames, sides: recipe.parts()? })
    }

    /// Frames from beginning to end.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Writes the frames from `first_frame` on into the first two channels, filling each. Other channels and frames
    /// past the end are silent.
    pub fn fill(&self, first_frame: u64, channels: &mut [Vec<f64>]) {
        for (index, samples) in channels.iter_mut().enumerate() {
            let part = self.sides.get(index).unwrap_or(&Part::Silence);
            for (sample, frame) in samples.iter_mut().zip(first_frame..) {
                *sample = if frame < self.frames { part.at(frame) } else { 0.0 };
            }
        }
    }
}

impl Part {
    fn at(&self, frame: u64) -> f64 {
        match self {
            Part::Silence => 0.0,
            Part::Track(track) => track.at(frame),
            Part::Tones(sines) => sines.iter().map(|sine| sine.at(frame)).sum(),
            Part::Sweep { sweep, first_frame } => {
                frame.checked_sub(*first_frame).map_or(0.0, |frame| sweep.at(frame))
            }
        }
    }
}

impl Recipe {
    fn parts(&self) -> Result<[Part; 2], NoSignal> {
        match self.kind {
            SignalKind::Silence => Ok([Part::Silence, Part::Silence]),
            SignalKind::Tone { frequency_hz, sides } => {
                let tone = self.tones(&[(frequency_hz, 1.0)])?;
                Ok(on(sides, tone.clone(), tone))
            }
            SignalKind::DualTone([left_hz, right_hz]) => {
                Ok([self.tones(&[(left_hz, 1.0)])?, self.tones(&[(right_hz, 1.0)])?])
            }
            SignalKind::TwinTone { frequencies_hz: [first_hz, second_hz], ratio } => {
                let twins = self.tones(&[(first_hz, ratio), (second_hz, 1.0)])?;
                Ok([twins.clone(), twins])
            }
            SignalKind::Multitone { tones } => {
                let [both, _] = self.multitones(tones, 1)?;
                Ok([both.clone(), both])
            }
            SignalKind::InterleavedMultitone { tones } => self.multitones(tones, 2),
            SignalKind::Sweep { low_hz, high_hz, sides, pause_frames } => {
                self.sweeps(low_hz, high_hz, sides, pause_frames)
            }
            SignalKind::BenchTrack { form } => self.bench_track(form),
        }
    }

    fn bench_track(&self, form: BenchForm) -> Result<[Part; 2], NoSignal> {
        self.check_frequency(plan::highest_hz(), self.sample_rate_hz / 2.0)?;
        let sines = |part| match part {
            Part::Tones(sines) => sines,
            _ => Vec::new(),
        };
        let steady = |kind, level| Ok(Recipe { kind, level, ..*self }.parts()?.map(sines));
        Ok(Track::sides(form, self.gain(1.0, 1.0)?, self.sample_rate_hz, steady)?.map(Part::Track))
    }

    /// One or two tones, `(frequency, relative amplitude)`; their peaks are assumed to coincide.
    fn tones(&self, tones: &[(f64, f64)]) -> Result<Part, NoSignal> {
        for &(frequency_hz, amplitude) in tones {
            self.check_frequency(frequency_hz, self.sample_rate_hz / 2.0)?;
            if !(amplitude.is_finite() && amplitude > 0.0) {
                return Err(NoSignal::Parameter);
            }
        }
        let peak: f64 = tones.iter().map(|(_, amplitude)| amplitude).sum();
        let power: f64 = tones.iter().map(|(_, amplitude)| amplitude * amplitude).sum();
        let gain = self.gain(peak, power)?;
        let sine = |&(hz, amplitude): &(f64, f64)| Sine::new(hz, self.sample_rate_hz, gain * amplitude, 0.0);
        Ok(Part::Tones(tones.iter().map(sine).collect()))
    }

    /// Multitones on `sets` sets of frequencies; with one set the second side is silent.
    fn multitones(&self, tones: usize, sets: usize) -> Result<[Part; 2], NoSignal> {
        let frequencies = multitone::frequencies(tones * sets, self.sample_rate_hz)?;
        let mut parts = [Part::Silence, Part::Silence];
        for (set, part) in parts.iter_mut().take(sets).enumerate() {
            let own: Vec<usize> = frequencies.bins.iter().copied().skip(set).step_by(sets).collect();
            let shape = multitone::low_crest(&own, frequencies.period_frames);
            let gain = self.gain(shape.peak, own.len() as f64)?;
            let sine = |(&bins, &phase_rad): (&usize, &f64)| {
                let frequency_hz = bins as f64 * self.sample_rate_hz / frequencies.period_frames as f64;
                Sine::new(frequency_hz, self.sample_rate_hz, gain, phase_rad)
            };
            *part = Part::Tones(own.iter().zip(&shape.phases_rad).map(sine).collect());
        }
        Ok(parts)
    }

    fn sweeps(
        &self,
        low_hz: f64,
        high_hz: f64,
        sides: Sides,
        pause_frames: u64,
    ) -> Result<[Part; 2], NoSignal> {
        self.check_frequency(high_hz, self.sample_rate_hz / 2.0)?;
        self.check_frequency(low_hz, high_hz)?;
        let turns = if sides == Sides::Each { 2 } else { 1 };
        let pauses = pause_frames.saturating_mul(turns + 1);
        let frames = self.frames.saturating_sub(pauses) / turns;
        let needed_frames = Sweep::fewest_frames(low_hz, high_hz, self.sample_rate_hz);
        if frames < needed_frames {
            let needed_frames = needed_frames.saturating_mul(turns).saturating_add(pauses);
            return Err(NoSignal::TooShort { needed_frames });
        }
        let sweep = Sweep::new(low_hz, high_hz, self.sample_rate_hz, frames, self.gain(1.0, 1.0)?);
        let second = if sides == Sides::Each { 2 * pause_frames + frames } else { pause_frames };
        let part = |first_frame| Part::Sweep { sweep, first_frame };
        Ok(on(sides, part(pause_frames), part(second)))
    }

    fn check_frequency(&self, frequency_hz: f64, below_hz: f64) -> Result<(), NoSignal> {
        if frequency_hz > 0.0 && frequency_hz < below_hz {
            Ok(())
        } else {
            Err(NoSignal::Frequency { frequency_hz, below_hz })
        }
    }

    /// Factor that scales a signal of this peak and power (a sine of amplitude 1 has 1) to the requested level.
    fn gain(&self, peak: f64, power: f64) -> Result<f64, NoSignal> {
        /// Rounding error of a full-scale peak.
        const ROUNDING: f64 = 1e-12;
        let gain = match self.level {
            Level::PeakDbfs(level_dbfs) => db_to_amplitude(level_dbfs) / peak,
            Level::RmsDbfs(level_dbfs) => db_to_amplitude(level_dbfs) / power.sqrt(),
        };
        match gain * peak {
            reached if reached > 1.0 + ROUNDING => {
                Err(NoSignal::TooLoud { peak_dbfs: 20.0 * reached.log10() })
            }
            reached if reached.is_finite() => Ok(gain),
            _ => Err(NoSignal::Parameter),
        }
    }
}

fn on(sides: Sides, left: Part, right: Part) -> [Part; 2] {
    match sides {
        Sides::Left => [left, Part::Silence],
        Sides::Right => [Part::Silence, right],
        Sides::Both | Sides::Each => [left, right],
    }
}
