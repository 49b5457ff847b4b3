//! The curves of the spectrum's plot: those of a test signal, or of music, whose peaks appear at once and fall slowly.

use std::sync::Arc;

use groundtruth_analysis::{MonitorSpectra, Snapshot};
use groundtruth_measure::Spectrum;

use crate::editor::preferences::{Preferences, Sides};

/// The curves to draw, in linear power.
#[derive(Clone, Default)]
pub struct Traces {
    /// The average of a test signal; of music the falling peaks.
    pub spectrum: Option<Arc<Spectrum>>,
    /// Of music the mean of the last second.
    pub mean: Option<Arc<Spectrum>>,
    /// Largest levels so far, same bins as `spectrum`.
    pub max_hold: Vec<Arc<[f32]>>,
    /// Whether they are those of music.
    pub is_music: bool,
    /// What the two curves are.
    pub sides: Sides,
}

impl Traces {
    /// Whether the curves are the very same ones, not others of equal values.
    pub fn is_same(&self, other: &Traces) -> bool {
        let same = |one: &Option<Arc<Spectrum>>, other: &Option<Arc<Spectrum>>| match (one, other) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        let mut held = self.max_hold.iter().zip(&other.max_hold);
        same(&self.spectrum, &other.spectrum)
            && same(&self.mean, &other.mean)
            && self.max_hold.len() == other.max_hold.len()
            && held.all(|(one, other)| Arc::ptr_eq(one, other))
    }
}

/// The falling peaks, kept between frames.
#[derive(Clone, Default)]
pub struct Monitor {
    falling: Option<Falling>,
}

#[derive(Clone)]
struct Falling {
    end_frame: u64,
    sides: Sides,
    peaks: Arc<Spectrum>,
}

impl Monitor {
    /// The curves of a snapshot; of music those of its own spectra, as soon as there are some.
    pub fn traces(&mut self, snapshot: &Snapshot, is_programme: bool, preferences: &Preferences) -> Traces {
        let programme = &snapshot.programme;
        let (sides, spectra) = match preferences.sides {
            Sides::MidSide if programme.mid_side.now.is_some() => (Sides::MidSide, &programme.mid_side),
            _ => (Sides::LeftRight, &programme.channels),
        };
        let Some(peaks) = is_programme.then(|| self.peaks(snapshot, sides, spectra, preferences)).flatten()
        else {
            self.falling = None;
            return Traces {
                spectrum: snapshot.spectrum.clone(),
                max_hold: snapshot.max_hold.clone(),
                ..Traces::default()
            };
        };
        Traces {
            spectrum: Some(peaks),
            mean: spectra.mean.clone(),
            max_hold: spectra.max_hold.clone(),
            is_music: true,
            sides,
        }
    }

    /// The larger of the newest powers and the earlier peaks after their fall.
    fn peaks(
        &mut self,
        snapshot: &Snapshot,
        sides: Sides,
        spectra: &MonitorSpectra,
        preferences: &Preferences,
    ) -> Option<Arc<Spectrum>> {
        let newest = spectra.now.as_ref()?;
        let end_frame = snapshot.context.map_or(0, |context| context.end_frame);
        let is_before = |falling: &Falling| {
            falling.end_frame <= end_frame && falling.sides == sides && is_same_shape(&falling.peaks, newest)
        };
        let peaks = match self.falling.take().filter(is_before) {
            Some(before) if before.end_frame == end_frame => before.peaks,
            Some(before) => {
                let elapsed_s = (end_frame - before.end_frame) as f64 / newest.sample_rate_hz;
                let fall_db = f64::from(preferences.fall_db_per_s) * elapsed_s;
                Arc::new(fallen(&before.peaks, newest, 10f64.powf(-fall_db / 10.0) as f32))
            }
            None => newest.clone(),
        };
        self.falling = Some(Falling { end_frame, sides, peaks: peaks.clone() });
        Some(peaks)
    }
}

fn is_same_shape(one: &Spectrum, other: &Spectrum) -> bool {
    let lengths =
        |spectrum: &Spectrum| -> Vec<usize> { spectrum.channels.iter().map(|powers| powers.len()).collect() };
    one.sample_rate_hz == other.sample_rate_hz && lengths(one) == lengths(other)
}

fn fallen(peaks: &Spectrum, newest: &Spectrum, factor: f32) -> Spectrum {
    let larger = |(peak, newest): (&Arc<[f32]>, &Arc<[f32]>)| -> Arc<[f32]> {
        peak.iter().zip(newest.iter()).map(|(peak, newest)| newest.max(peak * factor)).collect()
    };
    let channels = peaks.channels.iter().zip(&newest.channels).map(larger).collect();
    Spectrum { channels, ..newest.clone() }
}

#[cfg(test)]
mod tests;
