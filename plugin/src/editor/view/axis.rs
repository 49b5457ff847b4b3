//! Conversion between frequencies or levels and positions; grid lines.

use egui::Rangef;

use super::format;
use crate::editor::preferences::FrequencyScale;

/// A labelled grid line.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Value on the axis.
    pub value: f64,
    /// Label.
    pub label: String,
}

/// Horizontal frequency axis, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrequencyAxis {
    /// Spacing.
    pub scale: FrequencyScale,
    /// Frequency at the left end; above 0 on a logarithmic axis.
    pub low_hz: f64,
    /// Frequency at the right end, above `low_hz`.
    pub high_hz: f64,
    /// Left and right end in points.
    pub x: Rangef,
}

/// Narrowest view, in Hz: narrower ones exceed the resolution of the longest transform.
const NARROWEST_HZ: f64 = 1.0;

impl FrequencyAxis {
    /// Position of a frequency; may lie outside the ends.
    pub fn x_of(&self, frequency_hz: f64) -> f32 {
        let position = match self.scale {
            FrequencyScale::Linear => (frequency_hz - self.low_hz) / (self.high_hz - self.low_hz),
            FrequencyScale::Log => {
                (frequency_hz.max(1e-3) / self.low_hz).ln() / (self.high_hz / self.low_hz).ln()
            }
        };
        self.x.min + (position * f64::from(self.x.span())) as f32
    }

    /// Frequency at a position.
    pub fn hz_at(&self, x: f32) -> f64 {
        let position = f64::from((x - self.x.min) / self.x.span());
        match self.scale {
            FrequencyScale::Linear => self.low_hz + position * (self.high_hz - self.low_hz),
            FrequencyScale::Log => self.low_hz * (self.high_hz / self.low_hz).powf(position),
        }
    }

    /// Ends after zooming by `factor` (below 1 narrows) with the frequency at `x` kept in place, limited to `limits`.
    pub fn zoomed(&self, x: f32, factor: f64, limits: [f64; 2]) -> [f64; 2] {
        let end = |edge: f32| self.hz_at(x + (edge - x) * factor as f32);
        let low_hz = end(self.x.min).max(limits[0]);
        let high_hz = end(self.x.max).min(limits[1]);
        if high_hz - low_hz < NARROWEST_HZ { [self.low_hz, self.high_hz] } else { [low_hz, high_hz] }
    }

    /// Grid lines no closer than `spacing` points.
    pub fn ticks(&self, spacing: f32) -> Vec<Tick> {
        let wide = self.high_hz / self.low_hz.max(1e-3) > 8.0;
        let values = match self.scale {
            FrequencyScale::Log if wide => one_two_five(self.low_hz, self.high_hz),
            _ => steps(self.low_hz, self.high_hz, f64::from(self.x.span() / spacing)),
        };
        let mut ticks: Vec<Tick> = Vec::new();
        let mut last_x = f32::NEG_INFINITY;
        for value in values {
            let x = self.x_of(value);
            if x - last_x >= spacing * 0.6 {
                ticks.push(Tick { value, label: format::frequency_tick(value) });
                last_x = x;
            }
        }
        ticks
    }
}

/// Vertical level axis, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelAxis {
    /// Level at the bottom.
    pub low_db: f32,
    /// Level at the top, above `low_db`.
    pub high_db: f32,
    /// Top and bottom in points.
    pub y: Rangef,
}

impl LevelAxis {
    /// Position of a level. Levels far outside are kept near the plot, so that lines to −∞ can be drawn.
    pub fn y_of(&self, level_db: f32) -> f32 {
        let position = (self.high_db - level_db) / (self.high_db - self.low_db);
        self.y.min + position.clamp(-1.0, 2.0) * self.y.span()
    }

    /// Level at a position.
    pub fn db_at(&self, y: f32) -> f32 {
        self.high_db - (y - self.y.min) / self.y.span() * (self.high_db - self.low_db)
    }

    /// Grid lines no closer than `spacing` points.
    pub fn ticks(&self, spacing: f32) -> Vec<Tick> {
        steps(f64::from(self.low_db), f64::from(self.high_db), f64::from(self.y.span() / spacing))
            .into_iter()
            .map(|value| Tick { value, label: format::fixed(value, decimals(value)) })
            .collect()
    }

    /// A range in whole steps of 10 dB around the levels, at least `least_db` high.
    pub fn around(levels: impl Iterator<Item = f32>, least_db: f32) -> Option<[f32; 2]> {
        let (low, high) = levels
            .filter(|level| level.is_finite())
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), level| (low.min(level), high.max(level)));
        if low > high {
            return None;
        }
        let (low, high) = (((low - 1.0) / 10.0).floor() * 10.0, ((high + 1.0) / 10.0).ceil() * 10.0);
        let missing = ((least_db - (high - low)) / 20.0).max(0.0).ceil() * 10.0;
        Some([low - missing, high + missing])
    }
}

fn one_two_five(low: f64, high: f64) -> Vec<f64> {
    let decades = low.log10().floor() as i32..=high.log10().ceil() as i32;
    decades
        .flat_map(|decade| [1.0, 2.0, 5.0].map(|mantissa| mantissa * 10f64.powi(decade)))
        .filter(|value| (low * 0.999..=high * 1.001).contains(value))
        .collect()
}

/// Multiples of 1, 2 or 5 times a power of ten within the ends, at most `most` of them.
pub fn steps(low: f64, high: f64, most: f64) -> Vec<f64> {
    let raw = (high - low) / most.max(1.0);
    let magnitude = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * magnitude).find(|step| *step >= raw * 0.999);
    let step = step.unwrap_or(10.0 * magnitude);
    let first = (low / step - 1e-6).ceil() as i64;
    let last = (high / step + 1e-6).floor() as i64;
    (first..=last).map(|index| index as f64 * step).collect()
}

/// As many decimals as a value on the grid has, up to two.
fn decimals(value: f64) -> usize {
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-6;
    [value, value * 10.0].into_iter().position(is_whole).unwrap_or(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(scale: FrequencyScale) -> FrequencyAxis {
        FrequencyAxis { scale, low_hz: 10.0, high_hz: 20_000.0, x: Rangef::new(58.0, 752.0) }
    }

    #[test]
    fn a_place_and_its_frequency_are_inverse() {
        for scale in [FrequencyScale::Log, FrequencyScale::Linear] {
            for hz in [10.0, 997.0, 20_000.0] {
                let back = axis(scale).hz_at(axis(scale).x_of(hz));
                // Points are f32: one part in 2²³ of 700 points, times ln(2000) on the log axis.
                assert!(
                    (back / hz - 1.0).abs() < 1e-2 * if scale == FrequencyScale::Log { 0.01 } else { 1.0 }
                );
            }
        }
    }

    #[test]
    fn a_wide_logarithmic_axis_has_one_two_five_ticks() {
        let labels: Vec<_> =
            axis(FrequencyScale::Log).ticks(40.0).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["10", "20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"]);
    }

    #[test]
    fn a_narrow_axis_has_even_steps() {
        let narrow = FrequencyAxis { low_hz: 990.0, high_hz: 1004.0, ..axis(FrequencyScale::Log) };
        let values: Vec<_> = narrow.ticks(60.0).into_iter().map(|tick| tick.value).collect();
        assert_eq!(values, [990.0, 992.0, 994.0, 996.0, 998.0, 1000.0, 1002.0, 1004.0]);
    }

    #[test]
    fn zooming_keeps_the_frequency_under_the_pointer() {
        let before = axis(FrequencyScale::Log);
        let x = before.x_of(1000.0);
        let [low_hz, high_hz] = before.zoomed(x, 0.5, [10.0, 24_000.0]);
        let after = FrequencyAxis { low_hz, high_hz, ..before };
        assert!((after.x_of(1000.0) - x).abs() < 0.01);
    }

    #[test]
    fn zooming_out_stops_at_the_limits() {
        let all = axis(FrequencyScale::Linear).zoomed(300.0, 10.0, [10.0, 24_000.0]);
        assert_eq!(all, [10.0, 24_000.0]);
    }

    #[test]
    fn level_ticks_are_round() {
        let levels = LevelAxis { low_db: -160.0, high_db: 0.0, y: Rangef::new(80.0, 550.0) };
        let labels: Vec<_> = levels.ticks(30.0).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["−160", "−140", "−120", "−100", "−80", "−60", "−40", "−20", "0"]);
        assert_eq!(levels.y_of(f32::NEG_INFINITY), 80.0 + 2.0 * 470.0);
        let fine = LevelAxis { low_db: -0.1, high_db: 0.1, y: Rangef::new(80.0, 180.0) };
        let labels: Vec<_> = fine.ticks(26.0).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["−0.1", "0", "0.1"]);
        let labels: Vec<_> = fine.ticks(20.0).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["−0.1", "−0.05", "0", "0.05", "0.1"]);
    }

    #[test]
    fn a_range_around_levels_is_at_least_as_high_as_asked() {
        assert_eq!(LevelAxis::around([-46.6, -46.7].into_iter(), 20.0), Some([-60.0, -30.0]));
        assert_eq!(LevelAxis::around([f32::NEG_INFINITY].into_iter(), 20.0), None);
    }
}
