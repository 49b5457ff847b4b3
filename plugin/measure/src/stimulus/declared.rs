//! Declared tones: each is searched near its frequency, whatever else is louder.

use super::multitone::{self, RESOLVED_BINS};
use super::search::Search;
use super::tones::{Found, LOWEST_BINS, Obstacle};
use crate::lines::line_fit::FittedLine;
use crate::lines::mains::significance;
use crate::lines::peaks;
use crate::spectra::record::{ChannelRecord, ROUNDING, Transforms};
use crate::spectra::window::LOBE_BINS;
use crate::terms::settings::DeclaredStimulus;

/// Largest relative distance of a tone from its declared frequency: players' clocks stay within 0.01 %, users round to
/// three digits.
const NEAR: f64 = 0.005;
/// The same in bins, for short records.
const NEAR_BINS: f64 = 2.0;

/// The declared tones on every channel that carries them.
pub(super) fn find(
    transforms: &Transforms,
    records: &[ChannelRecord],
    bin_hz: f64,
    declared: DeclaredStimulus,
) -> Found {
    let search = |record| Search { transforms, record, bin_hz };
    let everywhere = |hz: &[f64]| -> Found {
        let wanted = wanted(hz, bin_hz)?;
        wanted.iter().try_for_each(|declared| declared.check(transforms, records))?;
        let on = |record| wanted.iter().filter_map(|declared| declared.find(&search(record))).collect();
        Ok(records.iter().map(on).collect())
    };
    match declared {
        DeclaredStimulus::Tone(hz) => everywhere(&[hz]),
        DeclaredStimulus::TwinTone(pair) => everywhere(&pair),
        DeclaredStimulus::DualTone(pair) => Ok(each_on_its_side(everywhere(&pair)?, pair, bin_hz)),
        DeclaredStimulus::Multitone => match multitone::find(transforms, records, bin_hz, true)? {
            Some(tones) => Ok(tones),
            None => Err(Some(Obstacle::NoMultitone)),
        },
        DeclaredStimulus::Sweep | DeclaredStimulus::Silence | DeclaredStimulus::Programme => Err(None),
    }
}

/// Only the first tone on the first channel, and only the second on the second.
fn each_on_its_side(mut sides: Vec<Vec<FittedLine>>, pair: [f64; 2], bin_hz: f64) -> Vec<Vec<FittedLine>> {
    let nearer = |tone: &FittedLine, own: usize| {
        let distance = |hz: f64| (tone.bins - hz / bin_hz).abs();
        distance(pair[own]) < distance(pair[1 - own])
    };
    for (own, tones) in sides.iter_mut().enumerate() {
        tones.retain(|tone| own < pair.len() && nearer(tone, own));
    }
    sides
}

/// The declared frequencies, each with a reach up to half the distance to the next.
fn wanted(hz: &[f64], bin_hz: f64) -> Result<Vec<Declared>, Option<Obstacle>> {
    let mut wanted: Vec<Declared> = hz.iter().map(|&hz| Declared::new(hz, bin_hz)).collect();
    if let [a, b] = &mut wanted[..] {
        let spacing_bins = (a.bins - b.bins).abs();
        if spacing_bins < RESOLVED_BINS {
            let bins = a.bins.min(b.bins);
            return Err(Some(Obstacle::TooClose { bins, spacing_bins, needed_bins: RESOLVED_BINS }));
        }
        [a, b].into_iter().for_each(|declared| declared.reach = declared.reach.min(spacing_bins / 2.0));
    }
    Ok(wanted)
}

/// One declared frequency.
struct Declared {
    hz: f64,
    bins: f64,
    /// Largest distance of the tone from it, in bins.
    reach: f64,
}

impl Declared {
    fn new(hz: f64, bin_hz: f64) -> Declared {
        let bins = hz / bin_hz;
        Declared { hz, bins, reach: (bins * NEAR).max(NEAR_BINS) }
    }

    /// Refuses a frequency absent from all channels, or one for which the record is too short.
    fn check(&self, transforms: &Transforms, records: &[ChannelRecord]) -> Result<(), Option<Obstacle>> {
        let usable = LOWEST_BINS..transforms.frames as f64 / 2.0 - LOWEST_BINS;
        if !usable.contains(&self.bins) {
            return Err(Some(Obstacle::OutsideRange(self.bins)));
        }
        let seen = |record: &ChannelRecord| self.summit(&record.power).is_some();
        if records.iter().any(seen) {
            return Ok(());
        }
        let detectable = records.iter().map(|record| self.detectable(&record.power)).fold(0.0, f64::max);
        Err(Some(Obstacle::Missing { hz: self.hz, detectable }))
    }

    fn find(&self, search: &Search) -> Option<FittedLine> {
        let summit = self.summit(&search.record.power)?;
        Some(search.refine(&peaks::refined(&search.record.power, summit)))
    }

    /// The highest local maximum near the frequency that exceeds the noise.
    fn summit(&self, power: &[f64]) -> Option<usize> {
        let from = ((self.bins - self.reach).ceil() as usize).max(1);
        let to = ((self.bins + self.reach).floor() as usize).min(power.len().checked_sub(2)?);
        let is_summit = |k: &usize| power[*k] > power[k - 1] && power[*k] >= power[k + 1];
        let highest = (from..=to).filter(is_summit).max_by(|&a, &b| power[a].total_cmp(&power[b]))?;
        (power[highest] > self.detectable(power)).then_some(highest)
    }

    /// Detection limit of a line, as a power.
    fn detectable(&self, power: &[f64]) -> f64 {
        let density = peaks::local_density(power, self.bins, LOBE_BINS + self.reach as usize, 100);
        let strongest = power.iter().copied().fold(0.0, f64::max);
        (significance(2.0 * self.reach + 1.0, 1.0) * density).max(strongest * ROUNDING)
    }
}
