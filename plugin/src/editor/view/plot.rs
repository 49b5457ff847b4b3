//! The frame of a plot, and drawing of two curves that do not hide each other.

use egui::{Align, Align2, Color32, Mesh, Painter, Pos2, Rangef, Rect, Shape, Stroke, Vec2, pos2};

use super::axis::{FrequencyAxis, LevelAxis, Tick};
use super::columns::Column;
use super::draw;
use super::interleave::{self, Run};
use super::unit::Unit;
use crate::editor::theme::{self, Palette};

/// Room for level labels on the left of a plot.
pub const LEFT: f32 = 58.0;
/// Room on its right.
pub const RIGHT: f32 = 22.0;
/// Room under a plot for its labels.
pub const BELOW: f32 = 24.0;

/// A labelled grid line.
pub struct GridLine {
    /// Position in points, horizontal or vertical.
    pub at: f32,
    /// Label.
    pub label: String,
}

/// Grid lines of a frequency axis, with `unit` after the last label.
pub fn frequency_lines(axis: &FrequencyAxis) -> Vec<GridLine> {
    axis.ticks(56.0)
        .into_iter()
        .map(|Tick { value, label }| GridLine { at: axis.x_of(value), label })
        .collect()
}

/// Grid lines of a level axis, no closer than `spacing` points.
pub fn level_lines(axis: &LevelAxis, spacing: f32) -> Vec<GridLine> {
    axis.ticks(spacing)
        .into_iter()
        .map(|Tick { value, label }| GridLine { at: axis.y_of(value as f32), label })
        .collect()
}

/// Grid lines of a level axis whose levels are written in a unit.
pub fn level_lines_in(axis: &LevelAxis, spacing: f32, unit: Unit) -> Vec<GridLine> {
    unit.ticks(axis, spacing)
        .into_iter()
        .map(|Tick { value, label }| GridLine { at: axis.y_of(value as f32), label })
        .collect()
}

/// Paints the grid and the labels at the left and below; `unit` is added to the end of the lower labels.
pub fn grid(
    painter: &Painter,
    rect: Rect,
    across: &[GridLine],
    down: &[GridLine],
    unit: &str,
    palette: Palette,
) {
    let stroke = Stroke::new(1.0, palette.grid);
    let font = theme::sans(theme::TICK);
    for line in down {
        painter.hline(rect.x_range(), line.at, stroke);
        let place = Rect::from_min_max(
            pos2(rect.left() - LEFT, line.at - 7.0),
            pos2(rect.left() - 8.0, line.at + 7.0),
        );
        draw::text_in(painter, place, Align::Max, &line.label, font.clone(), palette.quiet);
    }
    let mut free_from = f32::NEG_INFINITY;
    for (index, line) in across.iter().enumerate() {
        painter.vline(line.at, rect.y_range(), stroke);
        let last = index + 1 == across.len();
        let label = if last { format!("{} {unit}", line.label) } else { line.label.clone() };
        let width = draw::width(painter, label.trim_end(), font.clone());
        let left = (line.at - width / 2.0).min(rect.right() + RIGHT - 2.0 - width);
        if left > free_from {
            let at = pos2(left, rect.bottom() + 5.0);
            painter.text(at, Align2::LEFT_TOP, label.trim_end(), font.clone(), palette.quiet);
            free_from = left + width + 6.0;
        }
    }
}

/// Style of a set of columns.
#[derive(Clone, Copy)]
pub struct CurveStyle {
    /// Width of the line along the largest levels.
    pub width: f32,
    /// Opacity of the band between largest and smallest level, 0 for none.
    pub band: f32,
}

/// Paints up to two curves with translucent bands; touching lines are drawn alternately.
pub fn curves(
    painter: &Painter,
    channels: &[&[Column]],
    levels: &LevelAxis,
    colours: [Color32; 2],
    style: CurveStyle,
) {
    for (columns, colour) in channels.iter().zip(colours).rev() {
        if style.band > 0.0 {
            painter.add(band(columns, levels, draw::faint(colour, style.band)));
        }
    }
    let heights: Vec<Vec<Option<f32>>> = channels
        .iter()
        .map(|columns| columns.iter().map(|column| Some(levels.y_of(column.high_db))).collect())
        .collect();
    let x: Vec<f32> =
        channels.first().map(|columns| columns.iter().map(|column| column.x).collect()).unwrap_or_default();
    lines(painter, &x, &heights, colours, style.width);
}

/// Paints up to two lines over common x positions, with breaks at `None`; touching lines are drawn alternately.
pub fn lines(painter: &Painter, x: &[f32], heights: &[Vec<Option<f32>>], colours: [Color32; 2], width: f32) {
    let nothing = Vec::new();
    for index in (0..heights.len().min(2)).rev() {
        let under = if index == 0 { heights.get(1).unwrap_or(&nothing) } else { &nothing };
        let stroke = Stroke::new(width, colours[index]);
        for Run { points, touching } in interleave::runs(x, &heights[index], under) {
            let points: Vec<Pos2> = points.filter_map(|i| heights[index][i].map(|y| pos2(x[i], y))).collect();
            match touching {
                false => _ = painter.add(Shape::line(points, stroke)),
                true => {
                    painter.extend(Shape::dashed_line(&points, stroke, interleave::DASH, interleave::DASH))
                }
            }
        }
    }
}

/// Paints up to two dotted lines, of limits, with breaks at `None`.
pub fn dotted(painter: &Painter, x: &[f32], heights: &[Vec<Option<f32>>], colours: [Color32; 2]) {
    const DOT: f32 = 1.5;
    const GAP: f32 = 3.0;
    for (heights, colour) in heights.iter().zip(colours).rev() {
        let stroke = Stroke::new(1.4, draw::faint(colour, theme::LIMIT_OPACITY));
        let places: Vec<Option<Pos2>> = x.iter().zip(heights).map(|(x, y)| y.map(|y| pos2(*x, y))).collect();
        for run in places.split(Option::is_none) {
            let points: Vec<Pos2> = run.iter().flatten().copied().collect();
            painter.extend(Shape::dashed_line(&points, stroke, DOT, GAP));
        }
    }
}

/// The area between smallest and largest level, where columns hold more than one bin.
fn band(columns: &[Column], levels: &LevelAxis, colour: Color32) -> Shape {
    let bottom = levels.y.max;
    let mut mesh = Mesh::default();
    for pair in columns.windows(2) {
        if pair.iter().all(|column| column.low_db >= column.high_db) {
            continue;
        }
        let base = mesh.vertices.len() as u32;
        for column in pair {
            mesh.colored_vertex(pos2(column.x, levels.y_of(column.high_db).min(bottom)), colour);
            mesh.colored_vertex(pos2(column.x, levels.y_of(column.low_db).min(bottom)), colour);
        }
        mesh.add_triangle(base, base + 1, base + 2);
        mesh.add_triangle(base + 1, base + 2, base + 3);
    }
    Shape::mesh(mesh)
}

/// A caption above a plot's upper left corner.
pub fn caption(painter: &Painter, plot: Rect, text: &str, palette: Palette) -> Rect {
    let at = Pos2::new(plot.left() - 40.0, plot.top() - 8.0);
    painter.text(at, Align2::LEFT_BOTTOM, text, theme::sans(theme::TICK), palette.quiet)
}

/// The plot inside an area: with space for labels at the left and below, and for a caption above. Empty if the area is
/// too small.
pub fn inside(area: Rect) -> Rect {
    let least = area.min + Vec2::new(LEFT, 34.0);
    Rect::from_min_max(least, (area.max - Vec2::new(RIGHT, BELOW)).max(least))
}

/// The axis range of a plot's height.
pub fn y_range(plot: Rect) -> Rangef {
    Rangef::new(plot.top(), plot.bottom())
}
