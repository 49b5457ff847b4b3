//! What the cursor reads on curves over frequency.

use egui::{Color32, Rect, Response, Ui, pos2};

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
}

impl Level {
    /// The level with its unit: "−46.7 dB", "≤−120.0 dB".
    pub fn text(&self, unit: Unit) -> String {
        unit.text(self.db, self.limit)
    }

    /// The level raised by a number of decibels.
    pub fn raised(self, db: f64) -> Level {
        Level { db: self.db + db, ..self }
    }

    /// This level less another one; `None` for limits and silence, which leave it open.
    fn minus(self, other: Level) -> Option<f64> {
        let difference = self.db - other.db;
        (!self.limit && !other.limit && difference.is_finite()).then_some(difference)
    }
}

/// A curve that the cursor reads.
pub struct Curve<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its colour.
    pub colour: Color32,
    /// Its own level at a frequency in Hz; `None` where it has none.
    pub level_at: Box<dyn Fn(f64) -> Option<Level> + 'a>,
}

/// A plot over frequency.
pub struct OverFrequency<'a> {
    /// Horizontal axis.
    pub across: FrequencyAxis,
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

    /// Frequency and levels at the cursor, and differences to those at the reference.
    fn lines(&self, hz: f64, reference_hz: Option<f64>) -> Vec<Line> {
        let mut lines = vec![Line::Text(pitched(hz))];
        if let Some(from_hz) = reference_hz {
            let ratio = interval(from_hz, hz).map_or_else(String::new, |ratio| format!(" · {ratio}"));
            let difference = format::frequency_short(hz - from_hz);
            let sign = if hz < from_hz { "" } else { "+" };
            lines.push(Line::Text(words::cursor_reference(&pitched(from_hz))));
            lines.push(Line::Text(format!("Δ {sign}{difference}{ratio}")));
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
                    .map_or_else(String::new, |difference| format!("Δ {} dB", signed(difference, 1))),
            }
        }));
        lines
    }
}

#[cfg(test)]
mod tests {
    use egui::Rangef;

    use super::*;
    use crate::editor::preferences::FrequencyScale;

    fn level(db: f64, limit: bool) -> Level {
        Level { db, limit }
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
