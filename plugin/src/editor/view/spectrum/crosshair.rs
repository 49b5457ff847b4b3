//! The crosshair: the curves' levels at the pointer's frequency, the pointer's own level, and the nearest peak,
//! interpolated.

use egui::{Align, Rect, Response, Stroke, Ui, pos2};

use crate::editor::theme;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::columns;
use crate::editor::view::cursor::{self, Across, Curve, Level, OverFrequency, Reference};
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::peak::{self, Peak};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, plot, words};

/// Largest distance of the peak from the pointer, in points.
const REACH: f32 = 10.0;

/// Axes of the plot.
#[derive(Clone, Copy)]
pub struct Axes<'a> {
    /// Horizontal.
    pub across: FrequencyAxis,
    /// Vertical.
    pub down: LevelAxis,
    /// Whether the curves stand at the levels that the axis says: neither tilted nor smoothed.
    pub is_true: bool,
    /// Unit of the levels.
    pub scale: &'a LevelScale,
}

/// Paints reference, hairlines and box.
pub fn ui(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    scene: &Scene<'_>,
    axes: Axes<'_>,
    reference: &mut Reference,
) {
    let Axes { across, down, is_true, scale } = axes;
    let peak = cursor::pointer(response, rect).and_then(|pointer| {
        pointer_level(ui, rect, axes, pointer.y, scene);
        peak_line(ui, rect, scene, axes, pointer.x)
    });
    let curves = curves(scene, axes, &across, 1.0 / ui.pixels_per_point());
    let plot = OverFrequency {
        across,
        counts: Across::Frequency,
        down,
        unit: scale.written(),
        has_dots: is_true,
        curves,
    };
    plot.ui(ui, response, rect, reference, peak, scene.palette);
}

/// The channels' spectra; of music the mean.
fn curves<'a>(
    scene: &Scene<'a>,
    axes: Axes<'a>,
    across: &'a FrequencyAxis,
    column_width: f32,
) -> Vec<Curve<'a>> {
    let Some(spectrum) = scene.traces.mean.as_ref().or(scene.traces.spectrum.as_ref()) else {
        return Vec::new();
    };
    let channels = spectrum.channels.iter().enumerate();
    let curve = |(channel, powers): (usize, &'a std::sync::Arc<[f32]>)| Curve {
        name: scene.curve_name(channel),
        colour: scene.curve_colours()[channel % 2],
        level_at: Box::new(move |hz| {
            let db = columns::level_at(powers, spectrum.bin_hz(1), across, hz, column_width)?;
            Some(Level::of(axes.scale.db(channel, db), false))
        }),
    };
    channels.map(curve).collect()
}

/// The horizontal hairline, with its level on the axis.
fn pointer_level(ui: &Ui, rect: Rect, axes: Axes<'_>, y: f32, scene: &Scene<'_>) {
    let (painter, palette) = (ui.painter(), scene.palette);
    cursor::horizontal(painter, rect, y, palette);
    let place =
        Rect::from_min_max(pos2(rect.left() - plot::LEFT + 4.0, y - 8.0), pos2(rect.left() - 4.0, y + 8.0));
    painter.rect(place, 3.0, palette.panel, palette.hairline(), egui::StrokeKind::Inside);
    let level = axes.scale.written().pointed(f64::from(axes.down.db_at(y)));
    let inner = place.shrink2(egui::vec2(4.0, 0.0));
    draw::text_in(painter, inner, Align::Max, &level, theme::sans(theme::TICK), palette.text);
}

/// Marks the nearest peak; returns it in words.
fn peak_line(
    ui: &Ui,
    rect: Rect,
    scene: &Scene<'_>,
    Axes { across, down, is_true, scale }: Axes<'_>,
    x: f32,
) -> Option<String> {
    let (channel, frequency_hz, level_db) = nearest_peak(scene, &across, scale, x)?;
    let at = pos2(across.x_of(frequency_hz), down.y_of(level_db as f32));
    if is_true {
        ui.painter().with_clip_rect(rect).circle_stroke(at, 4.0, Stroke::new(1.4, scene.palette.text));
    }
    Some(words::levels::peak(scene.curve_name(channel), frequency_hz, level_db, scale.written()))
}

/// Channel, frequency and level of the highest peak near a position.
fn nearest_peak(
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    scale: &LevelScale,
    x: f32,
) -> Option<(usize, f64, f64)> {
    let spectrum = scene.traces.spectrum.as_ref()?;
    let bin_hz = spectrum.bin_hz(1);
    let [left, right] = [across.hz_at(x - REACH) / bin_hz, across.hz_at(x + REACH) / bin_hz];
    let (centre, reach) = ((left + right) / 2.0, (right - left) / 2.0);
    let found = |(channel, powers): (usize, &std::sync::Arc<[f32]>)| {
        peak::nearest(powers, centre, reach, spectrum.window)
            .map(|Peak { bin, level_db }| (channel, bin * bin_hz, scale.db(channel, level_db)))
    };
    spectrum.channels.iter().enumerate().filter_map(found).max_by(|a, b| a.2.total_cmp(&b.2))
}
