//! Reports as rows: figures down, channels and pairs across.

use groundtruth_measure::{ChannelReport, Figure, FigureId, Figures, PairReport, Reading, Scope};

use super::grid::{Cell, Row};
use super::number::{self, measured, significant};
use crate::calibration::{CalibratedChannel, CalibratedLevel, Quantity};

/// One channel across all rows.
pub(super) struct ChannelColumn<'a> {
    pub(super) channel: &'a ChannelReport,
    pub(super) calibrated: Option<&'a CalibratedChannel>,
}

/// Every row of the channels.
pub(super) fn of_channels(columns: &[ChannelColumn]) -> Vec<Row> {
    let mut rows = Vec::new();
    let ids = FigureId::ALL.iter().copied().filter(|id| id.definition().scope == Scope::Channel);
    for id in ids {
        rows.push(figure_row(id, columns.iter().map(|column| &column.channel.figures)));
        if matches!(id, FigureId::ThdF | FigureId::ThdnAes17) {
            rows.push(percent_row(id, columns));
        }
        if matches!(id, FigureId::LevelFundamental | FigureId::NoiseRms | FigureId::NoiseA) {
            rows.extend(calibrated_rows(id, columns));
        }
        if id == FigureId::EvenOddOdd {
            rows.extend(harmonic_rows(columns));
        }
    }
    rows
}

/// Every row of the pairs.
pub(super) fn of_pairs(pairs: &[&PairReport]) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in FigureId::ALL.iter().copied().filter(|id| id.definition().scope == Scope::Pair) {
        rows.push(figure_row(id, pairs.iter().map(|pair| &pair.figures)));
        if id == FigureId::XtalkSelective {
            rows.push(phase_row(id, pairs));
        }
    }
    rows
}

fn section(id: FigureId) -> &'static str {
    let text = id.definition().id;
    let stem = text.split('.').next().unwrap_or(text);
    match stem {
        "frequency" | "level" | "dc" => "signal",
        "thd" | "thdn" | "sinad" | "enob" | "evenodd" => "distortion",
        "noise" | "snr" | "dr" | "hum" => "noise",
        "imd" | "tdn" => "intermodulation",
        "xtalk" => "crosstalk",
        _ => "match",
    }
}

fn figure_row<'a>(id: FigureId, columns: impl Iterator<Item = &'a Figures>) -> Row {
    let definition = id.definition();
    let (unit, scale) = if definition.unit == "FS" { ("ppm FS", 1e6) } else { (definition.unit, 1.0) };
    let most_decimals = if matches!(unit, "Hz" | "samples") { 4 } else { 3 };
    let cell = |figures: &Figures| match figures.get(&id) {
        None => Cell::Empty,
        Some(Reading::NotMeasurable(refusal)) => Cell::Missing(refusal.clone()),
        Some(Reading::Measured(figure)) => Cell::Value(number::figure(figure, scale, most_decimals)),
    };
    let label = definition.name.replace("of it:", "THD+N:");
    Row { section: section(id), label, unit, cells: columns.map(cell).collect() }
}

/// The same ratio in per cent; the row above gives uncertainty and reasons.
fn percent_row(id: FigureId, columns: &[ChannelColumn]) -> Row {
    let cell = |column: &ChannelColumn| match column.channel.figures.get(&id).and_then(Reading::figure) {
        None => Cell::Empty,
        Some(figure) => {
            let percent = significant(100.0 * groundtruth_measure::units::db_to_amplitude(figure.value), 3);
            Cell::Value(if figure.limit { format!("≤ {percent}") } else { percent })
        }
    };
    row_like(id, "%", columns.iter().map(cell).collect())
}

fn row_like(id: FigureId, unit: &'static str, cells: Vec<Cell>) -> Row {
    Row { section: section(id), label: id.definition().name.to_owned(), unit, cells }
}

/// What reads a unit from a calibrated level.
type Unit = (&'static str, f64, fn(&CalibratedLevel) -> Option<Quantity>);

/// A level in volts and, the fundamental with a load, as power.
fn calibrated_rows(id: FigureId, columns: &[ChannelColumn]) -> Vec<Row> {
    const SIGNAL: &[Unit] = &[
        ("V rms", 1.0, |level| Some(level.volts_rms)),
        ("dBV", 1.0, |level| Some(level.dbv)),
        ("dBu", 1.0, |level| Some(level.dbu)),
        ("mW", 1.0, |level| level.milliwatts),
        ("dBm", 1.0, |level| level.dbm),
    ];
    const NOISE: &[Unit] = &[
        ("µV rms", 1e6, |level| Some(level.volts_rms)),
        ("dBV", 1.0, |level| Some(level.dbv)),
        ("dBu", 1.0, |level| Some(level.dbu)),
    ];
    let units = if id == FigureId::LevelFundamental { SIGNAL } else { NOISE };
    let row = |(unit, scale, read): &Unit| {
        let cell = |column: &ChannelColumn| {
            let level = column.calibrated.and_then(|channel| channel.levels.get(id.definition().id));
            level
                .and_then(read)
                .map_or(Cell::Empty, |quantity| Cell::Value(calibrated(&quantity, unit, *scale)))
        };
        row_like(id, unit, columns.iter().map(cell).collect())
    };
    units.iter().map(row).collect()
}

fn calibrated(quantity: &Quantity, unit: &str, scale: f64) -> String {
    let Quantity { value, low, high, limit } = *quantity;
    if unit.starts_with("dB") {
        return measured(value, low, high, limit, 3);
    }
    let text = significant(value * scale, 5);
    if limit { format!("≤ {text}") } else { text }
}

/// Harmonics that decide what an amplifier sounds like; all of them stand in the JSON.
fn harmonic_rows(columns: &[ChannelColumn]) -> Vec<Row> {
    const ORDERS: std::ops::RangeInclusive<u32> = 2..=9;
    let cell = |column: &ChannelColumn, order: u32| {
        let harmonic = column.channel.harmonics.iter().find(|harmonic| harmonic.order == order)?;
        let level = |db: Option<f64>| db.unwrap_or(f64::NEG_INFINITY);
        let Some(value) = harmonic.level_dbc else { return Some(Cell::Value("-∞".to_owned())) };
        Some(Cell::Value(measured(value, level(harmonic.low), level(harmonic.high), harmonic.limit, 3)))
    };
    let row = |order: u32| Row {
        section: "harmonics",
        label: format!("Harmonic {order}"),
        unit: "dBc",
        cells: columns.iter().map(|column| cell(column, order).unwrap_or(Cell::Empty)).collect(),
    };
    ORDERS.map(row).collect()
}

fn phase_row(id: FigureId, pairs: &[&PairReport]) -> Row {
    let cell = |pair: &&PairReport| match pair.figures.get(&id).and_then(Reading::figure) {
        Some(Figure { phase_rad: Some(phase_rad), limit: false, .. }) => {
            Cell::Value(format!("{:.1}", phase_rad.to_degrees()))
        }
        _ => Cell::Empty,
    };
    let cells = pairs.iter().map(cell).collect();
    Row { section: section(id), label: format!("{}, phase", id.definition().name), unit: "°", cells }
}
