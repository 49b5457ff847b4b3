//! Rows of channels: figures down, channels across.

use groundtruth_measure::{ChannelFigure, Figure, FigureKey, Reading, ToneLine, units};

pub use self::calibrated::calibrated;
use super::column::ChannelColumn;
use super::figure_row::{figure_row, in_unit};
use super::number::{Form, Number};
use super::row::{Cell, Row, Subject};

mod calibrated;

/// Every row of the channels.
pub fn of_channels<'a>(columns: &[ChannelColumn<'a>]) -> Vec<Row<'a>> {
    /// The harmonics that determine the sound of an amplifier; all of them are in the JSON.
    const ORDERS: std::ops::RangeInclusive<u32> = 2..=9;
    let mut rows = Vec::new();
    for &id in ChannelFigure::ALL {
        rows.push(figure(id, columns));
        if matches!(id, ChannelFigure::ThdF | ChannelFigure::ThdnAes17) {
            rows.push(percent(id, columns));
        }
        rows.extend(calibrated(id, columns));
        if id == ChannelFigure::LevelFundamental {
            rows.extend(tones(columns));
        }
        if id == ChannelFigure::EvenOddOdd {
            rows.extend(ORDERS.map(|order| harmonic(order, columns)));
        }
    }
    rows
}

/// One figure of the channels.
pub fn figure<'a>(id: ChannelFigure, columns: &[ChannelColumn<'a>]) -> Row<'a> {
    figure_row(id, columns.iter().map(|column| &column.channel.figures))
}

/// A ratio in dB as per cent; the row in dB gives uncertainty and reasons.
pub fn percent<'a>(id: ChannelFigure, columns: &[ChannelColumn<'a>]) -> Row<'a> {
    let percent = |db: f64| 100.0 * units::db_to_amplitude(db);
    let cell = |column: &ChannelColumn<'a>| {
        let figure = column.channel.figures.get(&id).and_then(Reading::figure);
        figure.map_or(Cell::Empty, |figure| {
            let [value, low, high] = [figure.value, figure.low, figure.high].map(percent);
            Cell::Value(Number { figure: Figure { value, low, high, ..*figure }, form: Form::Digits(3) })
        })
    };
    in_unit(id, "%", columns.iter().map(cell).collect())
}

/// Frequency and level of each tone of a pair; those of a multitone are only in the JSON.
fn tones<'a>(columns: &[ChannelColumn<'a>]) -> Vec<Row<'a>> {
    const PAIR: usize = 2;
    let row = |index: usize, what: &str, unit: &'static str, number: fn(&ToneLine) -> Number| {
        let cell = |column: &ChannelColumn<'a>| match column.channel.tones.as_slice() {
            tones if tones.len() == PAIR => Cell::Value(number(&tones[index])),
            _ => Cell::Empty,
        };
        let label = format!("Tone {}, {what}", index + 1);
        Row {
            subject: Subject::Tone(index),
            section: "signal",
            short_label: label.clone().into(),
            label: label.into(),
            unit,
            cells: columns.iter().map(cell).collect(),
        }
    };
    let both = (0..PAIR).flat_map(|index| {
        let frequency =
            |tone: &ToneLine| Number { figure: Figure::exact(tone.frequency_hz), form: Form::Fixed(4) };
        let level = |tone: &ToneLine| {
            let figure = Figure { low: tone.low, high: tone.high, ..Figure::exact(tone.level_dbfs) };
            Number { figure, form: Form::Interval(3) }
        };
        [row(index, "frequency", "Hz", frequency), row(index, "level", "dBFS", level)]
    });
    both.filter(Row::has_values).collect()
}

/// The level of a harmonic.
pub fn harmonic<'a>(order: u32, columns: &[ChannelColumn<'a>]) -> Row<'a> {
    let cell = |column: &ChannelColumn<'a>| {
        let harmonic = column.channel.harmonics.iter().find(|harmonic| harmonic.order == order)?;
        let level = |db: Option<f64>| db.unwrap_or(f64::NEG_INFINITY);
        let (low, high, limit) = (level(harmonic.low), level(harmonic.high), harmonic.limit);
        let figure = Figure { low, high, limit, ..Figure::exact(level(harmonic.level_dbc)) };
        Some(Cell::Value(Number { figure, form: Form::Interval(3) }))
    };
    Row {
        subject: Subject::Harmonic(order),
        section: "harmonics",
        label: format!("Harmonic {order}").into(),
        short_label: format!("H{order}").into(),
        unit: "dBc",
        cells: columns.iter().map(|column| cell(column).unwrap_or(Cell::Empty)).collect(),
    }
}
