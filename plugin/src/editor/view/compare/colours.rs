//! Colours of captures.

use egui::Color32;
use groundtruth_captures::Details;
use groundtruth_captures::colours::{ON_DARK, ON_LIGHT};

use crate::editor::theme::Palette;

/// Colour of a capture: its own, or one by its place in the session.
pub fn colour(details: &Details, place: usize, palette: Palette) -> Color32 {
    details
        .colour
        .map_or_else(|| usual(place, palette), |[red, green, blue]| Color32::from_rgb(red, green, blue))
}

/// The colour that a place has if none was chosen.
pub fn usual(place: usize, palette: Palette) -> Color32 {
    let usual = if palette.is_dark() { ON_DARK } else { ON_LIGHT };
    let [red, green, blue] = usual[place % usual.len()];
    Color32::from_rgb(red, green, blue)
}
