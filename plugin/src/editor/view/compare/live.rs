//! What the tracks measure now: each can be shown beside the captures.

use std::collections::BTreeMap;

use egui::{Align, Color32, Painter, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use groundtruth_measure::{ChannelFigure, FigureKey, Reading};
use ulid::Ulid;

use super::super::action::Action;
use super::super::{draw, format, words};
use super::colours::usual;
use super::heading::heading;
use crate::editor::theme::{self, Palette};
use crate::session::{Live, SessionInput};

/// Height of a track's line.
const LINE: f32 = 30.0;

/// Paints a line for each track.
pub fn ui(
    ui: &mut Ui,
    session: &SessionInput,
    letters: &BTreeMap<Ulid, String>,
    palette: Palette,
    actions: &mut Vec<Action>,
) {
    if session.live.is_empty() {
        return;
    }
    ui.add_space(14.0);
    heading(ui, "LIVE", palette);
    for (index, live) in session.live.iter().enumerate() {
        let colour = usual(session.captures.len() + index, palette);
        let letter = live.capture.as_ref().and_then(|capture| letters.get(&capture.id));
        let name = if index == 0 { "This track" } else { &live.track };
        let name = letter.map_or_else(|| name.to_owned(), |letter| format!("{letter} · {name}"));
        line(ui, live, &name, colour, palette, actions);
    }
}

/// A track's name with what it measures; a click shows it beside the captures.
fn line(ui: &mut Ui, live: &Live, name: &str, colour: Color32, palette: Palette, actions: &mut Vec<Action>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(egui::Role::CheckBox, true, live.is_shown, format!("show live {name}"))
    });
    let painter = ui.painter();
    let square = Rect::from_center_size(pos2(rect.left() + 5.0, rect.center().y), vec2(10.0, 10.0));
    mark(painter, square, colour, live.is_shown);
    let reading =
        draw::text_in(painter, rect, Align::Max, &reading(live), theme::mono(theme::TICK), palette.quiet);
    let place = Rect::from_min_max(rect.min + vec2(22.0, 0.0), pos2(reading.left() - 8.0, rect.bottom()));
    let text_colour = if live.is_shown || response.hovered() { palette.text } else { palette.quiet };
    draw::text_in(painter, place, Align::Min, name, theme::sans(theme::BODY), text_colour);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
    draw::focus_ring(ui, &response, palette);
    if response.on_hover_text(words::compare::LIVE_HINT).clicked() {
        actions.push(Action::ShowLive(live.id, !live.is_shown));
    }
}

fn mark(painter: &Painter, square: Rect, colour: Color32, is_shown: bool) {
    if is_shown {
        painter.rect_filled(square, 2.0, colour);
    } else {
        let stroke = egui::Stroke::new(1.0, colour);
        painter.rect_stroke(square, 2.0, stroke, egui::StrokeKind::Inside);
    }
}

/// THD or, without a tone, the level.
fn reading(live: &Live) -> String {
    let value = live.report.as_ref().and_then(|report| {
        let channels = report.channels.iter();
        let figure = |id: ChannelFigure| {
            let mut readings = channels.clone().filter_map(|channel| channel.figures.get(&id));
            readings.find_map(Reading::figure).map(|figure| (id, *figure))
        };
        figure(ChannelFigure::ThdF).or_else(|| figure(ChannelFigure::LevelRms))
    });
    match value {
        Some((id, figure)) => format!("{} {}", id.definition().name, format::figure(&figure)),
        None => "no audio".to_owned(),
    }
}
