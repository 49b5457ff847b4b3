//! The stereo image of music, under its spectrum: where the newest samples lie between the sides, and how wide each
//! octave is.

use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use self::width::Width;
use crate::editor::theme;
use crate::editor::view::scene::Scene;
use crate::editor::view::{plot, words};

mod field;
mod width;

/// Room above for the titles, and below for labels.
const ABOVE: f32 = 20.0;
const BELOW: f32 = 10.0;
/// Space between the two.
const GAP: f32 = 40.0;

/// Whether there is an image: of music in two channels.
pub fn is_known(scene: &Scene<'_>) -> bool {
    scene.traces.is_music && !scene.snapshot.programme.newest.is_empty()
}

/// Paints both into the area under the plot.
pub fn paint(ui: &Ui, area: Rect, scene: &Scene<'_>) {
    let left = area.left() + plot::LEFT;
    let side = area.height() - ABOVE - BELOW;
    let square = Rect::from_min_size(pos2(left, area.top() + ABOVE), vec2(side, side));
    title(ui, square.left(), area, words::STEREO_FIELD, scene);
    field::paint(ui.painter(), square, &scene.snapshot.programme.newest, scene.palette);
    explain(ui, square, words::STEREO_FIELD_MEANING);

    let bars = Rect::from_min_max(
        pos2(square.right() + GAP + plot::LEFT, square.top()),
        pos2(area.right() - plot::RIGHT, square.bottom()),
    );
    if let Some(width) = Width::of(&scene.snapshot.programme.mid_side) {
        title(ui, bars.left(), area, words::WIDTH, scene);
        width.paint(ui.painter(), bars, scene.palette);
        explain(ui, bars, words::WIDTH_MEANING);
    }
}

fn title(ui: &Ui, left: f32, area: Rect, text: &str, scene: &Scene<'_>) {
    let at = pos2(left, area.top() + 2.0);
    ui.painter().text(at, Align2::LEFT_TOP, text, theme::sans(theme::TICK), scene.palette.quiet);
}

fn explain(ui: &Ui, rect: Rect, meaning: &str) {
    let id = ui.scope_id().with(("stereo", meaning));
    _ = ui.interact(rect, id, Sense::hover()).on_hover_text(meaning);
}
