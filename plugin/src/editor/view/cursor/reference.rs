//! The second cursor, which stays where it was set.

use egui::{Painter, Rect, Response, Shape, Stroke, pos2};

use crate::editor::theme::Palette;
use crate::editor::view::axis::FrequencyAxis;

/// A click this near to the reference, in points, removes it.
const REACH: f32 = 6.0;

/// Frequency of the reference cursor, if there is one.
#[derive(Clone, Default)]
pub struct Reference {
    hz: Option<f64>,
    /// That before the last click: a double-click has another meaning and leaves the reference as it was.
    before_hz: Option<f64>,
}

impl Reference {
    /// Its frequency.
    pub fn hz(&self) -> Option<f64> {
        self.hz
    }

    /// Removes it.
    pub fn clear(&mut self) {
        *self = Reference::default();
    }

    /// A click sets the reference, a click on it removes it.
    pub fn interact(&mut self, response: &Response, axis: &FrequencyAxis) {
        if response.double_clicked() {
            self.hz = self.before_hz;
        } else if let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) {
            self.click(at.x, axis);
        }
    }

    fn click(&mut self, x: f32, axis: &FrequencyAxis) {
        let is_hit = self.hz.is_some_and(|hz| (axis.x_of(hz) - x).abs() <= REACH);
        self.before_hz = self.hz;
        self.hz = (!is_hit).then(|| axis.hz_at(x));
    }

    /// Paints its hairline.
    pub fn paint(&self, painter: &Painter, rect: Rect, axis: &FrequencyAxis, palette: Palette) {
        let Some(x) = self.hz.map(|hz| axis.x_of(hz)).filter(|x| rect.x_range().contains(*x)) else { return };
        let ends = [pos2(x, rect.top()), pos2(x, rect.bottom())];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(1.0, palette.quiet), 3.0, 3.0));
    }
}

#[cfg(test)]
mod tests {
    use egui::Rangef;

    use super::*;
    use crate::editor::preferences::FrequencyScale;

    #[test]
    fn a_click_sets_moves_and_removes_it() {
        let axis = FrequencyAxis {
            scale: FrequencyScale::Linear,
            low_hz: 0.0,
            high_hz: 1000.0,
            x: Rangef::new(0.0, 1000.0),
        };
        let mut reference = Reference::default();
        for x in [300.0, 320.0] {
            reference.click(x, &axis);
            // Positions are points in single precision.
            assert!(reference.hz().is_some_and(|hz| (hz - f64::from(x)).abs() < 0.01));
        }
        reference.click(324.0, &axis);
        assert_eq!(reference.hz(), None);
    }
}
