//! The row above the plot: the quantity, the side, and the switches.

use egui::{Align, Button, ComboBox, Rect, Response, Sense, Ui, UiBuilder, pos2, vec2};
use groundtruth_captures::comparison::letter;

use super::super::super::draw;
use super::super::super::words::compare as words;
use super::super::compared::Compared;
use super::quantity::ALL;
use crate::editor::preferences::{ComparePreferences, Quantity};
use crate::editor::theme::{self, Palette};

/// Space between groups, at the row's ends, and around a word.
const GROUP: f32 = 10.0;
const MARGIN: f32 = 14.0;
const AROUND: f32 = 10.0;
const BETWEEN: f32 = 2.0;
/// Width of the menu of quantities, and a height for all of them.
const MENU: f32 = 148.0;
const ALL_OF_THEM: f32 = 280.0;

/// A quantity, its name, and why no capture has it.
struct Choice {
    quantity: Quantity,
    name: &'static str,
    lacks: Option<&'static str>,
}

fn choices(compared: &Compared) -> Vec<Choice> {
    let captures = &compared.comparison.captures;
    let choice = |(quantity, name): (Quantity, &'static str)| {
        let is_there = captures.iter().any(|captured| quantity.is_in(captured));
        Choice { quantity, name, lacks: (!is_there).then_some(quantity.needs()) }
    };
    ALL.into_iter().map(choice).collect()
}

/// Paints the row into `area`: with a menu of the quantities where there is no room for all in a row.
pub fn ui(ui: &mut Ui, area: Rect, compared: &Compared, chosen: &mut ComparePreferences, palette: Palette) {
    let choices = choices(compared);
    let mut row = Row { left: area.left() + MARGIN, area, palette };
    let difference = format!("difference to {}", letter(compared.reference));
    let words = choices.iter().map(|choice| choice.name).chain(["L", "R", &difference, LEVEL_MATCH]);
    let width: f32 = words.map(|word| row.width(ui, word) + BETWEEN).sum();
    if width + 2.0 * (GROUP + MARGIN) <= area.width() {
        choices.iter().for_each(|choice| row.quantity(ui, choice, chosen));
    } else {
        row.menu(ui, &choices, chosen);
    }
    row.left += GROUP;
    for (right, label) in [(false, "L"), (true, "R")] {
        if row.word(ui, label, chosen.right == right, words::SIDE).clicked() {
            chosen.right = right;
        }
    }
    row.left += GROUP;
    if row.word(ui, &difference, chosen.difference, words::DIFFERENCE).clicked() {
        chosen.difference = !chosen.difference;
    }
    if row.word(ui, LEVEL_MATCH, chosen.level_match, words::LEVEL_MATCH).clicked() {
        chosen.level_match = !chosen.level_match;
    }
}

const LEVEL_MATCH: &str = "level match";

/// Choices from left to right.
struct Row {
    left: f32,
    area: Rect,
    palette: Palette,
}

impl Row {
    fn width(&self, ui: &Ui, label: &str) -> f32 {
        draw::width(ui.painter(), label, theme::sans(theme::SMALL)) + AROUND
    }

    fn place(&mut self, width: f32) -> Rect {
        let size = vec2(width, self.area.height() - 8.0);
        let rect = Rect::from_min_size(pos2(self.left, self.area.top() + 4.0), size);
        self.left = rect.right() + BETWEEN;
        rect
    }

    /// A word that is underlined while it is chosen.
    fn word(&mut self, ui: &Ui, label: &str, is_on: bool, hint: &str) -> Response {
        let rect = self.place(self.width(ui, label));
        let response = draw::choice(ui, rect, label, (is_on, egui::Role::Button), theme::SMALL, self.palette);
        if hint.is_empty() { response } else { response.on_hover_text(hint) }
    }

    fn quantity(&mut self, ui: &Ui, choice: &Choice, chosen: &mut ComparePreferences) {
        let is_on = chosen.quantity == choice.quantity;
        match choice.lacks {
            // What is shown stays a choice: the plot says what it lacks.
            Some(reason) if !is_on => self.unavailable(ui, choice.name, reason),
            _ => {
                if self.word(ui, choice.name, is_on, "").clicked() {
                    chosen.quantity = choice.quantity;
                }
            }
        }
    }

    fn unavailable(&mut self, ui: &Ui, label: &str, reason: &str) {
        let rect = self.place(self.width(ui, label));
        let response = ui.interact(rect, ui.scope_id().with(("compare", label)), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, false, label));
        let colour = draw::faint(self.palette.quiet, 0.55);
        draw::text_in(ui.painter(), rect, Align::Center, label, theme::sans(theme::SMALL), colour);
        response.on_hover_text(reason);
    }

    fn menu(&mut self, ui: &mut Ui, choices: &[Choice], chosen: &mut ComparePreferences) {
        let mut ui = ui.new_child(UiBuilder::new().max_rect(self.place(MENU)));
        let name = ALL.into_iter().find(|(quantity, _)| *quantity == chosen.quantity).map(|(_, name)| name);
        let menu = ComboBox::from_id_salt("quantity").width(MENU).height(ALL_OF_THEM);
        let menu = menu.selected_text(name.unwrap_or_default());
        let menu = menu.show_ui(&mut ui, |ui| {
            for Choice { quantity, name, lacks } in choices {
                let is_on = *quantity == chosen.quantity;
                let button = ui.add_enabled(lacks.is_none() || is_on, Button::selectable(is_on, *name));
                let button = button.on_disabled_hover_text(lacks.unwrap_or_default());
                if button.clicked() {
                    chosen.quantity = *quantity;
                }
            }
        });
        menu.response.widget_info(|| egui::WidgetInfo {
            current_text_value: name.map(str::to_owned),
            ..egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Quantity")
        });
    }
}
