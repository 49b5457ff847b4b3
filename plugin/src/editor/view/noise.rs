//! Noise: density over frequency, weighted figures, the mains lines one by one, and the last minute.

mod colour_map;
mod density;
mod spectrogram;
mod tables;

use egui::{Rect, Ui};

use self::spectrogram::SpectrogramTexture;
use super::cursor::Reference;
use super::scene::Scene;
use crate::editor::preferences::Preferences;

/// The spectrogram's texture and the reference cursor, kept between frames.
#[derive(Default)]
pub struct NoiseView {
    spectrogram: SpectrogramTexture,
    reference: Reference,
}

impl NoiseView {
    /// Paints the view into `area`.
    pub fn ui(&mut self, ui: &Ui, area: Rect, scene: &Scene<'_>, preferences: &Preferences) {
        let tables_height = tables::height(scene).min((area.height() * 0.24).max(88.0));
        let spectrogram_height = if preferences.show_spectrogram { area.height() * 0.38 } else { 0.0 };
        let (upper, spectrogram) = area.split_top_bottom_at_y(area.bottom() - spectrogram_height);
        let (density, tables) = upper.split_top_bottom_at_y(upper.bottom() - tables_height);
        density::ui(ui, density, scene, preferences, &mut self.reference);
        tables::paint(ui.painter(), tables, scene);
        if preferences.show_spectrogram {
            self.spectrogram.ui(ui, spectrogram, scene, preferences.theme);
        }
    }

    /// A view without data with the same reference cursor.
    pub fn same_part(&self) -> NoiseView {
        NoiseView { reference: self.reference.clone(), ..NoiseView::default() }
    }

    /// Removes the reference cursor.
    pub fn clear_reference(&mut self) {
        self.reference.clear();
    }
}
