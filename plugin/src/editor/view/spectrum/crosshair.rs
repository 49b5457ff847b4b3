//! The crosshair: frequency and level at the pointer, and the nearest peak, interpolated.

use egui::{Align2, Rect, Response, Stroke, Ui, pos2};

use crate::editor::theme;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::peak::{self, Peak};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format};

/// Largest distance of the peak from the pointer, in points.
const REACH: f32 = 10.0;

/// Paints hairlines through the pointer, and their values above the plot.
pub fn paint(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    levels: &LevelAxis,
) {
    let Some(pointer) = response.hover_pos().filter(|pointer| rect.contains(*pointer)) else { return };
    let (painter, palette) = (ui.painter(), scene.palette);
    let hairline = Stroke::new(1.0, draw::faint(palette.quiet, 0.6));
    painter.vline(pointer.x, rect.y_range(), hairline);
    painter.hline(rect.x_range(), pointer.y, hairline);

    let mut words = format!(
        "{}  {} dBFS",
        format::frequency_short(across.hz_at(pointer.x)),
        format::fixed(f64::from(levels.db_at(pointer.y)), 1)
    );
    if let Some((channel, frequency_hz, level_db)) = nearest_peak(scene, across, pointer.x) {
        let at = pos2(across.x_of(frequency_hz), levels.y_of(level_db as f32));
        painter.with_clip_rect(rect).circle_stroke(at, 4.0, Stroke::new(1.4, palette.text));
        let name = scene.channels().get(channel).map_or("", |channel| channel.name.as_str());
        words += &format!(
            "   peak {name} {} Hz  {} dBFS",
            format::fixed(frequency_hz, 3),
            format::fixed(level_db, 2)
        );
    }
    let corner = pos2(rect.right(), rect.top() - 8.0);
    painter.text(corner, Align2::RIGHT_BOTTOM, words, theme::mono(theme::TICK), palette.text);
}

/// Channel, frequency and level of the highest peak near a position.
fn nearest_peak(scene: &Scene<'_>, across: &FrequencyAxis, x: f32) -> Option<(usize, f64, f64)> {
    let spectrum = scene.snapshot.spectrum.as_ref()?;
    let bin_hz = spectrum.bin_hz(1);
    let [left, right] = [across.hz_at(x - REACH) / bin_hz, across.hz_at(x + REACH) / bin_hz];
    let (centre, reach) = ((left + right) / 2.0, (right - left) / 2.0);
    let found = |(channel, powers): (usize, &std::sync::Arc<[f32]>)| {
        peak::nearest(powers, centre, reach, spectrum.window)
            .map(|Peak { bin, level_db }| (channel, bin * bin_hz, level_db))
    };
    spectrum.channels.iter().enumerate().filter_map(found).max_by(|a, b| a.2.total_cmp(&b.2))
}
