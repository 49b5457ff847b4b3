//! Noise density over frequency, lines removed.

use egui::{Painter, Rangef, Rect, Ui};
use groundtruth_measure::{ChannelFigure, DensityPoint, Reading, Refusal};

use crate::editor::preferences::Preferences;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::cursor::{self, Across, Curve, Level, OverFrequency, Reference};
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, plot, spectrum, words};

/// Smallest height of the level axis in dB.
const LEAST_DB: f32 = 40.0;
/// Lowest end of the level axis in dBFS/√Hz: 15 dB below the rounding of 24 bits.
const LOWEST_DB: f32 = -200.0;

/// Paints both channels' density, and the cursor.
pub fn ui(ui: &Ui, area: Rect, scene: &Scene<'_>, preferences: &Preferences, reference: &mut Reference) {
    let (painter, rect) = (ui.painter(), plot::inside(area));
    let [low_hz, high_hz] = spectrum::limits_hz(scene, preferences);
    let across = FrequencyAxis {
        scale: preferences.frequency_scale,
        low_hz,
        high_hz,
        x: Rangef::new(rect.left(), rect.right()),
    };
    let (density, scale) = (scene.density(), LevelScale::new(scene));
    let unit = scale.density();
    let offset_db = |channel: usize| scale.density_offset_db(scene, channel) as f32;
    let levels: Vec<Vec<f32>> = density
        .iter()
        .map(|(channel, points)| {
            let offset_db = offset_db(*channel);
            points.iter().map(|point| level_db(point.power_per_hz) + offset_db).collect()
        })
        .collect();
    let lowest_db = LOWEST_DB + offset_db(0);
    let range = range(levels.iter().flatten().copied(), lowest_db);
    let [low_db, high_db] = range.unwrap_or([-180.0, -80.0]);
    let down = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    let (lines_across, lines_down) =
        (plot::frequency_lines(&across), plot::level_lines_in(&down, 34.0, unit));
    plot::grid(painter, rect, &lines_across, &lines_down, "Hz", scene.palette);
    let title = format!("Noise density, {}", unit.sign());
    if range.is_none() {
        plot::caption(painter, rect, &title, scene.palette);
        draw::notice(painter, rect, &nothing(scene), scene.palette);
        return;
    }
    plot::caption(painter, rect, &format!("{title}, lines removed"), scene.palette);
    paint(&painter.with_clip_rect(rect), &density, levels, (&across, &down), scene);
    let curves = density.iter().map(|(channel, points)| Curve {
        name: scene.channel_name(*channel),
        colour: scene.palette.channel(*channel),
        level_at: Box::new(|hz| {
            level_at(points, hz, &across).map(|level| level.raised(offset_db(*channel).into()))
        }),
    });
    let plot = OverFrequency {
        across,
        counts: Across::Frequency,
        down,
        unit,
        has_dots: true,
        curves: curves.collect(),
    };
    let response = cursor::listen(ui, rect, "noise density");
    plot.ui(ui, &response, rect, reference, None, scene.palette);
}

/// Paints the curves at these levels.
fn paint(
    painter: &Painter,
    density: &[(usize, &[DensityPoint])],
    levels: Vec<Vec<f32>>,
    (across, down): (&FrequencyAxis, &LevelAxis),
    scene: &Scene<'_>,
) {
    let x: Vec<f32> = density[0].1.iter().map(|point| across.x_of(point.frequency_hz)).collect();
    let same_x = levels.iter().all(|channel| channel.len() == x.len());
    let heights: Vec<_> = levels
        .into_iter()
        .filter(|_| same_x)
        .map(|channel| channel.into_iter().map(|level| Some(down.y_of(level))).collect())
        .collect();
    let colours = [0, 1].map(|index| {
        let channel = density.get(index).map_or(index, |(channel, _)| *channel);
        scene.palette.channel(channel)
    });
    plot::lines(painter, &x, &heights, colours, 1.6);
}

/// The drawn density at a frequency: on the line between two points.
fn level_at(points: &[DensityPoint], hz: f64, across: &FrequencyAxis) -> Option<Level> {
    let after = points.partition_point(|point| point.frequency_hz < hz);
    let next = points.get(after)?;
    let level = |point: &DensityPoint| f64::from(level_db(point.power_per_hz));
    if next.frequency_hz == hz {
        return Some(Level::of(level(next), false));
    }
    let before = points.get(after.checked_sub(1)?)?;
    let [left, x, right] = [before.frequency_hz, hz, next.frequency_hz].map(|hz| across.x_of(hz));
    let (low, high) = (level(before), level(next));
    let is_silent = !low.is_finite() || !high.is_finite();
    let db = if is_silent {
        f64::NEG_INFINITY
    } else {
        low + (high - low) * f64::from((x - left) / (right - left))
    };
    Some(Level::of(db, false))
}

/// Lower and upper end of the level axis; `None` without any finite level.
fn range(levels: impl Iterator<Item = f32>, lowest_db: f32) -> Option<[f32; 2]> {
    let shown = levels.filter(|level| level.is_finite());
    let [low_db, high_db] = LevelAxis::around(shown, LEAST_DB)?;
    Some([low_db.max(lowest_db), high_db.max(lowest_db + LEAST_DB)])
}

/// Why there is no curve: a signal that masks the noise, or no reading yet.
fn nothing(scene: &Scene<'_>) -> String {
    let reading = scene.reading(0, ChannelFigure::NoiseRms);
    if scene.is_digital_silence() {
        return words::NOTHING_BUT_ZEROS.to_owned();
    }
    match reading.filter(|_| scene.snapshot.spectrum.is_some()) {
        Some(Reading::NotMeasurable(Refusal::NoTone { .. } | Refusal::Glides { .. })) => {
            words::NOISE_MASKED.to_owned()
        }
        Some(Reading::NotMeasurable(_)) if scene.is_programme() => words::NOISE_MASKED.to_owned(),
        Some(Reading::NotMeasurable(refusal)) => format::refusal(refusal),
        _ => spectrum::nothing_yet(scene),
    }
}

fn level_db(power_per_hz: f64) -> f32 {
    if power_per_hz > 0.0 { (10.0 * power_per_hz.log10()) as f32 } else { f32::NEG_INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::preferences::FrequencyScale;

    #[test]
    fn between_two_points_the_density_lies_on_their_line() {
        let point = |frequency_hz, power_per_hz| DensityPoint { frequency_hz, power_per_hz };
        let points = [point(100.0, 1e-14), point(400.0, 1e-12), point(800.0, 0.0)];
        let across =
            |scale| FrequencyAxis { scale, low_hz: 10.0, high_hz: 20_000.0, x: Rangef::new(0.0, 700.0) };
        let at = |hz, scale| level_at(&points, hz, &across(scale)).map(|level| level.db);
        assert_eq!(at(100.0, FrequencyScale::Log), Some(-140.0));
        let halfway = [(200.0, FrequencyScale::Log), (250.0, FrequencyScale::Linear)];
        for (hz, scale) in halfway {
            let db = at(hz, scale).unwrap_or(f64::NAN);
            assert!((db + 130.0).abs() < 0.001, "{db}");
        }
        let ends = [99.0, 801.0].map(|hz| at(hz, FrequencyScale::Log));
        assert_eq!((ends, at(500.0, FrequencyScale::Log)), ([None, None], Some(f64::NEG_INFINITY)));
    }
}
