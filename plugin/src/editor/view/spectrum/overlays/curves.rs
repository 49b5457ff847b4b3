//! The curves of captures, at the resolution of those before them.

use std::sync::Arc;

use egui::{Color32, Painter, Shape, Stroke};
use groundtruth_captures::{Capture, SpectrumTrace};
use groundtruth_measure::units;

use super::choose::Overlay;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::columns::{self, Column};
use crate::editor::view::draw;
use crate::editor::view::spectrum::curves::Shape as CurveShape;

/// Width and opacity of the lines; those of the second channel are dashed.
const WIDTH: f32 = 1.0;
const OPACITY: f32 = 0.8;
const DASH: f32 = 3.0;

/// How the curves before them are drawn.
#[derive(Clone, Copy, PartialEq)]
pub struct Look {
    /// Smoothing and slope.
    pub shape: CurveShape,
    /// Noise bandwidth of the bins of music: the overlay's noise is at the same level then. `None` for a test signal:
    /// lines at their level, noise at that of the capture's own bins.
    pub bandwidth_hz: Option<f64>,
    /// Width of a column in points.
    pub column_width: f32,
}

/// The drawn columns, recomputed only when something changes.
#[derive(Default)]
pub struct Overlays {
    drawn: Vec<Drawn>,
}

struct Drawn {
    capture: Arc<Capture>,
    offsets_db: Option<Vec<f64>>,
    axis: FrequencyAxis,
    look: Look,
    channels: Vec<Vec<Column>>,
}

impl Overlays {
    /// Paints the overlays' curves.
    pub fn paint(
        &mut self,
        painter: &Painter,
        overlays: &[Overlay],
        axis: &FrequencyAxis,
        levels: &LevelAxis,
        look: Look,
    ) {
        self.drawn.truncate(overlays.len());
        for (index, overlay) in overlays.iter().enumerate() {
            let is_current = |drawn: &Drawn| {
                Arc::ptr_eq(&drawn.capture, &overlay.capture)
                    && (drawn.axis, drawn.look) == (*axis, look)
                    && drawn.offsets_db == overlay.offsets_db
            };
            if !self.drawn.get(index).is_some_and(is_current) {
                let capture = overlay.capture.clone();
                let offsets_db = overlay.offsets_db.clone();
                let mut channels = reduced(&capture, axis, look);
                raise(&mut channels, offsets_db.as_deref());
                let drawn = Drawn { capture, offsets_db, axis: *axis, look, channels };
                self.drawn.truncate(index);
                self.drawn.push(drawn);
            }
            paint(painter, &self.drawn[index].channels, levels, draw::faint(overlay.colour, OPACITY));
        }
    }
}

/// Raises each channel to the unit; without offsets nothing is left to draw.
fn raise(channels: &mut Vec<Vec<Column>>, offsets_db: Option<&[f64]>) {
    let Some(offsets_db) = offsets_db else { return channels.clear() };
    for (channel, columns) in channels.iter_mut().enumerate() {
        let offset_db = offsets_db.get(channel).or(offsets_db.first()).copied().unwrap_or(0.0);
        columns::raise(columns, offset_db as f32);
    }
}

fn paint(painter: &Painter, channels: &[Vec<Column>], levels: &LevelAxis, colour: Color32) {
    let stroke = Stroke::new(WIDTH, colour);
    for (channel, columns) in channels.iter().enumerate() {
        let points: Vec<_> =
            columns.iter().map(|column| egui::pos2(column.x, levels.y_of(column.high_db))).collect();
        match channel {
            0 => _ = painter.add(Shape::line(points, stroke)),
            _ => painter.extend(Shape::dashed_line(&points, stroke, DASH, DASH)),
        }
    }
}

/// Columns of each channel, from the first frequency of the trace to the last.
fn reduced(capture: &Capture, axis: &FrequencyAxis, look: Look) -> Vec<Vec<Column>> {
    let Some(trace) = &capture.spectrum else { return Vec::new() };
    let count = (axis.x.span() / look.column_width).round().max(1.0) as usize;
    let column = |channel: usize, index: usize| {
        let x = axis.x.min + (index as f32 + 0.5) * look.column_width;
        let edges_hz = [-0.5, 0.5].map(|side| axis.hz_at(x + side * look.column_width));
        let level_db = level_db(trace, channel, edges_hz, look)? as f32;
        Some(Column { x, low_db: level_db, high_db: level_db })
    };
    let columns = |channel: usize| {
        let mut columns: Vec<Column> = (0..count).filter_map(|index| column(channel, index)).collect();
        columns::tilt(&mut columns, axis, look.shape.slope_db_per_octave);
        columns
    };
    (0..trace.channels.len()).map(columns).collect()
}

/// Level of a column. Of music it is that of bins like those before it, smoothed like them; without powers in the
/// capture, and of a test signal, that of its own bins.
fn level_db(trace: &SpectrumTrace, channel: usize, edges_hz: [f64; 2], look: Look) -> Option<f64> {
    let of_music = look.bandwidth_hz.and_then(|bandwidth_hz| match look.shape.smoothing_per_octave {
        0 => trace.highest_dbfs(channel, edges_hz, bandwidth_hz),
        part => {
            let middle_hz = (edges_hz[0] + edges_hz[1]) / 2.0;
            let half = 2f64.powf(0.5 / f64::from(part));
            let low_hz = (middle_hz / half).min(middle_hz - bandwidth_hz / 2.0);
            let high_hz = (middle_hz * half).max(middle_hz + bandwidth_hz / 2.0);
            let power = trace.power_between(channel, [low_hz, high_hz])?;
            Some(units::power_to_db(power * bandwidth_hz / (high_hz - low_hz)))
        }
    });
    of_music.or_else(|| trace.highest_captured_dbfs(channel, edges_hz))
}

#[cfg(test)]
mod tests;
