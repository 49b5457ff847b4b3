//! The mark of clipping in the header: it stays until it is clicked.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use groundtruth_analysis::Meter;

use super::{draw, words};
use crate::editor::theme::{self, Palette};

/// Width of the mark.
pub const WIDTH: f32 = 44.0;

/// Whether samples reached full scale since the mark was clicked.
#[derive(Clone, Default)]
pub struct ClipMark {
    counted: Vec<u64>,
    is_on: bool,
}

impl ClipMark {
    /// Follows the counts of clipped samples, which begin again with a record.
    pub fn follow(&mut self, meters: &[Meter]) {
        let before = |channel: usize| self.counted.get(channel).copied().unwrap_or(0);
        self.is_on |=
            meters.iter().enumerate().any(|(channel, meter)| meter.clipped_samples > before(channel));
        self.counted = meters.iter().map(|meter| meter.clipped_samples).collect();
    }

    /// Paints the mark, if it is on, to the left of `right`; returns where it begins.
    pub fn ui(&mut self, ui: &Ui, right: f32, middle: f32, palette: Palette) -> f32 {
        if !self.is_on {
            return right;
        }
        let rect = Rect::from_min_size(pos2(right - WIDTH, middle - 11.0), vec2(WIDTH, 22.0));
        let response = ui.interact(rect, ui.scope_id().with("clip"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "CLIP"));
        let stroke = egui::Stroke::new(1.5, palette.hum);
        ui.painter().rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
        draw::text_in(ui.painter(), rect, Align::Center, "CLIP", theme::sans(theme::SMALL), palette.hum);
        draw::focus_ring(ui, &response, palette);
        if response.on_hover_text(words::CLIP_HINT).clicked() {
            self.is_on = false;
        }
        rect.left() - 8.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meters(clipped_samples: u64) -> [Meter; 1] {
        [Meter { clipped_samples, ..Meter::default() }]
    }

    #[test]
    fn it_comes_with_new_clipped_samples_and_a_new_record_does_not_clear_it() {
        let mut mark = ClipMark::default();
        mark.follow(&meters(0));
        assert!(!mark.is_on);
        mark.follow(&meters(3));
        mark.follow(&meters(0));
        assert!(mark.is_on);
        mark.is_on = false;
        mark.follow(&meters(0));
        assert!(!mark.is_on);
        mark.follow(&meters(1));
        assert!(mark.is_on);
    }
}
