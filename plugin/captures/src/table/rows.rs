//! Reports as rows: figures down, channels and pairs across.

use groundtruth_measure::{
    ChannelFigure, ChannelReport, Definition, Figure, FigureKey, Figures, PairFigure, PairReport, Reading,
    ToneLine, units,
};

use super::number::{self, count, decimals_of, measured, within_interval};
use super::row::{Cell, Row};
use crate::calibration::{CalibratedChannel, CalibratedLevel, Quantity};

/// One channel across all rows.
pub struct ChannelColumn<'a> {
    /// The figures.
    pub channel: &'a ChannelReport,
    /// The levels in volts, if there are any.
    pub calibrated: Option<&'a CalibratedChannel>,
}

/// Every row of the channels.
pub fn of_channels(columns: &[ChannelColumn]) -> Vec<Row> {
    let mut rows = Vec::new();
    for &id in ChannelFigure::ALL {
        rows.push(figure_row(id, columns.iter().map(|column| &column.channel.figures)));
        if matches!(id, ChannelFigure::ThdF | ChannelFigure::ThdnAes17) {
            rows.push(percent_row(id, columns));
        }
        rows.extend(calibrated_units(id).iter().map(|unit| calibrated_row(id, unit, columns)));
        if id == ChannelFigure::LevelFundamental {
            rows.extend(tone_rows(columns));
        }
        if id == ChannelFigure::EvenOddOdd {
            rows.extend(harmonic_rows(columns));
        }
    }
    rows
}

/// Every row of the pairs.
pub fn of_pairs(pairs: &[&PairReport]) -> Vec<Row> {
    let mut rows = Vec::new();
    for &id in PairFigure::ALL {
        rows.push(figure_row(id, pairs.iter().map(|pair| &pair.figures)));
        if id == PairFigure::XtalkSelective {
            rows.push(phase_row(id, pairs));
        }
    }
    rows
}

fn section(definition: &Definition) -> &'static str {
    let stem = definition.id.split('.').next().unwrap_or(definition.id);
    match stem {
        "frequency" | "level" | "dc" => "signal",
        "thd" | "thdn" | "sinad" | "enob" | "evenodd" => "distortion",
        "noise" | "snr" | "dr" | "hum" => "noise",
        "imd" | "tdn" => "intermodulation",
        "xtalk" => "crosstalk",
        _ => "match",
    }
}

fn figure_row<'a, Id: FigureKey>(id: Id, columns: impl Iterator<Item = &'a Figures<Id>>) -> Row {
    let definition = id.definition();
    let (unit, scale) = if definition.unit == "FS" { ("ppm FS", 1e6) } else { (definition.unit, 1.0) };
    let most_decimals = if matches!(unit, "Hz" | "samples") { 4 } else { 3 };
    let cell = |figures: &Figures<Id>| match figures.get(&id) {
        None => Cell::Empty,
        Some(Reading::NotMeasurable(refusal)) => Cell::Missing(refusal.clone()),
        Some(Reading::Measured(figure)) if definition == ChannelFigure::Glitches.definition() => {
            Cell::Value(count(figure.value))
        }
        Some(Reading::Measured(figure)) => Cell::Value(number::figure(figure, scale, most_decimals)),
    };
    let label = definition.name.replace("of it:", "THD+N:");
    Row { section: section(definition), label, unit, cells: columns.map(cell).collect() }
}

/// The same ratio in per cent; the row above gives uncertainty and reasons.
fn percent_row(id: ChannelFigure, columns: &[ChannelColumn]) -> Row {
    let cell = |column: &ChannelColumn| match column.channel.figures.get(&id).and_then(Reading::figure) {
        None => Cell::Empty,
        Some(figure) => {
            let [value, low, high] =
                [figure.value, figure.low, figure.high].map(|db| 100.0 * units::db_to_amplitude(db));
            let percent = within_interval(value, low, high, 3);
            Cell::Value(if figure.limit { format!("≤ {percent}") } else { percent })
        }
    };
    row_like(id, "%", columns.iter().map(cell).collect())
}

fn row_like(id: ChannelFigure, unit: &'static str, cells: Vec<Cell>) -> Row {
    let definition = id.definition();
    Row { section: section(definition), label: definition.name.to_owned(), unit, cells }
}

/// A unit, its scale factor, and the getter of the quantity.
type Unit = (&'static str, f64, fn(&CalibratedChannel, ChannelFigure) -> Option<Quantity>);

fn level(channel: &CalibratedChannel, id: ChannelFigure) -> Option<&CalibratedLevel> {
    channel.levels.get(id.definition().id)
}

/// Additional units of a figure: volts, and with a load the fundamental's power.
fn calibrated_units(id: ChannelFigure) -> &'static [Unit] {
    const SIGNAL: &[Unit] = &[
        ("V rms", 1.0, |channel, id| Some(level(channel, id)?.volts_rms)),
        ("dBV", 1.0, |channel, id| Some(level(channel, id)?.dbv)),
        ("dBu", 1.0, |channel, id| Some(level(channel, id)?.dbu)),
        ("mW", 1.0, |channel, id| level(channel, id)?.milliwatts),
        ("dBm", 1.0, |channel, id| level(channel, id)?.dbm),
    ];
    const NOISE: &[Unit] = &[
        ("µV rms", 1e6, |channel, id| Some(level(channel, id)?.volts_rms)),
        ("dBV", 1.0, |channel, id| Some(level(channel, id)?.dbv)),
        ("dBu", 1.0, |channel, id| Some(level(channel, id)?.dbu)),
    ];
    const PEAK: &[Unit] = &[("V", 1.0, |channel, _| channel.peak_volts)];
    const DC: &[Unit] = &[("mV", 1e3, |channel, _| channel.dc_volts)];
    match id {
        ChannelFigure::LevelFundamental => SIGNAL,
        ChannelFigure::LevelRms => SIGNAL.split_at(1).0,
        ChannelFigure::LevelPeak => PEAK,
        ChannelFigure::Dc => DC,
        ChannelFigure::NoiseRms | ChannelFigure::NoiseA => NOISE,
        ChannelFigure::Hum => NOISE.split_at(1).0,
        _ => &[],
    }
}

/// A figure in volts, or as power.
fn calibrated_row(id: ChannelFigure, (unit, scale, read): &Unit, columns: &[ChannelColumn]) -> Row {
    let cell = |column: &ChannelColumn| {
        let quantity = column.calibrated.and_then(|channel| read(channel, id));
        quantity.map_or(Cell::Empty, |quantity| Cell::Value(calibrated(&quantity, unit, *scale)))
    };
    row_like(id, unit, columns.iter().map(cell).collect())
}

fn calibrated(quantity: &Quantity, unit: &str, scale: f64) -> String {
    let Quantity { value, low, high, limit } = *quantity;
    if unit.starts_with("dB") {
        return measured(value, low, high, limit, 3);
    }
    let text = within_interval(value * scale, low * scale, high * scale, 5);
    if limit { format!("≤ {text}") } else { text }
}

/// Frequency and level of each tone of a pair; those of a multitone are only in the JSON.
fn tone_rows(columns: &[ChannelColumn]) -> Vec<Row> {
    const PAIR: usize = 2;
    let tone = |column: &ChannelColumn, index: usize| {
        let tones = &column.channel.tones;
        (tones.len() == PAIR).then(|| tones[index])
    };
    let row = |index: usize, what: &str, unit: &'static str, text: &dyn Fn(ToneLine) -> String| Row {
        section: "signal",
        label: format!("Tone {}, {what}", index + 1),
        unit,
        cells: columns
            .iter()
            .map(|column| tone(column, index).map_or(Cell::Empty, |tone| Cell::Value(text(tone))))
            .collect(),
    };
    let both = (0..PAIR).flat_map(|index| {
        let frequency = row(index, "frequency", "Hz", &|tone| format!("{:.4}", tone.frequency_hz));
        let level = |tone: ToneLine| measured(tone.level_dbfs, tone.low, tone.high, false, 3);
        [frequency, row(index, "level", "dBFS", &level)]
    });
    both.filter(|row| row.cells.iter().any(|cell| *cell != Cell::Empty)).collect()
}

/// The harmonics that determine the sound of an amplifier; all of them are in the JSON.
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

/// Phases to the digit allowed by the level's uncertainty: noise affects the phase of a line as much as its level.
fn phase_row(id: PairFigure, pairs: &[&PairReport]) -> Row {
    let cell = |pair: &&PairReport| match pair.figures.get(&id).and_then(Reading::figure) {
        Some(Figure { phase_rad: Some(phase_rad), limit: false, value, high, .. }) => {
            let spread_rad = units::db_to_amplitude(high - value) - 1.0;
            let decimals = decimals_of(spread_rad.to_degrees(), 1);
            Cell::Value(format!("{:.decimals$}", phase_rad.to_degrees()))
        }
        _ => Cell::Empty,
    };
    let cells = pairs.iter().map(cell).collect();
    let definition = id.definition();
    Row { section: section(definition), label: format!("{}, phase", definition.name), unit: "°", cells }
}
