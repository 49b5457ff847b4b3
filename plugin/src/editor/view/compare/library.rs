//! The library below the captures of the session: what is not in the session can be added to it.

use std::collections::BTreeSet;

use egui::{
    Align, Key, Popup, PopupCloseBehavior, Rect, RectAlign, RichText, Sense, TextEdit, Ui, WidgetInfo, pos2,
    vec2,
};
use groundtruth_captures::library::{Entry, Summary};
use groundtruth_captures::table::kind;
use groundtruth_captures::taken_utc;
use ulid::Ulid;

use super::super::action::Action;
use super::super::draw;
use super::super::words::compare as words;
use crate::editor::preferences::Preferences;
use crate::editor::theme::{self, Palette};
use crate::session::SessionInput;

/// Height of an entry.
const ENTRY: f32 = 44.0;
/// From this number on there is a filter.
const MANY: usize = 8;

/// What is looked for.
#[derive(Default)]
pub struct LibraryList {
    filter: String,
}

impl LibraryList {
    /// Paints heading and, if unfolded, entries below what is in `ui` so far.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        session: &SessionInput,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let palette = Palette::of(preferences.theme);
        let here: BTreeSet<Ulid> = session.captures.iter().map(|capture| capture.id()).collect();
        let is_elsewhere = |entry: &&Entry| entry.id().is_none_or(|id| !here.contains(&id));
        let entries: Vec<&Entry> = session.library.entries.iter().filter(is_elsewhere).collect();
        ui.add_space(14.0);
        let is_open = &mut preferences.compare.library;
        heading(ui, entries.len(), is_open, palette);
        if let Some(fault) = &session.library.fault {
            ui.label(RichText::new(fault).color(palette.quiet).small());
        }
        if !*is_open {
            return;
        }
        if entries.is_empty() {
            ui.label(RichText::new(words::LIBRARY_EMPTY).color(palette.quiet).small());
        }
        if entries.len() >= MANY {
            self.filter_field(ui);
        }
        let looked_for = self.filter.trim().to_lowercase();
        let found: Vec<&Entry> = entries.into_iter().filter(|entry| is_found(entry, &looked_for)).collect();
        rows(ui, &found, palette, actions);
    }

    fn filter_field(&mut self, ui: &mut Ui) {
        let width = ui.available_width();
        let field = TextEdit::singleline(&mut self.filter).hint_text("Find").desired_width(width);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Find in the library"));
        if response.has_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.filter.clear();
        }
        ui.add_space(4.0);
    }
}

fn heading(ui: &mut Ui, count: usize, is_open: &mut bool, palette: Palette) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    let label = format!("LIBRARY · {count}");
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, *is_open, &label));
    let font = theme::sans(theme::TICK);
    let colour = if response.hovered() { palette.text } else { palette.quiet };
    let word = if *is_open { "hide" } else { "show" };
    draw::text_in(ui.painter(), rect, Align::Min, &label, font.clone(), colour);
    draw::text_in(ui.painter(), rect, Align::Max, word, font, colour);
    draw::focus_ring(ui, &response, palette);
    if response.on_hover_text(words::LIBRARY).clicked() {
        *is_open = !*is_open;
    }
}

/// Whether name, device, notes or kind contain every word looked for.
fn is_found(entry: &Entry, looked_for: &str) -> bool {
    let mut text = entry.name().to_lowercase();
    if let Ok(summary) = &entry.content {
        let details = &summary.details;
        for part in [&details.device, &details.notes, kind(summary.stimulus)] {
            text.push(' ');
            text.push_str(&part.to_lowercase());
        }
    }
    looked_for.split_whitespace().all(|word| text.contains(word))
}

/// Only rows in sight are laid out: there may be thousands.
fn rows(ui: &mut Ui, found: &[&Entry], palette: Palette, actions: &mut Vec<Action>) {
    let size = vec2(ui.available_width(), ENTRY * found.len() as f32);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let sight = ui.clip_rect();
    let first = ((sight.top() - all.top()) / ENTRY).max(0.0) as usize;
    let end = ((sight.bottom() - all.top()) / ENTRY).max(0.0).ceil() as usize;
    let seen = found.iter().enumerate().take(end.min(found.len())).skip(first);
    for (index, entry) in seen {
        let top = all.top() + ENTRY * index as f32;
        let rect = Rect::from_min_size(pos2(all.left(), top), vec2(all.width(), ENTRY));
        row(ui, rect, entry, palette, actions);
    }
}

fn row(ui: &Ui, rect: Rect, entry: &Entry, palette: Palette, actions: &mut Vec<Action>) {
    let name = entry.name();
    let painter = ui.painter();
    let (above, below) = (
        rect.with_max_y(rect.top() + 22.0),
        Rect::from_min_max(rect.min + vec2(0.0, 19.0), rect.max - vec2(0.0, 5.0)),
    );
    let font = theme::sans(theme::TICK);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
    let Ok(summary) = &entry.content else {
        let reason = entry.content.as_ref().err().map_or("", String::as_str);
        draw::text_in(painter, above, Align::Min, &name, theme::sans(theme::BODY), palette.quiet);
        draw::text_in(painter, below, Align::Min, reason, font, palette.quiet);
        let response = ui.interact(rect, ui.scope_id().with(&entry.path), Sense::hover());
        response.on_hover_text(words::unreadable(&entry.path.display().to_string(), reason));
        return;
    };
    let response = ui.interact(rect, ui.scope_id().with(summary.id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("library: {name}")));
    let colour = if response.hovered() { palette.text } else { draw::faint(palette.text, 0.8) };
    draw::text_in(painter, above, Align::Min, &name, theme::sans(theme::BODY), colour);
    draw::text_in(painter, below, Align::Min, &second_line(summary), font, palette.quiet);
    draw::focus_ring(ui, &response, palette);
    Popup::from_toggle_button_response(&response)
        .align(RectAlign::RIGHT_START)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(280.0)
        .show(|ui| about(ui, entry, summary, palette, actions));
}

/// What was measured and on which day.
fn second_line(summary: &Summary) -> String {
    let device = &summary.details.device;
    let what = if device.is_empty() { kind(summary.stimulus) } else { device };
    let taken = taken_utc(summary.id);
    let day = taken.split(' ').next().unwrap_or_default();
    format!("{day} · {what}")
}

/// All that is known without reading the file, and what can be done.
fn about(ui: &mut Ui, entry: &Entry, summary: &Summary, palette: Palette, actions: &mut Vec<Action>) {
    let details = &summary.details;
    let seconds = summary.frames as f64 / summary.sample_rate_hz;
    let mut lines = vec![
        format!("taken {} UTC", taken_utc(summary.id)),
        format!("{}, {seconds:.1} s at {} kHz", kind(summary.stimulus), summary.sample_rate_hz / 1000.0),
    ];
    lines.extend(details.topology.map(|topology| topology.words().to_owned()));
    lines.extend(details.load_ohms.map(|ohms| format!("{ohms} Ω")));
    lines.extend(Some(details.price.clone()).filter(|price| !price.is_empty()));
    lines.extend(Some(details.notes.clone()).filter(|notes| !notes.is_empty()));
    let samples = if summary.has_samples { "with samples" } else { "without samples" };
    lines.push(format!("{} {samples}", entry.path.display()));
    ui.label(RichText::new(entry.name()).font(theme::sans(theme::BODY)));
    for line in lines {
        ui.label(RichText::new(line).color(palette.quiet).small());
    }
    ui.separator();
    ui.horizontal(|ui| {
        if ui.button("Add to this session").clicked() {
            actions.push(Action::AddToSession(summary.id));
            ui.close();
        }
        let delete = ui.button("Delete from the library");
        if delete.on_hover_text(words::LIBRARY_DELETE).clicked() {
            actions.push(Action::DeleteFromLibrary(summary.id));
            ui.close();
        }
    });
}
