//! The cursor: time, frequency and level of the image under the pointer.

use egui::{Rect, Ui};
use groundtruth_analysis::{Spectrogram, SpectrogramColumn};

use crate::editor::view::axis::FrequencyAxis;
use crate::editor::view::cursor::{self, Line};
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;
use crate::editor::view::words;

/// Paints both hairlines and the box, on an image of `span_s` seconds.
pub fn cursor(ui: &Ui, rect: Rect, scene: &Scene<'_>, axis: FrequencyAxis, span_s: f64, record_s: f64) {
    let response = cursor::listen(ui, rect, "spectrogram");
    let Some(pointer) = cursor::pointer(&response, rect) else { return };
    let painter = ui.painter();
    cursor::vertical(painter, rect, pointer.x, scene.palette);
    cursor::horizontal(painter, rect, pointer.y, scene.palette);
    let age_s = f64::from((rect.right() - pointer.x) / rect.width()) * span_s;
    let hz = axis.hz_at(pointer.y);
    let columns = scene.snapshot.spectrogram.columns.iter().map(|column| &**column);
    let level = level_at(columns, age_s, hz, record_s);
    let scale = LevelScale::new(scene);
    let level = level.map_or_else(|| "–".to_owned(), |dbfs| scale.text_of_either(dbfs.into()));
    let lines = [words::before_now(age_s), cursor::pitched(hz), level].map(Line::Text);
    cursor::paint_box(painter, rect, pointer.x, &lines, scene.palette);
}

/// Level in dBFS of the column that covers a moment, in the band that holds a frequency; `None` where the image is
/// empty. As in the image, a column covers the time since the previous one, but no more than its own record.
fn level_at<'a>(
    columns: impl DoubleEndedIterator<Item = &'a SpectrogramColumn> + Clone,
    age_s: f64,
    hz: f64,
    record_s: f64,
) -> Option<f32> {
    let newest = columns.clone().next_back()?;
    let end_s = |column: &SpectrogramColumn| column.end_frame as f64 / column.sample_rate_hz;
    let moment_s = end_s(newest) - age_s;
    let mut of_stream = columns.filter(|column| column.sample_rate_hz == newest.sample_rate_hz);
    let column = of_stream.find(|column| end_s(column) >= moment_s)?;
    let band = (hz / Spectrogram::LOW_HZ).ln() / (Spectrogram::HIGH_HZ / Spectrogram::LOW_HZ).ln();
    let band = (band * Spectrogram::BANDS as f64).floor();
    let is_covered = end_s(column) - moment_s <= record_s && band >= 0.0;
    column.levels_dbfs.get(band as usize).copied().filter(|_| is_covered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(end_frame: u64, level: impl Fn(usize) -> f32) -> SpectrogramColumn {
        let levels_dbfs = (0..Spectrogram::BANDS).map(level).collect();
        SpectrogramColumn { end_frame, sample_rate_hz: 1000.0, levels_dbfs }
    }

    #[test]
    fn the_level_is_that_of_the_column_and_band_under_the_pointer() {
        let columns =
            [column(10_000, |_| -90.0), column(11_000, |band| if band == 128 { -6.0 } else { -100.0 })];
        let at = |age_s, hz| level_at(columns.iter(), age_s, hz, 2.0);
        // The middle of the bands on a logarithmic axis: √(10 · 40 000) = 632.5 Hz.
        assert_eq!([at(0.0, 640.0), at(0.5, 640.0), at(0.5, 600.0)], [-6.0, -6.0, -100.0].map(Some));
        assert_eq!([at(1.5, 640.0), at(2.9, 640.0)], [Some(-90.0); 2]);
        assert_eq!([at(3.1, 640.0), at(0.0, 9.0), at(0.0, 41_000.0)], [None; 3]);
    }
}
