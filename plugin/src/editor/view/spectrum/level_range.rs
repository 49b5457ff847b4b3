//! Ends of the level axis.

use groundtruth_measure::{ChannelFigure, Spectrum};

use crate::editor::preferences::{LevelEnds, LevelUnit, Preferences};
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;

/// Ends that neither the user nor the signal has set, dBFS.
const USUAL_DBFS: [f32; 2] = [-160.0, 0.0];

/// Lowest level of an axis that the user has not set, dBFS: what lies below comes from no converter.
const LOWEST_DBFS: f32 = -180.0;

/// The same for music, whose lowest parts in a short transform lie above it.
const LOWEST_OF_MUSIC_DBFS: f32 = -120.0;

/// Both ends, in decibels of the unit: the user's, or else the usual ones.
pub fn whole_db(scene: &Scene<'_>, preferences: &Preferences, scale: &LevelScale) -> [f32; 2] {
    let [low_db, high_db] = automatic_db(scene, scale);
    let ends = preferences.ends_in(scale.unit);
    let low_db =
        ends.low_db.unwrap_or(ends.high_db.map_or(low_db, |high| low_db.min(high - LevelEnds::LEAST_DB)));
    [low_db, ends.high_db.unwrap_or(high_db).max(low_db + LevelEnds::LEAST_DB)]
}

/// From the lowest level of any channel up to its full scale.
fn automatic_db(scene: &Scene<'_>, scale: &LevelScale) -> [f32; 2] {
    /// Decibels of a reference that is at no round level in dBFS end in whole steps of this.
    const STEP_DB: f32 = 10.0;
    let offsets = (0..scene.channels().len().max(1)).map(|channel| scale.offset_db(channel) as f32);
    let low_db = lowest_dbfs(scene) + offsets.clone().fold(f32::INFINITY, f32::min);
    let high_db = highest_dbfs(scene) + offsets.fold(f32::NEG_INFINITY, f32::max);
    match scale.unit {
        LevelUnit::Dbr | LevelUnit::Dbv => {
            [(low_db / STEP_DB).floor() * STEP_DB, (high_db / STEP_DB).ceil() * STEP_DB]
        }
        _ => [low_db, high_db],
    }
}

/// The usual lower end, or a lower one if the noise of a long transform lies below it.
fn lowest_dbfs(scene: &Scene<'_>) -> f32 {
    let Some(spectrum) = &scene.traces.spectrum else { return USUAL_DBFS[0] };
    if scene.traces.is_music {
        return LOWEST_OF_MUSIC_DBFS;
    }
    let density = scene.density().into_iter().flat_map(|(_, points)| points);
    let density = density.map(|point| point.power_per_hz).filter(|power| *power > 0.0);
    let floor_db = 10.0 * (density.fold(f64::INFINITY, f64::min) * noise_width_hz(spectrum)).log10();
    // In steps of a grid line, so that the axis does not follow the noise's fluctuations.
    let below = ((floor_db as f32 - 2.0) / 20.0).floor() * 20.0;
    if floor_db.is_finite() { USUAL_DBFS[0].min(below.max(LOWEST_DBFS)) } else { USUAL_DBFS[0] }
}

/// The usual upper end, or a higher one if a tone with its label would reach beyond it: a clipped tone's level may lie above
/// 0 dBFS.
fn highest_dbfs(scene: &Scene<'_>) -> f32 {
    /// Room for the label of a tone.
    const LABEL_DB: f64 = 3.0;
    /// A grid line's distance.
    const STEP_DB: f32 = 10.0;
    let tones = (0..scene.channels().len())
        .filter_map(|channel| scene.value(channel, ChannelFigure::LevelFundamental));
    let reaches = tones.fold(f64::NEG_INFINITY, f64::max) + LABEL_DB > f64::from(USUAL_DBFS[1]);
    if reaches { USUAL_DBFS[1] + STEP_DB } else { USUAL_DBFS[1] }
}

/// Noise bandwidth of one bin, which converts a density to a bin's level.
pub fn noise_width_hz(spectrum: &Spectrum) -> f64 {
    spectrum.enbw_bins * spectrum.sample_rate_hz / spectrum.frames as f64
}
