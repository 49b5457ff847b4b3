//! The sweeps of a recording, and their curves.

use crate::figures::refusal::Refusal;
use crate::figures::report::StimulusKind;
use crate::figures::response::Response;
use crate::terms::settings::{DeclaredStimulus, Settings};

use super::regression::Curve;
use super::sources::{MOST_FRAMES, Pass, Sources, Stretch};
use super::track::Tracker;

/// The sweeps of a recording.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SweepPlan {
    pub(super) sample_rate_hz: f64,
    pub(super) passes: Vec<Pass>,
}

/// Curves of an ordered pair of channels from sweeps; ascending in frequency, empty if not measurable.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PairCurves {
    /// The undriven `to` over the driven `from`.
    pub(super) crosstalk: Vec<Response>,
    /// `to` over `from` if both are driven, at once or alternately. For alternating sweeps the best-fitting delay is
    /// removed, because the pause between them is unknown.
    pub(super) balance: Vec<Response>,
    /// Whether one sweep drives both, so that their delay is measurable.
    pub(super) is_at_once: bool,
}

/// Largest difference in growth of two alternating sweeps that count as the same.
pub(super) const SAME_GROWTH: f64 = 0.02;
/// Whether a recording otherwise classified as `kind` may contain sweeps.
pub(crate) fn may_be_one(kind: StimulusKind, settings: &Settings) -> bool {
    let declared = matches!(settings.declared, None | Some(DeclaredStimulus::Sweep));
    declared && matches!(kind, StimulusKind::Programme | StimulusKind::Sweep)
}

impl SweepPlan {
    /// The sweeps that a tracker found; `None` without any.
    pub(super) fn of(tracker: &Tracker, sample_rate_hz: f64) -> Option<SweepPlan> {
        let passes = tracker.passes();
        (!passes.is_empty()).then_some(SweepPlan { sample_rate_hz, passes })
    }

    pub(super) fn pass(&self, wanted: impl Fn(&Pass) -> bool) -> Option<&Pass> {
        let usable = self.passes.iter().filter(|pass| !pass.is_too_long() && wanted(pass));
        usable.max_by_key(|pass| pass.frames.len())
    }

    /// The refusal of curves if a sweep is too long.
    pub(super) fn too_long(&self) -> Option<Refusal> {
        let frames =
            self.passes.iter().filter(|pass| pass.is_too_long()).map(|pass| pass.frames.len()).max()?;
        let [seconds, longest_s] = [frames, MOST_FRAMES].map(|frames| frames as f64 / self.sample_rate_hz);
        Some(Refusal::SweepTooLong { seconds, longest_s })
    }

    /// The curves from one channel to another within `band_hz`.
    pub(super) fn curves<E>(
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

    pub(super) fn crosstalk(&self, [from, to]: [usize; 2]) -> Option<Sources> {
        let pass = self.pass(|pass| pass.drives(from) && !pass.drives(to))?;
        Some(Sources { from: pass.clone(), to: pass.clone() })
    }

    pub(super) fn balance(&self, pair: [usize; 2]) -> Option<Sources> {
        if let Some(pass) = self.pass(|pass| pair.iter().all(|channel| pass.drives(*channel))) {
            return Some(Sources { from: pass.clone(), to: pass.clone() });
        }
        let [from, to] = pair.map(|channel| self.pass(|pass| pass.drives(channel)).cloned());
        let (from, to) = (from?, to?);
        let is_same = (to.line.growth_frames / from.line.growth_frames - 1.0).abs() < SAME_GROWTH;
        is_same.then_some(Sources { from, to })
    }
}
