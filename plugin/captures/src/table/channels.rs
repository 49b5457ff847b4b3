//! Rows of channels: figures down, channels across.

use groundtruth_measure::{ChannelFigure, Figure, FigureKey, ProductLine, Reading, ToneLine, units};

pub use self::calibrated::calibrated;
use super::column::ChannelColumn;
use super::figure_row::{figure_row, in_unit};
use super::number::{Form, Number};
use super::row::{Cell, Row, Subject};

mod calibrated;

/// Ratios that are usual in per cent too.
const PERCENT: [ChannelFigure; 7] = [
    ChannelFigure::ThdF,
    ChannelFigure::ThdnAes17,
    ChannelFigure::ImdSmpte,
    ChannelFigure::ImdDin,
    ChannelFigure::ImdDfd2,
    ChannelFigure::ImdDfd3,
    ChannelFigure::TdnMultitone,
];

/// Every row of the channels.
pub fn of_channels<'a>(columns: &[ChannelColumn<'a>]) -> Vec<Row<'a>> {
    /// The harmonics that determine the sound of an amplifier; all of them are in the JSON.
    const ORDERS: std::ops::RangeInclusive<u32> = 2..=9;
    let mut rows = Vec::new();
    for &id in ChannelFigure::ALL {
        rows.push(figure(id, columns));
        if PERCENT.contains(&id) {
            rows.push(percent(id, columns));
        }
        rows.extend(calibrated(id, columns));
        if id == ChannelFigure::LevelFundamental {
            rows.extend(tones(columns));
        }
        if id == ChannelFigure::EvenOddOdd {
            rows.extend(ORDERS.map(|order| harmonic(order, columns)));
        }
        if id == ChannelFigure::ImdCcif {
            rows.extend(products(columns));
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
            Cell::Value(Number { figure: Figure { value, low, high, ..*figure }, form: Form::Digits(5) })
        })
    };
    in_unit(id, "%", columns.iter().map(cell).collect())
}

/// Frequency and level of each tone of a pair; those of a multitone are only in the JSON.
pub fn tones<'a>(columns: &[ChannelColumn<'a>]) -> Vec<Row<'a>> {
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

/// Levels of a pair's intermodulation products, in the order of the first column that has them.
pub fn products<'a>(columns: &[ChannelColumn<'a>]) -> Vec<Row<'a>> {
    let mut factors: Vec<[i32; 2]> = Vec::new();
    for product in columns.iter().flat_map(|column| &column.channel.products) {
        if !factors.contains(&product.factors) {
            factors.push(product.factors);
        }
    }
    factors.into_iter().map(|factors| product(factors, columns)).collect()
}

fn product<'a>(factors: [i32; 2], columns: &[ChannelColumn<'a>]) -> Row<'a> {
    let cell = |column: &ChannelColumn<'a>| {
        let product = column.channel.products.iter().find(|product| product.factors == factors)?;
        let level = |db: Option<f64>| db.unwrap_or(f64::NEG_INFINITY);
        let ProductLine { level_dbfs, low, high, limit, .. } = *product;
        let figure = Figure { low: level(low), high: level(high), limit, ..Figure::exact(level(level_dbfs)) };
        Some(Cell::Value(Number { figure, form: Form::Interval(3) }))
    };
    let name = product_name(factors);
    Row {
        subject: Subject::Product(factors),
        section: "intermodulation",
        label: format!("Product {name}").into(),
        short_label: name.into(),
        unit: "dBFS",
        cells: columns.iter().map(|column| cell(column).unwrap_or(Cell::Empty)).collect(),
    }
}

/// The name of a product by the factors of the lower and of the higher tone: `f2−f1`, `2f1−f2`, `f2+2f1`.
pub fn product_name([low, high]: [i32; 2]) -> String {
    let term = |factor: i32, tone: &str| match factor.abs() {
        1 => tone.to_owned(),
        times => format!("{times}{tone}"),
    };
    let (low_term, high_term) = (term(low, "f1"), term(high, "f2"));
    match (low < 0, high < 0) {
        (_, true) => format!("{low_term}−{high_term}"),
        (true, false) => format!("{high_term}−{low_term}"),
        (false, false) => format!("{high_term}+{low_term}"),
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use groundtruth_measure::ChannelReport;

    use super::*;

    fn percent_of(db: f64, half: f64) -> String {
        let figures = BTreeMap::from([(ChannelFigure::ThdF, Reading::Measured(Figure::within(db, half)))]);
        let channel = ChannelReport::new("L", [0, 0], figures);
        let row = percent(ChannelFigure::ThdF, &[ChannelColumn { channel: &channel, calibrated: None }]);
        row.cells[0].number().expect("a number").short()
    }

    #[test]
    fn per_cent_has_the_digits_that_the_interval_allows() {
        assert_eq!(percent_of(-19.617, 0.001), "10.45");
        assert_eq!(percent_of(-19.617, 0.3), "10.5");
        assert_eq!([percent_of(-103.53, 0.02), percent_of(-103.63, 0.02)], ["0.0006660", "0.0006584"]);
    }

    #[test]
    fn products_are_named_with_the_higher_frequency_first() {
        let names = [[-1, 1], [1, 1], [-2, 1], [2, -1], [2, 1], [-1, 2]].map(product_name);
        assert_eq!(names, ["f2−f1", "f2+f1", "f2−2f1", "2f1−f2", "f2+2f1", "2f2−f1"]);
    }
}
