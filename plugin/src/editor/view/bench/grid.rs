//! The four plots, or one of them alone.

use egui::{Rect, Ui};

use super::content::Content;
use super::panel::{self, Clicked, Look, PanelState};
use super::shown::Shown;
use super::{coupling, distortion, levels, response};
use crate::editor::preferences::{BenchPlot, BenchPreferences, Preferences};
use crate::editor::theme::Palette;

/// State of the plots.
#[derive(Default)]
pub struct Plots {
    states: [PanelState; BenchPlot::ALL.len()],
}

impl Plots {
    /// Paints the plots into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        shown: &Shown<'_>,
        preferences: &mut Preferences,
        palette: Palette,
    ) {
        let scale = preferences.frequency_scale;
        let chosen = &mut preferences.bench;
        let enlarged = chosen.enlarged;
        for (index, plot) in BenchPlot::ALL.into_iter().enumerate() {
            if enlarged.is_some_and(|enlarged| enlarged != plot) {
                continue;
            }
            let is_enlarged = enlarged == Some(plot);
            let place = if is_enlarged { area } else { quarter(area, index) };
            let content = content(shown, plot, chosen);
            let look = Look { plot, is_enlarged, scale, palette };
            let clicked = panel::ui(ui, place, &content, &mut self.states[index], look);
            act(chosen, plot, &clicked);
        }
    }

    /// The same part of every plot.
    pub fn same_part(&self) -> Plots {
        Plots { states: self.states.each_ref().map(PanelState::same_part) }
    }

    /// Shows everything in every plot again.
    pub fn reset_zoom(&mut self) {
        self.states.iter_mut().for_each(PanelState::reset_zoom);
    }

    /// Removes every second cursor.
    pub fn clear_reference(&mut self) {
        self.states.iter_mut().for_each(PanelState::clear_reference);
    }
}

/// The place of a plot, row by row.
fn quarter(area: Rect, index: usize) -> Rect {
    let (left, right) = area.split_left_right_at_x(area.center().x);
    let column = if index.is_multiple_of(2) { left } else { right };
    let (upper, lower) = column.split_top_bottom_at_y(area.center().y);
    if index < 2 { upper } else { lower }
}

fn content(shown: &Shown<'_>, plot: BenchPlot, chosen: &BenchPreferences) -> Content {
    match plot {
        BenchPlot::Response => response::content(shown, chosen.response),
        BenchPlot::Distortion => {
            distortion::content(shown, chosen.harmonic, chosen.enlarged == Some(BenchPlot::Distortion))
        }
        BenchPlot::Levels => levels::content(shown, chosen.level),
        BenchPlot::Coupling => coupling::content(shown, chosen.coupling),
    }
}

/// Carries out what was clicked.
fn act(chosen: &mut BenchPreferences, plot: BenchPlot, clicked: &Clicked) {
    if clicked.title {
        chosen.enlarged = if chosen.enlarged.is_some() { None } else { Some(plot) };
    }
    let Some(choice) = clicked.choice else { return };
    match plot {
        BenchPlot::Response => chosen.response = response::CHOICES[choice],
        BenchPlot::Distortion => chosen.harmonic = distortion::order(choice),
        BenchPlot::Levels => chosen.level = levels::CHOICES[choice],
        BenchPlot::Coupling => chosen.coupling = coupling::CHOICES[choice],
    }
}
