//! One plot with its title, finding, choices, zoom and cursor.

use egui::{Align, Painter, Pos2, Rangef, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::content::Content;
use super::paint;
use crate::editor::preferences::{BenchPlot, FrequencyScale};
use crate::editor::theme::{self, Palette};
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::cursor::{Across, Curve as Read, Level, OverFrequency, Reference};
use crate::editor::view::plot::{self, GridLine};
use crate::editor::view::zoom::{Whole, Zoom};
use crate::editor::view::{draw, words};

/// Room above a plot for its title and choices.
const ABOVE: f32 = 46.0;
/// Height of a line there, and its distance from the area's top.
const LINE: f32 = 17.0;
const TOP: f32 = 8.0;
/// Space between words.
const GAP: f32 = 12.0;
/// Least distances of grid lines.
const APART: f32 = 30.0;
const APART_ACROSS: f32 = 56.0;
/// Height of a line of the cursor's box, and of all that is not a curve.
const BOX_LINE: f32 = 15.0;
const BOX_REST: f32 = 80.0;

/// Zoom and second cursor of a plot, kept between frames.
#[derive(Default)]
pub struct PanelState {
    zoom: Zoom,
    reference: Reference,
    /// The quantity and the unit that they are of.
    of: String,
}

impl PanelState {
    /// The same part, without a drag.
    pub fn same_part(&self) -> PanelState {
        PanelState { zoom: self.zoom.same_part(), reference: self.reference.clone(), of: self.of.clone() }
    }

    /// Shows everything again.
    pub fn reset_zoom(&mut self) {
        self.zoom.reset();
    }

    /// Removes the second cursor.
    pub fn clear_reference(&mut self) {
        self.reference.clear();
    }

    /// What was zoomed to is no part of another quantity.
    fn follow(&mut self, content: &Content) {
        let unit = if let Across::Level(unit) = content.counts { unit.sign() } else { "Hz" };
        let of = format!("{} {unit}", content.title);
        if self.of != of {
            *self = PanelState { of, ..PanelState::default() };
        }
    }
}

/// How a plot is shown.
#[derive(Clone, Copy)]
pub struct Look {
    pub plot: BenchPlot,
    pub is_enlarged: bool,
    pub scale: FrequencyScale,
    pub palette: Palette,
}

/// What was clicked.
#[derive(Default)]
pub struct Clicked {
    pub title: bool,
    pub choice: Option<usize>,
}

/// Paints a plot into `area`.
pub fn ui(ui: &mut Ui, area: Rect, content: &Content, state: &mut PanelState, look: Look) -> Clicked {
    state.follow(content);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area).id_salt(look.plot));
    let ui = &mut ui;
    let least = area.min + vec2(plot::LEFT, ABOVE);
    let rect = Rect::from_min_max(least, (area.max - vec2(plot::RIGHT, plot::BELOW + 4.0)).max(least));
    let clicked = head(ui, area, rect, content, look);
    if !rect.is_positive() {
        return clicked;
    }
    let response = ui.interact(rect, ui.scope_id().with("plot"), Sense::click_and_drag());
    let levels_db = content.range();
    let whole = Whole {
        scale: if content.counts == Across::Frequency { look.scale } else { FrequencyScale::Linear },
        limits_hz: content.ends,
        levels_db: levels_db.unwrap_or([0.0, 1.0]),
        least_db: 0.1 * content.least as f32,
    };
    state.zoom.interact(ui, &response, rect, whole);
    let (across, down) = state.zoom.axes(rect, whole);
    let unit = if content.counts == Across::Frequency { "Hz" } else { "" };
    if levels_db.is_none() {
        let frame = Stroke::new(1.0, look.palette.grid);
        ui.painter().rect_stroke(rect, 0.0, frame, egui::StrokeKind::Inside);
        draw::notice(ui.painter(), rect, content.nothing, look.palette);
        return clicked;
    }
    let down_lines = plot::level_lines(&down, APART);
    plot::grid(ui.painter(), rect, &across_lines(content, &across), &down_lines, unit, look.palette);
    paint::curves(&ui.painter().with_clip_rect(rect), rect, content, (&across, &down), look.palette);
    cursor(ui, &response, rect, content, (across, down), (&mut state.reference, look));
    state.zoom.paint(ui.painter(), rect, look.palette);
    clicked
}

fn across_lines(content: &Content, across: &FrequencyAxis) -> Vec<GridLine> {
    let Across::Level(unit) = content.counts else { return plot::frequency_lines(across) };
    let axis = LevelAxis { low_db: across.low_hz as f32, high_db: across.high_hz as f32, y: across.x };
    let mut ticks = unit.ticks(&axis, APART_ACROSS);
    let is_plain = !unit.has_prefix();
    if let Some(last) = ticks.last_mut().filter(|_| is_plain) {
        last.label = format!("{} {}", last.label, unit.sign());
    }
    ticks.into_iter().map(|tick| GridLine { at: across.x_of(tick.value), label: tick.label }).collect()
}

/// The values under the pointer: of the chosen quantity, and of the others as far as the box has room.
fn cursor(
    ui: &Ui,
    response: &egui::Response,
    rect: Rect,
    content: &Content,
    (across, down): (FrequencyAxis, LevelAxis),
    (reference, look): (&mut Reference, Look),
) {
    /// Narrower plots have no room for intervals beside differences.
    const NARROW: f32 = 280.0;
    let has_intervals = rect.width() >= NARROW || reference.hz().is_none();
    let behind = content.curves.iter().filter(|curve| curve.behind.is_some());
    let room = ((rect.height() - BOX_REST) / BOX_LINE).max(0.0) as usize;
    let chosen = content.curves.iter().filter(|curve| curve.behind.is_none());
    let read = chosen.chain(behind).take(room.max(2)).map(|curve| Read {
        name: &curve.name,
        colour: paint::colour(curve, look.palette),
        level_at: Box::new(move |at| {
            let level = curve.level_at(at, &across)?;
            Some(if has_intervals { level } else { Level::of(level.db, level.limit) })
        }),
    });
    let plot = OverFrequency {
        across,
        counts: content.counts,
        down,
        unit: content.unit,
        has_dots: true,
        curves: read.collect(),
    };
    plot.ui(ui, response, rect, reference, None, look.palette);
}

/// The title with the finding at its right; the choices below.
fn head(ui: &Ui, area: Rect, rect: Rect, content: &Content, look: Look) -> Clicked {
    let painter = ui.painter();
    let line = |index: f32| {
        let top = area.top() + TOP + index * LINE;
        Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right() + plot::RIGHT - 8.0, top + LINE))
    };
    let font = theme::sans(theme::SMALL);
    let width = draw::width(painter, &content.title, font.clone());
    if width > line(0.0).width() || area.height() < ABOVE {
        return Clicked::default();
    }
    let title = title(ui, line(0.0), width, content, look);
    let mut right = line(1.0).right();
    if let Some(caption) = &content.caption {
        let font = theme::sans(theme::TICK);
        let width = draw::width(painter, caption, font.clone());
        let choices = choices_width(painter, content);
        // Beside the title, else beside the choices, else nowhere.
        let beside = [(0.0, title.0.right()), (1.0, rect.left() + choices)];
        let fits = |(index, left): &(f32, f32)| left + GAP + width <= line(*index).right();
        if let Some((index, left)) = beside.into_iter().find(fits) {
            // It ends with the plot, or a little farther where it needs the room.
            let end = if left + GAP + width <= rect.right() { rect.right() } else { line(index).right() };
            let place = line(index).with_max_x(end);
            let text = draw::text_in(painter, place, Align::Max, caption, font, look.palette.quiet);
            right = if index > 0.0 { text.left() } else { right };
        }
    }
    let choice = choices(ui, line(1.0).with_max_x(right), content, look);
    Clicked { title: title.1, choice }
}

/// The title as a button; returns its place, and whether it was clicked.
fn title(ui: &Ui, line: Rect, width: f32, content: &Content, look: Look) -> (Rect, bool) {
    /// The mark after it.
    const MARK: f32 = 9.0;
    let palette = look.palette;
    let place = line.with_max_x((line.left() + width + 6.0 + MARK).min(line.right()));
    let response = ui.interact(place, ui.scope_id().with("title"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, look.is_enlarged, &content.title));
    draw::text_in(ui.painter(), line, Align::Min, &content.title, theme::sans(theme::SMALL), palette.text);
    let colour = if response.hovered() { palette.text } else { palette.quiet };
    let centre = pos2(line.left() + width + 6.0 + MARK / 2.0, line.center().y);
    if centre.x + MARK / 2.0 <= line.right() {
        corners(ui.painter(), centre, look.is_enlarged, Stroke::new(1.0, colour));
    }
    draw::focus_ring(ui, &response, palette);
    let is_clicked = response.on_hover_text(words::bench::enlarge_hint(look.is_enlarged)).clicked();
    (place, is_clicked)
}

/// Two corners that point outwards or, of an enlarged plot, inwards.
fn corners(painter: &Painter, centre: Pos2, is_enlarged: bool, stroke: Stroke) {
    const HALF: f32 = 3.5;
    const ARM: f32 = 3.0;
    for side in [1.0, -1.0] {
        let tip = centre + vec2(HALF, -HALF) * side;
        let knee = if is_enlarged { tip + vec2(-ARM, ARM) * side } else { tip };
        let arm = if is_enlarged { side } else { -side };
        painter.line_segment([knee, knee + vec2(ARM * arm, 0.0)], stroke);
        painter.line_segment([knee, knee + vec2(0.0, -ARM * arm)], stroke);
    }
}

fn choice_width(painter: &Painter, word: &str) -> f32 {
    draw::width(painter, word, theme::sans(theme::TICK)) + GAP
}

fn choices_width(painter: &Painter, content: &Content) -> f32 {
    content.choices.iter().map(|(word, _)| choice_width(painter, word)).sum()
}

/// The choices that fit.
fn choices(ui: &Ui, line: Rect, content: &Content, look: Look) -> Option<usize> {
    let mut left = line.left() - GAP / 2.0;
    let mut clicked = None;
    for (index, (word, is_on)) in content.choices.iter().enumerate() {
        let width = choice_width(ui.painter(), word);
        if left + width > line.right() {
            break;
        }
        let place = Rect::from_x_y_ranges(Rangef::new(left, left + width), line.y_range());
        let role = Role::RadioButton;
        if draw::choice(ui, place, word, (*is_on, role), theme::TICK, look.palette).clicked() {
            clicked = Some(index);
        }
        left = place.right();
    }
    clicked
}
