//! What distortion leaves over one period of the tone, with the tone thin behind it.

use egui::{Align2, Color32, Mesh, Painter, Rangef, Rect, Sense, Shape, Stroke, Ui, pos2};
use groundtruth_measure::{ChannelFigure, Refusal, ResidualWaveform};

use crate::editor::preferences::LevelUnit;
use crate::editor::theme;
use crate::editor::view::axis::steps;
use crate::editor::view::cursor::{self, Line};
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::plot::{self, GridLine};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, words};

/// Room above the plot for the title, and below for the degrees.
const ABOVE: f32 = 26.0;
/// Part of the height that the residual and the tone fill.
const FILLED: f64 = 0.92;

/// Opacity of the intervals.
const BAND_OPACITY: f32 = 0.22;

/// One channel's waveform.
struct Curve<'a> {
    channel: usize,
    waveform: &'a ResidualWaveform,
    /// Plotted value of a residual as large as the fundamental.
    scale: f64,
}

/// How values are plotted.
#[derive(Clone, Copy)]
struct Plotted {
    unit: &'static str,
    /// Of the fundamental, or a voltage of its own.
    is_ratio: bool,
    /// Plotted values per value of [`Curve::scale`]'s unit.
    factor: f64,
}

/// Paints the waveforms into `area`, or why there are none.
pub fn ui(ui: &Ui, area: Rect, title_end: f32, scene: &Scene<'_>) {
    let (painter, palette) = (ui.painter(), scene.palette);
    let rect = Rect::from_min_max(
        area.min + egui::vec2(plot::LEFT, ABOVE),
        area.max - egui::vec2(plot::RIGHT, plot::BELOW),
    );
    let curves = curves(scene);
    if curves.is_empty() || !rect.is_positive() {
        title(painter, area, title_end, words::levels::RESIDUAL, None, scene);
        draw::notice(painter, rect, &refused(scene), palette);
        return;
    }
    let top = curves.iter().map(Curve::largest).fold(f64::MIN_POSITIVE, f64::max) / FILLED;
    let plotted = plotted(scene, top);
    let y = |value: f64| rect.center().y - (value / top * f64::from(rect.height()) / 2.0) as f32;
    grid(painter, rect, top, plotted, scene);
    let inner = painter.with_clip_rect(rect);
    tone(&inner, rect, scene);
    paint(&inner, rect, &curves, y, scene);
    let name = format!("{}, {}", words::levels::RESIDUAL, plotted.sign());
    title(painter, area, title_end, &name, Some(&contents(&curves, plotted)), scene);
    let response = cursor::listen(ui, rect, "residual");
    if let Some(pointer) = cursor::pointer(&response, rect) {
        cursor::vertical(painter, rect, pointer.x, palette);
        cursor::paint_box(painter, rect, pointer.x, &read(&curves, plotted, rect, pointer.x, scene), palette);
    }
    let about = ui.interact(
        Rect::from_min_max(area.min, pos2(title_end, rect.top())),
        ui.scope_id().with("about the residual"),
        Sense::hover(),
    );
    about.on_hover_text(about_text(&curves));
}

fn curves<'a>(scene: &Scene<'a>) -> Vec<Curve<'a>> {
    let in_volts = LevelScale::new(scene).unit == LevelUnit::Volts;
    let curve = |(channel, waveform): (usize, &'a Result<ResidualWaveform, Refusal>)| {
        let waveform = waveform.as_ref().ok()?;
        Some(Curve { channel, waveform, scale: if in_volts { peak_volts(scene, channel)? } else { 1.0 } })
    };
    scene.snapshot.residuals.iter().enumerate().filter_map(curve).collect()
}

/// Peak voltage of the fundamental.
fn peak_volts(scene: &Scene<'_>, channel: usize) -> Option<f64> {
    let dbfs = scene.value(channel, ChannelFigure::LevelFundamental)?;
    let full_scale = scene.declared.reference_volts?[channel.min(1)] * std::f64::consts::SQRT_2;
    Some(full_scale * 10f64.powf(dbfs / 20.0))
}

/// The unit in which the largest value is a handy number.
fn plotted(scene: &Scene<'_>, top: f64) -> Plotted {
    const RATIOS: [(f64, &str); 4] = [(1e-4, "%"), (1e-8, "ppm"), (1e-11, "ppb"), (0.0, "ppt")];
    const RATIO_FACTORS: [f64; 4] = [1e2, 1e6, 1e9, 1e12];
    const VOLTS: [(f64, &str); 5] = [(1.0, "V"), (1e-3, "mV"), (1e-6, "µV"), (1e-9, "nV"), (0.0, "pV")];
    const VOLT_FACTORS: [f64; 5] = [1.0, 1e3, 1e6, 1e9, 1e12];
    let is_ratio = LevelScale::new(scene).unit != LevelUnit::Volts;
    let (units, factors): (&[_], &[f64]) =
        if is_ratio { (&RATIOS, &RATIO_FACTORS) } else { (&VOLTS, &VOLT_FACTORS) };
    let found = units.iter().position(|(least, _)| top >= *least).unwrap_or(units.len() - 1);
    Plotted { unit: units[found].1, is_ratio, factor: factors[found] }
}

impl Plotted {
    fn sign(self) -> String {
        if self.is_ratio { format!("{} of f", self.unit) } else { format!("{} peak", self.unit) }
    }

    fn text(self, value: f64) -> String {
        let value = value * self.factor;
        let decimals = (2.0 - value.abs().max(1e-3).log10().floor()).clamp(0.0, 4.0) as usize;
        format!("{} {}", format::fixed(value, decimals), self.unit)
    }
}

impl Curve<'_> {
    /// Largest value with its interval.
    fn largest(&self) -> f64 {
        let largest = self.waveform.points.iter().map(|point| point.abs()).fold(0.0, f32::max);
        f64::from(largest + self.waveform.half) * self.scale
    }

    /// The value at a part of the period.
    fn at(&self, part: f64) -> f64 {
        let count = self.waveform.points.len();
        let place = part * count as f64;
        let [left, right] =
            [0, 1].map(|step| f64::from(self.waveform.points[(place as usize + step) % count]));
        (left + (right - left) * place.fract()) * self.scale
    }

    /// The interval at every place, as a band.
    fn band(&self, x: &[f32], rect: Rect, y: impl Fn(f64) -> f32, colour: Color32) -> Mesh {
        let half = f64::from(self.waveform.half) * self.scale;
        let mut band = Mesh::default();
        for x in x {
            let value = self.at(part(rect, *x));
            let corner = band.vertices.len() as u32;
            band.colored_vertex(pos2(*x, y(value + half)), colour);
            band.colored_vertex(pos2(*x, y(value - half)), colour);
            if let Some(before) = corner.checked_sub(2) {
                band.add_triangle(before, before + 1, corner);
                band.add_triangle(before + 1, corner, corner + 1);
            }
        }
        band
    }
}

/// The part of the period at a place.
fn part(rect: Rect, x: f32) -> f64 {
    f64::from((x - rect.left()) / rect.width()).clamp(0.0, 1.0)
}

/// The curves with their bands; where two lie on each other they are drawn alternately.
fn paint(painter: &Painter, rect: Rect, curves: &[Curve<'_>], y: impl Fn(f64) -> f32, scene: &Scene<'_>) {
    let count = rect.width().ceil().max(2.0) as usize;
    let x: Vec<f32> =
        (0..count).map(|index| rect.left() + rect.width() * index as f32 / (count - 1) as f32).collect();
    for curve in curves.iter().rev() {
        let colour = draw::faint(scene.palette.channel(curve.channel), BAND_OPACITY);
        painter.add(Shape::mesh(curve.band(&x, rect, &y, colour)));
    }
    let height = |curve: &Curve<'_>| -> Vec<Option<f32>> {
        x.iter().map(|x| Some(y(curve.at(part(rect, *x))))).collect()
    };
    let heights: Vec<_> = curves.iter().map(height).collect();
    let colour = |index: usize| scene.palette.channel(curves.get(index).map_or(index, |curve| curve.channel));
    plot::lines(painter, &x, &heights, [colour(0), colour(1)], 1.4);
}

/// Degrees across, values down.
fn grid(painter: &Painter, rect: Rect, top: f64, plotted: Plotted, scene: &Scene<'_>) {
    let across: Vec<GridLine> = [0.0, 90.0, 180.0, 270.0, 360.0f32]
        .map(|degrees| GridLine {
            at: rect.left() + rect.width() * degrees / 360.0,
            label: format!("{degrees:.0}°"),
        })
        .into();
    let ends = top * plotted.factor;
    let values = steps(-ends, ends, f64::from(rect.height() / 26.0));
    let step = values.windows(2).map(|pair| pair[1] - pair[0]).next().unwrap_or(1.0);
    let decimals = (-step.log10().floor()).clamp(0.0, 4.0) as usize;
    let line = |value: f64| GridLine {
        at: rect.center().y - (value / ends * f64::from(rect.height()) / 2.0) as f32,
        label: format::fixed(value, decimals),
    };
    let down: Vec<GridLine> = values.into_iter().map(line).collect();
    plot::grid(painter, rect, &across, &down, "", scene.palette);
}

/// The fundamental, for its phase: its height says nothing.
fn tone(painter: &Painter, rect: Rect, scene: &Scene<'_>) {
    const POINTS: usize = 181;
    let reach = Rangef::new(rect.top(), rect.bottom()).span() / 2.0 * FILLED as f32;
    let point = |index: usize| {
        let part = index as f32 / (POINTS - 1) as f32;
        let height = (part * std::f32::consts::TAU).sin();
        pos2(rect.left() + rect.width() * part, rect.center().y - reach * height)
    };
    let stroke = Stroke::new(0.8, draw::faint(scene.palette.quiet, 0.7));
    painter.add(Shape::line((0..POINTS).map(point).collect(), stroke));
}

/// The title, and at its right `more` if it fits.
fn title(painter: &Painter, area: Rect, end: f32, name: &str, more: Option<&str>, scene: &Scene<'_>) {
    let at = pos2(area.left() + 18.0, area.top() + 4.0);
    let font = theme::sans(theme::TICK);
    let place = painter.text(at, Align2::LEFT_TOP, name, font.clone(), scene.palette.quiet);
    let Some(more) = more else { return };
    let left = place.right() + 14.0;
    if left + draw::width(painter, more, font.clone()) + 8.0 <= end {
        painter.text(pos2(left, at.y), Align2::LEFT_TOP, more, font, scene.palette.quiet);
    }
}

/// "H2–H20 · 95 %: ±0.4 ppm".
fn contents(curves: &[Curve<'_>], plotted: Plotted) -> String {
    let highest = curves.iter().map(|curve| curve.waveform.highest_order).max().unwrap_or(2);
    let half = curves.iter().map(|curve| f64::from(curve.waveform.half) * curve.scale).fold(0.0, f64::max);
    words::levels::residual_contents(highest, &plotted.text(half))
}

fn about_text(curves: &[Curve<'_>]) -> String {
    let missing = curves.iter().find(|curve| !curve.waveform.missing_orders.is_empty());
    let orders = missing.map(|curve| {
        let orders: Vec<String> =
            curve.waveform.missing_orders.iter().map(|order| format!("H{order}")).collect();
        words::levels::residual_lacks(&orders.join(", "))
    });
    format!("{}{}", words::levels::RESIDUAL_MEANING, orders.unwrap_or_default())
}

/// Phase, and each channel's value, under the pointer.
fn read(curves: &[Curve<'_>], plotted: Plotted, rect: Rect, x: f32, scene: &Scene<'_>) -> Vec<Line> {
    let part = part(rect, x);
    let line = |curve: &Curve<'_>| Line::Value {
        colour: scene.palette.channel(curve.channel),
        name: scene.channel_name(curve.channel).to_owned(),
        value: plotted.text(curve.at(part)),
        difference: format!("±{}", plotted.text(f64::from(curve.waveform.half) * curve.scale)),
    };
    let phase = Line::Text(format!("{}°", format::fixed(part * 360.0, 1)));
    [phase].into_iter().chain(curves.iter().map(line)).collect()
}

/// Why there is no waveform.
fn refused(scene: &Scene<'_>) -> String {
    let refusal = scene.snapshot.residuals.iter().find_map(|one| one.as_ref().err());
    match (refusal, scene.snapshot.residuals.is_empty(), scene.report.is_some()) {
        (Some(refusal), _, _) => format::refusal(refusal),
        (None, true, true) => words::levels::RESIDUAL_NOT_KEPT.to_owned(),
        _ => words::WAITING.to_owned(),
    }
}
