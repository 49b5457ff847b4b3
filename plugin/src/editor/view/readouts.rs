//! The column of figures, always visible: main figures large, explanations small and pale.

mod fit;
mod line;
mod rows;
mod text;
mod tooltip;

use egui::{Align, Color32, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use groundtruth_measure::Report;

use self::line::{Entry, Line, Size, Weight};
use self::rows::Columns;
pub use self::rows::pattern_words;
pub use self::text::{csv, markdown};
use super::scene::Scene;
use super::sign::{Side, Sign};
use super::{draw, words};
use crate::editor::theme::{self, Palette};

/// Preferred width of a figure's column: seven characters of the large size, eleven of the small one.
const FIGURE_WIDTH: f32 = 82.0;
/// Most of the width that figures take from the labels.
const FIGURES_SHARE: f32 = 0.7;
/// Space between figure columns, and around them.
const GUTTER: f32 = 10.0;
const MARGIN: f32 = 12.0;

/// State kept between frames.
#[derive(Default)]
pub struct Readouts {
    /// Says beside a figure that it was copied.
    sign: Sign,
}

/// Width of the column in a window of this width.
pub fn column_width(window_width: f32) -> f32 {
    (window_width * 0.295).round().clamp(274.0, 340.0)
}

impl Readouts {
    /// Paints as many rows as fit, by importance.
    pub fn ui(&mut self, ui: &Ui, area: Rect, scene: &Scene<'_>) {
        let palette = scene.palette;
        ui.painter().rect_filled(area, 0.0, palette.panel);
        ui.painter().vline(area.left() + 0.5, area.y_range(), palette.hairline());
        let inner = area.shrink2(vec2(MARGIN, 6.0));
        let calibration = scene.calibration();
        let columns = Columns::new(scene, calibration.as_ref());
        let lines = rows::lines(&columns);
        let kept = fit::kept(&lines, inner.height());
        self.sign.expire(ui);
        let mut top = inner.top();
        for (line, _) in lines.iter().zip(kept).filter(|(_, kept)| *kept) {
            let rect = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), line.size.height()));
            match line.size {
                Size::Heading => heading(ui, rect, line, top > inner.top(), palette),
                Size::Large | Size::Small => self.line(ui, rect, line, scene.report, palette),
            }
            top = rect.bottom();
        }
    }

    fn line(&mut self, ui: &Ui, rect: Rect, line: &Line<'_>, report: Option<&Report>, palette: Palette) {
        let count = line.entries.len();
        let first_used = line.entries.iter().position(Option::is_some);
        let label_end = match first_used {
            Some(_) if line.wide => rect.left() + rect.width() * 0.42,
            Some(first) => column(rect, first, count).left(),
            None => rect.right(),
        };
        label(ui, Rect::from_x_y_ranges(rect.left()..=label_end, rect.y_range()), line, palette);
        for (index, entry) in line.entries.iter().enumerate() {
            let Some(entry) = entry else { continue };
            let place = if line.wide {
                Rect::from_x_y_ranges(label_end..=rect.right(), rect.y_range())
            } else {
                column(rect, index, count)
            };
            let id = ui.scope_id().with(("readout", line.section, &line.label, &entry.name, index));
            let response = self.entry(ui, place, id, line.size, entry, palette);
            let copied = self.sign.is_of(id);
            response.on_hover_ui(|ui| tooltip::ui(ui, entry, report, copied, palette));
        }
    }

    /// Paints an entry and copies it when it is clicked.
    fn entry(
        &mut self,
        ui: &Ui,
        rect: Rect,
        id: Id,
        size: Size,
        entry: &Entry<'_>,
        palette: Palette,
    ) -> Response {
        let (sense, role) = match entry.copy {
            Some(_) => (Sense::click(), Role::Button),
            None => (Sense::hover(), Role::Label),
        };
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| WidgetInfo::labeled(role, true, format!("{} {}", entry.name, entry.text)));
        let font = match (size, entry.words) {
            (Size::Large, false) => theme::mono(theme::LARGE),
            (_, false) => theme::mono(theme::SMALL),
            (_, true) => theme::sans(theme::SMALL),
        };
        let text =
            draw::text_in(ui.painter(), rect, Align::Max, &entry.text, font, colour(entry.weight, palette));
        draw::focus_ring(ui, &response, palette);
        if let Some(copy) = entry.copy.as_ref().filter(|_| response.clicked()) {
            ui.ctx().copy_text(copy.clone());
            self.sign.say(ui, id, words::COPIED);
        }
        self.sign.paint(ui, id, text, Side::Left, palette);
        response
    }
}

/// The place of one of `count` columns, the last of which ends at the right edge.
fn column(rect: Rect, index: usize, count: usize) -> Rect {
    let step = FIGURE_WIDTH.min((rect.width() * FIGURES_SHARE + GUTTER) / count as f32 - GUTTER) + GUTTER;
    let right = rect.right() - step * (count - 1 - index) as f32;
    Rect::from_x_y_ranges(right - (step - GUTTER)..=right, rect.y_range())
}

fn colour(weight: Weight, palette: Palette) -> Color32 {
    match weight {
        Weight::Strong => palette.text,
        Weight::Quiet => palette.quiet,
        Weight::Alert => palette.hum,
    }
}

fn heading(ui: &Ui, rect: Rect, line: &Line<'_>, separated: bool, palette: Palette) {
    let painter = ui.painter();
    if separated {
        painter.hline(rect.x_range(), rect.top() + 5.0, palette.hairline());
    }
    let place = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 17.0), rect.max);
    draw::text_in(painter, place, Align::Min, &line.label, theme::sans(theme::TICK), palette.quiet);
    for (index, entry) in line.entries.iter().enumerate() {
        let Some(entry) = entry else { continue };
        let (place, colour) = (column(place, index, line.entries.len()), palette.channel(index));
        draw::text_in(painter, place, Align::Max, &entry.text, theme::sans(theme::SMALL), colour);
    }
}

fn label(ui: &Ui, rect: Rect, line: &Line<'_>, palette: Palette) {
    let size = if line.size == Size::Large { theme::BODY } else { theme::SMALL };
    let name = draw::text_in(ui.painter(), rect, Align::Min, &line.label, theme::sans(size), palette.quiet);
    let unit_width = draw::width(ui.painter(), line.unit, theme::sans(10.5));
    // A unit that does not fit is omitted; the tooltip has it too.
    if name.right() + 4.0 + unit_width <= rect.right() {
        let rest = Rect::from_x_y_ranges(name.right() + 4.0..=rect.right(), rect.y_range())
            .translate(vec2(0.0, 1.0));
        draw::text_in(ui.painter(), rest, Align::Min, line.unit, theme::sans(10.5), palette.quiet);
    }
}
