//! The table: figures down, captures across, each with its difference to the reference.

use egui::{Align, Color32, Layout, Rect, RichText, Ui, UiBuilder};
use egui_extras::{Column, TableBuilder};
use groundtruth_captures::comparison::{Mark, letter};
use groundtruth_captures::export::{DifferenceText, Line};

use super::super::format;
use super::compared::Compared;
use crate::editor::theme::{self, Palette};

const ROW: f32 = 25.0;
const HEAD: f32 = 30.0;
/// Widths of the columns.
struct Widths {
    figure: f32,
    unit: f32,
    value: f32,
    difference: f32,
}

const WIDE: Widths = Widths { figure: 196.0, unit: 62.0, value: 118.0, difference: 166.0 };
/// Two captures fit beside the list in the smallest window.
const NARROW: Widths = Widths { figure: 146.0, unit: 52.0, value: 102.0, difference: 112.0 };
const NARROW_BELOW: f32 = 640.0;

/// A row of the table: a heading, or a line by its index.
enum Entry {
    Section(&'static str),
    Line(usize),
}

/// Paints the table into `area`.
pub fn ui(ui: &mut Ui, area: Rect, compared: &Compared, palette: Palette) {
    let entries = entries(&compared.lines);
    let widths = if area.width() < NARROW_BELOW { NARROW } else { WIDE };
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area.shrink2(egui::vec2(14.0, 0.0))));
    ui.set_clip_rect(area);
    egui::ScrollArea::horizontal().id_salt("table").show(&mut ui, |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 0.0);
        let mut table = TableBuilder::new(ui)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(widths.figure))
            .column(Column::exact(widths.unit));
        for index in 0..compared.comparison.captures.len() {
            table = table.column(Column::exact(widths.value));
            if index != compared.reference {
                table = table.column(Column::exact(widths.difference));
            }
        }
        let table = table.header(HEAD, |mut header| {
            header.col(|ui| quiet(ui, "Figure", palette));
            header.col(|_| ());
            for (index, capture) in compared.comparison.captures.iter().enumerate() {
                header.col(|ui| {
                    let name = format!("{} {}", letter(index), capture.name);
                    right(ui, RichText::new(name).color(compared.colour(index, palette)));
                });
                if index != compared.reference {
                    let text = format!("to {}", letter(compared.reference));
                    header.col(|ui| quiet(ui, &text, palette));
                }
            }
        });
        table.body(|body| {
            body.rows(ROW, entries.len(), |mut row| match entries[row.index()] {
                Entry::Section(name) => {
                    row.col(|ui| quiet(ui, &name.to_uppercase(), palette));
                }
                Entry::Line(index) => {
                    let line = &compared.lines[index];
                    row.col(|ui| {
                        let label = format!("{}, {}", line.label, line.place);
                        ui.add(egui::Label::new(label).truncate()).on_hover_text(line.meaning);
                    });
                    row.col(|ui| quiet(ui, line.unit, palette));
                    for (index, value) in line.values.iter().enumerate() {
                        row.col(|ui| value_cell(ui, value, line.reasons[index].as_deref(), palette));
                        if let Some(difference) = &line.differences[index] {
                            row.col(|ui| difference_cell(ui, difference, palette));
                        }
                    }
                }
            });
        });
    });
}

fn entries(lines: &[Line]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut section = "";
    for (index, line) in lines.iter().enumerate() {
        if line.section != section {
            section = line.section;
            entries.push(Entry::Section(section));
        }
        entries.push(Entry::Line(index));
    }
    entries
}

fn quiet(ui: &mut Ui, text: &str, palette: Palette) {
    ui.add(
        egui::Label::new(RichText::new(text).font(theme::sans(theme::TICK)).color(palette.quiet)).truncate(),
    );
}

fn right(ui: &mut Ui, text: RichText) -> egui::Response {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        // Digits may reach a pixel over their box.
        ui.add_space(2.0);
        ui.add(egui::Label::new(text).truncate())
    })
    .inner
}

fn value_cell(ui: &mut Ui, value: &str, reason: Option<&str>, palette: Palette) {
    let is_limit = value.starts_with('≤') || value.starts_with('≥');
    let colour = if is_limit || reason.is_some() { palette.quiet } else { palette.text };
    let text = RichText::new(format::true_minus(value)).font(theme::mono(theme::SMALL)).color(colour);
    let response = right(ui, text);
    if let Some(reason) = reason {
        response.on_hover_text(reason);
    }
}

fn difference_cell(ui: &mut Ui, difference: &DifferenceText, palette: Palette) {
    let text = format!("{} {}", difference.mark.sign(), format::true_minus(&difference.text));
    let text =
        RichText::new(text.trim_end()).font(theme::mono(theme::TICK)).color(colour(difference.mark, palette));
    let response = ui.add(egui::Label::new(text).truncate());
    response.on_hover_text(difference_meaning(difference));
}

fn colour(mark: Mark, palette: Palette) -> Color32 {
    match mark {
        Mark::Better => palette.better,
        Mark::Worse => palette.hum,
        Mark::Different | Mark::Same | Mark::Open => palette.quiet,
    }
}

fn difference_meaning(difference: &DifferenceText) -> String {
    let holds = match (difference.mark, difference.holds) {
        (Mark::Same | Mark::Open, _) => "",
        (_, true) => ", also with all rows taken together",
        (_, false) => ", but not with all rows taken together",
    };
    let reason = difference.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{} {}{holds}{reason}", difference.mark.word(), difference.text)
}
