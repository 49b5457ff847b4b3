//! Harmonics, or the products of two tones, as bars with their figures; limits are pale.

use std::ops::RangeInclusive;

use egui::{Align, Align2, Painter, Rect, pos2, vec2};
use groundtruth_captures::table::channels::product_name;
use groundtruth_measure::{ChannelFigure, StimulusKind};

use crate::editor::theme;
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, plot};

/// Harmonics shown.
const ORDERS: RangeInclusive<u32> = 2..=15;

/// Least level range of the bars' full height, in dB.
const LEAST_SPAN_DB: f64 = 30.0;

/// A level in dB and whether it is a limit.
#[derive(Clone, Copy)]
struct Level {
    db: f64,
    limit: bool,
}

/// One channel's bars, in the order of the labels.
struct Series {
    channel: usize,
    levels: Vec<Option<Level>>,
}

/// Bars side by side.
pub struct Bars {
    title: String,
    labels: Vec<String>,
    series: Vec<Series>,
}

impl Bars {
    /// The harmonics of a tone or the products of two; `None` for signals that have neither.
    pub fn new(scene: &Scene<'_>) -> Option<Bars> {
        let bars = match scene.report?.stimulus.kind {
            StimulusKind::TwinTone => products(scene),
            _ => harmonics(scene),
        };
        (!bars.series.is_empty()).then_some(bars)
    }

    /// Paints the bars of every driven channel.
    pub fn paint(&self, painter: &Painter, area: Rect, scene: &Scene<'_>) {
        let palette = scene.palette;
        let title = pos2(area.left() + 18.0, area.top() + 4.0);
        painter.text(title, Align2::LEFT_TOP, &self.title, theme::sans(theme::TICK), palette.quiet);
        let field = Rect::from_min_max(
            area.min + vec2(plot::LEFT, 24.0 + 16.0 * self.series.len() as f32),
            area.max - vec2(22.0, 30.0),
        );
        let [low_db, high_db] = range(&self.series);
        let slot = field.width() / self.labels.len() as f32;
        for (index, label) in self.labels.iter().enumerate() {
            let left = field.left() + index as f32 * slot;
            let column = Rect::from_x_y_ranges(left..=left + slot, field.y_range());
            let below = Rect::from_min_max(column.left_bottom(), column.right_bottom() + vec2(0.0, 20.0));
            draw::text_in(painter, below, Align::Center, label, theme::sans(theme::TICK), palette.quiet);
            for (place, series) in self.series.iter().enumerate() {
                let bar = Bar { column, place, of: self.series.len(), low_db, high_db };
                bar.paint(painter, scene, series.channel, series.levels[index]);
            }
        }
    }
}

fn harmonics(scene: &Scene<'_>) -> Bars {
    let series = |channel: usize| {
        let harmonics = &scene.channels()[channel].harmonics;
        let level = |order: u32| {
            let harmonic = harmonics.iter().find(|harmonic| harmonic.order == order)?;
            Some(Level { db: harmonic.level_dbc.unwrap_or(f64::NEG_INFINITY), limit: harmonic.limit })
        };
        let is_driven = scene.value(channel, ChannelFigure::LevelFundamental).is_some();
        (is_driven && !harmonics.is_empty()).then(|| Series { channel, levels: ORDERS.map(level).collect() })
    };
    Bars {
        title: "Harmonics, dB re f".to_owned(),
        labels: ORDERS.map(|order| order.to_string()).collect(),
        series: (0..scene.channels().len()).filter_map(series).collect(),
    }
}

fn products(scene: &Scene<'_>) -> Bars {
    let scale = LevelScale::new(scene);
    let mut factors: Vec<[i32; 2]> = Vec::new();
    for product in scene.channels().iter().flat_map(|channel| &channel.products) {
        if !factors.contains(&product.factors) {
            factors.push(product.factors);
        }
    }
    let series = |channel: usize| {
        let products = &scene.channels()[channel].products;
        let level = |factors: &[i32; 2]| {
            let product = products.iter().find(|product| product.factors == *factors)?;
            let dbfs = product.level_dbfs.unwrap_or(f64::NEG_INFINITY);
            Some(Level { db: scale.db(channel, dbfs), limit: product.limit })
        };
        (!products.is_empty()).then(|| Series { channel, levels: factors.iter().map(level).collect() })
    };
    let series = (0..scene.channels().len()).filter_map(series).collect();
    let title = format!("Products, {}", scale.decibels().sign());
    Bars { title, labels: factors.iter().copied().map(product_name).collect(), series }
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
    fn paint(&self, painter: &Painter, scene: &Scene<'_>, channel: usize, level: Option<Level>) {
        let colour = scene.palette.channel(channel);
        let width = 16.0f32.min(self.column.width() / (self.of as f32 + 1.0));
        let x = self.column.center().x + (self.place as f32 - (self.of as f32 - 1.0) / 2.0) * (width + 2.0);
        let share = level
            .map_or(0.0, |level| ((level.db - self.low_db) / (self.high_db - self.low_db)).clamp(0.0, 1.0));
        let height = (share as f32 * self.column.height()).max(2.0);
        let rect = Rect::from_min_max(
            pos2(x - width / 2.0, self.column.bottom() - height),
            pos2(x + width / 2.0, self.column.bottom()),
        );
        draw::bar(painter, rect, colour, level.is_none_or(|level| level.limit));

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
        draw::text_in(painter, place, Align::Center, &figure(level), theme::mono(10.5), quiet);
    }
}

fn figure(level: Option<Level>) -> String {
    match level {
        None => "–".to_owned(),
        Some(Level { db, limit }) => {
            let level = format::fixed(db, 0);
            if limit { format!("≤{level}") } else { level }
        }
    }
}

/// From slightly below the weakest to the strongest, at least [`LEAST_SPAN_DB`].
fn range(series: &[Series]) -> [f64; 2] {
    let levels = series.iter().flat_map(|one| &one.levels).flatten().map(|level| level.db);
    let (low, high) = levels
        .filter(|level| level.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), level| (low.min(level), high.max(level)));
    if low > high {
        return [-160.0, -160.0 + LEAST_SPAN_DB];
    }
    [(low - 2.0).min(high - LEAST_SPAN_DB), high]
}
