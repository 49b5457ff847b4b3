//! What stands below the spectrum: harmonics or products as bars or as a table, the residual over one period, or the
//! stereo image of music.

mod bars;
mod residual;
mod rows;
mod stereo;
mod table;

use egui::{Rect, Role, Ui, pos2, vec2};

use self::bars::Bars;
use self::rows::Rows;
use self::table::Scrolled;
use crate::editor::preferences::{BelowSpectrum, Preferences};
use crate::editor::theme;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, words};

/// Height of bars and stereo image, and least height of the view for showing them.
const HEIGHT: f32 = 142.0;
const FROM: f32 = 560.0;
/// Share of the view for a table or waveform, and its height at most.
const SHARE: f32 = 0.42;
const MOST: f32 = 260.0;
/// Height of the line with the choices.
const LINE: f32 = 22.0;
/// Width of a choice.
const CHOICE: f32 = 62.0;

/// What is kept between frames.
#[derive(Clone, Default)]
pub struct Below {
    /// Whether there was something with the newest reading: without one its room stays as it was.
    is_used: bool,
    scrolled: Scrolled,
}

impl Below {
    /// The part of the view that it takes; empty if there is nothing to show.
    pub fn split(&mut self, area: Rect, scene: &Scene<'_>, preferences: &Preferences) -> [Rect; 2] {
        if scene.report.is_some() {
            self.is_used = stereo::is_known(scene) || has_content(scene, preferences.below_spectrum);
        }
        let is_high = area.height() >= FROM;
        let height = match preferences.below_spectrum {
            _ if !self.is_used => 0.0,
            _ if stereo::is_known(scene) => {
                if is_high {
                    HEIGHT
                } else {
                    0.0
                }
            }
            BelowSpectrum::Bars => {
                if is_high {
                    HEIGHT
                } else {
                    LINE
                }
            }
            BelowSpectrum::Table | BelowSpectrum::Residual => (area.height() * SHARE).min(MOST),
        };
        let (upper, lower) = area.split_top_bottom_at_y(area.bottom() - height);
        [upper, lower]
    }

    /// Paints it into its part of a view of this height.
    pub fn ui(
        &mut self,
        ui: &Ui,
        area: Rect,
        view_height: f32,
        scene: &Scene<'_>,
        preferences: &mut Preferences,
    ) {
        if area.height() < LINE {
            return;
        }
        if stereo::is_known(scene) {
            stereo::paint(ui, area, scene);
            return;
        }
        if !has_content(scene, preferences.below_spectrum) {
            return;
        }
        let is_high = view_height >= FROM;
        choices(ui, area, is_high, scene, &mut preferences.below_spectrum);
        match preferences.below_spectrum {
            BelowSpectrum::Bars if !is_high => {}
            BelowSpectrum::Bars => _ = Bars::new(scene).map(|bars| bars.paint(ui.painter(), area, scene)),
            BelowSpectrum::Table => match Rows::new(scene) {
                Some(rows) => table::ui(ui, area, &rows, scene, &mut self.scrolled),
                None => draw::notice(ui.painter(), area, words::levels::NO_HARMONICS, scene.palette),
            },
            BelowSpectrum::Residual => residual::ui(ui, area, title_end(area), scene),
        }
    }
}

/// Whether a reading has anything for this part. What the user asked for is there with the reason for its absence.
fn has_content(scene: &Scene<'_>, chosen: BelowSpectrum) -> bool {
    let has_reading = scene.report.is_some() && !scene.is_programme();
    has_reading && (chosen != BelowSpectrum::Bars || Bars::new(scene).is_some())
}

/// Right end of the titles at the left of the choices.
fn title_end(area: Rect) -> f32 {
    area.right() - 22.0 - 3.0 * CHOICE
}

fn choices(ui: &Ui, area: Rect, is_high: bool, scene: &Scene<'_>, chosen: &mut BelowSpectrum) {
    let first = if is_high { "bars" } else { "none" };
    let all = [
        (BelowSpectrum::Bars, first),
        (BelowSpectrum::Table, "table"),
        (BelowSpectrum::Residual, "residual"),
    ];
    let mut left = title_end(area);
    for (choice, label) in all {
        let place = Rect::from_min_size(pos2(left, area.top() + 1.0), vec2(CHOICE, LINE - 2.0));
        let state = (*chosen == choice, Role::RadioButton);
        let response = draw::choice(ui, place, label, state, theme::SMALL, scene.palette);
        if response.on_hover_text(words::levels::below_hint(choice)).clicked() {
            *chosen = choice;
        }
        left = place.right();
    }
}
