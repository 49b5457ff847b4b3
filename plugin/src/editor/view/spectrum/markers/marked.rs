//! A labelled line, and where lines are in the plot.

use egui::{Color32, Rect};

use crate::editor::view::axis::{FrequencyAxis, LevelAxis};
use crate::editor::view::columns::Column;

/// Space between a line's top and its label.
pub const ABOVE_LINE: f32 = 2.0;
/// The same with a mark in between.
pub const ABOVE_MARK: f32 = 11.0;
/// A label stands above the held level too, unless that is higher than its line by more than this.
const MOST_ABOVE_DB: f32 = 6.0;
/// Half of the width that the line of a tone is drawn with, and some space.
pub const TONE_HALF_WIDTH: f32 = 3.0;

/// A label without a position.
pub struct Label {
    /// The text.
    pub text: String,
    /// The line's frequency.
    pub frequency_hz: f64,
    /// The curve it belongs to; the highest one if `None`.
    pub channel: Option<usize>,
    /// Height of its lower edge above the line's top.
    pub above: f32,
    /// Its colour.
    pub colour: Color32,
}

/// The plot with its curves.
pub struct MarkedPlot<'a> {
    /// Its place.
    pub rect: Rect,
    /// Its frequency axis.
    pub across: &'a FrequencyAxis,
    /// Its level axis.
    pub levels: &'a LevelAxis,
    /// The curves, channel by channel.
    pub curves: &'a [&'a [Column]],
    /// The largest levels so far, if they are shown.
    pub held: &'a [&'a [Column]],
}

impl MarkedPlot<'_> {
    /// The height of a line's top, at most at the plot's edge; `None` if nothing of the line is in view.
    pub fn top(&self, frequency_hz: f64, channel: Option<usize>) -> Option<f32> {
        let x = self.across.x_of(frequency_hz);
        let [now_db, held_db] = [self.curves, self.held].map(|curves| {
            highest(channel.and_then(|channel| curves.get(channel..=channel)).unwrap_or(curves), x)
        });
        let top = self.levels.y_of(now_db.max(held_db.min(now_db + MOST_ABOVE_DB)));
        // Room for the label of a line that goes on above the plot.
        let inside = top.max(self.rect.top() + 14.0);
        (self.rect.x_range().contains(x) && top < self.rect.bottom()).then_some(inside)
    }

    /// Where the line of a tone is drawn.
    pub fn line(&self, frequency_hz: f64) -> Option<Rect> {
        let (x, top) = (self.across.x_of(frequency_hz), self.top(frequency_hz, None)?);
        let sides = x - TONE_HALF_WIDTH..=x + TONE_HALF_WIDTH;
        Some(Rect::from_x_y_ranges(sides, top..=self.rect.bottom()))
    }
}

/// The highest level of the curves within two points of a position.
fn highest(curves: &[&[Column]], x: f32) -> f32 {
    let near = |columns: &&[Column]| {
        let first = columns.partition_point(|column| column.x < x - 2.0);
        let last = columns.partition_point(|column| column.x <= x + 2.0);
        columns[first..last].iter().map(|column| column.high_db).fold(f32::NEG_INFINITY, f32::max)
    };
    curves.iter().map(near).fold(f32::NEG_INFINITY, f32::max)
}
