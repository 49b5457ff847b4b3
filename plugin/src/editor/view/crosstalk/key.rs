//! Legend: colours of the directions.

use egui::{Align, Painter, Rangef, Rect, Stroke, pos2, vec2};

use crate::editor::theme;
use crate::editor::view::draw;
use crate::editor::view::scene::Scene;

/// Names of the directions, in the order of their colours.
pub const DIRECTIONS: [&str; 2] = ["L → R", "R → L"];

/// Draws the legend at the upper right.
pub(super) fn key(painter: &Painter, rect: Rect, scene: &Scene<'_>) {
    let mut right = rect.right();
    for (name, colour) in DIRECTIONS.into_iter().zip(scene.palette.channels).rev() {
        let place = Rect::from_min_max(pos2(right - 60.0, rect.top() - 22.0), pos2(right, rect.top() - 6.0));
        let text =
            draw::text_in(painter, place, Align::Max, name, theme::sans(theme::TICK), scene.palette.quiet);
        let dash = text.left_center() - vec2(6.0, 0.0);
        painter.hline(Rangef::new(dash.x - 14.0, dash.x), dash.y, Stroke::new(2.0, colour));
        right = dash.x - 14.0 - 14.0;
    }
}
