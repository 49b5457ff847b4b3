//! What the cursor reads on curves over frequency or level.

use egui::{Color32, Rect, Response, Ui, pos2};
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_measure::Figure;

use super::hairline::{pointer, vertical};
use super::note::{interval, pitched, signed};
use super::readout::{Line, paint_box};
use super::reference::Reference;
use crate::editor::theme::Palette;
use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::unit::Unit;
use crate::editor::view::{format, words};

/// Radius of the dot on a curve.
const DOT: f32 = 2.5;

/// Value of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// In decibels of its plot's unit.
    pub db: f64,
    /// Whether the true value is at or below it.
    pub limit: bool,
    /// Its 95 % interval, where that is known.
    pub interval: Option<[f64; 2]>,
}

impl Level {
    /// Without an interval.
    pub fn of(db: f64, limit: bool) -> Level {
        Level { db, limit, interval: None }
    }

    /// The level with its unit: "−46.7 dB", "≤−120.0 dB", "−46.71 dB ±0.02".
    pub fn text(&self, unit: Unit) -> String {
        let (Unit::Db(sign), Some([low, high])) = (unit, self.interval) else {
            return unit.text(self.db, self.limit);
        };
        let figure = Figure { low, high, limit: self.limit, ..Figure::exact(self.db) };
        let spread = Number { figure, form: Form::Interval(3) }.uncertainty("");
        let spread = spread.map_or_else(String::new, |spread| format!(" {spread}"));
        let gap = if sign == "°" { "" } else { " " };
        format!("{}{gap}{sign}{spread}", format::figure(&figure))
    }

    /// The level raised by a number of decibels.
    pub fn raised(self, db: f64) -> Level {
        let interval = self.interval.map(|ends| ends.map(|end| end + db));
        Level { db: self.db + db, interval, ..self }
    }

    /// This level less another one; `None` for limits and silence, which leave it open.
    fn minus(self, other: Level) -> Option<f64> {
        let difference = self.db - other.db;
        (!self.limit && !other.limit && difference.is_finite()).then_some(difference)
    }
}

/// What a plot's horizontal axis counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Across {
    /// Hertz.
    Frequency,
    /// Decibels of a unit.
    Level(Unit),
}

impl Across {
    /// A place on the axis: "440.0 Hz · A4 +0 ct", "−12.0 dBFS".
    fn text(self, at: f64) -> String {
        match self {
            Across::Frequency => pitched(at),
            Across::Level(unit) => unit.text(at, false),
        }
    }

    /// From one place to another: "Δ +440.0 Hz · +1.00 oct", "Δ +3.0 dB".
    fn distance(self, from: f64, to: f64) -> String {
        match self {
            Across::Frequency => {
                let ratio = interval(from, to).map_or_else(String::new, |ratio| format!(" · {ratio}"));
                let sign = if to < from { "" } else { "+" };
                format!("Δ {sign}{}{ratio}", format::frequency_short(to - from))
            }
            Across::Level(_) => format!("Δ {} dB", signed(to - from, 1)),
        }
    }
}

/// A curve that the cursor reads.
pub struct Curve<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its colour.
    pub colour: Color32,
    /// Its own level at a place of the horizontal axis; `None` where it has none.
    pub level_at: Box<dyn Fn(f64) -> Option<Level> + 'a>,
}

/// A plot over frequency or level.
pub struct OverFrequency<'a> {
    /// Horizontal axis.
    pub across: FrequencyAxis,
    /// What it counts.
    pub counts: Across,
    /// Vertical axis.
    pub down: LevelAxis,
    /// Unit of the levels.
    pub unit: Unit,
    /// Whether a dot marks each curve's level; not where curves are drawn elsewhere than at their level.
    pub has_dots: bool,
    /// The curves.
    pub curves: Vec<Curve<'a>>,
}

impl OverFrequency<'_> {
    /// Processes clicks; paints the reference and, under the pointer, cursor and box, with `more` as its last line.
    pub fn ui(
        &self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        reference: &mut Reference,
        more: Option<String>,
        palette: Palette,
    ) {
        reference.interact(response, &self.across);
        let painter = ui.painter();
        reference.paint(painter, rect, &self.across, palette);
        let Some(pointer) = pointer(response, rect) else { return };
        vertical(painter, rect, pointer.x, palette);
        let hz = self.across.hz_at(pointer.x);
        for curve in self.curves.iter().filter(|_| self.has_dots) {
            if let Some(level) = (curve.level_at)(hz) {
                let at = pos2(pointer.x, self.down.y_of(level.db as f32));
                painter.with_clip_rect(rect).circle_filled(at, DOT, curve.colour);
            }
        }
        let mut lines = self.lines(hz, reference.hz());
        lines.extend(more.map(Line::Text));
        paint_box(painter, rect, pointer.x, &lines, palette);
    }

    /// Place and levels at the cursor, and differences to those at the reference.
    fn lines(&self, hz: f64, reference_hz: Option<f64>) -> Vec<Line> {
        let mut lines = vec![Line::Text(self.counts.text(hz))];
        if let Some(from_hz) = reference_hz {
            lines.push(Line::Text(words::cursor_reference(&self.counts.text(from_hz))));
            lines.push(Line::Text(self.counts.distance(from_hz, hz)));
        }
        lines.extend(self.curves.iter().map(|curve| {
            let level = (curve.level_at)(hz);
            let from = reference_hz.and_then(|hz| (curve.level_at)(hz));
            let difference = level.zip(from).and_then(|(level, from)| level.minus(from));
            Line::Value {
                colour: curve.colour,
                name: curve.name.to_owned(),
                value: level.map_or_else(|| "–".to_owned(), |level| level.text(self.unit)),
                difference: difference
                    .map_or_else(String::new, |difference| self.difference(difference, level)),
            }
        }));
        lines
    }

    /// A difference of values, with as many decimals as a level with its interval.
    fn difference(&self, difference: f64, level: Option<Level>) -> String {
        let has_interval = level.is_some_and(|level| level.interval.is_some());
        // Differences of volts, watts and per cent are in decibels.
        let sign = if let Unit::Db(sign @ ("°" | "µs")) = self.unit { sign } else { "dB" };
        format!("Δ {} {sign}", signed(difference, if has_interval { 2 } else { 1 }))
    }
}

#[cfg(test)]
mod tests {
    use egui::Rangef;

    use super::*;
    use crate::editor::preferences::FrequencyScale;

    fn level(db: f64, limit: bool) -> Level {
        Level::of(db, limit)
    }

    #[test]
    fn a_level_with_an_interval_has_the_decimals_that_it_bears() {
        let with =
            |db: f64, half: f64| Level { interval: Some([db - half, db + half]), ..Level::of(db, false) };
        assert_eq!(with(-103.6183, 0.012).text(Unit::Db("dB")), "−103.62 dB ±0.02");
        assert_eq!(with(-103.6183, 0.3).text(Unit::Db("dB")), "−103.6 dB ±0.3");
        assert_eq!(with(12.35, 0.02).raised(1.0).text(Unit::Db("°")), "13.35° ±0.02");
    }

    #[test]
    fn a_place_on_an_axis_of_levels_is_a_level_in_its_unit() {
        let across = Across::Level(Unit::Watts);
        assert_eq!(across.text(-10.0), "100.0 mW");
        assert_eq!(
            [across.distance(-13.0, -10.0), across.distance(-10.0, -13.0)],
            ["Δ +3.0 dB", "Δ −3.0 dB"]
        );
    }

    #[test]
    fn the_box_has_every_curve_with_its_difference_to_the_reference() {
        let curve = |name, level_at| Curve { name, colour: Color32::RED, level_at };
        let plot = OverFrequency {
            across: FrequencyAxis {
                scale: FrequencyScale::Log,
                low_hz: 10.0,
                high_hz: 20_000.0,
                x: Rangef::new(0.0, 700.0),
            },
            down: LevelAxis { low_db: -160.0, high_db: 0.0, y: Rangef::new(0.0, 400.0) },
            counts: Across::Frequency,
            unit: Unit::Db("dBFS"),
            has_dots: true,
            curves: vec![
                curve("L", Box::new(|hz| Some(level(-hz / 100.0, false)))),
                curve("R", Box::new(|_| None)),
            ],
        };
        let value = |name: &str, value: &str, difference: &str| Line::Value {
            colour: Color32::RED,
            name: name.to_owned(),
            value: value.to_owned(),
            difference: difference.to_owned(),
        };
        let text = |text: &str| Line::Text(text.to_owned());
        let alone = plot.lines(440.0, None);
        assert_eq!(alone, [text("440.0 Hz · A4 +0 ct"), value("L", "−4.4 dBFS", ""), value("R", "–", "")]);
        let both = plot.lines(440.0, Some(880.0));
        let expected = [
            text("440.0 Hz · A4 +0 ct"),
            text("from 880.0 Hz · A5 +0 ct"),
            text("Δ −440.0 Hz · −1.00 oct"),
            value("L", "−4.4 dBFS", "Δ +4.4 dB"),
            value("R", "–", ""),
        ];
        assert_eq!(both, expected);
    }

    #[test]
    fn limits_and_silence_have_no_difference() {
        assert_eq!(level(-80.0, false).minus(level(-90.0, false)), Some(10.0));
        assert_eq!(level(-80.0, true).minus(level(-90.0, false)), None);
        assert_eq!(level(f64::NEG_INFINITY, false).minus(level(-90.0, false)), None);
        assert_eq!(level(-120.0, true).text(Unit::Db("dB")), "≤−120.0 dB");
        assert_eq!(level(f64::NEG_INFINITY, false).text(Unit::Db("dBFS")), "−∞ dBFS");
    }
}
