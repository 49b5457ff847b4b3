//! Levels as text and grid lines: decibels in any reference, volts, per cent and watts.
//!
//! Every axis of levels is logarithmic and counts in decibels of its unit; volts, per cent and watts are only written
//! otherwise.

use groundtruth_captures::table::number::{self, Form, Number};
use groundtruth_measure::{Bound, Figure};

use super::axis::{LevelAxis, Tick, steps};
use super::format;
use crate::editor::preferences::LevelUnit;

/// How a level is written that an axis has in decibels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Decibels over the reference in the sign; also what is no level and is written as it is, as degrees.
    Db(&'static str),
    /// Volts; 0 dB is 1 V.
    Volts,
    /// Volts per √Hz; 0 dB is 1 V/√Hz.
    VoltsPerRootHz,
    /// Per cent; 0 dB is 100 %.
    Percent,
    /// Watts; 0 dB is 1 W.
    Watts,
}

/// Decimal prefixes with the units they make.
type Prefixed = [(f64, &'static str); 10];

const VOLTS: Prefixed = [
    (1e3, "kV"),
    (1.0, "V"),
    (1e-3, "mV"),
    (1e-6, "µV"),
    (1e-9, "nV"),
    (1e-12, "pV"),
    (1e-15, "fV"),
    (1e-18, "aV"),
    (1e-21, "zV"),
    (1e-24, "yV"),
];
const VOLTS_PER_ROOT_HZ: Prefixed = [
    (1e3, "kV/√Hz"),
    (1.0, "V/√Hz"),
    (1e-3, "mV/√Hz"),
    (1e-6, "µV/√Hz"),
    (1e-9, "nV/√Hz"),
    (1e-12, "pV/√Hz"),
    (1e-15, "fV/√Hz"),
    (1e-18, "aV/√Hz"),
    (1e-21, "zV/√Hz"),
    (1e-24, "yV/√Hz"),
];
const WATTS: Prefixed = [
    (1e3, "kW"),
    (1.0, "W"),
    (1e-3, "mW"),
    (1e-6, "µW"),
    (1e-9, "nW"),
    (1e-12, "pW"),
    (1e-15, "fW"),
    (1e-18, "aW"),
    (1e-21, "zW"),
    (1e-24, "yW"),
];

/// Per cent below this are written with a power of ten.
const LEAST_PERCENT: f64 = 1e-3;

impl From<LevelUnit> for Unit {
    fn from(unit: LevelUnit) -> Unit {
        match unit {
            LevelUnit::Dbfs | LevelUnit::Dbr | LevelUnit::Dbv => Unit::Db(unit.sign()),
            LevelUnit::Volts => Unit::Volts,
            LevelUnit::Percent => Unit::Percent,
            LevelUnit::Watts => Unit::Watts,
        }
    }
}

impl Unit {
    /// The unit beside an axis or a name.
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Db(sign) => sign,
            Unit::Volts => "V",
            Unit::VoltsPerRootHz => "V/√Hz",
            Unit::Percent => "%",
            Unit::Watts => "W",
        }
    }

    /// Whether values carry their own unit, since its prefix follows the value.
    pub fn has_prefix(self) -> bool {
        self.prefixed().is_some()
    }

    fn prefixed(self) -> Option<&'static Prefixed> {
        match self {
            Unit::Volts => Some(&VOLTS),
            Unit::VoltsPerRootHz => Some(&VOLTS_PER_ROOT_HZ),
            Unit::Watts => Some(&WATTS),
            Unit::Db(_) | Unit::Percent => None,
        }
    }

    /// Decibels of a factor of ten.
    fn decade_db(self) -> f64 {
        if self == Unit::Watts { 10.0 } else { 20.0 }
    }

    /// The linear value of a level in decibels; decibels themselves in [`Unit::Db`].
    pub fn value(self, db: f64) -> f64 {
        let scale = if self == Unit::Percent { 100.0 } else { 1.0 };
        if matches!(self, Unit::Db(_)) { db } else { scale * 10f64.powf(db / self.decade_db()) }
    }

    /// The level in decibels of a value.
    pub fn db(self, value: f64) -> f64 {
        let scale = if self == Unit::Percent { 100.0 } else { 1.0 };
        if matches!(self, Unit::Db(_)) { value } else { self.decade_db() * (value / scale).log10() }
    }

    /// A level with its unit: "−46.7 dBFS", "≤4.213 µV", "0.00123 %".
    pub fn text(self, db: f64, limit: bool) -> String {
        const DIGITS: i32 = 4;
        let sign = if limit { Bound::Upper.sign() } else { "" };
        let text = match self {
            Unit::Db(unit) => format!("{} {unit}", format::fixed(db, 1)),
            Unit::Percent => format!("{} %", percent(self.value(db), DIGITS)),
            _ => self.engineering(self.value(db), DIGITS),
        };
        format!("{sign}{text}")
    }

    /// A level at the pointer, as short as a label of the axis.
    pub fn pointed(self, db: f64) -> String {
        match self {
            Unit::Db(_) => format::fixed(db, 1),
            Unit::Percent => percent(self.value(db), 3),
            _ => self.engineering(self.value(db), 3),
        }
    }

    /// A value of 0 or more with a prefix: "991.3 mV".
    fn engineering(self, value: f64, digits: i32) -> String {
        let (factor, unit) = self.scaled(value, digits);
        format!("{} {unit}", significant(value / factor, digits))
    }

    /// The factor of the prefix that suits a value, and the unit with it. A value that rounds up to 1000 takes the next.
    fn scaled(self, value: f64, digits: i32) -> (f64, &'static str) {
        let Some(prefixed) = self.prefixed() else { return (1.0, self.sign()) };
        let least = 1.0 - 0.5 * 10f64.powi(-digits);
        let smallest = if value > 0.0 { prefixed[prefixed.len() - 1] } else { prefixed[1] };
        prefixed.iter().copied().find(|(factor, _)| value >= least * factor).unwrap_or(smallest)
    }

    /// The level of a figure in decibels of the unit as a number in the unit, with a prefix that suits it.
    pub fn number(self, db: Number) -> (Number, &'static str) {
        const COPIED_DIGITS: i32 = 5;
        if let Unit::Db(sign) = self {
            return (db, sign);
        }
        let Figure { value, low, high, .. } = db.figure;
        let [value, low, high] = [value, low, high].map(|db| self.value(db));
        let (factor, unit) = self.scaled(value, COPIED_DIGITS);
        let [value, low, high] = [value, low, high].map(|value| value / factor);
        let figure = Figure { value, low, high, ..db.figure };
        (Number { figure, form: Form::Digits(COPIED_DIGITS) }, unit)
    }

    /// The text of such a number in a column of `digits` digits, seven characters for 3 of them: "991 mV", "≤4.2 µV".
    pub fn short(self, number: &Number, unit: &str, digits: i32) -> String {
        let Figure { value, limit, bound, .. } = number.figure;
        let sign = if limit { bound.sign() } else { "" };
        let digits = if limit { digits - 1 } else { digits };
        match self {
            Unit::Db(_) => format::number(number),
            Unit::Percent => format!("{sign}{}", percent(value, digits)),
            _ => format!("{sign}{} {unit}", significant(value, digits)),
        }
    }

    /// Grid lines of an axis no closer than `spacing` points.
    pub fn ticks(self, axis: &LevelAxis, spacing: f32) -> Vec<Tick> {
        if matches!(self, Unit::Db(_)) {
            return axis.ticks(spacing);
        }
        let (low, high) = (f64::from(axis.low_db), f64::from(axis.high_db));
        let most = f64::from(axis.y.span() / spacing).max(1.0);
        let decades = (high - low) / most / self.decade_db();
        let tick = |value: f64| Tick { value: self.db(value), label: self.tick(value) };
        self.round_values([low, high], decades, most).into_iter().map(tick).collect()
    }

    /// Round values between two levels, at least so many decades apart; evenly spaced where that is a fine grid.
    fn round_values(self, [low, high]: [f64; 2], decades: f64, most: f64) -> Vec<f64> {
        /// Distances of 1, 2 and 5, and of 1 and 3, in decades.
        const ONE_TWO_FIVE: f64 = 0.302;
        if decades <= ONE_TWO_FIVE / 3.0 {
            return steps(self.value(low), self.value(high), most);
        }
        let every = decades.ceil().max(1.0) as i32;
        let mantissas: &[f64] = if decades <= ONE_TWO_FIVE { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let exponents = self.value(low).log10().floor() as i32..=self.value(high).log10().ceil() as i32;
        let values = exponents
            .filter(|exponent| exponent.rem_euclid(every) == 0)
            .flat_map(|exponent| mantissas.iter().map(move |mantissa| mantissa * 10f64.powi(exponent)));
        values.filter(|value| (low - 1e-3..=high + 1e-3).contains(&self.db(*value))).collect()
    }

    /// A level as it is typed: "-140", "100 nV", "0.001 %".
    pub fn typed(self, db: f64) -> String {
        const DIGITS: i32 = 4;
        match self {
            Unit::Db(_) => trimmed(&format::fixed(db, 2)),
            Unit::Percent => trimmed(&percent(self.value(db), DIGITS)) + " %",
            _ => {
                let (factor, unit) = self.scaled(self.value(db), DIGITS);
                format!("{} {unit}", trimmed(&significant(self.value(db) / factor, DIGITS)))
            }
        }
    }

    /// A typed level in decibels; the unit may be left out, or only its prefix be there.
    pub fn parsed(self, text: &str) -> Option<f64> {
        let text = text.trim().replace('−', "-").replace(['u', 'μ'], "µ");
        let text = text.strip_suffix(self.sign()).unwrap_or(&text).trim_end();
        let prefix = |(factor, unit): &(f64, &str)| {
            let prefix = unit.strip_suffix(self.sign()).filter(|prefix| !prefix.is_empty())?;
            Some((text.strip_suffix(prefix)?, *factor))
        };
        let prefixed = self.prefixed().and_then(|prefixed| prefixed.iter().find_map(prefix));
        let (number, factor) = prefixed.unwrap_or((text, 1.0));
        let db = self.db(number.trim().parse::<f64>().ok()? * factor);
        db.is_finite().then_some(db)
    }

    /// A typed level as an example.
    pub fn example(self) -> &'static str {
        match self {
            Unit::Db(_) => "-140",
            Unit::Volts | Unit::VoltsPerRootHz => "100 nV",
            Unit::Percent => "0.001",
            Unit::Watts => "1 nW",
        }
    }

    /// The label of a grid line: "100 µV", "0.001 %".
    fn tick(self, value: f64) -> String {
        const DIGITS: i32 = 3;
        match self {
            Unit::Percent => trimmed(&percent(value, DIGITS)) + " %",
            // The title has the rest of the unit.
            Unit::VoltsPerRootHz => Unit::Volts.tick(value),
            _ => {
                let (factor, unit) = self.scaled(value, DIGITS);
                format!("{} {unit}", trimmed(&significant(value / factor, DIGITS)))
            }
        }
    }
}

/// `digits` significant digits, after rounding.
fn significant(value: f64, digits: i32) -> String {
    let rounded: f64 = format!("{value:.*e}", digits.max(1) as usize - 1).parse().unwrap_or(value);
    number::significant(rounded, digits).replace('-', "−")
}

/// Per cent with `digits` significant digits; those below [`LEAST_PERCENT`] with one less, and a power of ten.
fn percent(value: f64, digits: i32) -> String {
    if value >= LEAST_PERCENT || value <= 0.0 || !value.is_finite() {
        return significant(value, digits);
    }
    let decimals = (digits - 2).max(0) as usize;
    format!("{value:.decimals$e}").replace('-', "−")
}

/// Without zeros after the point, and without ".0" before an exponent.
fn trimmed(text: &str) -> String {
    match text.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", trimmed(digits)),
        None if text.contains('.') => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
