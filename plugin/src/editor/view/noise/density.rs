//! Noise density over frequency, lines removed.

use egui::{Painter, Rangef, Rect};

use crate::editor::preferences::FrequencyScale;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, plot, spectrum};

/// Smallest height of the level axis in dB.
const LEAST_DB: f32 = 40.0;

/// Paints both channels' density.
pub fn paint(painter: &Painter, area: Rect, scene: &Scene<'_>, scale: FrequencyScale) {
    let rect = plot::inside(area);
    let [low_hz, high_hz] = spectrum::limits_hz(scene, scale);
    let across = FrequencyAxis { scale, low_hz, high_hz, x: Rangef::new(rect.left(), rect.right()) };
    let levels: Vec<Vec<Option<f32>>> = scene
        .snapshot
        .density
        .iter()
        .take(2)
        .map(|points| points.iter().map(|point| Some(level_db(point.power_per_hz))).collect())
        .collect();
    let shown = levels.iter().flatten().flatten().copied();
    let range = LevelAxis::around(shown, LEAST_DB);
    let [low_db, high_db] = range.unwrap_or([-180.0, -80.0]);
    let down = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    let (lines_across, lines_down) = (plot::frequency_lines(&across), plot::level_lines(&down, 34.0));
    plot::grid(painter, rect, &lines_across, &lines_down, "Hz", scene.palette);
    plot::caption(painter, rect, "Noise density, dBFS/√Hz, lines taken out", scene.palette);
    if range.is_none() {
        draw::notice(painter, rect, &spectrum::nothing_yet(scene), scene.palette);
        return;
    }
    let x: Vec<f32> = scene.snapshot.density[0].iter().map(|point| across.x_of(point.frequency_hz)).collect();
    let same_x = levels.iter().all(|channel| channel.len() == x.len());
    let heights: Vec<_> = levels
        .into_iter()
        .filter(|_| same_x)
        .map(|channel| channel.into_iter().map(|level| level.map(|level| down.y_of(level))).collect())
        .collect();
    plot::lines(&painter.with_clip_rect(rect), &x, &heights, scene.palette.channels, 1.6);
}

fn level_db(power_per_hz: f64) -> f32 {
    if power_per_hz > 0.0 { (10.0 * power_per_hz.log10()) as f32 } else { f32::NEG_INFINITY }
}
