//! Zoom of a plot: drag, wheel, double-click to reset.

use egui::{Painter, Pos2, Rangef, Rect, Response, Ui};

use crate::editor::preferences::{FrequencyScale, LevelUnit};
use crate::editor::theme::Palette;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::plot;

/// Shorter drags count as clicks.
const LEAST_DRAG: f32 = 8.0;
/// Drags lower than this zoom only the frequency.
const LEAST_HEIGHT: f32 = 40.0;

/// The axes without zoom.
#[derive(Clone, Copy)]
pub struct Whole {
    /// Spacing of the frequency axis.
    pub scale: FrequencyScale,
    /// Ends of the frequency axis.
    pub limits_hz: [f64; 2],
    /// Ends of the level axis, in decibels of its unit.
    pub levels_db: [f32; 2],
    /// Smallest height of the level axis, in decibels of its unit.
    pub least_db: f32,
}

/// The visible part; everything if not set.
#[derive(Default)]
pub struct Zoom {
    frequencies_hz: Option<[f64; 2]>,
    levels_db: Option<[f32; 2]>,
    drag: Option<[Pos2; 2]>,
    /// The unit of these levels.
    unit: LevelUnit,
}

impl Zoom {
    /// Shows everything again.
    pub fn reset(&mut self) {
        *self = Zoom { unit: self.unit, ..Zoom::default() };
    }

    /// Levels in another unit are no longer those that were zoomed to.
    pub fn follow_unit(&mut self, unit: LevelUnit) {
        if std::mem::replace(&mut self.unit, unit) != unit {
            self.levels_db = None;
        }
    }

    /// The same visible part, without a drag.
    pub fn same_part(&self) -> Zoom {
        Zoom { drag: None, ..*self }
    }

    /// The axes of the visible part.
    pub fn axes(
        &self,
        rect: Rect,
        Whole { scale, limits_hz, levels_db, .. }: Whole,
    ) -> (FrequencyAxis, LevelAxis) {
        let [low_hz, high_hz] = self.frequencies_hz.unwrap_or(limits_hz);
        let [low_db, high_db] = self.levels_db.unwrap_or(levels_db);
        (
            FrequencyAxis {
                scale,
                low_hz: low_hz.max(limits_hz[0]),
                high_hz: high_hz.min(limits_hz[1]).max(low_hz.max(limits_hz[0]) + 1.0),
                x: Rangef::new(rect.left(), rect.right()),
            },
            LevelAxis { low_db, high_db, y: plot::y_range(rect) },
        )
    }

    /// Processes pointer input.
    pub fn interact(&mut self, ui: &Ui, response: &Response, rect: Rect, whole: Whole) {
        let (across, down) = self.axes(rect, whole);
        if response.double_clicked() {
            self.reset();
            return;
        }
        if let Some(pointer) = response.hover_pos() {
            self.wheel(ui, pointer, &across, &down, whole);
        }
        let ends = ui.input(|input| input.pointer.press_origin()).zip(response.interact_pointer_pos());
        if let Some((from, to)) = ends.filter(|_| response.dragged()) {
            self.drag = Some([from.clamp(rect.min, rect.max), to.clamp(rect.min, rect.max)]);
        }
        if let Some([from, to]) = self.drag.take_if(|_| response.drag_stopped()) {
            self.zoom_to(Rect::from_two_pos(from, to), &across, &down, whole.least_db);
        }
    }

    fn wheel(
        &mut self,
        ui: &Ui,
        pointer: Pos2,
        across: &FrequencyAxis,
        down: &LevelAxis,
        Whole { limits_hz, least_db, .. }: Whole,
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
            let height = ((down.high_db - down.low_db) / level_zoom).clamp(least_db, 240.0);
            self.levels_db = Some([down.high_db - height, down.high_db]);
        }
    }

    fn zoom_to(&mut self, marked: Rect, across: &FrequencyAxis, down: &LevelAxis, least_db: f32) {
        if marked.width() < LEAST_DRAG {
            return;
        }
        let shown = [across.hz_at(marked.left()), across.hz_at(marked.right())];
        if shown[1] - shown[0] >= 1.0 {
            self.frequencies_hz = Some(shown);
        }
        let levels = [down.db_at(marked.bottom()), down.db_at(marked.top())];
        if marked.height() >= LEAST_HEIGHT && levels[1] - levels[0] >= least_db {
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
