//! The harmonics as bars with their figures; limits are pale.

use std::ops::RangeInclusive;

use egui::{Align, Align2, Painter, Rect, pos2, vec2};
use groundtruth_measure::{ChannelFigure, Harmonic};

use crate::editor::theme;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, plot};

/// Orders shown.
const ORDERS: RangeInclusive<u32> = 2..=15;

/// Least level range of the bars' full height, in dB.
const LEAST_SPAN_DB: f64 = 30.0;

/// One channel's bars.
struct Series<'a> {
    channel: usize,
    harmonics: &'a [Harmonic],
}

/// Paints the bars of every driven channel.
pub fn paint(painter: &Painter, area: Rect, scene: &Scene<'_>) {
    let palette = scene.palette;
    let title = pos2(area.left() + 18.0, area.top() + 4.0);
    painter.text(title, Align2::LEFT_TOP, "Harmonics, dB re f", theme::sans(theme::TICK), palette.quiet);
    let series: Vec<Series<'_>> = (0..scene.channels().len())
        .filter(|&channel| scene.value(channel, ChannelFigure::LevelFundamental).is_some())
        .map(|channel| Series { channel, harmonics: &scene.channels()[channel].harmonics })
        .filter(|series| !series.harmonics.is_empty())
        .collect();
    let field = Rect::from_min_max(
        area.min + vec2(plot::LEFT, 24.0 + 16.0 * series.len() as f32),
        area.max - vec2(22.0, 30.0),
    );
    if series.is_empty() {
        draw::notice(painter, area, "no test tone, no harmonics", palette);
        return;
    }
    let [low_db, high_db] = range(&series);
    let slot = field.width() / ORDERS.count() as f32;
    for (index, order) in ORDERS.enumerate() {
        let left = field.left() + index as f32 * slot;
        let column = Rect::from_x_y_ranges(left..=left + slot, field.y_range());
        let below = Rect::from_min_max(column.left_bottom(), column.right_bottom() + vec2(0.0, 20.0));
        draw::text_in(
            painter,
            below,
            Align::Center,
            &order.to_string(),
            theme::sans(theme::TICK),
            palette.quiet,
        );
        for (place, one) in series.iter().enumerate() {
            let found = one.harmonics.iter().find(|harmonic| harmonic.order == order);
            let bar = Bar { column, place, of: series.len(), low_db, high_db };
            bar.paint(painter, scene, one.channel, found);
        }
    }
}

/// Position of one bar.
struct Bar {
    column: Rect,
    place: usize,
    of: usize,
    low_db: f64,
    high_db: f64,
}

impl Bar {
    fn paint(&self, painter: &Painter, scene: &Scene<'_>, channel: usize, harmonic: Option<&Harmonic>) {
        let colour = scene.palette.channels[channel.min(1)];
        let width = 16.0f32.min(self.column.width() / (self.of as f32 + 1.0));
        let x = self.column.center().x + (self.place as f32 - (self.of as f32 - 1.0) / 2.0) * (width + 2.0);
        let level_db = harmonic.and_then(|harmonic| harmonic.level_dbc);
        let share = level_db
            .map_or(0.0, |level| ((level - self.low_db) / (self.high_db - self.low_db)).clamp(0.0, 1.0));
        let height = (share as f32 * self.column.height()).max(2.0);
        let rect = Rect::from_min_max(
            pos2(x - width / 2.0, self.column.bottom() - height),
            pos2(x + width / 2.0, self.column.bottom()),
        );
        let limit = harmonic.is_none_or(|harmonic| harmonic.limit);
        painter.rect_filled(rect, 0.0, if limit { draw::faint(colour, 0.35) } else { colour });

        // One channel's figures are on its bars; those of two channels in two rows to avoid overlap.
        let bottom = if self.of == 1 {
            rect.top() - 2.0
        } else {
            self.column.top() - 14.0 * (self.of - self.place) as f32 + 10.0
        };
        let middle = if self.of == 1 { x } else { self.column.center().x };
        let place = Rect::from_min_max(
            pos2(middle - self.column.width() / 2.0, bottom - 14.0),
            pos2(middle + self.column.width() / 2.0, bottom),
        );
        let quiet = if self.of == 1 { scene.palette.quiet } else { colour };
        draw::text_in(painter, place, Align::Center, &figure(harmonic), theme::mono(10.5), quiet);
    }
}

fn figure(harmonic: Option<&Harmonic>) -> String {
    match harmonic {
        None => "–".to_owned(),
        Some(harmonic) => {
            let level = format::fixed(harmonic.level_dbc.unwrap_or(f64::NEG_INFINITY), 0);
            if harmonic.limit { format!("≤{level}") } else { level }
        }
    }
}

/// From slightly below the weakest to the strongest, at least [`LEAST_SPAN_DB`].
fn range(series: &[Series<'_>]) -> [f64; 2] {
    let levels = series
        .iter()
        .flat_map(|one| one.harmonics)
        .filter(|harmonic| ORDERS.contains(&harmonic.order))
        .filter_map(|harmonic| harmonic.level_dbc)
        .filter(|level| level.is_finite());
    let (low, high) = levels
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), level| (low.min(level), high.max(level)));
    if low > high {
        return [-160.0, -160.0 + LEAST_SPAN_DB];
    }
    [(low - 2.0).min(high - LEAST_SPAN_DB), high]
}
