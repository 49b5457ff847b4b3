//! The row of navigation: views, stimulus, state of the analysis, and buttons.

use egui::{Align, Align2, Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::action::Action;
use super::clip::ClipMark;
use super::menu::{Entry, Menu};
use super::player::PlayerInput;
use super::scene::Scene;
use super::seen::{self, Fact, Seen};
use super::settings_popup::Edited;
use super::{draw, settings_popup, words};
use crate::editor::history::SettingsHistory;
use crate::editor::preferences::{Preferences, Tab};
use crate::editor::theme::{self, Palette};
use crate::settings::InstrumentSettings;

/// Height of the header.
pub const HEIGHT: f32 = 46.0;

/// The views in order, with their labels.
pub const TABS: [(Tab, &str); 5] = [
    (Tab::Spectrum, "Spectrum"),
    (Tab::Crosstalk, "Crosstalk"),
    (Tab::Noise, "Noise"),
    (Tab::Bench, "Bench"),
    (Tab::Compare, "Compare"),
];

/// Space between items.
const GAP: f32 = 10.0;

/// Data edited and shown by the header besides the scene.
pub struct Header<'a> {
    /// Whether *Capture* keeps a run of the bench track.
    pub captures_run: bool,
    /// Edited by the settings popup.
    pub settings: &'a mut InstrumentSettings,
    /// The open tab, and the popup's display choices.
    pub preferences: &'a mut Preferences,
    /// Whether the display is frozen.
    pub frozen: bool,
    /// Number of the take.
    pub take: i32,
    /// Name of the host's track.
    pub track: Option<&'a str>,
    /// Whether the page of help is open.
    pub help: &'a mut bool,
    /// The mark of clipping.
    pub clip: &'a mut ClipMark,
    /// Steps through settings and preferences.
    pub history: &'a mut SettingsHistory,
    /// The menu *Copy*.
    pub menu: &'a mut Menu,
    /// What the output plays.
    pub player: &'a PlayerInput,
}

/// Paints the header and reports the user's actions; returns the entry chosen in the menu.
pub fn ui(
    ui: &Ui,
    area: Rect,
    scene: &Scene<'_>,
    palette: Palette,
    header: Header<'_>,
    actions: &mut Vec<Action>,
) -> Option<Entry> {
    let painter = ui.painter();
    painter.hline(area.x_range(), area.bottom() - 0.5, palette.hairline());
    let tabs_end = tabs(ui, area, name_end(painter, area, palette), header.preferences, palette);

    let buttons = button_places(area);
    let hint = if header.captures_run { words::bench::CAPTURE_RUN_HINT } else { words::CAPTURE_HINT };
    if draw::primary_button(ui, buttons[0], "capture", "Capture", palette).on_hover_text(hint).clicked() {
        actions.push(Action::Capture);
    }
    let label = if header.frozen { "Frozen" } else { "Freeze" };
    let hint = words::FREEZE_HINT;
    if draw::button(ui, buttons[1], "freeze", label, header.frozen, palette).on_hover_text(hint).clicked() {
        actions.push(Action::SetFrozen(!header.frozen));
    }
    let settings = draw::button(ui, buttons[2], "settings", "Settings", false, palette);
    let edited = Edited {
        settings: header.settings,
        preferences: header.preferences,
        history: header.history,
        take: header.take,
    };
    settings_popup::show(&settings, scene, edited, actions);
    // Narrow windows have no room for it; the Bench view itself is a tab in each.
    let player = player_place(area, buttons[4]);
    if let Some(place) = player {
        let button = draw::button(ui, place, "player", "Player", header.player.playing().is_some(), palette);
        if button.on_hover_text(words::player::HINT).clicked() {
            header.preferences.tab = Tab::Bench;
        }
    }
    let chosen = header.menu.ui(ui, buttons[3], palette);
    let help = draw::button(ui, buttons[4], "help", "?", *header.help, palette);
    if help.on_hover_text(words::help::HINT).clicked() {
        *header.help = !*header.help;
    }

    let right = header.clip.ui(ui, player.unwrap_or(buttons[4]).left() - GAP, area.center().y, palette);
    let middle = Rect::from_min_max(pos2(tabs_end + GAP, area.top()), pos2(right, area.bottom()));
    status(ui, middle, scene, header.frozen, header.track, palette);
    chosen
}

/// Paints the name, unless the stimulus needs its room; returns where the tabs begin.
fn name_end(painter: &Painter, area: Rect, palette: Palette) -> f32 {
    if is_narrow(area) {
        return area.left() + 8.0;
    }
    let place = pos2(area.left() + 16.0, area.center().y);
    painter.text(place, Align2::LEFT_CENTER, "Groundtruth", theme::sans(15.0), palette.text).right() + 14.0
}

/// Whether the stimulus needs room that tabs and buttons have in a wide window.
fn is_narrow(area: Rect) -> bool {
    area.width() < 900.0
}

/// Capture, freeze, settings, copy and help, from the right edge inwards.
fn button_places(area: Rect) -> [Rect; 5] {
    let (margin, gap, widths) = match is_narrow(area) {
        true => (8.0, 4.0, [56.0, 50.0, 56.0, 40.0, 22.0]),
        false => (14.0, 6.0, [62.0, 60.0, 64.0, 48.0, 26.0]),
    };
    let mut right = area.right() - margin;
    widths.map(|width| {
        let rect = Rect::from_min_size(pos2(right - width, area.center().y - 13.0), vec2(width, 26.0));
        right = rect.left() - gap;
        rect
    })
}

/// The button of the player, left of the others; `None` if the window is narrow.
fn player_place(area: Rect, others: Rect) -> Option<Rect> {
    let [width, gap] = [52.0, 6.0];
    let place =
        Rect::from_min_size(pos2(others.left() - gap - width, others.top()), vec2(width, others.height()));
    (!is_narrow(area)).then_some(place)
}

fn tabs(ui: &Ui, area: Rect, left: f32, preferences: &mut Preferences, palette: Palette) -> f32 {
    let padding = if is_narrow(area) { 10.0 } else { 16.0 };
    let mut left = left;
    for (index, (tab, label)) in TABS.into_iter().enumerate() {
        let font = theme::sans(14.0);
        let width = draw::width(ui.painter(), label, font.clone());
        let rect = Rect::from_min_max(pos2(left, area.top()), pos2(left + width + padding, area.bottom()));
        let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
        let open = preferences.tab == tab;
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, open, label));
        let colour = if open || response.hovered() { palette.text } else { palette.quiet };
        draw::text_in(ui.painter(), rect, Align::Center, label, font, colour);
        if open {
            let line = egui::Stroke::new(2.0, palette.text);
            ui.painter().hline(
                rect.shrink2(vec2(padding / 2.0 - 2.0, 0.0)).x_range(),
                rect.bottom() - 2.0,
                line,
            );
        }
        draw::focus_ring(ui, &response, palette);
        if response.on_hover_text(words::tab_hint(index + 1)).clicked() {
            preferences.tab = tab;
        }
        left = rect.right();
    }
    left
}

/// The stimulus, then the facts, right-aligned; the least important ones are dropped if there is no room.
fn status(ui: &Ui, area: Rect, scene: &Scene<'_>, frozen: bool, track: Option<&str>, palette: Palette) {
    let painter = ui.painter();
    let heard = seen::seen(scene.snapshot, scene.report, scene.is_previous);
    let all = seen::facts(scene.snapshot, frozen);
    let font = theme::sans(theme::SMALL);
    let heard_font = theme::sans(theme::BODY);
    let heard_width = |word: fn(&Seen) -> &str| -> f32 {
        heard
            .iter()
            .map(|one| dot(one.channel) + draw::width(painter, word(one), heard_font.clone()) + GAP)
            .sum()
    };
    let width_of = |facts: &[Fact]| draw::width(painter, &joined(facts), font.clone());
    // Urgent facts have priority over long text.
    let urgent: Vec<Fact> = all.iter().filter(|fact| fact.rank == 0).cloned().collect();
    let long = heard_width(|one| &one.text) + width_of(&urgent) <= area.width();
    let word: fn(&Seen) -> &str = if long { |one| &one.text } else { |one| &one.short };
    let heard_width = heard_width(word);
    let facts = seen::fitting(all.clone(), width_of, area.width() - heard_width);

    heard_line(painter, area, &heard, word, heard_width, &facts, palette);
    say_all(ui, area, scene, &heard, &all, track);
}

/// Paints the stimulus up to the facts, and the facts up to the right edge.
fn heard_line(
    painter: &Painter,
    area: Rect,
    heard: &[Seen],
    word: fn(&Seen) -> &str,
    heard_width: f32,
    facts: &[Fact],
    palette: Palette,
) {
    let mut right = area.right();
    if !facts.is_empty() {
        right = facts_line(painter, area, facts, palette) - GAP;
    }
    let mut left = (right - heard_width + GAP).max(area.left());
    for piece in heard {
        // What has no room is left to the hint, not cut.
        let width = draw::width(painter, word(piece), theme::sans(theme::BODY));
        if left + dot(piece.channel) + width > right + 0.5 {
            break;
        }
        if let Some(channel) = piece.channel {
            let centre = pos2(left + 5.0, area.center().y);
            painter.circle_filled(centre, 4.5, palette.channels[channel.min(1)]);
        }
        let place = Rect::from_min_max(
            pos2(left + dot(piece.channel), area.top()),
            pos2(right.max(left), area.bottom()),
        );
        let text =
            draw::text_in(painter, place, Align::Min, word(piece), theme::sans(theme::BODY), palette.text);
        left = text.right() + GAP;
    }
}

/// The complete text for the tooltip and for screen readers.
fn say_all(ui: &Ui, area: Rect, scene: &Scene<'_>, heard: &[Seen], all: &[Fact], track: Option<&str>) {
    let response = ui.interact(area, ui.scope_id().with("status"), Sense::hover());
    let said: Vec<&str> = heard.iter().map(|piece| piece.text.as_str()).collect();
    let lost = scene.snapshot.context.map_or(0, |context| context.lost_frames);
    let lost = if lost > 0 { format!(" · {}", words::frames_lost(lost)) } else { String::new() };
    let sentence = format!("{} · {}{lost}", said.join(", "), joined(all));
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &sentence));
    let track = track.map_or_else(String::new, |track| format!("{track}\n"));
    response.on_hover_text(format!("{track}{sentence}"));
}

/// Space for a channel's dot.
fn dot(channel: Option<usize>) -> f32 {
    if channel.is_some() { 14.0 } else { 0.0 }
}

fn joined(facts: &[Fact]) -> String {
    facts.iter().map(|fact| fact.text.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Paints the facts up to the right edge; returns their left end.
fn facts_line(painter: &Painter, area: Rect, facts: &[Fact], palette: Palette) -> f32 {
    let mut job = egui::text::LayoutJob::default();
    for (index, fact) in facts.iter().enumerate() {
        let format = |colour| egui::TextFormat::simple(theme::sans(theme::SMALL), colour);
        if index > 0 {
            job.append(" · ", 0.0, format(palette.quiet));
        }
        job.append(&fact.text, 0.0, format(if fact.alert { palette.hum } else { palette.quiet }));
    }
    let galley = painter.layout_job(job);
    let place = Align2::RIGHT_CENTER.align_size_within_rect(galley.size(), area);
    painter.galley(place.min, galley, palette.quiet);
    place.left()
}
