//! Axes and shapes, drawn as SVG. No user's text enters a drawing.

use std::io;
use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    Cartesian2d, ChartBuilder, ChartContext, Circle, IntoDrawingArea, IntoFont, PathElement, Polygon,
    Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, TextStyle};

use super::super::palette::{GRID, QUIET};
use crate::export::html::text::minus;
use crate::table::number::significant;

/// Coordinates are whole numbers: a drawing has three for each pixel of the page.
const FINE: u32 = 3;
/// Size of a plot, and of the room for labels, in pixels.
const SIZE: [u32; 2] = [520, 250];
const LABELS: [u32; 2] = [46, 22];
const LETTER_PIXELS: f64 = 13.0;
/// The library draws letters smaller than the size that it is given.
const FONT_RATIO: f64 = 1.24;
/// Opacity of an area below a curve, and of a bar that is a limit.
const PALE: f64 = 0.3;

const BROAD_PIXELS: u32 = 4;

/// Width of a plot between its axes, in pixels.
pub(super) const WIDTH: usize = (SIZE[0] - LABELS[0] - RIGHT) as usize;
const RIGHT: u32 = 26;
const TOP: u32 = 8;

/// Range and labels of an axis.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) range: [f64; 2],
    pub(super) ticks: Vec<(f64, String)>,
    /// Whether lines of the grid stand at the ticks.
    pub(super) lines: bool,
}

/// What is drawn.
pub(super) enum Shape {
    Line {
        points: Vec<[f64; 2]>,
        colour: RGBColor,
    },
    /// A line that shows on both sides of one that lies on it.
    Broad {
        points: Vec<[f64; 2]>,
        colour: RGBColor,
    },
    /// From the lower end of the axis to the points.
    Area {
        points: Vec<[f64; 2]>,
        colour: RGBColor,
    },
    /// From the lower end of the axis to `top`; pale if it is a limit.
    Bar {
        x: [f64; 2],
        top: f64,
        colour: RGBColor,
        limit: bool,
    },
    /// Hollow if it is a limit.
    Dot {
        at: [f64; 2],
        colour: RGBColor,
        limit: bool,
    },
    Label {
        at: [f64; 2],
        text: String,
        colour: RGBColor,
    },
}

impl Axis {
    /// Levels in dB that hold all values, at least 20 dB of them.
    pub(super) fn levels(values: impl Iterator<Item = f64>) -> Option<Axis> {
        Axis::levels_over(values, 20.0)
    }

    /// Levels in dB that hold all values, at least `least_db` of them, with ticks a quarter of that apart or more.
    pub(super) fn levels_over(values: impl Iterator<Item = f64>, least_db: f64) -> Option<Axis> {
        const MOST_STEPS: f64 = 10.0;
        let finite = values.filter(|value| value.is_finite());
        let (low, high) = finite
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return None;
        }
        let spread = 0.5 * (least_db - (high - low)).max(0.0);
        let (low, high) = (low - spread, high + spread);
        let fits = |step: &f64| *step >= least_db / 4.0 && (high - low) / step <= MOST_STEPS;
        let step = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].into_iter().find(fits).unwrap_or(200.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let ticks = (first as i64..=last as i64).map(|index| {
            let level = index as f64 * step;
            (level, minus(&format!("{level}")))
        });
        Some(Axis { range: [first * step, last * step], ticks: ticks.collect(), lines: true })
    }

    /// Frequencies by their logarithm.
    pub(super) fn frequencies([low_hz, high_hz]: [f64; 2]) -> Axis {
        let decades = (0..6).flat_map(|decade| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(decade)));
        let inside = decades.filter(|hz| *hz >= low_hz * 0.999 && *hz <= high_hz * 1.001);
        let label = |hz: f64| if hz >= 1e3 { format!("{}k", hz / 1e3) } else { format!("{hz}") };
        let ticks = inside.map(|hz| (hz.log10(), label(hz))).collect();
        Axis { range: [low_hz.log10(), high_hz.log10()], ticks, lines: true }.with_unit("Hz")
    }

    /// Powers in mW by their logarithm.
    pub(super) fn powers([low_mw, high_mw]: [f64; 2]) -> Axis {
        let inside =
            (-9..9).map(|exponent| 10f64.powi(exponent)).filter(|mw| *mw >= low_mw && *mw <= high_mw);
        let ticks = inside.map(|mw| (mw.log10(), significant(mw, 1))).collect();
        Axis { range: [low_mw.log10(), high_mw.log10()], ticks, lines: true }.with_unit("mW")
    }

    /// With a unit behind the last label.
    pub(super) fn with_unit(mut self, unit: &str) -> Axis {
        if let Some((_, last)) = self.ticks.last_mut() {
            *last += &format!(" {unit}");
        }
        self
    }

    /// Names in the middle of steps of width 1.
    pub(super) fn names(names: impl Iterator<Item = String>) -> Axis {
        let ticks: Vec<(f64, String)> =
            names.enumerate().map(|(index, name)| (index as f64 + 0.5, name)).collect();
        Axis { range: [0.0, ticks.len() as f64], ticks, lines: false }
    }

    fn label(&self, place: f64) -> String {
        let nearest = self.ticks.iter().min_by(|a, b| (a.0 - place).abs().total_cmp(&(b.0 - place).abs()));
        nearest.map_or(String::new(), |(_, label)| label.clone())
    }

    fn clamped(&self, value: f64) -> f64 {
        value.clamp(self.range[0], self.range[1])
    }
}

/// The library's coordinate: its lines and labels stand at the ticks.
impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value - self.range[0]) / (self.range[1] - self.range[0]);
        limit.0 + (share * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            return Vec::new();
        }
        self.ticks.iter().map(|(place, _)| *place).collect()
    }

    fn range(&self) -> Range<f64> {
        self.range[0]..self.range[1]
    }
}

/// A plot as an SVG element.
pub(super) fn svg(x: &Axis, y: &Axis, shapes: &[Shape]) -> String {
    let mut text = String::new();
    draw(&mut text, x, y, shapes).expect("memory takes every drawing");
    text
}

type Drawn = Result<(), DrawingAreaErrorKind<io::Error>>;
type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<Axis, Axis>>;

fn draw(text: &mut String, x: &Axis, y: &Axis, shapes: &[Shape]) -> Drawn {
    let area = SVGBackend::with_string(text, (SIZE[0] * FINE, SIZE[1] * FINE)).into_drawing_area();
    let mut chart: Chart = ChartBuilder::on(&area)
        .x_label_area_size(LABELS[1] * FINE)
        .y_label_area_size(LABELS[0] * FINE)
        .margin_top(TOP * FINE)
        .margin_right(RIGHT * FINE)
        .build_cartesian_2d(x.clone(), y.clone())?;
    let (label_x, label_y) = (|place: &f64| x.label(*place), |place: &f64| y.label(*place));
    let mut mesh = chart.configure_mesh();
    if !x.lines {
        mesh.disable_x_mesh();
    }
    mesh.x_label_formatter(&label_x)
        .y_label_formatter(&label_y)
        .label_style(letters(QUIET))
        .axis_style(GRID.stroke_width(FINE))
        .bold_line_style(GRID.stroke_width(FINE))
        .light_line_style(GRID.mix(0.0))
        .draw()?;
    for shape in shapes {
        shape.draw(&mut chart, x, y)?;
    }
    drop(chart);
    area.present()
}

fn letters(colour: RGBColor) -> TextStyle<'static> {
    ("sans-serif", LETTER_PIXELS * FONT_RATIO * f64::from(FINE)).into_font().color(&colour)
}

impl Shape {
    fn draw(&self, chart: &mut Chart, x: &Axis, y: &Axis) -> Drawn {
        let inside = |points: &[[f64; 2]]| -> Vec<(f64, f64)> {
            points.iter().map(|[px, py]| (x.clamped(*px), y.clamped(*py))).collect()
        };
        let floor = y.range[0];
        match self {
            Shape::Line { points, colour } | Shape::Broad { points, colour } => {
                let pixels = if matches!(self, Shape::Broad { .. }) { BROAD_PIXELS } else { 1 };
                chart.draw_series([PathElement::new(inside(points), colour.stroke_width(pixels * FINE))])?;
            }
            Shape::Area { points, colour } => {
                let mut outline = inside(points);
                let [Some(first), Some(last)] = [outline.first().copied(), outline.last().copied()] else {
                    return Ok(());
                };
                let line = PathElement::new(outline.clone(), colour.stroke_width(FINE));
                outline.extend([(last.0, floor), (first.0, floor)]);
                chart.draw_series([Polygon::new(outline, colour.mix(PALE))])?;
                chart.draw_series([line])?;
            }
            Shape::Bar { x: [left, right], top, colour, limit } => {
                let style = if *limit { colour.mix(PALE).filled() } else { colour.filled() };
                chart.draw_series([Rectangle::new([(*left, y.clamped(*top)), (*right, floor)], style)])?;
            }
            Shape::Dot { at, colour, limit } => {
                const RADIUS_PIXELS: u32 = 4;
                let style = if *limit { colour.stroke_width(FINE) } else { colour.filled() };
                chart.draw_series([Circle::new(inside(&[*at])[0], RADIUS_PIXELS * FINE, style)])?;
            }
            Shape::Label { at, text, colour } => {
                let style = letters(*colour).pos(Pos::new(HPos::Center, VPos::Bottom));
                chart.draw_series([Text::new(text.clone(), inside(&[*at])[0], style)])?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_stand_between_round_ticks() {
        let axis = Axis::levels([-157.7, -157.2].into_iter()).expect("values");
        assert_eq!(axis.range, [-170.0, -145.0]);
        assert_eq!(axis.ticks[0].1, "−170");
        assert_eq!(Axis::levels([-155.0, 0.0].into_iter()).expect("values").range, [-160.0, 0.0]);
        assert!(Axis::levels([f64::NEG_INFINITY].into_iter()).is_none());
    }

    #[test]
    fn frequencies_have_three_ticks_a_decade() {
        let axis = Axis::frequencies([20.0, 20_000.0]);
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k Hz"]);
    }
}
