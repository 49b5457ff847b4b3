//! Samples between the sides (goniometer): their direction, and their level as the distance from the centre.

use std::f32::consts::FRAC_1_SQRT_2;

use egui::{Align2, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};

use crate::editor::theme::{self, Palette};
use crate::editor::view::draw;

/// Level at the centre, dBFS; full scale of one side alone is at the circle.
const CENTRE_DBFS: f32 = -48.0;
/// Side of a sample's dot.
const DOT: f32 = 1.4;

/// Paints the circle, the axes of both sides, and a dot for each sample.
pub fn paint(painter: &Painter, square: Rect, samples: &[[f32; 2]], palette: Palette) {
    let (centre, radius) = (square.center(), square.width() / 2.0);
    let grid = Stroke::new(1.0, palette.grid);
    painter.circle_stroke(centre, radius, grid);
    let font = theme::sans(theme::TICK);
    for (name, direction, anchor) in
        [("L", vec2(-1.0, -1.0), Align2::RIGHT_BOTTOM), ("R", vec2(1.0, -1.0), Align2::LEFT_BOTTOM)]
    {
        let end = direction * FRAC_1_SQRT_2 * radius;
        painter.line_segment([centre - end, centre + end], grid);
        painter.text(centre + end, anchor, name, font.clone(), palette.quiet);
    }
    let mut dots = Mesh::default();
    let colour = draw::faint(palette.text, 0.5);
    for sample in samples {
        if let Some(place) = place(*sample) {
            let at: Pos2 = centre + place * radius;
            dots.add_colored_rect(Rect::from_center_size(at, Vec2::splat(DOT)), colour);
        }
    }
    painter.with_clip_rect(square).add(Shape::mesh(dots));
}

/// From the centre of a circle of radius 1: right and down. A signal of both sides alike points up, of the left alone to
/// the upper left. `None` below the level of the centre.
fn place([left, right]: [f32; 2]) -> Option<Vec2> {
    let direction = vec2(right - left, -(left + right)) * FRAC_1_SQRT_2;
    let size = direction.length();
    let share = 1.0 - 20.0 * size.log10() / CENTRE_DBFS;
    (share > 0.0).then(|| direction / size * share.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_at(sample: [f32; 2], expected: [f32; 2]) -> bool {
        place(sample).is_some_and(|place| (place - Vec2::from(expected)).length() < 1e-3)
    }

    #[test]
    fn mono_points_up_one_side_aslant_and_opposite_sides_across() {
        assert!(is_at([FRAC_1_SQRT_2; 2], [0.0, -1.0]));
        assert!(is_at([1.0, 0.0], [-FRAC_1_SQRT_2; 2]));
        assert!(is_at([0.0, 1.0], [FRAC_1_SQRT_2, -FRAC_1_SQRT_2]));
        assert!(is_at([-FRAC_1_SQRT_2, FRAC_1_SQRT_2], [1.0, 0.0]));
    }

    #[test]
    fn the_distance_is_the_level() {
        // -24 dBFS is halfway to -48 dBFS.
        assert!(is_at([0.0, 10f32.powf(-24.0 / 20.0)], [FRAC_1_SQRT_2 / 2.0, -FRAC_1_SQRT_2 / 2.0]));
        assert!(place([1.0, 1.0]).is_some_and(|place| place.length() <= 1.0001));
        assert_eq!(place([0.0, 0.0]), None);
        assert_eq!(place([0.001, 0.001]), None);
    }
}
