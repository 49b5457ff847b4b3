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

/// Longest recordings in which sweeps are looked for: they are held in memory as a whole.
const MOST_FRAMES: u64 = 1 << 22;

/// Whether a recording of so many frames, seen as `kind` otherwise, may be one of sweeps.
pub(crate) fn may_be_one(kind: StimulusKind, frames: u64, settings: &Settings) -> bool {
    let told = matches!(settings.told, None | Some(ToldStimulus::Sweep));
    told && frames <= MOST_FRAMES && matches!(kind, StimulusKind::Programme | StimulusKind::Sweep)
}

/// Recognises exponential sweeps; `None` where there is none, or a sample is not finite. Channels have the same number
/// of frames.
fn find(channels: &[&[f64]], sample_rate_hz: f64) -> Option<SweepPlan> {
    let finite = |samples: &&[f64]| samples.iter().all(|x| x.is_finite() && x.abs() < LARGEST);
    if !channels.iter().all(finite) {
        return None;
    }
    let passes = track::passes(channels, sample_rate_hz);
    (!passes.is_empty()).then_some(SweepPlan { sample_rate_hz, passes })
}

/// The curves from one channel to another within `band_hz`, of the channels in which `plan` was found.
fn curves(plan: &SweepPlan, channels: &[&[f64]], from: usize, to: usize, band_hz: [f64; 2]) -> PairCurves {
    let band = band_hz.map(|hz| hz / plan.sample_rate_hz);
    let in_hz =
        |point: Response| Response { frequency_hz: point.frequency_hz * plan.sample_rate_hz, ..point };
    let finish = |points: Vec<Response>| points.into_iter().map(in_hz).collect();
    PairCurves {
        crosstalk: finish(plan.crosstalk(channels, from, to, band)),
        balance: finish(plan.balance(channels, from, to, band)),
    }
}

impl SweepPlan {
    fn pass(&self, wanted: impl Fn(&Pass) -> bool) -> Option<&Pass> {
        self.passes.iter().filter(|pass| wanted(pass)).max_by_key(|pass| pass.frames.len())
    }

    fn crosstalk(&self, channels: &[&[f64]], from: usize, to: usize, band: [f64; 2]) -> Vec<Response> {
        let one_sided = |pass: &Pass| pass.drives(from) && !pass.drives(to);
        let Some(pass) = self.pass(one_sided) else { return Vec::new() };
        let spectra = Spectra::new([pass.of(channels[from]), pass.of(channels[to])]);
        regression::curve(&spectra, pass.growth_frames, band)
    }

    fn balance(&self, channels: &[&[f64]], from: usize, to: usize, band: [f64; 2]) -> Vec<Response> {
        if let Some(pass) = self.pass(|pass| pass.drives(from) && pass.drives(to)) {
            let spectra = Spectra::new([pass.of(channels[from]), pass.of(channels[to])]);
            return regression::curve(&spectra, pass.growth_frames, band);
        }
        let turns = [from, to].map(|channel| self.pass(|pass| pass.drives(channel)));
        let [Some(first), Some(second)] = turns else { return Vec::new() };
        let mut spectra = Spectra::new([first.of(channels[from]), second.of(channels[to])]);
        spectra.align();
        regression::curve(&spectra, first.growth_frames, band)
    }
}

impl Pass {
    fn drives(&self, channel: usize) -> bool {
        self.driven.contains(&channel)
    }

    fn of<'a>(&self, channel: &'a [f64]) -> &'a [f64] {
        channel.get(self.frames.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
