//! From dBFS to the unit that the user chose, channel by channel.

use groundtruth_captures::Measured;
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_measure::{ChannelFigure, ChannelReport, Figure};

use super::scene::Scene;
use super::unit::Unit;
use super::words;
use crate::editor::preferences::{LevelChoice, LevelUnit, Sides};

/// A unit in which levels of a scene can be given: dBFS, or what the user chose.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelScale {
    /// The unit.
    pub unit: LevelUnit,
    /// The chosen unit, and why it is not this one.
    pub missing: Option<(LevelUnit, &'static str)>,
    /// Decibels of the unit less dBFS, per channel.
    offsets_db: Vec<f64>,
}

impl LevelScale {
    /// In the unit of the scene's choice, or else in dBFS.
    pub fn new(scene: &Scene<'_>) -> LevelScale {
        let LevelChoice { unit, .. } = scene.level;
        match offsets_db(scene, unit) {
            Ok(offsets_db) => LevelScale { unit, missing: None, offsets_db },
            Err(reason) => {
                let missing = Some((unit, reason));
                LevelScale { unit: LevelUnit::Dbfs, missing, offsets_db: Vec::new() }
            }
        }
    }

    /// For the curves of the spectrum: mid and side have no voltage of their own and take that of the first channel.
    pub fn of_curves(scene: &Scene<'_>) -> LevelScale {
        let mut scale = LevelScale::new(scene);
        if scene.traces.sides == Sides::MidSide {
            scale.offsets_db.truncate(1);
        }
        scale
    }

    /// How its levels are written.
    pub fn written(&self) -> Unit {
        self.unit.into()
    }

    /// The same levels in decibels, where no other form is possible.
    pub fn decibels(&self) -> Unit {
        match self.unit {
            LevelUnit::Volts => Unit::Db("dBV"),
            LevelUnit::Percent => Unit::Db("dBr"),
            LevelUnit::Watts => Unit::Db("dBW"),
            LevelUnit::Dbfs | LevelUnit::Dbr | LevelUnit::Dbv => self.written(),
        }
    }

    /// Decibels of the unit less dBFS, on a channel.
    pub fn offset_db(&self, channel: usize) -> f64 {
        self.offsets_db.get(channel).or(self.offsets_db.first()).copied().unwrap_or(0.0)
    }

    /// A level in decibels of the unit.
    pub fn db(&self, channel: usize, dbfs: f64) -> f64 {
        dbfs + self.offset_db(channel)
    }

    /// A level with its unit.
    pub fn text(&self, channel: usize, dbfs: f64) -> String {
        self.written().text(self.db(channel, dbfs), false)
    }

    /// A number of decibels in `unit` after raising it, with the unit that its prefix makes.
    pub fn raised(unit: Unit, offset_db: f64, number: &Number) -> (Number, &'static str) {
        let Figure { value, low, high, .. } = number.figure;
        let [value, low, high] = [value, low, high].map(|dbfs| dbfs + offset_db);
        unit.number(Number { figure: Figure { value, low, high, ..number.figure }, form: number.form })
    }

    /// A level of a line without its unit, unless the unit has a prefix: at most seven characters.
    pub fn short(&self, channel: usize, dbfs: f64) -> String {
        let unit = self.written();
        let level = Number { figure: Figure::exact(dbfs), form: Form::Fixed(1) };
        let (number, sign) = LevelScale::raised(unit, self.offset_db(channel), &level);
        unit.short(&number, sign, 3)
    }

    /// A level of whichever channel is the louder, with its unit: dBFS where the channels have different references.
    pub fn text_of_either(&self, dbfs: f64) -> String {
        let is_common = self.offsets_db.iter().all(|offset| *offset == self.offset_db(0));
        if is_common { self.text(0, dbfs) } else { Unit::from(LevelUnit::Dbfs).text(dbfs, false) }
    }

    /// Unit of noise density: dBV or volts per √Hz with a calibration, else dBFS per √Hz.
    pub fn density(&self) -> Unit {
        match self.unit {
            LevelUnit::Dbv => Unit::Db("dBV/√Hz"),
            LevelUnit::Volts | LevelUnit::Watts => Unit::VoltsPerRootHz,
            LevelUnit::Dbfs | LevelUnit::Dbr | LevelUnit::Percent => Unit::Db("dBFS/√Hz"),
        }
    }

    /// Decibels of [`LevelScale::density`] less dBFS/√Hz, on a channel.
    pub fn density_offset_db(&self, scene: &Scene<'_>, channel: usize) -> f64 {
        match self.unit {
            LevelUnit::Dbv | LevelUnit::Volts | LevelUnit::Watts => volts_db(scene, channel).unwrap_or(0.0),
            LevelUnit::Dbfs | LevelUnit::Dbr | LevelUnit::Percent => 0.0,
        }
    }
}

/// Whether levels of a scene can be given in a unit.
///
/// # Errors
///
/// In words, what is missing.
pub fn available(scene: &Scene<'_>, unit: LevelUnit) -> Result<(), &'static str> {
    offsets_db(scene, unit).map(|_| ())
}

fn offsets_db(scene: &Scene<'_>, unit: LevelUnit) -> Result<Vec<f64>, &'static str> {
    let declared = scene.declared.reference_volts.as_ref();
    let volts = declared.map_or(&[][..], |volts| &volts[..scene.channels().len().clamp(1, volts.len())]);
    let load_ohms = scene.declared.measure.load_ohms;
    of_channels(scene.channels(), volts, load_ohms, LevelChoice { unit, ..scene.level })
}

/// Decibels of a unit less dBFS on the channels of a capture, from its own calibration and fundamental; `None` if it has
/// none.
pub fn offsets_of_capture(measured: &Measured, choice: LevelChoice) -> Option<Vec<f64>> {
    let calibration = measured.calibration.as_ref();
    let volts = calibration.map_or(&[][..], |calibration| &calibration.reference_volts);
    let load_ohms = calibration.and_then(|calibration| calibration.load_ohms);
    of_channels(&measured.report.channels, volts, load_ohms, choice).ok()
}

/// Decibels of a unit less dBFS on channels with these voltages of a full-scale sine, if they allow the unit. Those that
/// refer to a fundamental do not: over level there is none.
pub fn offsets_of_volts(volts: &[f64], load_ohms: Option<f64>, unit: LevelUnit) -> Option<Vec<f64>> {
    of_channels(&[], volts, load_ohms, LevelChoice { unit, zero_dbfs: None }).ok()
}

fn of_channels(
    channels: &[ChannelReport],
    volts: &[f64],
    load_ohms: Option<f64>,
    LevelChoice { unit, zero_dbfs }: LevelChoice,
) -> Result<Vec<f64>, &'static str> {
    let in_volts = || match volts {
        [] => Err(words::levels::NEEDS_VOLTS),
        volts => Ok(volts.iter().map(|volts| 20.0 * volts.log10())),
    };
    match unit {
        LevelUnit::Dbfs => Ok(Vec::new()),
        LevelUnit::Dbr | LevelUnit::Percent => references_db(channels, zero_dbfs),
        LevelUnit::Dbv | LevelUnit::Volts => Ok(in_volts()?.collect()),
        LevelUnit::Watts => {
            let ohms_db = 10.0 * load_ohms.ok_or(words::levels::NEEDS_LOAD)?.log10();
            Ok(in_volts()?.map(|volts_db| volts_db - ohms_db).collect())
        }
    }
}

/// Voltage of a full-scale sine over 1 V.
fn volts_db(scene: &Scene<'_>, channel: usize) -> Option<f64> {
    let volts = scene.declared.reference_volts?;
    Some(20.0 * volts[channel.min(1)].log10())
}

/// Offsets to the references: the typed one, or each channel's fundamental. A channel without one takes the highest of
/// the others, so that what leaks into it reads as crosstalk.
fn references_db(channels: &[ChannelReport], zero_dbfs: Option<f32>) -> Result<Vec<f64>, &'static str> {
    if let Some(zero_dbfs) = zero_dbfs {
        return Ok(vec![-f64::from(zero_dbfs)]);
    }
    let own = |channel: &ChannelReport| {
        let reading = channel.figures.get(&ChannelFigure::LevelFundamental)?;
        reading.figure().map(|figure| figure.value).filter(|level| level.is_finite())
    };
    let highest = channels.iter().filter_map(own).reduce(f64::max);
    let highest = highest.ok_or(words::levels::NEEDS_FUNDAMENTAL)?;
    Ok(channels.iter().map(|channel| -own(channel).unwrap_or(highest)).collect())
}
