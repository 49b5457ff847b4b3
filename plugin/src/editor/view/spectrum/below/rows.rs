//! Harmonics of a tone, or products of two, line by line with both channels.

use groundtruth_captures::table::channels::product_name;
use groundtruth_measure::{ChannelFigure, Figure, Harmonic, ProductLine, Reading, Refusal, StimulusKind};

use crate::editor::view::scene::Scene;

/// Two lines closer than this, in Hz, are one line on both channels.
const SAME_LINE_HZ: f64 = 0.1;

/// A line of one channel.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its frequency in Hz.
    pub frequency_hz: f64,
    /// Its level in dBFS.
    pub level_dbfs: Figure,
    /// The same over the fundamental, dB; `None` for products.
    pub level_dbc: Option<Figure>,
    /// Its phase, if it is known.
    pub phase_rad: Option<f64>,
    /// Whether it is above half the sample rate and measured where it folds to.
    pub aliased: bool,
}

/// One harmonic or product.
#[derive(Clone, Debug)]
pub struct Row {
    /// "2", or "2f1−f2".
    pub name: String,
    /// Channel by channel.
    pub entries: Vec<Option<Entry>>,
}

/// All lines of a reading.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Whether they are products of two tones, not harmonics of one.
    pub are_products: bool,
    /// In order of the report.
    pub rows: Vec<Row>,
    /// Why a channel has none.
    pub refusals: Vec<Option<Refusal>>,
}

impl Rows {
    /// The lines of a scene; `None` for a signal that has neither.
    pub fn new(scene: &Scene<'_>) -> Option<Rows> {
        let rows = match scene.report?.stimulus.kind {
            StimulusKind::TwinTone => products(scene),
            _ => harmonics(scene),
        };
        (!rows.rows.is_empty()).then_some(rows)
    }

    /// Whether every line has one frequency on all channels.
    pub fn has_common_frequencies(&self) -> bool {
        self.rows.iter().all(|row| {
            let mut frequencies = row.entries.iter().flatten().map(|entry| entry.frequency_hz);
            let first = frequencies.next().unwrap_or(0.0);
            frequencies.all(|hz| (hz - first).abs() <= SAME_LINE_HZ)
        })
    }
}

impl Row {
    /// Its frequency on the first channel that has it.
    pub fn frequency_hz(&self) -> Option<f64> {
        self.entries.iter().flatten().map(|entry| entry.frequency_hz).next()
    }
}

fn harmonics(scene: &Scene<'_>) -> Rows {
    let channels = scene.channels();
    let orders = channels.iter().flat_map(|channel| &channel.harmonics).map(|harmonic| harmonic.order);
    let highest = orders.max().unwrap_or(0);
    let fundamental = |channel: usize| scene.value(channel, ChannelFigure::LevelFundamental);
    let entry = |order: u32, channel: usize| {
        let harmonic = channels[channel].harmonics.iter().find(|harmonic| harmonic.order == order)?;
        Some(Entry::of_harmonic(harmonic, fundamental(channel)?))
    };
    let row = |order: u32| Row {
        name: order.to_string(),
        entries: (0..channels.len()).map(|channel| entry(order, channel)).collect(),
    };
    let has_any = |row: &Row| row.entries.iter().any(Option::is_some);
    Rows {
        are_products: false,
        rows: (2..=highest).map(row).filter(has_any).collect(),
        refusals: refusals(scene),
    }
}

/// Why a channel has no harmonics.
fn refusals(scene: &Scene<'_>) -> Vec<Option<Refusal>> {
    let reason = |channel: usize| {
        let has_lines = !scene.channels()[channel].harmonics.is_empty();
        match scene.reading(channel, ChannelFigure::LevelFundamental)? {
            Reading::NotMeasurable(refusal) if !has_lines => Some(refusal.clone()),
            _ => None,
        }
    };
    (0..scene.channels().len()).map(reason).collect()
}

fn products(scene: &Scene<'_>) -> Rows {
    let mut factors: Vec<[i32; 2]> = Vec::new();
    for product in scene.channels().iter().flat_map(|channel| &channel.products) {
        if !factors.contains(&product.factors) {
            factors.push(product.factors);
        }
    }
    let row = |factors: &[i32; 2]| Row {
        name: product_name(*factors),
        entries: scene
            .channels()
            .iter()
            .map(|channel| {
                channel.products.iter().find(|product| product.factors == *factors).map(Entry::from)
            })
            .collect(),
    };
    Rows {
        are_products: true,
        rows: factors.iter().map(row).collect(),
        refusals: vec![None; scene.channels().len()],
    }
}

fn figure(value: Option<f64>, low: Option<f64>, high: Option<f64>, limit: bool) -> Figure {
    let [value, low, high] = [value, low, high].map(|db| db.unwrap_or(f64::NEG_INFINITY));
    Figure { low, high, limit, ..Figure::exact(value) }
}

impl Entry {
    fn of_harmonic(harmonic: &Harmonic, fundamental_dbfs: f64) -> Entry {
        let dbc = figure(harmonic.level_dbc, harmonic.low, harmonic.high, harmonic.limit);
        let [value, low, high] = [dbc.value, dbc.low, dbc.high].map(|db| db + fundamental_dbfs);
        Entry {
            frequency_hz: harmonic.frequency_hz,
            level_dbfs: Figure { value, low, high, ..dbc },
            level_dbc: Some(dbc),
            phase_rad: (!harmonic.limit).then_some(harmonic.phase_rad),
            aliased: harmonic.aliased,
        }
    }
}

impl From<&ProductLine> for Entry {
    fn from(product: &ProductLine) -> Entry {
        Entry {
            frequency_hz: product.frequency_hz,
            level_dbfs: figure(product.level_dbfs, product.low, product.high, product.limit),
            level_dbc: None,
            phase_rad: None,
            aliased: false,
        }
    }
}
