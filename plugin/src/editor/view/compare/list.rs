//! The captures of the session, and what other tracks measure now.

use egui::{Align, Color32, Popup, PopupCloseBehavior, Rect, RectAlign, Sense, Ui, WidgetInfo, pos2, vec2};
use groundtruth_captures::table::kind;

use super::super::action::Action;
use super::super::draw;
use super::colours::colour;
use super::compared::Compared;
use super::details;
use super::library::LibraryList;
use super::live;
use crate::editor::preferences::Preferences;
use crate::editor::theme::{self, Palette};
use crate::session::{SessionCapture, SessionInput};

/// Height of an entry.
const ENTRY: f32 = 49.0;
const MARGIN: f32 = 12.0;

/// State of the list.
#[derive(Default)]
pub struct List {
    /// The capture whose details are edited, and the text typed so far.
    editing: Option<details::Editing>,
    library: LibraryList,
}

/// A capture in the list.
struct Entry<'a> {
    capture: &'a SessionCapture,
    /// With the letter of its column.
    name: String,
    colour: Color32,
    is_hidden: bool,
    is_reference: bool,
    palette: Palette,
}

impl List {
    /// Paints the list into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        session: &SessionInput,
        compared: Option<&Compared>,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let palette = Palette::of(preferences.theme);
        let inner = area.shrink2(vec2(MARGIN, 0.0));
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(inner));
        ui.set_clip_rect(area);
        let (letters, references) =
            compared.map(|compared| (compared.letters(), compared.reference_ids())).unwrap_or_default();
        egui::ScrollArea::vertical().id_salt("captures").auto_shrink([false, false]).show(&mut ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            heading(ui, "THIS SESSION", palette);
            for (place, capture) in session.captures.iter().enumerate() {
                let id = capture.id();
                let entry = Entry {
                    capture,
                    name: name(capture, letters.get(&id)),
                    colour: colour(capture.details(), place, palette),
                    is_hidden: preferences.compare.hidden.contains(&id),
                    is_reference: references.contains(&id),
                    palette,
                };
                self.entry(ui, &entry, preferences, actions);
            }
            if session.captures.is_empty() {
                ui.label(egui::RichText::new("none yet").color(palette.quiet).small());
            }
            live::ui(ui, session, palette, actions);
            self.library.ui(ui, session, preferences, actions);
        });
    }

    fn entry(
        &mut self,
        ui: &mut Ui,
        entry: &Entry<'_>,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let id = entry.capture.id();
        let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), ENTRY), Sense::click());
        let square = Rect::from_center_size(pos2(rect.left() + 5.0, rect.top() + 16.0), vec2(10.0, 10.0));
        let toggle = ui.interact(square.expand(5.0), ui.scope_id().with(("shown", id)), Sense::click());
        toggle.widget_info(|| {
            let label = format!("show {}", entry.name);
            WidgetInfo::selected(egui::Role::CheckBox, true, !entry.is_hidden, label)
        });
        entry.paint(ui, rect, square);
        if toggle.on_hover_text("Show or hide").clicked() && !preferences.compare.hidden.remove(&id) {
            preferences.compare.hidden.insert(id);
        }
        row.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &entry.name));
        let row = row.on_hover_text("Edit details, make it the reference, delete");
        draw::focus_ring(ui, &row, entry.palette);
        Popup::from_toggle_button_response(&row)
            .align(RectAlign::RIGHT_START)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(280.0)
            .show(|ui| details::ui(ui, &mut self.editing, entry.capture, preferences, actions));
    }
}

impl Entry<'_> {
    fn paint(&self, ui: &Ui, rect: Rect, square: Rect) {
        /// Width of a narrow list, which has room for the short word only.
        const NARROW: f32 = 190.0;
        let (strong, quiet) = match self.is_hidden {
            true => (self.palette.quiet, draw::faint(self.palette.quiet, 0.6)),
            false => (self.palette.text, self.palette.quiet),
        };
        let painter = ui.painter();
        if self.is_hidden {
            let stroke = egui::Stroke::new(1.0, self.colour);
            painter.rect_stroke(square, 2.0, stroke, egui::StrokeKind::Inside);
        } else {
            painter.rect_filled(square, 2.0, self.colour);
        }
        let line = Rect::from_min_max(rect.min + vec2(22.0, 7.0), pos2(rect.right(), rect.top() + 25.0));
        let mut title = line;
        if self.is_reference {
            let word = if rect.width() < NARROW { "ref." } else { "reference" };
            let place = draw::text_in(painter, line, Align::Max, word, theme::sans(theme::TICK), quiet);
            title.max.x = place.left() - 6.0;
        }
        draw::text_in(painter, title, Align::Min, &self.name, theme::sans(theme::BODY), strong);
        let below = Rect::from_min_max(line.left_bottom(), pos2(rect.right(), rect.bottom() - 7.0));
        second_line(ui, below, self.capture, quiet);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, self.palette.hairline());
    }
}

/// Its name, after the letter of its column if it is compared.
fn name(capture: &SessionCapture, letter: Option<&String>) -> String {
    let name = match capture.details().name.trim() {
        "" => "Capture",
        name => name,
    };
    letter.map_or_else(|| name.to_owned(), |letter| format!("{letter} · {name}"))
}

/// Topology, load and price, or why it cannot be read.
fn second_line(ui: &Ui, rect: Rect, capture: &SessionCapture, quiet: Color32) {
    let details = capture.details();
    let font = theme::sans(theme::TICK);
    let mut left = rect;
    if !details.price.is_empty() {
        let price = draw::text_in(ui.painter(), rect, Align::Max, &details.price, font.clone(), quiet);
        left.max.x = price.left() - 8.0;
    }
    let mut words: Vec<String> = Vec::new();
    words.extend(details.topology.map(|topology| topology.words().to_owned()));
    words.extend(details.load_ohms.map(|ohms| format!("{ohms} Ω")));
    let text = match capture.capture() {
        Err(error) => error.to_string(),
        Ok(capture) if words.is_empty() => kind(capture.report().stimulus.kind).to_owned(),
        Ok(_) => words.join(" · "),
    };
    draw::text_in(ui.painter(), left, Align::Min, &text, font, quiet);
}

pub(super) fn heading(ui: &mut Ui, text: &str, palette: Palette) {
    ui.add_space(10.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    draw::text_in(ui.painter(), rect, Align::Min, text, theme::sans(theme::TICK), palette.quiet);
}
