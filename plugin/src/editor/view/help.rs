//! The page for the newcomer, in place of a view: what is shown, which signal to play, what is usual, the keys.

mod row;
mod signals;
mod usual;

use egui::{Align, Layout, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};
use groundtruth_measure::StimulusKind;

use self::row::{GAP, row};
use self::signals::Signals;
use super::action::Action;
use super::scene::Scene;
use super::words::{self, help};
use super::{draw, seen};
use crate::editor::preferences::Tab;
use crate::editor::theme::{self, Palette};

const MARGIN: f32 = 16.0;
const TITLE_HEIGHT: f32 = 40.0;
/// Room for the scroll bar.
const BAR: f32 = 12.0;

/// The page, and whether it is open.
#[derive(Default)]
pub struct Help {
    /// Whether it is shown.
    pub is_open: bool,
    signals: Signals,
}

impl Help {
    /// A page that is as open as this one.
    pub fn same_part(&self) -> Help {
        Help { is_open: self.is_open, ..Help::default() }
    }

    /// Paints the page into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        scene: &Scene<'_>,
        (tab, palette): (Tab, Palette),
        actions: &mut Vec<Action>,
    ) {
        let (title, page) = area.split_top_bottom_at_y(area.top() + TITLE_HEIGHT);
        let line = title.shrink2(vec2(MARGIN, 0.0));
        draw::text_in(ui.painter(), line, Align::Min, "Help", theme::sans(theme::LARGE), palette.text);
        let close = Rect::from_min_size(pos2(line.right() - 60.0, line.center().y - 13.0), vec2(60.0, 26.0));
        if draw::button(ui, close, "close help", "Close", false, palette).clicked() {
            self.is_open = false;
        }
        let page = Rect::from_min_max(page.min + vec2(MARGIN, 0.0), page.max - vec2(2.0, 0.0));
        if !page.is_positive() {
            return;
        }
        let mut ui = ui.new_child(UiBuilder::new().max_rect(page).layout(Layout::top_down(Align::Min)));
        ui.shrink_clip_rect(page);
        ScrollArea::vertical().id_salt("help").auto_shrink(false).show(&mut ui, |ui| {
            let width = (page.width() - BAR).max(1.0);
            ui.set_width(width);
            let [now, to_play, usual, keys] = help::HEADINGS;
            heading(ui, now);
            ui.label(shown_now(scene, tab));
            heading(ui, to_play);
            self.signals.ui(ui, width, scene, actions);
            heading(ui, usual);
            usual::ui(ui, width);
            heading(ui, keys);
            for (key, does) in words::KEYS {
                let cells = [RichText::new(key).strong(), RichText::new(does).weak()];
                row(ui, [100.0, width - 100.0 - GAP], |ui, column| drop(ui.label(cells[column].clone())));
            }
            ui.add_space(MARGIN);
        });
    }
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(text).size(15.0).strong());
}

/// The signal, what is measured of it, and what the view shows.
fn shown_now(scene: &Scene<'_>, tab: Tab) -> String {
    let state = help::state(&scene.snapshot.state, scene.is_previous);
    let of_signal = match (state, scene.report) {
        (Some(state), _) => format!("{state}."),
        (None, _) if scene.is_digital_silence() => words::NOTHING_BUT_ZEROS.to_owned(),
        (None, Some(report)) => {
            let heard = seen::seen(scene.snapshot, scene.report, scene.is_previous);
            let heard: Vec<&str> = heard.iter().map(|one| one.text.as_str()).collect();
            let driven = report.stimulus.tones_hz.values().filter(|tones| !tones.is_empty()).count();
            let on_one_side = driven == 1 && report.channels.len() > 1;
            let measured = help::measured_of(report.stimulus.kind, on_one_side);
            match report.stimulus.kind {
                // Their names are in the sentence.
                StimulusKind::Programme | StimulusKind::Silence | StimulusKind::Sweep => measured.to_owned(),
                _ => format!("{}. {measured}", heard.join(", ")),
            }
        }
        (None, None) => format!("{}.", words::WAITING),
    };
    format!("{of_signal} {}", help::view(tab))
}
