//! Levels in volts and as power.

use groundtruth_measure::{ChannelFigure, Figure, FigureKey};

use crate::calibration::{CalibratedChannel, CalibratedLevel, Quantity};
use crate::table::column::ChannelColumn;
use crate::table::figure_row::in_unit;
use crate::table::number::{Form, Number};
use crate::table::row::{Cell, Row};

/// A unit, its scale factor, and the getter of the quantity.
type Unit = (&'static str, f64, fn(&CalibratedChannel, ChannelFigure) -> Option<Quantity>);

/// The rows of a figure in volts, and with a load as power; empty cells without a calibration.
pub fn calibrated<'a>(id: ChannelFigure, columns: &[ChannelColumn<'a>]) -> impl Iterator<Item = Row<'a>> {
    units(id).iter().map(move |unit| row(id, unit, columns))
}

fn row<'a>(id: ChannelFigure, (unit, scale, read): &Unit, columns: &[ChannelColumn<'a>]) -> Row<'a> {
    let cell = |column: &ChannelColumn<'a>| {
        let quantity = column.calibrated.and_then(|channel| read(channel, id));
        quantity.map_or(Cell::Empty, |quantity| Cell::Value(number(&quantity, unit, *scale)))
    };
    in_unit(id, unit, columns.iter().map(cell).collect())
}

fn number(quantity: &Quantity, unit: &str, scale: f64) -> Number {
    let Quantity { value, low, high, limit } = *quantity;
    let figure = Figure { low: low * scale, high: high * scale, limit, ..Figure::exact(value * scale) };
    Number { figure, form: if unit.starts_with("dB") { Form::Interval(3) } else { Form::Digits(5) } }
}

fn units(id: ChannelFigure) -> &'static [Unit] {
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

fn level(channel: &CalibratedChannel, id: ChannelFigure) -> Option<&CalibratedLevel> {
    channel.levels.get(id.definition().id)
}
