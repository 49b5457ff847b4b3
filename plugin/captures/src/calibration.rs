//! Levels in volts and milliwatts, from the voltage of a full-scale sine (MEASUREMENTS, section 6).

use std::collections::BTreeMap;
use std::f64::consts::SQRT_2;

use groundtruth_measure::{ChannelFigure, ChannelReport, Figure, FigureKey, Report, units};
use serde::{Deserialize, Deserializer, Serialize};

/// The calibration settings and the resulting levels, added to the figures of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Volts (rms) of a sine at 0 dBFS, per channel.
    pub reference_volts: Vec<f64>,
    /// Load resistance of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_ohms: Option<f64>,
    /// One per channel, as in the report.
    pub channels: Vec<CalibratedChannel>,
}

/// One channel's levels by definition id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibratedChannel {
    /// As in the report.
    pub name: String,
    /// By definition id.
    pub levels: BTreeMap<String, CalibratedLevel>,
    /// `level.peak` in volts from zero; √2 times the rms for a sine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_volts: Option<Quantity>,
    /// `dc` in volts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dc_volts: Option<Quantity>,
}

/// One level in every unit; powers only with a load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibratedLevel {
    /// Volts, rms.
    pub volts_rms: Quantity,
    /// Over 1 V.
    pub dbv: Quantity,
    /// Over 0.7746 V.
    pub dbu: Quantity,
    /// Power into the load, mW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliwatts: Option<Quantity>,
    /// The same over 1 mW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dbm: Option<Quantity>,
}

/// A value with its 95 % interval, as in a report; −∞ is `null`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The value.
    #[serde(serialize_with = "finite", deserialize_with = "level")]
    pub value: f64,
    /// Lower end of the interval.
    #[serde(serialize_with = "finite", deserialize_with = "level")]
    pub low: f64,
    /// Upper end of the interval.
    #[serde(serialize_with = "finite", deserialize_with = "level")]
    pub high: f64,
    /// Whether the value is only a bound.
    pub limit: bool,
}

impl Quantity {
    /// A figure in another unit.
    fn of(figure: &Figure, convert: &dyn Fn(f64) -> f64) -> Quantity {
        let Figure { value, low, high, limit, .. } = *figure;
        Quantity { value: convert(value), low: convert(low), high: convert(high), limit }
    }
}

fn finite<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    value.is_finite().then_some(*value).serialize(serializer)
}

fn level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NEG_INFINITY))
}

/// Figures that are rms levels as in AES17: a full-scale sine has 0 dBFS.
const LEVELS: [ChannelFigure; 8] = [
    ChannelFigure::LevelFundamental,
    ChannelFigure::LevelRms,
    ChannelFigure::NoiseRms,
    ChannelFigure::NoiseTotal,
    ChannelFigure::NoiseA,
    ChannelFigure::NoiseCcirRms,
    ChannelFigure::NoiseItu468,
    ChannelFigure::Hum,
];

impl Calibration {
    /// For a report; `None` if no voltage was set. A single voltage applies to every channel.
    ///
    /// # Errors
    ///
    /// Not one number, nor one per channel.
    pub fn of(report: &Report, volts: &[f64], load_ohms: Option<f64>) -> Result<Option<Calibration>, String> {
        let count = report.channels.len();
        let reference_volts = match volts {
            [] => return Ok(None),
            [all] => vec![*all; count],
            each if each.len() == count => each.to_vec(),
            _ => {
                return Err(format!(
                    "has {count} channels, --reference-volts {}; give one number, or {count}",
                    volts.len()
                ));
            }
        };
        let channels = report.channels.iter().zip(&reference_volts);
        let channels =
            channels.map(|(channel, volts)| CalibratedChannel::of(channel, *volts, load_ohms)).collect();
        Ok(Some(Calibration { reference_volts, load_ohms, channels }))
    }
}

impl CalibratedChannel {
    fn of(channel: &ChannelReport, reference_volts: f64, load_ohms: Option<f64>) -> CalibratedChannel {
        let level = |id: ChannelFigure| {
            let figure = channel.figures.get(&id)?.figure()?;
            Some((id.definition().id.to_owned(), CalibratedLevel::of(figure, reference_volts, load_ohms)))
        };
        // A sine of `reference_volts` rms peaks at full scale.
        let full_scale_volts = reference_volts * SQRT_2;
        let volts = |id: ChannelFigure, of: &dyn Fn(f64) -> f64| {
            let figure = channel.figures.get(&id)?.figure()?;
            Some(Quantity::of(figure, &|value| full_scale_volts * of(value)))
        };
        CalibratedChannel {
            name: channel.name.clone(),
            levels: LEVELS.into_iter().filter_map(level).collect(),
            peak_volts: volts(ChannelFigure::LevelPeak, &units::db_to_amplitude),
            dc_volts: volts(ChannelFigure::Dc, &|part| part),
        }
    }
}

impl CalibratedLevel {
    /// A level of a channel whose full-scale sine has this voltage (rms).
    pub(crate) fn of(level_dbfs: &Figure, reference_volts: f64, load_ohms: Option<f64>) -> CalibratedLevel {
        /// 0 dBu: the voltage of 1 mW in 600 Ω, squared.
        const DBU_SQUARE_VOLTS: f64 = 0.6;
        const MILLIWATTS: f64 = 1e3;
        let square_volts = |dbfs: f64| reference_volts.powi(2) * units::db_to_power(dbfs);
        let each = |of: &dyn Fn(f64) -> f64| Quantity::of(level_dbfs, &|dbfs| of(square_volts(dbfs)));
        let milliwatts = |ohms: f64| move |square: f64| MILLIWATTS * square / ohms;
        CalibratedLevel {
            volts_rms: each(&f64::sqrt),
            dbv: each(&units::power_to_db),
            dbu: each(&|square| units::power_to_db(square / DBU_SQUARE_VOLTS)),
            milliwatts: load_ohms.map(|ohms| each(&milliwatts(ohms))),
            dbm: load_ohms.map(|ohms| each(&|square| units::power_to_db(milliwatts(ohms)(square)))),
        }
    }
}
