//! Curves with their intervals: left solid, right dashed, limits dotted; what stands behind is grey and named.

use egui::{Align2, Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::content::{Content, Curve, Place};
use crate::editor::theme::{self, Palette};
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::draw;

type Axes<'a> = (&'a FrequencyAxis, &'a LevelAxis);

/// Widths of the chosen quantity's lines and of the others.
const WIDTH: f32 = 1.6;
const THIN: f32 = 1.0;
/// Dashes of the right channel, and dots of limits, with the gaps after them.
const DASH: [f32; 2] = [6.0, 4.0];
const DOT: [f32; 2] = [1.5, 3.0];
/// Opacity of an interval, and of what stands behind.
const INTERVAL: f32 = 0.22;
const BEHIND: f32 = 0.75;

/// Colour of a curve.
pub fn colour(curve: &Curve, palette: Palette) -> Color32 {
    match (curve.behind, curve.side) {
        (Some(_), _) => palette.quiet,
        (None, Some(side)) => palette.channel(side),
        (None, None) => palette.text,
    }
}

/// Paints all curves of a plot, those behind first, the left one under the right one's dashes.
pub fn curves(painter: &Painter, rect: Rect, content: &Content, axes: Axes<'_>, palette: Palette) {
    let (behind, chosen): (Vec<&Curve>, Vec<&Curve>) =
        content.curves.iter().partition(|curve| curve.behind.is_some());
    for curve in &chosen {
        painter.add(interval(curve, axes, draw::faint(colour(curve, palette), INTERVAL)));
    }
    for curve in &behind {
        line(painter, curve, axes, Stroke::new(THIN, draw::faint(colour(curve, palette), BEHIND)));
    }
    for curve in &chosen {
        line(painter, curve, axes, Stroke::new(WIDTH, colour(curve, palette)));
    }
    names(painter, rect, &behind, axes, palette);
}

fn at(point: &Place, (across, down): Axes<'_>) -> Pos2 {
    pos2(across.x_of(point.at), down.y_of(point.value as f32))
}

/// The line in runs of measured points and of limits, which share the points between them.
fn line(painter: &Painter, curve: &Curve, axes: Axes<'_>, stroke: Stroke) {
    let mut first = 0;
    while first + 1 < curve.points.len() {
        let is_limit = |index: usize| curve.points[index].limit || curve.points[index + 1].limit;
        let end = (first + 1..curve.points.len() - 1).find(|index| is_limit(*index) != is_limit(first));
        let end = end.unwrap_or(curve.points.len() - 1);
        let run: Vec<Pos2> = curve.points[first..=end].iter().map(|point| at(point, axes)).collect();
        let dashes = match (is_limit(first), curve.side) {
            (true, _) => Some(DOT),
            (false, Some(1)) => Some(DASH),
            (false, _) => None,
        };
        match dashes {
            Some([dash, gap]) => painter.extend(Shape::dashed_line(&run, stroke, dash, gap)),
            None => _ = painter.add(Shape::line(run, stroke)),
        }
        first = end;
    }
}

/// The area between the ends of the intervals, where both are known.
fn interval(curve: &Curve, (across, down): Axes<'_>, colour: Color32) -> Shape {
    let mut mesh = Mesh::default();
    let is_known = |point: &Place| !point.limit && point.interval.iter().all(|end| end.is_finite());
    for pair in curve.points.windows(2).filter(|pair| pair.iter().all(is_known)) {
        let base = mesh.vertices.len() as u32;
        for point in pair {
            let [low, high] = point.interval.map(|end| down.y_of(end as f32));
            let x = across.x_of(point.at);
            mesh.colored_vertex(pos2(x, high), colour);
            mesh.colored_vertex(pos2(x, low), colour);
        }
        mesh.add_triangle(base, base + 1, base + 2);
        mesh.add_triangle(base + 1, base + 3, base + 2);
    }
    Shape::mesh(mesh)
}

/// The name of each quantity behind, where it does not cover another name: at a curve's end first.
fn names(painter: &Painter, rect: Rect, behind: &[&Curve], axes: Axes<'_>, palette: Palette) {
    const PLACES: [f32; 5] = [1.0, 0.75, 0.5, 0.25, 0.05];
    let mut taken: Vec<Rect> = Vec::new();
    for curve in behind.iter().filter(|curve| curve.side == Some(0)) {
        let Some(name) = curve.behind else { continue };
        let galley = painter.layout_no_wrap(name.to_owned(), theme::sans(theme::TICK), palette.quiet);
        let last = curve.points.len().saturating_sub(1);
        let spots = PLACES.iter().flat_map(|share| {
            let point = curve.points.get((share * last as f32).round() as usize)?;
            let tip = at(point, axes);
            Some([Align2::RIGHT_BOTTOM, Align2::RIGHT_TOP].map(|side| {
                let gap = if side == Align2::RIGHT_BOTTOM { vec2(-2.0, -1.0) } else { vec2(-2.0, 1.0) };
                side.anchor_size(tip + gap, galley.size())
            }))
        });
        let is_free = |spot: &Rect| {
            rect.shrink(1.0).contains_rect(*spot)
                && taken.iter().all(|other| !other.intersects(spot.expand(1.0)))
        };
        if let Some(spot) = spots.flatten().find(is_free) {
            painter.galley(spot.min, galley, palette.quiet);
            taken.push(spot);
        }
    }
}
