//! Recordings of exponential sweeps: crosstalk and balance over frequency.
//!
//! In an exponential sweep the n-th harmonic of the device arrives `L·ln n` before the linear response at the same
//! frequency, `L` being the time in which the frequency grows e times (Farina, AES 108th Convention, 2000; Novak,
//! Lotton, Simon, "Synchronized swept-sine", JAES 63, 2015). A response that is smooth over a band of width `W` is
//! gathered within `4/W` of its arrival by a 4-term window, so with `W·L·ln 2` well above 4 the harmonics stay out.
//!
//! The reference is not a model of the sweep but the driven side as it was recorded: what converters and clocks do to
//! both sides alike drops out, and nothing about the sweep need be told. Only its growth is read, to choose `W`.

use std::ops::Range;

use crate::response::Response;
use crate::{Settings, StimulusKind, ToldStimulus};
pub(crate) use report::complete;
use spectra::Spectra;
pub(crate) use track::Tracker;

mod regression;
mod report;
mod spectra;
mod track;

/// Larger samples are no sound, and their powers would overflow.
const LARGEST: f64 = 1e15;

/// The sweeps of a recording.
#[derive(Clone, Debug, PartialEq)]
struct SweepPlan {
    sample_rate_hz: f64,
    passes: Vec<Pass>,
}

/// One sweep.
#[derive(Clone, Debug, PartialEq)]
struct Pass {
    /// Channels that play it.
    driven: Vec<usize>,
    /// Where it is, with what follows and precedes it.
    frames: Range<usize>,
    /// Frames in which its frequency grows e times.
    growth_frames: f64,
}

/// What sweeps say of an ordered pair of channels; rising in frequency, empty where they say nothing.
#[derive(Clone, Debug, Default, PartialEq)]
struct PairCurves {
    /// The undriven `to` over the driven `from`.
    crosstalk: Vec<Response>,
    /// `to` over `from` where both are driven, at once or by turns. By turns the delay that fits best is taken out: the
    /// pause between two sweeps is not known.
    balance: Vec<Response>,
}

/// Longest sweep that is evaluated: it is held in memory as a whole.
const MOST_FRAMES: usize = 1 << 22;

/// Whether a recording seen as `kind` otherwise may be one of sweeps.
pub(crate) fn may_be_one(kind: StimulusKind, settings: &Settings) -> bool {
    let told = matches!(settings.told, None | Some(ToldStimulus::Sweep));
    told && matches!(kind, StimulusKind::Programme | StimulusKind::Sweep)
}

/// The samples of one channel in a stretch of the recording.
pub(crate) type Stretch<'a, E> = &'a mut dyn FnMut(usize, Range<usize>) -> Result<Vec<f64>, E>;

impl SweepPlan {
    /// What a tracker found; `None` without a sweep.
    fn of(tracker: &Tracker, sample_rate_hz: f64) -> Option<SweepPlan> {
        let mut passes = tracker.passes();
        passes.retain(|pass| pass.frames.len() <= MOST_FRAMES);
        (!passes.is_empty()).then_some(SweepPlan { sample_rate_hz, passes })
    }

    fn pass(&self, wanted: impl Fn(&Pass) -> bool) -> Option<&Pass> {
        self.passes.iter().filter(|pass| wanted(pass)).max_by_key(|pass| pass.frames.len())
    }

    /// The curves from one channel to another within `band_hz`.
    fn curves<E>(
        &self,
        from: usize,
        to: usize,
        band_hz: [f64; 2],
        samples: Stretch<E>,
    ) -> Result<PairCurves, E> {
        let band = band_hz.map(|hz| hz / self.sample_rate_hz);
        let in_hz =
            |point: Response| Response { frequency_hz: point.frequency_hz * self.sample_rate_hz, ..point };
        let finish = |points: Vec<Response>| points.into_iter().map(in_hz).collect();
        Ok(PairCurves {
            crosstalk: finish(self.crosstalk(from, to, band, samples)?),
            balance: finish(self.balance(from, to, band, samples)?),
        })
    }

    fn crosstalk<E>(
        &self,
        from: usize,
        to: usize,
        band: [f64; 2],
        samples: Stretch<E>,
    ) -> Result<Vec<Response>, E> {
        let one_sided = |pass: &Pass| pass.drives(from) && !pass.drives(to);
        let Some(pass) = self.pass(one_sided) else { return Ok(Vec::new()) };
        let spectra = Spectra::new([pass.of(from, samples)?, pass.of(to, samples)?]);
        Ok(regression::curve(&spectra, pass.growth_frames, band))
    }

    fn balance<E>(
        &self,
        from: usize,
        to: usize,
        band: [f64; 2],
        samples: Stretch<E>,
    ) -> Result<Vec<Response>, E> {
        if let Some(pass) = self.pass(|pass| pass.drives(from) && pass.drives(to)) {
            let spectra = Spectra::new([pass.of(from, samples)?, pass.of(to, samples)?]);
            return Ok(regression::curve(&spectra, pass.growth_frames, band));
        }
        let turns = [from, to].map(|channel| self.pass(|pass| pass.drives(channel)));
        let [Some(first), Some(second)] = turns else { return Ok(Vec::new()) };
        let mut spectra = Spectra::new([first.of(from, samples)?, second.of(to, samples)?]);
        spectra.align();
        Ok(regression::curve(&spectra, first.growth_frames, band))
    }
}

impl Pass {
    fn drives(&self, channel: usize) -> bool {
        self.driven.contains(&channel)
    }

    fn of<E>(&self, channel: usize, samples: Stretch<E>) -> Result<Vec<f64>, E> {
        samples(channel, self.frames.clone())
    }
}

#[cfg(test)]
mod tests;
