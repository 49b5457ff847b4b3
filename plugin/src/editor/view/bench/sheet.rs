//! The reviewer's sheet of the run that is shown.

mod lines;

use std::sync::Arc;

use egui::{
    Align, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};
use groundtruth_captures::Capture;
use groundtruth_captures::export::{sheet_html, sheet_markdown};
use groundtruth_captures::sheet::{Circuit, Sheet};
use groundtruth_measure::Report;

use self::lines::{Cell, Line};
use super::shown::Source;
use crate::editor::theme::{self, Palette};
use crate::editor::view::action::Action;
use crate::editor::view::save_form::SaveForm;
use crate::editor::view::sign::{Side, Sign};
use crate::editor::view::{draw, words};
use crate::settings::InstrumentSettings;

/// Height of a row, of the page's head, and of a section's heading.
const ROW: f32 = 20.0;
const HEAD: f32 = 34.0;
const HEADING: f32 = 30.0;
const MARGIN: f32 = 14.0;
/// Widest page, and width of a column of values.
const WIDTH: f32 = 580.0;
const COLUMN: f32 = 112.0;
/// Width of a unit.
const UNIT: f32 = 40.0;
/// Smallest page.
const LEAST: f32 = 120.0;

/// The report that a sheet is of, kept so that it can be recognised.
enum Of {
    Live(Arc<Report>),
    Capture(Arc<Capture>),
}

impl Of {
    fn source(source: Source<'_>) -> Option<Of> {
        match source {
            Source::Live(progress) => progress.report.clone().map(Of::Live),
            Source::Capture(capture) => Some(Of::Capture(capture.clone())),
        }
    }

    fn is(&self, other: &Of) -> bool {
        match (self, other) {
            (Of::Live(one), Of::Live(other)) => Arc::ptr_eq(one, other),
            (Of::Capture(one), Of::Capture(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    fn report(&self) -> &Report {
        match self {
            Of::Live(report) => report,
            Of::Capture(capture) => capture.report(),
        }
    }

    /// A capture has its own calibration.
    fn circuit(&self, declared: &InstrumentSettings) -> Circuit {
        match self {
            Of::Live(_) => Circuit {
                reference_volts: declared.reference_volts.map_or_else(Vec::new, |volts| volts.to_vec()),
                load_ohms: declared.measure.load_ohms,
            },
            Of::Capture(capture) => Circuit::of(&capture.measured),
        }
    }

    fn title(&self) -> &str {
        match self {
            Of::Live(_) => words::bench::SHEET_TITLE,
            Of::Capture(capture) => &capture.details.name,
        }
    }
}

/// A sheet with its texts.
struct Made {
    of: Of,
    sheet: Sheet,
    lines: Vec<Line>,
}

/// The page, kept between frames: the sheet is made anew only for another report or circuit.
#[derive(Default)]
pub struct SheetPage {
    made: Option<Made>,
    save: SaveForm,
    sign: Sign,
}

impl SheetPage {
    /// Paints the page into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        (source, declared): (Source<'_>, &InstrumentSettings),
        palette: Palette,
        actions: &mut Vec<Action>,
    ) {
        self.follow(source, declared);
        let inner = area.shrink2(vec2(MARGIN, 0.0));
        if inner.width() < LEAST || inner.height() < HEAD + ROW {
            return;
        }
        let inner = inner.with_max_x(inner.right().min(inner.left() + WIDTH));
        let Some(made) = &self.made else {
            draw::notice(ui.painter(), area, words::bench::NO_SHEET, palette);
            return;
        };
        let (head, rows) = inner.split_top_bottom_at_y(inner.top() + HEAD);
        buttons(ui, head, made, (&mut self.save, &mut self.sign), palette, actions);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rows).id_salt("sheet"));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("sheet").auto_shrink(false).show(&mut ui, |ui| {
            made.lines.iter().for_each(|line| paint(ui, line, palette));
        });
    }

    fn follow(&mut self, source: Source<'_>, declared: &InstrumentSettings) {
        let Some(of) = Of::source(source) else {
            self.made = None;
            return;
        };
        let circuit = of.circuit(declared);
        if self.made.as_ref().is_some_and(|made| made.of.is(&of) && made.sheet.circuit == circuit) {
            return;
        }
        let sheet = Sheet::of(of.report(), &circuit, None);
        self.made = sheet.map(|sheet| Made { lines: lines::lines(&sheet), sheet, of });
    }
}

/// What the levels are read with, and what can be done with the sheet.
fn buttons(
    ui: &Ui,
    head: Rect,
    made: &Made,
    (save, sign): (&mut SaveForm, &mut Sign),
    palette: Palette,
    actions: &mut Vec<Action>,
) {
    let [copy_width, html_width, gap] = [84.0, 62.0, 6.0];
    let place = |right: f32, width: f32| {
        Rect::from_min_size(pos2(right - width, head.top() + 4.0), vec2(width, 24.0))
    };
    let html = place(head.right(), html_width);
    let copy = place(html.left() - gap, copy_width);
    let context = made.sheet.context();
    let room = head.with_max_x(copy.left() - gap);
    draw::text_in(ui.painter(), room, Align::Min, &context, theme::sans(theme::SMALL), palette.quiet);
    let hint = ui.interact(room, ui.scope_id().with("sheet context"), Sense::hover());
    hint.on_hover_text(&context);

    let id = egui::Id::unique("sheet sign");
    sign.expire(ui);
    let button = draw::button(ui, copy, "copy sheet", words::bench::COPY_SHEET, false, palette);
    if button.on_hover_text(words::bench::COPY_SHEET_HINT).clicked() {
        ui.ctx().copy_text(sheet_markdown(made.of.title(), &made.sheet));
        sign.say(ui, id, words::COPIED);
    }
    sign.paint(ui, id, copy, Side::Below, palette);
    let button = draw::button(ui, html, "save sheet", words::bench::SAVE_SHEET, false, palette);
    let button = button.on_hover_text(words::bench::SAVE_SHEET_HINT);
    Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(400.0)
        .show(|ui| {
            if let Some(target) = save.ui(ui, words::bench::SHEET_FILE) {
                actions.push(Action::SaveSheet(sheet_html(&made.sheet, made.of.report()), target));
                ui.close();
            }
        });
}

fn paint(ui: &mut Ui, line: &Line, palette: Palette) {
    match line {
        Line::Note(text) => {
            ui.add_space(4.0);
            ui.label(RichText::new(text).size(theme::SMALL).color(palette.quiet));
        }
        Line::Section { name, columns } => section(ui, name, columns, palette),
        Line::Figure { name, unit, meaning, cells } => {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            if ui.is_rect_visible(rect) {
                response.on_hover_text(*meaning);
                figure(ui, rect, (name, unit), cells, palette);
            }
        }
    }
}

fn section(ui: &mut Ui, name: &str, columns: &[String], palette: Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADING), Sense::hover());
    let rect = rect.with_min_y(rect.top() + 10.0);
    let font = theme::sans(theme::TICK);
    draw::text_in(ui.painter(), rect, Align::Min, name, font.clone(), palette.quiet);
    for (index, column) in columns.iter().enumerate() {
        let place = column_place(rect, index, columns.len());
        draw::text_in(ui.painter(), place, Align::Max, column, font.clone(), palette.quiet);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
}

fn figure(ui: &Ui, row: Rect, (name, unit): (&str, &str), cells: &[Cell], palette: Palette) {
    let first = column_place(row, 0, cells.len()).left();
    let (name_place, units) = row.split_left_right_at_x(first - UNIT);
    let unit_place = units.with_max_x(first);
    draw::text_in(ui.painter(), name_place, Align::Min, name, theme::sans(theme::SMALL), palette.text);
    draw::text_in(ui.painter(), unit_place, Align::Min, unit, theme::sans(theme::TICK), palette.quiet);
    for (index, cell) in cells.iter().enumerate() {
        value(ui, column_place(row, index, cells.len()), (name, unit, index), cell, palette);
    }
}

fn column_place(row: Rect, index: usize, count: usize) -> Rect {
    let right = row.right() - 12.0 - COLUMN * count.saturating_sub(index + 1) as f32;
    Rect::from_min_max(pos2(right - COLUMN + 6.0, row.top()), pos2(right, row.bottom()))
}

fn value(ui: &Ui, place: Rect, id: (&str, &str, usize), cell: &Cell, palette: Palette) {
    let font = if cell.is_reason { theme::sans(theme::TICK) } else { theme::mono(theme::SMALL) };
    let colour = if cell.is_pale { palette.quiet } else { palette.text };
    draw::text_in(ui.painter(), place, Align::Max, &cell.text, font, colour);
    let response = ui.interact(place, ui.scope_id().with(("sheet", id)), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(egui::Role::Label, true, format!("{}, {}: {}", id.0, id.1, cell.text))
    });
    if !cell.hint.is_empty() {
        response.on_hover_text(&cell.hint);
    }
}
