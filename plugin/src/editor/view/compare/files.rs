//! Captures from files and comparisons into files: two buttons under the list, each with a popup.

use std::sync::Arc;

use egui::{Popup, PopupCloseBehavior, Rect, RectAlign, Response, RichText, ScrollArea, TextEdit, Ui, vec2};
use groundtruth_captures::comparison::Comparison;

use super::super::action::{Action, PictureScale};
use super::super::draw;
use super::super::save_form::SaveForm;
use super::super::words::compare as words;
use crate::editor::theme::Palette;
use crate::files::{Export, Format};

/// Height of the buttons' row.
pub const HEIGHT: f32 = 44.0;
const MARGIN: f32 = 12.0;
/// Width of a popup.
const WIDTH: f32 = 400.0;

/// What is typed in the popups.
#[derive(Default)]
pub struct Files {
    /// Paths to import.
    paths: String,
    format: Format,
    save: SaveForm,
}

impl Files {
    /// Paints the row into `area`; without a comparison there is nothing to export.
    pub fn ui(
        &mut self,
        ui: &Ui,
        area: Rect,
        comparison: Option<&Arc<Comparison>>,
        palette: Palette,
        actions: &mut Vec<Action>,
    ) {
        ui.painter().hline(area.x_range(), area.top() + 0.5, palette.hairline());
        let inner = area.shrink2(vec2(MARGIN, 9.0));
        let (left, right) = inner.split_left_right_at_fraction(0.5);
        let import = Rect::from_min_max(left.min, left.max - vec2(4.0, 0.0));
        let button = draw::button(ui, import, "import", "Import…", false, palette);
        let button = button.on_hover_text(words::IMPORT);
        popup(&button).show(|ui| self.import(ui, actions));
        let Some(comparison) = comparison else { return };
        let export = Rect::from_min_max(right.min + vec2(4.0, 0.0), right.max);
        let button = draw::button(ui, export, "export", "Export…", false, palette);
        let button = button.on_hover_text(words::EXPORT);
        popup(&button).show(|ui| self.export(ui, comparison, actions));
    }

    fn import(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let label = ui.label(words::IMPORT_PATHS).id;
        ScrollArea::vertical().id_salt("paths").max_height(130.0).show(ui, |ui| {
            let field = TextEdit::multiline(&mut self.paths).hint_text("Paths, one a line").desired_rows(5);
            ui.add(field.desired_width(f32::INFINITY)).labelled_by(label);
        });
        ui.horizontal(|ui| {
            if ui.button("Browse…").on_hover_text(words::CHOOSE).clicked() {
                actions.push(Action::ChooseImport);
                ui.close();
            }
            let is_given = !self.paths.trim().is_empty();
            if ui.add_enabled(is_given, egui::Button::new("Import")).clicked() {
                actions.push(Action::Import(std::mem::take(&mut self.paths)));
                ui.close();
            }
            let settings = RichText::new(words::IMPORT_SETTINGS).weak().small();
            ui.label(settings).on_hover_text(words::IMPORT_SETTINGS_MEANING);
        });
    }

    fn export(&mut self, ui: &mut Ui, comparison: &Arc<Comparison>, actions: &mut Vec<Action>) {
        ui.horizontal_wrapped(|ui| {
            for (format, name) in Format::ALL {
                if ui.selectable_label(self.format == format, name).clicked() {
                    self.set_format(format);
                }
            }
        });
        let export = Export { comparison: comparison.clone(), format: self.format };
        let Some(target) = self.save.ui(ui, &export.file_name()) else { return };
        actions.push(match export.format {
            Format::Png => Action::SavePicture(PictureScale::Twice, Some(target)),
            _ => Action::Export(export, target),
        });
        ui.close();
    }

    fn set_format(&mut self, format: Format) {
        self.save.set_ending(self.format.ending(), format.ending());
        self.format = format;
    }
}

fn popup(button: &Response) -> Popup<'_> {
    Popup::from_toggle_button_response(button)
        .align(RectAlign::TOP_START)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(WIDTH)
}
