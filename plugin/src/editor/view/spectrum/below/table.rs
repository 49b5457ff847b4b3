//! Harmonics or products as a table. Columns that find no room are left out, the least important first; lines scroll.

use egui::{Align, Color32, Painter, Rect, Sense, Ui, pos2};
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_captures::table::reason;

use super::rows::{Entry, Row, Rows};
use crate::editor::preferences::LevelUnit;
use crate::editor::theme;
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;
use crate::editor::view::unit::Unit;
use crate::editor::view::{draw, format, words};

/// Height of a line, and of the title above the headings.
const LINE: f32 = 16.0;
const TITLE: f32 = 24.0;
/// Width of orders, and of products' names.
const ORDER: f32 = 36.0;
const PRODUCT: f32 = 50.0;
/// Space between a column and the next, and between channels.
const GAP: f32 = 4.0;
const BETWEEN: f32 = 8.0;

/// First line in view, and the part of a line that the wheel has turned since.
#[derive(Clone, Default)]
pub struct Scrolled {
    first: usize,
    rest: f32,
}

/// A column of a channel, in order of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Level,
    Ratio,
    Frequency,
    Uncertainty,
    Phase,
}

impl Column {
    const BY_IMPORTANCE: [Column; 5] =
        [Column::Level, Column::Ratio, Column::Frequency, Column::Uncertainty, Column::Phase];
    const IN_ORDER: [Column; 5] =
        [Column::Frequency, Column::Level, Column::Ratio, Column::Uncertainty, Column::Phase];

    fn width(self) -> f32 {
        match self {
            Column::Level => 60.0,
            Column::Ratio => 58.0,
            Column::Frequency => 66.0,
            Column::Uncertainty => 48.0,
            Column::Phase => 50.0,
        }
    }
}

/// Paints the table; the wheel scrolls it by whole lines.
pub fn ui(ui: &Ui, area: Rect, rows: &Rows, scene: &Scene<'_>, scrolled: &mut Scrolled) {
    let table = Table::new(ui.painter(), area, rows, scene);
    let capacity = ((table.inner.height() - LINE) / LINE).max(0.0) as usize;
    scrolled.turn(ui, area, rows.rows.len().saturating_sub(capacity));
    table.headings();
    for (line, row) in rows.rows.iter().skip(scrolled.first).take(capacity).enumerate() {
        let place = table.line(line + 1);
        table.row(place, row);
        let response = ui.interact(place, ui.scope_id().with(("harmonic", line)), Sense::hover());
        response.on_hover_ui(|ui| {
            for text in table.details(row) {
                ui.label(text);
            }
        });
    }
    table.refusals(ui);
    scrolled.paint(&table, rows.rows.len(), capacity);
}

impl Scrolled {
    fn turn(&mut self, ui: &Ui, area: Rect, last_first: usize) {
        if ui.rect_contains_pointer(area) {
            self.rest -= ui.input(|input| input.smooth_scroll_delta().y);
        }
        let lines = (self.rest / LINE).trunc();
        self.rest -= lines * LINE;
        self.first = self.first.saturating_add_signed(lines as isize).min(last_first);
    }

    /// Where in the list the shown lines are.
    fn paint(&self, table: &Table<'_>, count: usize, capacity: usize) {
        if count <= capacity {
            return;
        }
        let track = Rect::from_min_max(
            pos2(table.inner.right() + 8.0, table.inner.top() + LINE),
            pos2(table.inner.right() + 11.0, table.inner.bottom()),
        );
        let at = |line: usize| track.top() + track.height() * line as f32 / count as f32;
        let thumb = Rect::from_x_y_ranges(track.x_range(), at(self.first)..=at(self.first + capacity));
        table.painter.rect_filled(track, 1.5, table.scene.palette.line);
        table.painter.rect_filled(thumb, 1.5, table.scene.palette.quiet);
    }
}

struct Table<'a> {
    painter: &'a Painter,
    inner: Rect,
    rows: &'a Rows,
    scene: &'a Scene<'a>,
    scale: LevelScale,
    name_width: f32,
    /// The frequency of a line where it is that of all channels.
    has_frequency: bool,
    columns: Vec<Column>,
}

impl<'a> Table<'a> {
    fn new(painter: &'a Painter, area: Rect, rows: &'a Rows, scene: &'a Scene<'a>) -> Table<'a> {
        let title = pos2(area.left() + 18.0, area.top() + 4.0);
        let font = theme::sans(theme::TICK);
        painter.text(
            title,
            egui::Align2::LEFT_TOP,
            if rows.are_products { "Products" } else { "Harmonics" },
            font,
            scene.palette.quiet,
        );
        let inner = Rect::from_min_max(
            pos2(area.left() + 18.0, area.top() + TITLE),
            pos2(area.right() - 22.0, area.bottom() - 6.0),
        );
        let has_frequency = rows.has_common_frequencies();
        let name_width = if rows.are_products { PRODUCT } else { ORDER };
        let common = name_width + if has_frequency { Column::Frequency.width() + GAP } else { 0.0 };
        let count = scene.channels().len().max(1) as f32;
        let room = (inner.width() - common) / count - BETWEEN;
        let has_ratio =
            rows.rows.iter().any(|row| row.entries.iter().flatten().any(|e| e.level_dbc.is_some()));
        let suits = |column: &Column| match column {
            Column::Frequency => !has_frequency,
            Column::Ratio | Column::Phase => has_ratio,
            Column::Level | Column::Uncertainty => true,
        };
        let mut used = 0.0;
        let mut fitting: Vec<Column> = Vec::new();
        for column in Column::BY_IMPORTANCE.into_iter().filter(suits) {
            used += column.width() + GAP;
            if used <= room {
                fitting.push(column);
            }
        }
        let columns = Column::IN_ORDER.into_iter().filter(|column| fitting.contains(column)).collect();
        let scale = LevelScale::new(scene);
        Table { painter, inner, rows, scene, scale, name_width, has_frequency, columns }
    }

    fn line(&self, line: usize) -> Rect {
        let top = self.inner.top() + line as f32 * LINE;
        Rect::from_x_y_ranges(self.inner.x_range(), top..=top + LINE)
    }

    /// The places of a channel's columns in a line.
    fn places(&self, line: Rect, channel: usize) -> Vec<(Column, Rect)> {
        let mut left = line.left() + self.name_width;
        if self.has_frequency {
            left += Column::Frequency.width() + GAP;
        }
        left += channel as f32 * (self.width() + BETWEEN);
        let place = |column: &Column| {
            let place = Rect::from_x_y_ranges(left..=left + column.width(), line.y_range());
            left = place.right() + GAP;
            (*column, place)
        };
        self.columns.iter().map(place).collect()
    }

    /// Width of a channel's columns.
    fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width() + GAP).sum()
    }

    fn frequency_place(&self, line: Rect) -> Rect {
        let left = line.left() + self.name_width;
        Rect::from_x_y_ranges(left..=left + Column::Frequency.width(), line.y_range())
    }

    fn text(&self, place: Rect, text: &str, colour: Color32) {
        draw::text_in(self.painter, place, Align::Max, text, theme::mono(theme::TICK), colour);
    }

    fn label(&self, place: Rect, align: Align, text: &str, colour: Color32) {
        draw::text_in(self.painter, place, align, text, theme::sans(theme::TICK), colour);
    }

    fn headings(&self) {
        let (line, quiet) = (self.line(0), self.scene.palette.quiet);
        let name = if self.rows.are_products { "product" } else { "order" };
        self.label(line, Align::Min, name, quiet);
        if self.has_frequency {
            self.label(self.frequency_place(line), Align::Max, "frequency", quiet);
        }
        for (channel, report) in self.scene.channels().iter().enumerate() {
            let colour = self.scene.palette.channel(channel);
            for (column, place) in self.places(line, channel) {
                let text = match column {
                    Column::Level => format!("{}, {}", report.name, self.scale.unit.sign()),
                    Column::Ratio => self.ratio_sign().to_owned(),
                    Column::Frequency => "frequency".to_owned(),
                    Column::Uncertainty => "± dB".to_owned(),
                    Column::Phase => "phase".to_owned(),
                };
                self.label(place, Align::Max, &text, if column == Column::Level { colour } else { quiet });
            }
        }
    }

    /// Levels over the fundamental are in dBc, unless dBr says that already.
    fn ratio(&self) -> Unit {
        if self.scale.unit == LevelUnit::Dbr { Unit::Percent } else { Unit::Db("dBc") }
    }

    fn ratio_sign(&self) -> &'static str {
        if self.ratio() == Unit::Percent { "% of f" } else { "dBc" }
    }

    fn row(&self, line: Rect, row: &Row) {
        self.label(line, Align::Min, &row.name, self.scene.palette.text);
        if let Some(hz) = row.frequency_hz().filter(|_| self.has_frequency) {
            let text = format::frequency_short(hz);
            self.label(self.frequency_place(line), Align::Max, &text, self.scene.palette.quiet);
        }
        for (channel, entry) in row.entries.iter().enumerate() {
            let Some(entry) = entry else { continue };
            let is_limit = entry.level_dbfs.limit;
            let colour = if is_limit { self.scene.palette.quiet } else { self.scene.palette.text };
            for (column, place) in self.places(line, channel) {
                self.text(place, &self.cell(column, channel, entry), colour);
            }
        }
    }

    fn cell(&self, column: Column, channel: usize, entry: &Entry) -> String {
        /// Significant digits of values that are no decibels.
        const DIGITS: i32 = 4;
        match column {
            Column::Frequency => format::frequency_short(entry.frequency_hz),
            Column::Level => {
                let level = Number { figure: entry.level_dbfs, form: Form::Interval(2) };
                let (unit, offset_db) = (self.scale.written(), self.scale.offset_db(channel));
                let (number, sign) = LevelScale::raised(unit, offset_db, &level);
                unit.short(&number, sign, DIGITS)
            }
            Column::Ratio => entry.level_dbc.map_or_else(String::new, |dbc| {
                let (number, sign) = self.ratio().number(Number { figure: dbc, form: Form::Interval(2) });
                self.ratio().short(&number, sign, DIGITS)
            }),
            Column::Uncertainty => {
                let number = Number { figure: entry.level_dbfs, form: Form::Interval(2) };
                number.uncertainty("").unwrap_or_default()
            }
            Column::Phase if entry.aliased => "folded".to_owned(),
            Column::Phase => entry.phase_rad.map_or_else(|| "–".to_owned(), format::degrees),
        }
    }

    /// Why a channel has no lines, in its columns.
    fn refusals(&self, ui: &Ui) {
        for (channel, refusal) in self.rows.refusals.iter().enumerate() {
            let (Some(refusal), Some((_, first))) =
                (refusal, self.places(self.line(1), channel).into_iter().next())
            else {
                continue;
            };
            let place = Rect::from_min_size(first.min, egui::vec2(self.width() - GAP, LINE));
            self.label(place, Align::Max, reason::short(refusal), self.scene.palette.quiet);
            let response = ui.interact(place, ui.scope_id().with(("no harmonics", channel)), Sense::hover());
            response.on_hover_text(words::refused(&format::refusal(refusal)));
        }
    }

    /// Everything about a line, also what finds no room.
    fn details(&self, row: &Row) -> Vec<String> {
        let entries =
            row.entries.iter().enumerate().filter_map(|(channel, entry)| Some((channel, entry.as_ref()?)));
        let of = |(channel, entry): (usize, &Entry)| {
            let name = self.scene.channel_name(channel);
            let at = format::frequency_short(entry.frequency_hz);
            let unit = self.scale.written();
            let level = unit.text(self.scale.db(channel, entry.level_dbfs.value), entry.level_dbfs.limit);
            let mut lines = vec![words::levels::harmonic(name, &row.name, &at, &level)];
            if let Some(dbc) = entry.level_dbc {
                let [low, high] = [dbc.low, dbc.high].map(|end| format::fixed(end, 2));
                lines.push(match dbc.limit {
                    true => words::at_most(&high, "dBc"),
                    false => words::interval(&low, &high, "dBc"),
                });
            }
            lines.extend(entry.phase_rad.map(words::harmonic_phase));
            lines.extend(entry.aliased.then(|| words::ALIASED.to_owned()));
            lines
        };
        entries.flat_map(of).collect()
    }
}
