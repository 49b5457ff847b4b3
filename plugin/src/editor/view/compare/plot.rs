//! One quantity of all captures over frequency or order, or its difference to the reference.

use egui::{Align, Color32, Painter, Rect, Shape, Stroke, Ui, pos2, vec2};
use groundtruth_captures::comparison::{Compared as Captured, letter};

use self::quantity::{Axis, Point, minus, points};
use super::super::axis::{FrequencyAxis, LevelAxis};
use super::super::{draw, plot};
use super::compared::Compared;
use crate::editor::preferences::{ComparePreferences, FrequencyScale, Preferences, Quantity};
use crate::editor::theme::{self, Palette};

mod choices;
mod quantity;

/// Height of the row of choices.
const CHOICES: f32 = 30.0;
/// Axes of this height and more end at multiples of 10 dB.
const COARSE_DB: f32 = 20.0;
/// Dashes of the baseline, and the gaps between them.
const DASH: f32 = 4.0;

/// A line of one capture.
struct Curve {
    colour: Color32,
    /// Rising in frequency or order.
    points: Vec<Point>,
}

/// The axes of a plot.
struct Axes {
    x: FrequencyAxis,
    levels: LevelAxis,
}

/// Paints choices and plot into `area`.
pub fn ui(ui: &mut Ui, area: Rect, compared: &Compared, preferences: &mut Preferences, palette: Palette) {
    let (row, below) = area.split_top_bottom_at_y(area.top() + CHOICES);
    choices::ui(ui, row, compared, &mut preferences.compare, palette);
    let rect = plot::inside(below);
    let chosen = &preferences.compare;
    let curves = shown(compared, chosen, palette);
    let baseline = baseline(compared, chosen, palette);
    let all = || curves.iter().chain(&baseline).flat_map(|curve| &curve.points);
    let painter = ui.painter();
    let Some([low_db, high_db]) = levels(all(), chosen).filter(|_| !curves.is_empty()) else {
        draw::notice(painter, below, chosen.quantity.needs(), palette);
        return;
    };
    let levels = LevelAxis { low_db, high_db, y: plot::y_range(rect) };
    let (x, across, unit) = match chosen.quantity.axis() {
        Axis::Order => {
            let x = orders(all(), rect);
            (x, order_lines(&x), "")
        }
        Axis::Level => {
            let x = drive_levels(all(), rect);
            (x, level_lines(&x), "dBFS")
        }
        Axis::Frequency => {
            let x = frequencies(compared, rect);
            (x, plot::frequency_lines(&x), "Hz")
        }
    };
    plot::grid(painter, rect, &across, &plot::level_lines(&levels, 26.0), unit, palette);
    let caption = plot::caption(painter, rect, chosen.quantity.unit(chosen.difference), palette);
    legend(ui, caption, compared, chosen, baseline.is_some(), palette);
    let axes = Axes { x, levels };
    let inner = painter.with_clip_rect(rect);
    match chosen.quantity == Quantity::Harmonics {
        true => {
            let foot_db = if chosen.difference { 0.0 } else { low_db };
            axes.stems(&inner, &curves, baseline.as_ref(), foot_db);
        }
        false => axes.lines(&inner, &curves, baseline.as_ref()),
    }
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
            points = minus(&points, &reference, chosen.quantity.axis());
        }
        if !points.is_empty() {
            curves.push(Curve { colour: compared.colour(index, palette), points });
        }
    }
    curves
}

/// The baseline at its own level; among differences it has no meaning.
fn baseline(compared: &Compared, chosen: &ComparePreferences, palette: Palette) -> Option<Curve> {
    let baseline = compared.comparison.baseline.as_deref().filter(|_| !chosen.difference)?;
    let points = points(baseline, chosen, 0.0);
    (!points.is_empty()).then_some(Curve { colour: palette.quiet, points })
}

/// Range of the levels; of differences always with 0.
fn levels<'a>(
    points: impl Iterator<Item = &'a Point> + Clone,
    chosen: &ComparePreferences,
) -> Option<[f32; 2]> {
    /// Lowest level that decides the axis: digital silence is far below.
    const LOWEST_DB: f32 = -200.0;
    let least_db = chosen.quantity.least_db();
    let zero = chosen.difference.then_some(0.0);
    let levels = points.map(|point| point.level_db.max(LOWEST_DB)).chain(zero);
    if least_db >= COARSE_DB {
        return LevelAxis::around(levels, least_db);
    }
    // Within tenths: the axis ends at multiples of 0.1, 1 or 10 dB.
    let largest = levels.clone().map(f32::abs).fold(0.0, f32::max);
    let scale = [100.0, 10.0].into_iter().find(|scale| largest * scale < 0.5 * 100.0).unwrap_or(1.0);
    let ends = LevelAxis::around(levels.map(|level| level * scale), COARSE_DB)?;
    Some(ends.map(|end| end / scale))
}

fn frequencies(compared: &Compared, rect: Rect) -> FrequencyAxis {
    let rates = compared.comparison.captures.iter().map(|captured| captured.report.source.sample_rate_hz);
    let high_hz = (rates.fold(0.0, f64::max) / 2.0).clamp(1000.0, 100_000.0);
    FrequencyAxis { scale: FrequencyScale::Log, low_hz: 10.0, high_hz, x: rect.x_range() }
}

/// Orders side by side, from the second on.
fn orders<'a>(points: impl Iterator<Item = &'a Point>, rect: Rect) -> FrequencyAxis {
    let highest = points.map(|point| point.x).fold(2.0, f64::max);
    FrequencyAxis { scale: FrequencyScale::Linear, low_hz: 1.5, high_hz: highest + 0.5, x: rect.x_range() }
}

/// The levels of all curves.
fn drive_levels<'a>(points: impl Iterator<Item = &'a Point> + Clone, rect: Rect) -> FrequencyAxis {
    /// Room at the ends, in dB.
    const AROUND: f64 = 1.0;
    let low = points.clone().map(|point| point.x).reduce(f64::min).unwrap_or(-60.0) - AROUND;
    let high = points.map(|point| point.x).reduce(f64::max).unwrap_or(0.0) + AROUND;
    FrequencyAxis { scale: FrequencyScale::Linear, low_hz: low, high_hz: high, x: rect.x_range() }
}

fn level_lines(axis: &FrequencyAxis) -> Vec<plot::GridLine> {
    /// Least distance of the lines, in points.
    const APART: f32 = 56.0;
    let levels = LevelAxis { low_db: axis.low_hz as f32, high_db: axis.high_hz as f32, y: axis.x };
    let ticks = levels.ticks(APART).into_iter();
    ticks.map(|tick| plot::GridLine { at: axis.x_of(tick.value), label: tick.label }).collect()
}

fn order_lines(axis: &FrequencyAxis) -> Vec<plot::GridLine> {
    let orders = 2..=axis.high_hz as u32;
    orders.map(|order| plot::GridLine { at: axis.x_of(f64::from(order)), label: order.to_string() }).collect()
}

impl Axes {
    fn at(&self, point: &Point) -> egui::Pos2 {
        pos2(self.x.x_of(point.x), self.levels.y_of(point.level_db))
    }

    fn lines(&self, painter: &Painter, curves: &[Curve], baseline: Option<&Curve>) {
        let points = |curve: &Curve| thinned(curve.points.iter().map(|point| self.at(point)));
        if let Some(curve) = baseline {
            let stroke = Stroke::new(1.0, curve.colour);
            painter.extend(Shape::dashed_line(&points(curve), stroke, DASH, DASH));
        }
        for curve in curves.iter().rev() {
            painter.add(Shape::line(points(curve), Stroke::new(1.2, curve.colour)));
        }
    }

    /// A stem with a dot for each harmonic, the captures side by side; pale with a hollow dot in the noise. The baseline's
    /// are dashes across.
    fn stems(&self, painter: &Painter, curves: &[Curve], baseline: Option<&Curve>, foot_db: f32) {
        /// Part of an order's width that its stems take, and their largest distance in points.
        const FILLED: f32 = 0.8;
        const APART: f32 = 9.0;
        let width = self.x.x_of(3.0) - self.x.x_of(2.0);
        let apart = (FILLED * width / curves.len() as f32).min(APART);
        let radius = (0.4 * apart).clamp(1.0, 3.0);
        let foot = self.levels.y_of(foot_db);
        for (place, curve) in curves.iter().enumerate() {
            let aside = apart * (place as f32 - 0.5 * (curves.len() - 1) as f32);
            for point in &curve.points {
                let tip = self.at(point) + vec2(aside, 0.0);
                let colour = if point.is_limit {
                    draw::faint(curve.colour, theme::LIMIT_OPACITY)
                } else {
                    curve.colour
                };
                painter.line_segment([pos2(tip.x, foot), tip], Stroke::new(1.2, colour));
                match point.is_limit {
                    true => painter.circle_stroke(tip, radius, Stroke::new(1.0, colour)),
                    false => painter.circle_filled(tip, radius, colour),
                };
            }
        }
        for (curve, point) in
            baseline.iter().flat_map(|curve| curve.points.iter().map(move |point| (curve, point)))
        {
            let (at, half) = (self.at(point), vec2(0.45 * width, 0.0));
            painter.extend(Shape::dashed_line(
                &[at - half, at + half],
                Stroke::new(1.0, curve.colour),
                DASH,
                DASH,
            ));
        }
    }
}

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

/// Letters in the captures' colours, the baseline, and what the level match did.
fn legend(
    ui: &Ui,
    caption: Rect,
    compared: &Compared,
    chosen: &ComparePreferences,
    has_baseline: bool,
    palette: Palette,
) {
    let painter = ui.painter();
    let font = theme::sans(theme::TICK);
    let mut left = caption.right() + 14.0;
    let mut word = |text: &str, colour: Color32| {
        let at = pos2(left, caption.center().y);
        left = painter.text(at, egui::Align2::LEFT_CENTER, text, font.clone(), colour).right() + 8.0;
        left
    };
    for index in 0..compared.comparison.captures.len() {
        word(&letter(index), compared.colour(index, palette));
    }
    if has_baseline {
        word("- - baseline", palette.quiet);
    }
    if chosen.level_match && !chosen.quantity.is_ratio() {
        let room = Rect::from_min_max(
            pos2(left + 6.0, caption.top() - 2.0),
            pos2(ui.clip_rect().right() - plot::RIGHT, caption.bottom() + 2.0),
        );
        draw::text_in(painter, room, Align::Min, &matched(compared), font, palette.quiet);
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
