//! Recordings of exponential sweeps: crosstalk and balance over frequency.
//!
//! In an exponential sweep the n-th harmonic of the device arrives `L·ln n` before the linear response at the same
//! frequency, `L` being the time in which the frequency grows e times (Farina, AES 108th Convention, 2000; Novak,
//! Lotton, Simon, "Synchronized swept-sine", JAES 63, 2015). A response that is smooth over a band of width `W` is
//! gathered within `4/W` of its arrival by a 4-term window, so with `W·L·ln 2` well above 4 the harmonics stay out.
//!
//! The reference is not a model of the sweep but the driven side as it was recorded: what converters and clocks do to
//! both sides alike drops out, and nothing about the sweep need be told. Only its growth is read, to choose `W`.

use std::f64::consts::LN_2;
use std::ops::Range;

use crate::figures::refusal::Refusal;
use crate::figures::report::StimulusKind;
use crate::figures::response::Response;
use crate::terms::settings::{Settings, ToldStimulus};
use gate::Line;
pub use listener::SweepListener;
use regression::Curve;
pub(crate) use report::complete;
use spectra::Spectra;
pub(crate) use track::Tracker;

mod gate;
mod listener;
mod regression;
mod report;
mod spectra;
mod track;

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
    /// Its frequency over time, from the first of these frames on.
    line: Line,
    /// Frequencies that it passes within the recording, in cycles per frame: the lowest and the highest.
    covered: [f64; 2],
}

/// What a curve comes from: a stretch of the one channel and a stretch of the other, which are the same but by turns.
#[derive(Clone, Debug, PartialEq)]
struct Sources {
    from: Pass,
    to: Pass,
}

/// What sweeps say of an ordered pair of channels; rising in frequency, empty where they say nothing.
#[derive(Clone, Debug, Default, PartialEq)]
struct PairCurves {
    /// The undriven `to` over the driven `from`.
    crosstalk: Vec<Response>,
    /// `to` over `from` where both are driven, at once or by turns. By turns the delay that fits best is taken out: the
    /// pause between two sweeps is not known.
    balance: Vec<Response>,
    /// Whether one sweep drives both, so that their delay shows.
    is_at_once: bool,
}

/// Two sweeps are the same, by turns, when their growths differ by less than this.
const SAME_GROWTH: f64 = 0.02;
/// Part of a band's width by which its middle must lie inside what a sweep covers: the taper is below 2 % there.
const INSIDE: f64 = 0.25;

/// Longest sweep that is evaluated, with the silence around it: 76 s at 48 kHz. It is held in memory as a whole, of up to 41 bytes
/// per frame: 143 MiB.
const MOST_FRAMES: usize = 7 << 19;

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
        let passes = tracker.passes();
        (!passes.is_empty()).then_some(SweepPlan { sample_rate_hz, passes })
    }

    fn pass(&self, wanted: impl Fn(&Pass) -> bool) -> Option<&Pass> {
        let usable = self.passes.iter().filter(|pass| !pass.is_too_long() && wanted(pass));
        usable.max_by_key(|pass| pass.frames.len())
    }

    /// Why there is no curve of a sweep that is too long.
    fn too_long(&self) -> Option<Refusal> {
        let frames =
            self.passes.iter().filter(|pass| pass.is_too_long()).map(|pass| pass.frames.len()).max()?;
        let [seconds, longest_s] = [frames, MOST_FRAMES].map(|frames| frames as f64 / self.sample_rate_hz);
        Some(Refusal::SweepTooLong { seconds, longest_s })
    }

    /// The curves from one channel to another within `band_hz`.
    fn curves<E>(
        &self,
        [from, to]: [usize; 2],
        band_hz: [f64; 2],
        samples: Stretch<E>,
    ) -> Result<PairCurves, E> {
        let mut curve = |sources: Option<Sources>| match sources {
            Some(sources) => {
                let highest = band_hz[1] / self.sample_rate_hz;
                let spectra = sources.spectra([from, to], highest, &mut *samples)?;
                Ok(Curve::new(spectra, &sources, band_hz, self.sample_rate_hz).whole())
            }
            None => Ok(Vec::new()),
        };
        let balance = self.balance([from, to]);
        Ok(PairCurves {
            is_at_once: balance.as_ref().is_some_and(Sources::is_at_once),
            crosstalk: curve(self.crosstalk([from, to]))?,
            balance: curve(balance)?,
        })
    }

    fn crosstalk(&self, [from, to]: [usize; 2]) -> Option<Sources> {
        let pass = self.pass(|pass| pass.drives(from) && !pass.drives(to))?;
        Some(Sources { from: pass.clone(), to: pass.clone() })
    }

    fn balance(&self, pair: [usize; 2]) -> Option<Sources> {
        if let Some(pass) = self.pass(|pass| pair.iter().all(|channel| pass.drives(*channel))) {
            return Some(Sources { from: pass.clone(), to: pass.clone() });
        }
        let [from, to] = pair.map(|channel| self.pass(|pass| pass.drives(channel)).cloned());
        let (from, to) = (from?, to?);
        let is_same = (to.line.growth_frames / from.line.growth_frames - 1.0).abs() < SAME_GROWTH;
        is_same.then_some(Sources { from, to })
    }
}

impl Sources {
    fn is_at_once(&self) -> bool {
        self.from == self.to
    }

    /// The spectra of two channels up to a frequency, in cycles per frame.
    fn spectra<E>(&self, [from, to]: [usize; 2], highest: f64, samples: Stretch<E>) -> Result<Spectra, E> {
        let lengths = [&self.from, &self.to].map(|pass| pass.frames.len());
        let mut spectra = Spectra::new(lengths, &self.from.line, highest, |which| match which {
            0 => samples(from, self.from.frames.clone()),
            _ => samples(to, self.to.frames.clone()),
        })?;
        if !self.is_at_once() {
            spectra.align();
        } else if self.from.drives(to) {
            // Half of the way to the second harmonic.
            spectra.take_out_delay(LN_2 / 2.0 * self.from.line.growth_frames.abs());
        }
        Ok(spectra)
    }

    /// Whether both sweeps pass the middle of a band, in cycles per frame, and what counts around it.
    fn covers(&self, centre: f64, width: f64) -> bool {
        let [below, above] = [centre - INSIDE * width, centre + INSIDE * width];
        let covers = |pass: &Pass| pass.covered[0] <= below && above <= pass.covered[1];
        // By turns the stretches' fades meet different frequencies; at once both channels fade alike, but hardly anything is
        // left in the outer half.
        let is_unfaded = |pass: &Pass| {
            let part = if self.is_at_once() { 0.5 } else { 1.0 };
            let fade = part * spectra::fade_frames(&pass.line) as f64;
            let unfaded = fade..=pass.frames.len() as f64 - fade;
            [below, above].iter().all(|frequency| unfaded.contains(&pass.line.frame_of(*frequency)))
        };
        let passes = [&self.from, &self.to];
        passes.iter().all(|pass| covers(pass) && is_unfaded(pass))
    }
}

impl Pass {
    fn is_too_long(&self) -> bool {
        self.frames.len() > MOST_FRAMES
    }

    fn drives(&self, channel: usize) -> bool {
        self.driven.contains(&channel)
    }
}

#[cfg(test)]
mod tests;
