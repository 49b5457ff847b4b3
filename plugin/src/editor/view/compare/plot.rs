//! One quantity of all captures over frequency, or its difference to the reference.

use egui::{Align, Color32, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};
use groundtruth_captures::comparison::{Compared as Captured, letter};
use groundtruth_measure::{ChannelReport, PairReport};

use super::super::axis::{FrequencyAxis, LevelAxis};
use super::super::{draw, plot};
use super::compared::Compared;
use crate::editor::preferences::{ComparePreferences, FrequencyScale, Preferences, Quantity};
use crate::editor::theme::{self, Palette};

/// Height of the row of choices.
const CHOICES: f32 = 30.0;

/// Quantities that no capture has yet, and why.
const NEEDED: [(&str, &str); 3] = [
    ("Response", "Needs a sweep or a multitone on each side"),
    ("THD over frequency", "Needs a sweep"),
    ("THD+N over level", "Needs a series of levels"),
];

/// A line of one capture.
struct Curve {
    colour: Color32,
    /// Frequency in Hz and level in dB, rising in frequency.
    points: Vec<(f64, f32)>,
}

/// Paints choices and plot into `area`.
pub fn ui(ui: &Ui, area: Rect, compared: &Compared, preferences: &mut Preferences, palette: Palette) {
    let (choices, below) = area.split_top_bottom_at_y(area.top() + CHOICES);
    quantities(ui, choices, compared, &mut preferences.compare, palette);
    let rect = plot::inside(below);
    let chosen = &preferences.compare;
    let curves = shown(compared, chosen, palette);
    let painter = ui.painter();
    let levels = curves.iter().flat_map(|curve| &curve.points).map(|point| point.1.max(LOWEST_DB));
    let (unit, low_hz, high_hz) = (unit(chosen), 10.0, highest_hz(compared));
    let frequencies = FrequencyAxis { scale: FrequencyScale::Log, low_hz, high_hz, x: rect.x_range() };
    let Some([low_db, high_db]) = LevelAxis::around(levels, 20.0) else {
        draw::notice(painter, below, missing(chosen.quantity), palette);
        return;
    };
    let levels = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    let (across, down) = (plot::frequency_lines(&frequencies), plot::level_lines(&levels, 26.0));
    plot::grid(painter, rect, &across, &down, "Hz", palette);
    let caption = plot::caption(painter, rect, unit, palette);
    legend(ui, caption, compared, chosen, palette);
    let inner = painter.with_clip_rect(rect);
    for curve in curves.iter().rev() {
        let points = curve.points.iter().map(|(hz, db)| pos2(frequencies.x_of(*hz), levels.y_of(*db)));
        inner.add(Shape::line(thinned(points), Stroke::new(1.2, curve.colour)));
    }
}

/// Lowest level that decides the axis: digital silence is far below.
const LOWEST_DB: f32 = -200.0;

/// One point for each half pixel, the highest: more cannot be seen.
fn thinned(points: impl Iterator<Item = egui::Pos2>) -> Vec<egui::Pos2> {
    let mut kept: Vec<egui::Pos2> = Vec::new();
    for point in points {
        match kept.last_mut() {
            Some(last) if point.x - last.x < 0.5 => last.y = last.y.min(point.y),
            _ => kept.push(point),
        }
    }
    kept
}

/// The curves of the captures, minus the reference's if differences are asked for.
fn shown(compared: &Compared, chosen: &ComparePreferences, palette: Palette) -> Vec<Curve> {
    let captures = &compared.comparison.captures;
    let of = |captured: &Captured| {
        let gain_db = if chosen.level_match { captured.level_match_db.unwrap_or(0.0) as f32 } else { 0.0 };
        points(captured, chosen, gain_db)
    };
    let reference = of(&captures[compared.reference]);
    let mut curves = Vec::new();
    for (index, captured) in captures.iter().enumerate() {
        if chosen.difference && index == compared.reference {
            continue;
        }
        let mut points = of(captured);
        if chosen.difference {
            points = minus(&points, &reference);
        }
        if !points.is_empty() {
            curves.push(Curve { colour: compared.colour(index, palette), points });
        }
    }
    curves
}

/// A quantity of one capture. Ratios are not moved by the level match.
fn points(captured: &Captured, chosen: &ComparePreferences, gain_db: f32) -> Vec<(f64, f32)> {
    let channel = usize::from(chosen.right);
    let report = &captured.report;
    match chosen.quantity {
        Quantity::Spectrum => {
            let Some(trace) = &captured.spectrum else { return Vec::new() };
            let Some(levels) = trace.channels.get(channel).map(|channel| &channel.max_dbfs) else {
                return Vec::new();
            };
            let point =
                |(column, level): (usize, &f32)| (trace.centre_hz(column, levels.len()), level + gain_db);
            levels.iter().enumerate().map(point).collect()
        }
        Quantity::Crosstalk => {
            let (from, to) = if chosen.right { (1, 0) } else { (0, 1) };
            let name = |index: usize| report.channels.get(index).map(|channel| channel.name.as_str());
            let pair = name(from).zip(name(to)).and_then(|(from, to)| report.pair(from, to));
            pair.map(crosstalk).unwrap_or_default()
        }
        Quantity::Noise => {
            let density = report.channels.get(channel).map(density).unwrap_or_default();
            density.into_iter().map(|(hz, level)| (hz, level + gain_db)).collect()
        }
    }
}

fn crosstalk(pair: &PairReport) -> Vec<(f64, f32)> {
    let curve = pair.crosstalk_curve.iter();
    curve.filter_map(|point| Some((point.frequency_hz, point.level_db? as f32))).collect()
}

fn density(channel: &ChannelReport) -> Vec<(f64, f32)> {
    channel.density.iter().map(|point| (point.frequency_hz, point.level_dbfs_per_root_hz as f32)).collect()
}

/// The first curve minus the second, at the points of the first that the second spans.
fn minus(points: &[(f64, f32)], reference: &[(f64, f32)]) -> Vec<(f64, f32)> {
    let at = |hz: f64| {
        let above = reference.partition_point(|point| point.0 < hz);
        let (right, left) = (reference.get(above)?, reference.get(above.saturating_sub(1))?);
        if right.0 <= left.0 {
            return (right.0 == hz).then_some(right.1);
        }
        let part = ((hz / left.0).ln() / (right.0 / left.0).ln()) as f32;
        Some(left.1 + part * (right.1 - left.1))
    };
    points.iter().filter_map(|(hz, level)| Some((*hz, level - at(*hz)?))).collect()
}

fn highest_hz(compared: &Compared) -> f64 {
    let rates = compared.comparison.captures.iter().map(|captured| captured.report.source.sample_rate_hz);
    (rates.fold(0.0, f64::max) / 2.0).clamp(1000.0, 100_000.0)
}

fn unit(chosen: &ComparePreferences) -> &'static str {
    match (chosen.difference, chosen.quantity) {
        (true, _) => "dB",
        (false, Quantity::Spectrum) => "dBFS",
        (false, Quantity::Crosstalk) => "dB",
        (false, Quantity::Noise) => "dBFS/√Hz",
    }
}

fn missing(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Spectrum => "No capture has a spectrum of this side.",
        Quantity::Crosstalk => "Crosstalk over frequency needs a sweep or a multitone on one side.",
        Quantity::Noise => "No capture has a noise density of this side.",
    }
}

/// Letters in the captures' colours, and what the level match did.
fn legend(ui: &Ui, caption: Rect, compared: &Compared, chosen: &ComparePreferences, palette: Palette) {
    let painter = ui.painter();
    let font = theme::sans(theme::TICK);
    let mut left = caption.right() + 14.0;
    for index in 0..compared.comparison.captures.len() {
        let at = pos2(left, caption.center().y);
        let colour = compared.colour(index, palette);
        let place = painter.text(at, egui::Align2::LEFT_CENTER, letter(index), font.clone(), colour);
        left = place.right() + 8.0;
    }
    if chosen.level_match && chosen.quantity != Quantity::Crosstalk {
        let text = matched(compared);
        let room = Rect::from_min_max(
            pos2(left + 6.0, caption.top() - 2.0),
            pos2(ui.clip_rect().right() - plot::RIGHT, caption.bottom() + 2.0),
        );
        draw::text_in(painter, room, Align::Min, &text, font, palette.quiet);
    }
}

/// `matched to A: B −0.01 dB`.
fn matched(compared: &Compared) -> String {
    let gains = compared.comparison.captures.iter().enumerate();
    let gains = gains.filter(|(index, _)| *index != compared.reference).filter_map(|(index, captured)| {
        let gain_db = captured.level_match_db?;
        Some(format!("{} {}{:.2} dB", letter(index), if gain_db < 0.0 { "−" } else { "+" }, gain_db.abs()))
    });
    format!("matched to {}: {}", letter(compared.reference), gains.collect::<Vec<_>>().join(", "))
}

/// The quantities, the side, and the switches.
fn quantities(ui: &Ui, area: Rect, compared: &Compared, chosen: &mut ComparePreferences, palette: Palette) {
    let mut row = Row { left: area.left() + 14.0, area, palette };
    let narrow = area.width() < 640.0;
    for (quantity, label) in
        [(Quantity::Spectrum, "Spectrum"), (Quantity::Crosstalk, "Crosstalk"), (Quantity::Noise, "Noise")]
    {
        if row.choice(ui, label, chosen.quantity == quantity, "").clicked() {
            chosen.quantity = quantity;
        }
    }
    if !narrow {
        for (label, reason) in NEEDED {
            row.unavailable(ui, label, reason);
        }
    }
    row.left += 10.0;
    for (right, label) in [(false, "L"), (true, "R")] {
        if row.choice(ui, label, chosen.right == right, "Side shown").clicked() {
            chosen.right = right;
        }
    }
    row.left += 10.0;
    let to = format!("difference to {}", letter(compared.reference));
    if row.choice(ui, &to, chosen.difference, "Each curve minus the reference's").clicked() {
        chosen.difference = !chosen.difference;
    }
    if row
        .choice(ui, "level match", chosen.level_match, "Curves at the reference's level; figures stay raw")
        .clicked()
    {
        chosen.level_match = !chosen.level_match;
    }
}

/// Choices from left to right.
struct Row {
    left: f32,
    area: Rect,
    palette: Palette,
}

impl Row {
    fn place(&mut self, ui: &Ui, label: &str) -> Rect {
        let width = draw::width(ui.painter(), label, theme::sans(theme::SMALL)) + 12.0;
        let rect = Rect::from_min_size(pos2(self.left, self.area.top() + 4.0), vec2(width, CHOICES - 8.0));
        self.left = rect.right() + 2.0;
        rect
    }

    fn choice(&mut self, ui: &Ui, label: &str, is_on: bool, hint: &str) -> egui::Response {
        let rect = self.place(ui, label);
        let response = ui.interact(rect, ui.scope_id().with(("compare", label)), Sense::click());
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, label));
        let colour = if is_on || response.hovered() { self.palette.text } else { self.palette.quiet };
        draw::text_in(ui.painter(), rect, Align::Center, label, theme::sans(theme::SMALL), colour);
        if is_on {
            let line = rect.shrink2(vec2(6.0, 0.0)).x_range();
            ui.painter().hline(line, rect.bottom() - 1.0, Stroke::new(1.5, self.palette.text));
        }
        draw::focus_ring(ui, &response, self.palette);
        if hint.is_empty() { response } else { response.on_hover_text(hint) }
    }

    fn unavailable(&mut self, ui: &Ui, label: &str, reason: &str) {
        let rect = self.place(ui, label);
        let response = ui.interact(rect, ui.scope_id().with(("compare", label)), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, false, label));
        let colour = draw::faint(self.palette.quiet, 0.55);
        draw::text_in(ui.painter(), rect, Align::Center, label, theme::sans(theme::SMALL), colour);
        response.on_hover_text(reason);
    }
}
