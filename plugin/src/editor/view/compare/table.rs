//! The table: figures down, captures across, each with its difference to the reference.

mod cells;
mod rows;
mod sort;

use egui::{Align, Rect, Stroke, Ui, UiBuilder, vec2};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, TableDelegate};
use groundtruth_captures::comparison::letter;

use self::cells::Parts;
use self::rows::{Entry, entries};
use super::super::draw;
use super::super::words::compare as words;
use super::compared::Compared;
use crate::editor::preferences::{ComparePreferences, Sort};
use crate::editor::theme::{self, Palette};

const HEAD: f32 = 30.0;
const MARGIN: f32 = 14.0;
/// Space between a value and the difference beside it.
const BETWEEN: f32 = 4.0;

/// Sizes of rows and columns.
#[derive(Clone, Copy)]
struct Sizes {
    row: f32,
    figure: f32,
    value: f32,
    /// Beside the value; 0 where it stands below.
    difference: f32,
}

const WIDE: Sizes = Sizes { row: 25.0, figure: 258.0, value: 126.0, difference: 176.0 };
/// Two captures fit beside the list in the smallest window.
const NARROW: Sizes = Sizes { row: 25.0, figure: 190.0, value: 116.0, difference: 130.0 };
/// Differences below the values: for more captures than fit side by side.
const STACKED: Sizes = Sizes { row: 38.0, figure: 168.0, value: 126.0, difference: 0.0 };

impl Sizes {
    /// The widest that show all captures at once; the narrowest if none does.
    fn of(width: f32, captures: usize) -> Sizes {
        [WIDE, NARROW].into_iter().find(|sizes| sizes.total(captures) <= width).unwrap_or(STACKED)
    }

    fn total(&self, captures: usize) -> f32 {
        self.figure + captures as f32 * (self.value + self.difference) - self.difference
    }

    fn is_stacked(&self) -> bool {
        self.difference == 0.0
    }

    fn parts(&self, cell: Rect) -> Parts {
        let (value, difference) = if self.is_stacked() {
            cell.shrink2(vec2(0.0, 2.0)).split_top_bottom_at_fraction(0.5)
        } else {
            let (value, right) = cell.split_left_right_at_x(cell.left() + self.value);
            (value, right.with_min_x(right.left() + BETWEEN))
        };
        Parts { value, difference }
    }
}

/// Paints the table into `area`.
pub fn ui(
    ui: &mut Ui,
    area: Rect,
    compared: &Compared,
    filter: &str,
    chosen: &mut ComparePreferences,
    palette: Palette,
) {
    let entries = entries(&compared.lines, filter, chosen.only_differences);
    if entries.is_empty() {
        draw::notice(ui.painter(), area, &nothing(compared, filter), palette);
        return;
    }
    let inner = Rect::from_min_max(area.min + vec2(MARGIN, 0.0), area.max);
    let captures = compared.comparison.captures.len();
    let sizes = Sizes::of(inner.width() - MARGIN, captures);
    let order = sort::columns(&compared.comparison, chosen.sort.as_ref());
    let width = |capture: &usize| match *capture == compared.reference {
        true => sizes.value,
        false => sizes.value + sizes.difference,
    };
    let fixed = |width: f32| Column::new(width).range(width..=width).resizable(false);
    let columns = std::iter::once(sizes.figure).chain(order.iter().map(width)).map(fixed);
    let table = egui_table::Table::new()
        .id_salt("figures")
        .num_rows(entries.len() as u64)
        .columns(columns.collect::<Vec<Column>>())
        .num_sticky_cols(1)
        .headers([HeaderRow::new(HEAD)]);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner));
    ui.shrink_clip_rect(area);
    table.show(&mut ui, &mut Table { compared, entries, order, sizes, sort: &mut chosen.sort, palette });
}

fn nothing(compared: &Compared, filter: &str) -> String {
    match (compared.lines.is_empty(), filter.trim()) {
        (true, _) => words::NO_FIGURE.to_owned(),
        (false, "") => words::NO_DIFFERENCE.to_owned(),
        (false, filter) => words::no_row(filter),
    }
}

struct Table<'a> {
    compared: &'a Compared,
    entries: Vec<Entry>,
    /// Captures from left to right.
    order: Vec<usize>,
    sizes: Sizes,
    sort: &'a mut Option<Sort>,
    palette: Palette,
}

impl Table<'_> {
    /// The capture of a column; `None` at the names of the figures.
    fn capture(&self, column: usize) -> Option<usize> {
        column.checked_sub(1).map(|place| self.order[place])
    }

    /// Name of a figure with its unit. A click sorts the columns by it.
    fn figure(&mut self, ui: &mut Ui, index: usize) {
        let line = &self.compared.lines[index];
        let row = &self.compared.comparison.rows[line.row];
        let (cell, unit) = (ui.max_rect(), self.unit_rect(ui.max_rect()));
        let label_rect = match self.sizes.is_stacked() {
            true => cell.with_max_y(unit.top()).translate(vec2(0.0, 1.0)),
            false => cell.with_max_x(unit.left() - 4.0),
        };
        cells::quiet(ui, unit, line.unit, self.palette);
        let text = format!("{}, {}", line.label, line.place);
        let sorted = sort::state(self.sort.as_ref(), row);
        let label = cells::label(ui, label_rect, &text, sorted, self.palette);
        let hint = sort::hint(self.sort.as_ref(), row);
        let label = label.on_hover_text(format!("{text}: {}\n{hint}", line.meaning));
        if label.clicked() {
            *self.sort = sort::next(self.sort.as_ref(), row);
        }
    }

    /// Beside the name, or below it.
    fn unit_rect(&self, cell: Rect) -> Rect {
        /// Width of a unit: `dBFS/√Hz` is the longest.
        const UNIT: f32 = 56.0;
        match self.sizes.is_stacked() {
            true => cell.shrink2(vec2(0.0, 2.0)).split_top_bottom_at_fraction(0.5).1,
            false => cell.with_min_x(cell.right() - UNIT),
        }
    }

    fn measured(&self, ui: &mut Ui, index: usize, capture: usize) {
        let line = &self.compared.lines[index];
        let parts = self.sizes.parts(ui.max_rect());
        cells::value(ui, parts.value, line, capture, self.palette);
        if let Some(difference) = &line.differences[capture] {
            let align = if self.sizes.is_stacked() { Align::Max } else { Align::Min };
            cells::difference(ui, parts.difference, difference, align, self.palette);
        }
    }
}

impl TableDelegate for Table<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        let to = letter(self.compared.reference);
        let Some(index) = self.capture(cell.col_range.start) else {
            let text = match self.sizes.is_stacked() {
                true => format!("Below: difference to {to}"),
                false => "Figure".to_owned(),
            };
            cells::quiet(ui, rect, &text, self.palette);
            return;
        };
        let capture = &self.compared.comparison.captures[index];
        let name = format!("{} {}", letter(index), capture.name);
        let value = rect.with_max_x(rect.left() + self.sizes.value - 6.0);
        let font = theme::sans(theme::BODY);
        let colour = self.compared.colour(index, self.palette);
        draw::text_in(ui.painter(), value, Align::Max, &name, font, colour);
        let response = ui.allocate_rect(value, egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &name));
        response.on_hover_text(&name);
        if !self.sizes.is_stacked() && index != self.compared.reference {
            cells::quiet(
                ui,
                rect.with_min_x(value.right() + 6.0 + BETWEEN),
                &format!("to {to}"),
                self.palette,
            );
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row: u64) {
        if self.sizes.is_stacked() && matches!(self.entries[row as usize], Entry::Line(_)) {
            let rect = ui.max_rect();
            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, self.palette.grid));
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        match (self.entries[cell.row_nr as usize], self.capture(cell.col_nr)) {
            (Entry::Section(name), None) => {
                cells::quiet(ui, ui.max_rect(), &name.to_uppercase(), self.palette)
            }
            (Entry::Section(_), Some(_)) => {}
            (Entry::Line(index), None) => self.figure(ui, index),
            (Entry::Line(index), Some(capture)) => self.measured(ui, index, capture),
        }
    }

    fn row_top_offset(&self, _: &egui::Context, _: egui::Id, row: u64) -> f32 {
        /// A heading is no higher than a row of one line.
        const HEADING: f32 = 25.0;
        let height = |entry: &Entry| match entry {
            Entry::Section(_) => HEADING,
            Entry::Line(_) => self.sizes.row,
        };
        self.entries.iter().take(row as usize).map(height).sum()
    }
}
