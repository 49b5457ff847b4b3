//! Noise density over frequency, lines removed.

use egui::{Painter, Rangef, Rect};
use groundtruth_measure::{ChannelFigure, Reading, Refusal};

use crate::editor::preferences::FrequencyScale;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, plot, spectrum, words};

/// Smallest height of the level axis in dB.
const LEAST_DB: f32 = 40.0;
/// Lowest end of the level axis in dBFS/√Hz: 15 dB below the rounding of 24 bits.
const LOWEST_DB: f32 = -200.0;

/// Paints both channels' density.
pub fn paint(painter: &Painter, area: Rect, scene: &Scene<'_>, scale: FrequencyScale) {
    let rect = plot::inside(area);
    let [low_hz, high_hz] = spectrum::limits_hz(scene, scale);
    let across = FrequencyAxis { scale, low_hz, high_hz, x: Rangef::new(rect.left(), rect.right()) };
    let density = scene.density();
    let levels: Vec<Vec<f32>> = density
        .iter()
        .map(|(_, points)| points.iter().map(|point| level_db(point.power_per_hz)).collect())
        .collect();
    let range = range(levels.iter().flatten().copied());
    let [low_db, high_db] = range.unwrap_or([-180.0, -80.0]);
    let down = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    let (lines_across, lines_down) = (plot::frequency_lines(&across), plot::level_lines(&down, 34.0));
    plot::grid(painter, rect, &lines_across, &lines_down, "Hz", scene.palette);
    let title = "Noise density, dBFS/√Hz";
    if range.is_none() {
        plot::caption(painter, rect, title, scene.palette);
        draw::notice(painter, rect, &nothing(scene), scene.palette);
        return;
    }
    plot::caption(painter, rect, &format!("{title}, lines removed"), scene.palette);
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
    plot::lines(&painter.with_clip_rect(rect), &x, &heights, colours, 1.6);
}

/// Lower and upper end of the level axis; `None` without any finite level.
fn range(levels: impl Iterator<Item = f32>) -> Option<[f32; 2]> {
    let shown = levels.filter(|level| level.is_finite());
    let [low_db, high_db] = LevelAxis::around(shown, LEAST_DB)?;
    Some([low_db.max(LOWEST_DB), high_db.max(LOWEST_DB + LEAST_DB)])
}

/// Why there is no curve: a signal that masks the noise, or no reading yet.
fn nothing(scene: &Scene<'_>) -> String {
    let reading = scene.reading(0, ChannelFigure::NoiseRms);
    match reading.filter(|_| scene.snapshot.spectrum.is_some()) {
        Some(Reading::NotMeasurable(Refusal::NoTone { .. } | Refusal::Glides { .. })) => {
            words::NOISE_MASKED.to_owned()
        }
        Some(Reading::NotMeasurable(refusal)) => format::refusal(refusal),
        _ => spectrum::nothing_yet(scene),
    }
}

fn level_db(power_per_hz: f64) -> f32 {
    if power_per_hz > 0.0 { (10.0 * power_per_hz.log10()) as f32 } else { f32::NEG_INFINITY }
}
