//! The captures of the session, and what other tracks measure now.

use std::cmp::Ordering;

use egui::{
    Align, Color32, Key, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign, Response, Sense, Ui,
    WidgetInfo, pos2, vec2,
};
use groundtruth_captures::table::kind;
use ulid::Ulid;

use super::super::action::Action;
use super::super::draw;
use super::super::words::compare as words;
use super::colours::colour;
use super::compared::Compared;
use super::heading::heading;
use super::library::LibraryList;
use super::{details, live, order};
use crate::editor::preferences::Preferences;
use crate::editor::theme::{self, Palette};
use crate::session::{SessionCapture, SessionInput};

/// Height of an entry.
const ENTRY: f32 = 49.0;
const MARGIN: f32 = 12.0;

/// The capture that is dragged to another place.
struct Dragged(Ulid);

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
    is_baseline: bool,
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
        let baselines = compared.map(Compared::baseline_ids).unwrap_or_default();
        let places = order::places(&session.captures, &preferences.compare.order);
        egui::ScrollArea::vertical().id_salt("captures").auto_shrink([false, false]).show(&mut ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            heading(ui, "THIS SESSION", palette);
            for (position, place) in places.into_iter().enumerate() {
                let capture = &session.captures[place];
                let id = capture.id();
                let entry = Entry {
                    capture,
                    name: name(capture, letters.get(&id)),
                    colour: colour(capture.details(), place, palette),
                    is_hidden: preferences.compare.hidden.contains(&id),
                    is_reference: references.contains(&id),
                    is_baseline: baselines.contains(&id) || preferences.compare.baseline == Some(id),
                    palette,
                };
                let row = self.entry(ui, &entry, preferences, actions);
                reorder(ui, &row, (id, position), session, &mut preferences.compare.order, palette);
            }
            if session.captures.is_empty() {
                ui.label(egui::RichText::new("none yet").color(palette.quiet).small());
            }
            live::ui(ui, session, &letters, palette, actions);
            self.library.ui(ui, session, preferences, actions);
        });
    }

    fn entry(
        &mut self,
        ui: &mut Ui,
        entry: &Entry<'_>,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) -> Response {
        let id = entry.capture.id();
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ENTRY));
        let row = ui.interact(rect, ui.scope_id().with(("entry", id)), Sense::click_and_drag());
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
        let row = row.on_hover_text(match entry.is_baseline {
            true => words::BASELINE,
            false => words::CAPTURE,
        });
        draw::focus_ring(ui, &row, entry.palette);
        Popup::from_toggle_button_response(&row)
            .align(RectAlign::RIGHT_START)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(280.0)
            .show(|ui| details::ui(ui, &mut self.editing, entry.capture, preferences, actions));
        row
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
        let word = match (self.is_baseline, self.is_reference) {
            (true, _) => Some("baseline"),
            (false, true) => Some(if rect.width() < NARROW { "ref." } else { "reference" }),
            (false, false) => None,
        };
        if let Some(word) = word {
            let place = draw::text_in(painter, line, Align::Max, word, theme::sans(theme::TICK), quiet);
            title.max.x = place.left() - 6.0;
        }
        draw::text_in(painter, title, Align::Min, &self.name, theme::sans(theme::BODY), strong);
        let below = Rect::from_min_max(line.left_bottom(), pos2(rect.right(), rect.bottom() - 7.0));
        second_line(ui, below, self.capture, quiet);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, self.palette.hairline());
    }
}

/// Moves an entry that is dropped here, or that has the focus while Alt and an arrow are pressed.
fn reorder(
    ui: &Ui,
    row: &Response,
    (id, position): (Ulid, usize),
    session: &SessionInput,
    order: &mut Vec<Ulid>,
    palette: Palette,
) {
    row.dnd_set_drag_payload(Dragged(id));
    let pressed = |key: Key| row.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
    for (key, direction) in [(Key::ArrowUp, Ordering::Less), (Key::ArrowDown, Ordering::Greater)] {
        if pressed(key) {
            order::step(&session.captures, order, id, direction);
        }
    }
    let Some(pointer) =
        ui.ctx().pointer_interact_pos().filter(|_| row.dnd_hover_payload::<Dragged>().is_some())
    else {
        return;
    };
    let is_below = pointer.y > row.rect.center().y;
    let y = if is_below { row.rect.bottom() } else { row.rect.top() } - 0.5;
    ui.painter().hline(row.rect.x_range(), y, egui::Stroke::new(2.0, palette.text));
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    if let Some(dragged) = row.dnd_release_payload::<Dragged>() {
        order::insert(&session.captures, order, dragged.0, position + usize::from(is_below));
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
