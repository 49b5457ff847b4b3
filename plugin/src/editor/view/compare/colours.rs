//! Colours of captures.

use egui::Color32;
use groundtruth_captures::Details;
use groundtruth_captures::colours::{ON_DARK, ON_LIGHT};

use crate::editor::theme::Palette;

/// Colour of a capture: its own, or one by its place in the session.
pub fn colour(details: &Details, place: usize, palette: Palette) -> Color32 {
    let usual = if palette.is_dark() { ON_DARK } else { ON_LIGHT };
    let [red, green, blue] = details.colour.unwrap_or(usual[place % usual.len()]);
    Color32::from_rgb(red, green, blue)
}
