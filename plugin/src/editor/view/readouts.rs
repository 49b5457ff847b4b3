//! The column of figures, always visible: main figures large, explanations small and pale.

mod fit;
mod row;
mod rows;
mod tooltip;

use egui::{Align, Color32, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use groundtruth_measure::Report;

use self::row::{Cell, Row, Size, Weight};
pub use self::rows::pattern_words;
use super::draw;
use super::scene::Scene;
use crate::editor::theme::{self, Palette};

/// Width of a figure's column: seven characters of the large size, eleven of the small one.
const FIGURE_WIDTH: f32 = 82.0;
/// Space between the two figure columns, and around them.
const GUTTER: f32 = 10.0;
const MARGIN: f32 = 12.0;

/// State kept between frames.
#[derive(Default)]
pub struct Readouts {
    /// The figure copied last; its tooltip confirms this until the pointer leaves.
    copied: Option<Id>,
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
        let rows = rows::rows(scene);
        let kept = fit::kept(&rows, inner.height());
        let mut top = inner.top();
        for (row, _) in rows.iter().zip(kept).filter(|(_, kept)| *kept) {
            let rect = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), row.size.height()));
            match row.size {
                Size::Heading => heading(ui, rect, row, top > inner.top(), palette),
                Size::Large | Size::Small => self.row(ui, rect, row, scene.report, palette),
            }
            top = rect.bottom();
        }
    }

    fn row(&mut self, ui: &Ui, rect: Rect, row: &Row<'_>, report: Option<&Report>, palette: Palette) {
        let columns = columns(rect);
        let first_used = if row.cells[0].is_some() { columns[0] } else { columns[1] };
        let wide = row.cells[1].as_ref().is_some_and(|cell| cell.wide);
        let label_end = if wide { rect.left() + rect.width() * 0.42 } else { first_used.left() };
        label(ui, Rect::from_x_y_ranges(rect.left()..=label_end, rect.y_range()), row, palette);
        for (column, cell) in row.cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let place = if cell.wide {
                Rect::from_x_y_ranges(label_end..=rect.right(), rect.y_range())
            } else {
                columns[column]
            };
            self.cell(ui, place, row, column, cell, report, palette);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one cell's place, content and context; a struct would name them no better"
    )]
    fn cell(
        &mut self,
        ui: &Ui,
        rect: Rect,
        row: &Row<'_>,
        column: usize,
        cell: &Cell<'_>,
        report: Option<&Report>,
        palette: Palette,
    ) {
        let id = ui.scope_id().with(("readout", row.section, &row.label, row.rank, column));
        let response = ui.interact(rect, id, Sense::click());
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} {}", cell.name, cell.text)));
        let font = match (row.size, cell.words) {
            (Size::Large, false) => theme::mono(theme::LARGE),
            (_, false) => theme::mono(theme::SMALL),
            (_, true) => theme::sans(theme::SMALL),
        };
        draw::text_in(ui.painter(), rect, Align::Max, &cell.text, font, colour(cell.weight, palette));
        draw::focus_ring(ui, &response, palette);
        if response.clicked() {
            ui.ctx().copy_text(cell.copy.clone());
            self.copied = Some(id);
        } else if self.copied == Some(id) && !response.contains_pointer() {
            self.copied = None;
        }
        let copied = self.copied == Some(id);
        response.on_hover_ui(|ui| tooltip::ui(ui, cell, report, copied, palette));
    }
}

fn columns(rect: Rect) -> [Rect; 2] {
    let right = Rect::from_x_y_ranges(rect.right() - FIGURE_WIDTH..=rect.right(), rect.y_range());
    [right.translate(vec2(-FIGURE_WIDTH - GUTTER, 0.0)), right]
}

fn colour(weight: Weight, palette: Palette) -> Color32 {
    match weight {
        Weight::Strong => palette.text,
        Weight::Quiet => palette.quiet,
        Weight::Alert => palette.hum,
    }
}

fn heading(ui: &Ui, rect: Rect, row: &Row<'_>, separated: bool, palette: Palette) {
    let painter = ui.painter();
    if separated {
        painter.hline(rect.x_range(), rect.top() + 5.0, palette.hairline());
    }
    let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 17.0), rect.max);
    draw::text_in(painter, line, Align::Min, &row.label, theme::sans(theme::TICK), palette.quiet);
    let alone = row.cells[0].is_none();
    for (column, (cell, place)) in row.cells.iter().zip(columns(line)).enumerate() {
        if let Some(cell) = cell {
            let colour = palette.channels[if alone { 0 } else { column }];
            draw::text_in(painter, place, Align::Max, &cell.text, theme::sans(theme::SMALL), colour);
        }
    }
}

fn label(ui: &Ui, rect: Rect, row: &Row<'_>, palette: Palette) {
    let size = if row.size == Size::Large { theme::BODY } else { theme::SMALL };
    let name = draw::text_in(ui.painter(), rect, Align::Min, &row.label, theme::sans(size), palette.quiet);
    let unit_width = draw::width(ui.painter(), row.unit, theme::sans(10.5));
    // A unit that does not fit is omitted; the tooltip has it too.
    if name.right() + 4.0 + unit_width <= rect.right() {
        let rest = Rect::from_x_y_ranges(name.right() + 4.0..=rect.right(), rect.y_range())
            .translate(vec2(0.0, 1.0));
        draw::text_in(ui.painter(), rest, Align::Min, row.unit, theme::sans(10.5), palette.quiet);
    }
}
