//! The captures of the session, and what other tracks measure now.

use std::collections::BTreeMap;

use egui::{Align, Color32, Popup, PopupCloseBehavior, Rect, RectAlign, Sense, Ui, WidgetInfo, pos2, vec2};
use groundtruth_captures::Details;
use groundtruth_measure::{ChannelFigure, FigureKey, Reading, StimulusKind};
use ulid::Ulid;

use super::super::action::Action;
use super::super::{draw, format};
use super::details;
use crate::editor::preferences::Preferences;
use crate::editor::theme::{self, Palette};
use crate::session::{Live, SessionCapture, SessionInput};

/// Height of an entry.
const ENTRY: f32 = 49.0;
/// Height of another track's line.
const LINE: f32 = 30.0;
const MARGIN: f32 = 12.0;

/// Colours of captures without one, told apart by colour-blind people (Okabe and Ito).
const DARK: [Color32; 6] = [
    Color32::from_rgb(0x56, 0xb4, 0xe9),
    Color32::from_rgb(0xe6, 0x9f, 0x00),
    Color32::from_rgb(0xcc, 0x79, 0xa7),
    Color32::from_rgb(0x00, 0x9e, 0x73),
    Color32::from_rgb(0xf0, 0xe4, 0x42),
    Color32::from_rgb(0xd5, 0x5e, 0x00),
];
const LIGHT: [Color32; 6] = [
    Color32::from_rgb(0x00, 0x72, 0xb2),
    Color32::from_rgb(0xb0, 0x6a, 0x00),
    Color32::from_rgb(0x9a, 0x4d, 0x7a),
    Color32::from_rgb(0x00, 0x7a, 0x59),
    Color32::from_rgb(0x8a, 0x7d, 0x00),
    Color32::from_rgb(0xc4, 0x49, 0x00),
];

/// Colour of a capture: its own, or one by its place.
pub fn colour(details: &Details, place: usize, palette: Palette) -> Color32 {
    let usual = if palette.is_dark() { DARK } else { LIGHT };
    let own = details.colour.map(|[red, green, blue]| Color32::from_rgb(red, green, blue));
    own.unwrap_or(usual[place % usual.len()])
}

/// State of the list.
#[derive(Default)]
pub struct List {
    /// The capture whose details are edited, and the text typed so far.
    editing: Option<details::Editing>,
}

impl List {
    /// Paints the list into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        session: &SessionInput,
        letters: &BTreeMap<Ulid, String>,
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let palette = Palette::of(preferences.theme);
        let inner = area.shrink2(vec2(MARGIN, 0.0));
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(inner));
        ui.set_clip_rect(area);
        egui::ScrollArea::vertical().id_salt("captures").auto_shrink([false, false]).show(&mut ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            heading(ui, "THIS SESSION", palette);
            let shown: Vec<&SessionCapture> = session
                .captures
                .iter()
                .filter(|capture| !preferences.compare.hidden.contains(&capture.id()))
                .collect();
            let reference = preferences
                .compare
                .reference
                .filter(|id| shown.iter().any(|capture| capture.id() == *id))
                .or_else(|| shown.first().map(|capture| capture.id()));
            for (place, capture) in session.captures.iter().enumerate() {
                let letter = letters.get(&capture.id()).map(String::as_str);
                self.entry(ui, capture, (place, letter), reference, preferences, palette, actions);
            }
            if session.captures.is_empty() {
                ui.label(egui::RichText::new("none yet").color(palette.quiet).small());
            }
            if !session.live.is_empty() {
                ui.add_space(14.0);
                heading(ui, "LIVE ON OTHER TRACKS", palette);
                session.live.iter().for_each(|live| live_line(ui, live, palette));
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "one entry draws all of it")]
    fn entry(
        &mut self,
        ui: &mut Ui,
        capture: &SessionCapture,
        (place, letter): (usize, Option<&str>),
        reference: Option<Ulid>,
        preferences: &mut Preferences,
        palette: Palette,
        actions: &mut Vec<Action>,
    ) {
        let id = capture.id();
        let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), ENTRY), Sense::click());
        let is_hidden = preferences.compare.hidden.contains(&id);
        let (strong, quiet) = if is_hidden {
            (palette.quiet, draw::faint(palette.quiet, 0.6))
        } else {
            (palette.text, palette.quiet)
        };
        let square = Rect::from_center_size(pos2(rect.left() + 5.0, rect.top() + 16.0), vec2(10.0, 10.0));
        let toggle = ui.interact(square.expand(5.0), ui.scope_id().with(("shown", id)), Sense::click());
        let name = match letter {
            Some(letter) => format!("{letter} · {}", name(capture)),
            None => name(capture),
        };
        toggle.widget_info(|| {
            WidgetInfo::selected(egui::Role::CheckBox, true, !is_hidden, format!("show {name}"))
        });
        paint_square(ui, square, colour(capture.details(), place, palette), is_hidden);
        if toggle.on_hover_text("Show or hide").clicked() && !preferences.compare.hidden.remove(&id) {
            preferences.compare.hidden.insert(id);
        }
        let words = if reference == Some(id) { "reference" } else { "" };
        let painter = ui.painter();
        let right = Rect::from_min_max(
            pos2(rect.right() - 58.0, rect.top() + 8.0),
            pos2(rect.right(), rect.top() + 24.0),
        );
        draw::text_in(painter, right, Align::Max, words, theme::sans(theme::TICK), quiet);
        let title = Rect::from_min_max(
            pos2(rect.left() + 22.0, rect.top() + 7.0),
            pos2(rect.right() - if words.is_empty() { 0.0 } else { 62.0 }, rect.top() + 25.0),
        );
        draw::text_in(painter, title, Align::Min, &name, theme::sans(theme::BODY), strong);
        let below =
            Rect::from_min_max(pos2(title.left(), title.bottom()), pos2(rect.right(), rect.bottom() - 7.0));
        second_line(ui, below, capture, quiet);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
        row.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
        let row = row.on_hover_text("Edit details, make it the reference, delete");
        draw::focus_ring(ui, &row, palette);
        Popup::from_toggle_button_response(&row)
            .align(RectAlign::RIGHT_START)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(280.0)
            .show(|ui| details::ui(ui, &mut self.editing, capture, preferences, actions));
    }
}

/// Its name, or the time of the capture.
fn name(capture: &SessionCapture) -> String {
    let name = capture.details().name.trim();
    if name.is_empty() { "Capture".to_owned() } else { name.to_owned() }
}

fn paint_square(ui: &Ui, square: Rect, colour: Color32, is_hidden: bool) {
    if is_hidden {
        ui.painter().rect_stroke(square, 2.0, egui::Stroke::new(1.0, colour), egui::StrokeKind::Inside);
    } else {
        ui.painter().rect_filled(square, 2.0, colour);
    }
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

/// The stimulus in a word or two.
fn kind(kind: StimulusKind) -> &'static str {
    match kind {
        StimulusKind::Tone => "tone",
        StimulusKind::DualTone => "dual tone",
        StimulusKind::TwinTone => "twin tone",
        StimulusKind::Multitone => "multitone",
        StimulusKind::Sweep => "sweep",
        StimulusKind::BenchTrack => "bench track",
        StimulusKind::Silence => "silence",
        StimulusKind::Programme => "music or noise",
    }
}

fn heading(ui: &mut Ui, text: &str, palette: Palette) {
    ui.add_space(10.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    draw::text_in(ui.painter(), rect, Align::Min, text, theme::sans(theme::TICK), palette.quiet);
}

/// A track's name with what it measures: THD, or its level.
fn live_line(ui: &mut Ui, live: &Live, palette: Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let value = live.report.as_ref().and_then(|report| {
        let channels = report.channels.iter();
        let figure = |id: ChannelFigure| {
            let mut readings = channels.clone().filter_map(|channel| channel.figures.get(&id));
            readings.find_map(Reading::figure).map(|figure| (id, *figure))
        };
        figure(ChannelFigure::ThdF).or_else(|| figure(ChannelFigure::LevelRms))
    });
    let text = match value {
        Some((id, figure)) => format!("{} {}", id.definition().name, format::figure(&figure)),
        None => "no audio".to_owned(),
    };
    let reading =
        draw::text_in(ui.painter(), rect, Align::Max, &text, theme::mono(theme::TICK), palette.quiet);
    let name = Rect::from_min_max(rect.min, pos2(reading.left() - 8.0, rect.bottom()));
    draw::text_in(ui.painter(), name, Align::Min, &live.track, theme::sans(theme::BODY), palette.text);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
}
