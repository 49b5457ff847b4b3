//! Output power at 1 % of THD, as far as the captured levels bound it.
//!
//! A level at which THD is below 1 % is reached with less than 1 %: the power is at least that. A higher level at which THD
//! is above 1 % bounds it from above, because past that point a device only clips more.

use groundtruth_measure::{Better, Bound, DifferenceBound, Figure, units};

use super::super::column::{Column, Where};
use super::super::data::{Mark, Measurement, RowDifference, letter};
use super::super::estimate::Estimate;
use super::super::judge::{judged, open};
use super::super::test::Scale;
use super::at_place::{AtPlace, common_channels, refuse_one_output};
use crate::table::number::significant;

/// 1 %, at which rated powers are usually stated.
const LIMIT_DB: f64 = -40.0;

/// For each channel of a capture and the reference.
///
/// # Errors
///
/// What is missing, in words.
pub(super) fn between(columns: &[Column], parties: [usize; 2]) -> Result<Vec<AtPlace>, String> {
    refuse_one_output(columns, parties)?;
    for index in parties {
        let (column, name) = (&columns[index], letter(index));
        if column.load_ohms().is_none() {
            return Err(format!("Needs the load of each capture: {name} names none."));
        }
        if !column.is_calibrated() {
            return Err(format!("Needs levels in volts: the voltage of full scale is not set for {name}."));
        }
    }
    let [own_ohms, others_ohms] = parties.map(|index| columns[index].load_ohms());
    if own_ohms != others_ohms {
        let [own, others] = parties.map(|index| load_words(columns, index));
        return Err(format!("Power is compared into the same load: {own}, {others}."));
    }
    let places = common_channels(columns, parties);
    let reached = places.iter().map(|place| (place, parties.map(|index| Reach::of(columns, index, place))));
    let known = reached.filter(|(_, both)| both.iter().all(Reach::is_known));
    let found: Vec<AtPlace> = known.map(|(place, [own, other])| at(place, &own, &other)).collect();
    if found.is_empty() {
        return Err("Needs a tone on the same channel of both.".to_owned());
    }
    Ok(found)
}

fn load_words(columns: &[Column], index: usize) -> String {
    format!("{} has {} Ω", letter(index), columns[index].load_ohms().unwrap_or(f64::INFINITY))
}

fn at(place: &Where, own: &Reach, other: &Reach) -> AtPlace {
    AtPlace {
        place: place.key(),
        values: [own.measurement(), other.measurement()],
        difference: difference(own, other),
        facts: [own.words(), other.words()],
    }
}

/// A power in dBm, and the THD there in dB.
#[derive(Clone, Copy)]
struct Level {
    power_dbm: Estimate,
    thd_db: f64,
}

/// What the captures of one output into one load say about its power at 1 % of THD.
struct Reach {
    name: String,
    load_ohms: f64,
    /// The highest level with THD below 1 %.
    below: Option<Level>,
    /// The lowest level above that with THD above 1 %.
    above: Option<Level>,
}

impl Reach {
    fn of(columns: &[Column], index: usize, place: &Where) -> Reach {
        let own = &columns[index];
        let load_ohms = own.load_ohms().unwrap_or(f64::INFINITY);
        let is_of_series = |(other, column): &(usize, &Column)| {
            let is_same = own.output().is_some() && column.output() == own.output();
            *other == index || (is_same && column.load_ohms() == own.load_ohms() && column.is_calibrated())
        };
        let series = columns.iter().enumerate().filter(is_of_series);
        let levels = series.flat_map(|(_, column)| column.levels_with_thd(place));
        let levels: Vec<(Level, Figure)> = levels
            .map(|(level_dbv, thd)| {
                let power_dbm = in_dbm(&level_dbv, load_ohms);
                (Level { power_dbm, thd_db: thd.value }, thd)
            })
            .collect();
        let power = |level: &Level| level.power_dbm.figure.value;
        let is_below = |thd: &Figure| thd.high.max(thd.value) < LIMIT_DB;
        let is_above = |thd: &Figure| !thd.limit && thd.low >= LIMIT_DB;
        let of = |is: &dyn Fn(&Figure) -> bool| {
            levels.iter().filter(|(_, thd)| is(thd)).map(|(level, _)| *level).collect::<Vec<Level>>()
        };
        let below = of(&is_below).into_iter().max_by(|a, b| power(a).total_cmp(&power(b)));
        let is_higher = |level: &Level| below.is_none_or(|below| power(level) > power(&below));
        let above = of(&is_above).into_iter().filter(is_higher);
        let above = above.min_by(|a, b| power(a).total_cmp(&power(b)));
        Reach { name: letter(index), load_ohms, below, above }
    }

    fn is_known(&self) -> bool {
        self.below.is_some() || self.above.is_some()
    }

    /// In mW: between both levels, or a limit.
    fn measurement(&self) -> Measurement {
        let milliwatts =
            |level: &Level, end: fn(&Figure) -> f64| units::db_to_power(end(&level.power_dbm.figure));
        let low = self.below.as_ref().map(|level| milliwatts(level, |figure| figure.low));
        let high = self.above.as_ref().map(|level| milliwatts(level, |figure| figure.high));
        let bound = if low.is_some() { Bound::Lower } else { Bound::Upper };
        let is_between = low.is_some() && high.is_some();
        let value = low.zip(high).map(|(low, high)| (low * high).sqrt()).or(low).or(high);
        Measurement {
            value,
            low,
            high,
            limit: !is_between,
            bound,
            phase_rad: None,
            modulo: None,
            assumes: None,
            at_baseline: false,
            takes: 1,
        }
    }

    /// One sentence with the levels that bound the power.
    fn words(&self) -> String {
        let (name, load) = (&self.name, self.load_ohms);
        let at = |level: &Level| self.level_words(level);
        match (&self.below, &self.above) {
            (Some(below), Some(above)) => {
                format!("{name}: 1 % lies between {} and {}, into {load} Ω.", at(below), at(above))
            }
            (Some(below), None) => format!("{name}: {} is the highest level, into {load} Ω.", at(below)),
            (None, Some(above)) => format!("{name}: {} is the lowest level, into {load} Ω.", at(above)),
            (None, None) => String::new(),
        }
    }

    /// `31.2 mW (1.00 V) with 0.10 %`.
    fn level_words(&self, Level { power_dbm, thd_db }: &Level) -> String {
        let milliwatts = units::db_to_power(power_dbm.figure.value);
        let volts = (1e-3 * milliwatts * self.load_ohms).sqrt();
        let percent = 100.0 * units::db_to_amplitude(*thd_db);
        let [milliwatts, volts] = [milliwatts, volts].map(|number| significant(number, 3));
        format!("{milliwatts} mW ({volts} V) with {} %", significant(percent, 2))
    }
}

fn in_dbm(level_dbv: &Estimate, load_ohms: f64) -> Estimate {
    let gain_db = 30.0 - units::power_to_db(load_ohms);
    let Figure { value, low, high, .. } = level_dbv.figure;
    let figure =
        Figure { value: value + gain_db, low: low + gain_db, high: high + gain_db, ..level_dbv.figure };
    Estimate { figure, ..*level_dbv }
}

/// A bound of the difference in dB, where what one reaches at least is compared with what the other reaches at most.
fn difference(own: &Reach, other: &Reach) -> RowDifference {
    let judged = |own: &Option<Level>, other: &Option<Level>| {
        let (own, other) = (own.as_ref()?, other.as_ref()?);
        Some(judged(Better::Higher, Scale::Decibels, false, &own.power_dbm, &other.power_dbm))
    };
    let [at_least, at_most] = [judged(&own.below, &other.above), judged(&own.above, &other.below)];
    if let Some(more) = at_least.as_ref().filter(|difference| difference.mark == Mark::Better) {
        return more.bounded(DifferenceBound::AtLeast);
    }
    if let Some(less) = at_most.as_ref().filter(|difference| difference.mark == Mark::Worse) {
        return less.bounded(DifferenceBound::AtMost);
    }
    let missing =
        [own, other].into_iter().filter(|reach| reach.above.is_none()).map(|reach| reach.name.as_str());
    let missing: Vec<&str> = missing.collect();
    let reason = if missing.is_empty() {
        "Record levels nearer to 1 % of THD".to_owned()
    } else {
        format!("Record {} at rising levels until THD is 1 %", missing.join(" and "))
    };
    // The test counts among all of the comparison even where it decides nothing.
    let p = at_least.iter().chain(&at_most).filter_map(|difference| difference.p).reduce(f64::min);
    RowDifference { p, ..open(&reason) }
}
