//! Zoom of the spectrum: drag, wheel, double-click to reset.

use egui::{Painter, Pos2, Rangef, Rect, Response, Ui};

use crate::editor::preferences::Preferences;
use crate::editor::theme::Palette;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::plot;

/// Shorter drags count as clicks.
const LEAST_DRAG: f32 = 8.0;
/// Drags lower than this zoom only the frequency.
const LEAST_HEIGHT: f32 = 40.0;
/// Smallest height of the level axis in dB.
const LEAST_DB: f32 = 6.0;

/// The visible part; everything if not set.
#[derive(Default)]
pub struct Zoom {
    frequencies_hz: Option<[f64; 2]>,
    levels_db: Option<[f32; 2]>,
    drag: Option<[Pos2; 2]>,
}

impl Zoom {
    /// Shows everything again.
    pub fn reset(&mut self) {
        *self = Zoom::default();
    }

    /// The same visible part, without a drag.
    pub fn same_part(&self) -> Zoom {
        Zoom { drag: None, ..*self }
    }

    /// The axes of the visible part.
    pub fn axes(
        &self,
        rect: Rect,
        limits_hz: [f64; 2],
        ends_db: [f32; 2],
        preferences: &Preferences,
    ) -> (FrequencyAxis, LevelAxis) {
        let [low_hz, high_hz] = self.frequencies_hz.unwrap_or(limits_hz);
        let [lowest_db, highest_db] = ends_db;
        let whole = [lowest_db, highest_db.max(lowest_db + LEAST_DB)];
        let [low_db, high_db] = self.levels_db.unwrap_or(whole);
        (
            FrequencyAxis {
                scale: preferences.frequency_scale,
                low_hz: low_hz.max(limits_hz[0]),
                high_hz: high_hz.min(limits_hz[1]).max(low_hz.max(limits_hz[0]) + 1.0),
                x: Rangef::new(rect.left(), rect.right()),
            },
            LevelAxis { low_db, high_db, y: plot::y_range(rect) },
        )
    }

    /// Processes pointer input.
    pub fn interact(
        &mut self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        limits_hz: [f64; 2],
        ends_db: [f32; 2],
        preferences: &mut Preferences,
    ) {
        let (across, down) = self.axes(rect, limits_hz, ends_db, preferences);
        if response.double_clicked() {
            let default = Preferences::default();
            (preferences.level_low_dbfs, preferences.level_high_dbfs) =
                (default.level_low_dbfs, default.level_high_dbfs);
            self.reset();
            return;
        }
        if let Some(pointer) = response.hover_pos() {
            self.wheel(ui, pointer, &across, &down, limits_hz, preferences);
        }
        let ends = ui.input(|input| input.pointer.press_origin()).zip(response.interact_pointer_pos());
        if let Some((from, to)) = ends.filter(|_| response.dragged()) {
            self.drag = Some([from.clamp(rect.min, rect.max), to.clamp(rect.min, rect.max)]);
        }
        if let Some([from, to]) = self.drag.take_if(|_| response.drag_stopped()) {
            self.zoom_to(Rect::from_two_pos(from, to), &across, &down);
        }
    }

    fn wheel(
        &mut self,
        ui: &Ui,
        pointer: Pos2,
        across: &FrequencyAxis,
        down: &LevelAxis,
        limits_hz: [f64; 2],
        preferences: &mut Preferences,
    ) {
        let (scroll, level_zoom) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
        if scroll.y != 0.0 {
            let shown = across.zoomed(pointer.x, f64::from((-scroll.y / 240.0).exp()), limits_hz);
            self.frequencies_hz = (shown != limits_hz).then_some(shown);
        }
        if scroll.x != 0.0 && self.frequencies_hz.is_some() {
            let moved = [across.hz_at(across.x.min - scroll.x), across.hz_at(across.x.max - scroll.x)];
            if moved[0] >= limits_hz[0] && moved[1] <= limits_hz[1] {
                self.frequencies_hz = Some(moved);
            }
        }
        if level_zoom != 1.0 {
            let height = ((down.high_db - down.low_db) / level_zoom).clamp(LEAST_DB, 240.0);
            preferences.level_low_dbfs = (preferences.level_high_dbfs - height).round();
            self.levels_db = None;
        }
    }

    fn zoom_to(&mut self, marked: Rect, across: &FrequencyAxis, down: &LevelAxis) {
        if marked.width() < LEAST_DRAG {
            return;
        }
        let shown = [across.hz_at(marked.left()), across.hz_at(marked.right())];
        if shown[1] - shown[0] >= 1.0 {
            self.frequencies_hz = Some(shown);
        }
        let levels = [down.db_at(marked.bottom()), down.db_at(marked.top())];
        if marked.height() >= LEAST_HEIGHT && levels[1] - levels[0] >= LEAST_DB {
            self.levels_db = Some(levels);
        }
    }

    /// Paints the selected part during a drag.
    pub fn paint(&self, painter: &Painter, rect: Rect, palette: Palette) {
        let Some([from, to]) = self.drag else { return };
        let mut marked = Rect::from_two_pos(from, to);
        if marked.height() < LEAST_HEIGHT {
            marked = Rect::from_x_y_ranges(marked.x_range(), rect.y_range());
        }
        painter.rect(
            marked,
            0.0,
            palette.quiet.gamma_multiply(0.15),
            palette.hairline(),
            egui::StrokeKind::Inside,
        );
    }
}
