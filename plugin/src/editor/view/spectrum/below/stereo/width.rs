//! Width of each octave: the side's share of the power.

use std::f64::consts::SQRT_2;

use egui::{Align, Painter, Rect, Stroke, pos2};
use groundtruth_analysis::MonitorSpectra;
use groundtruth_measure::Spectrum;

use crate::editor::theme::{self, Palette};
use crate::editor::view::{draw, format, plot};

/// Octaves by their nominal middle (IEC 61260-1).
const OCTAVES_HZ: [f64; 10] = [31.5, 63.0, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16_000.0];
/// Labels of the scale: width, and what it means.
const SCALE: [(f32, &str); 3] = [(0.0, "mono"), (50.0, "50 %"), (100.0, "side")];
/// Power below which an octave has no width: that of the last bit of 24.
const QUIETEST: f64 = 1e-14;

/// Width of each octave below half the sample rate.
pub struct Width {
    octaves: Vec<(f64, Option<f64>)>,
}

impl Width {
    /// From the mean spectra of mid and side; `None` without them.
    pub fn of(mid_side: &MonitorSpectra) -> Option<Width> {
        let mean = mid_side.mean.as_deref()?;
        let [mid, side] = &mean.channels[..] else { return None };
        let width = |middle_hz: &f64| {
            let [mid, side] = [mid, side].map(|powers| power(mean, powers, *middle_hz));
            let all = mid + side;
            (*middle_hz, (all > QUIETEST).then(|| 100.0 * side / all))
        };
        let below = OCTAVES_HZ.iter().filter(|middle_hz| **middle_hz < mean.sample_rate_hz / 2.0);
        Some(Width { octaves: below.map(width).collect() })
    }

    /// Paints a bar for each octave, with its width in per cent above it.
    pub fn paint(&self, painter: &Painter, rect: Rect, palette: Palette) {
        let field = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 16.0));
        for (percent, label) in SCALE {
            let y = field.bottom() - percent / 100.0 * field.height();
            painter.hline(field.x_range(), y, Stroke::new(1.0, palette.grid));
            let place = Rect::from_min_max(
                pos2(field.left() - plot::LEFT, y - 7.0),
                pos2(field.left() - 8.0, y + 7.0),
            );
            draw::text_in(painter, place, Align::Max, label, theme::sans(theme::TICK), palette.quiet);
        }
        let slot = field.width() / self.octaves.len() as f32;
        for (index, (middle_hz, percent)) in self.octaves.iter().enumerate() {
            let left = field.left() + index as f32 * slot;
            let column = Rect::from_x_y_ranges(left..=left + slot, field.y_range());
            let below = Rect::from_min_max(column.left_bottom(), pos2(column.right(), rect.bottom()));
            let label = label(*middle_hz);
            draw::text_in(painter, below, Align::Center, &label, theme::sans(theme::TICK), palette.quiet);
            bar(painter, column, *percent, palette);
        }
    }
}

fn bar(painter: &Painter, column: Rect, percent: Option<f64>, palette: Palette) {
    const HEIGHT: f32 = 14.0;
    let text = percent.map_or_else(|| "–".to_owned(), |percent| format::fixed(percent, 0));
    let top = column.bottom() - percent.unwrap_or(0.0) as f32 / 100.0 * column.height();
    let width = 16.0f32.min(column.width() * 0.6);
    let x = column.center().x;
    let rect = Rect::from_min_max(pos2(x - width / 2.0, top), pos2(x + width / 2.0, column.bottom()));
    painter.rect_filled(rect, 0.0, draw::faint(palette.text, 0.5));
    let above = (top - HEIGHT).max(column.top() - HEIGHT / 2.0);
    let place = Rect::from_min_max(pos2(column.left(), above), pos2(column.right(), above + HEIGHT));
    draw::text_in(painter, place, Align::Center, &text, theme::mono(10.5), palette.quiet);
}

/// Power within an octave.
fn power(spectrum: &Spectrum, powers: &[f32], middle_hz: f64) -> f64 {
    let bin = |hz: f64| ((hz / spectrum.bin_hz(1)).ceil() as usize).min(powers.len());
    let bins = &powers[bin(middle_hz / SQRT_2)..bin(middle_hz * SQRT_2)];
    bins.iter().map(|power| f64::from(*power)).sum()
}

fn label(middle_hz: f64) -> String {
    match middle_hz {
        31.5 => "31.5".to_owned(),
        hz if hz < 1000.0 => format::fixed(hz, 0),
        hz => format!("{}k", format::fixed(hz / 1000.0, 0)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use groundtruth_measure::WindowKind;

    use super::*;

    #[test]
    fn each_octave_has_the_sides_share_of_its_own_power() {
        let mut powers = [vec![0f32; 8193], vec![0f32; 8193]];
        // Bins of 2.93 Hz: a mono bass, unrelated sides at 1 kHz, opposite ones at 8 kHz.
        (powers[0][21], powers[0][341], powers[1][341], powers[1][2731]) = (1.0, 0.2, 0.2, 0.1);
        let mean = Spectrum {
            sample_rate_hz: 48_000.0,
            frames: 16_384,
            window: WindowKind::Hann,
            enbw_bins: 1.5,
            records: 1,
            channels: powers.map(Arc::from).to_vec(),
        };
        let spectra = MonitorSpectra { mean: Some(Arc::new(mean)), ..MonitorSpectra::default() };
        let width = Width::of(&spectra).expect("a mean");
        let at =
            |hz: f64| width.octaves.iter().find(|(middle, _)| *middle == hz).and_then(|(_, width)| *width);
        let [bass, middle, treble] = [63.0, 1000.0, 8000.0].map(|hz| at(hz).expect("a width"));
        assert!(bass.abs() < 1e-6 && (middle - 50.0).abs() < 1e-6 && (treble - 100.0).abs() < 1e-6);
        assert_eq!(at(125.0), None);
        assert!(Width::of(&MonitorSpectra::default()).is_none());
    }
}
