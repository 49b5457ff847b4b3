//! Numbers of a table and their text, with decimals according to their uncertainty.

use groundtruth_measure::{Bound, Figure};

/// A number in a cell: the figure in the row's unit, and how many of its digits are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Value, interval and qualifiers.
    pub figure: Figure,
    /// The digits.
    pub form: Form,
}

/// Digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Shown with its interval, which determines the decimals up to this maximum.
    Interval(usize),
    /// Significant digits; fewer if the interval is wide.
    Digits(i32),
    /// Shown with its interval, to at most this number of significant digits.
    Significant(i32),
    /// Decimals, whatever the interval.
    Fixed(usize),
    /// A whole number.
    Count,
}

impl Number {
    /// The number with its interval and qualifiers: `-80.12 ±0.02`, `≥ 131.2`, `3.711 modulo 48.14`,
    /// `149.51 as if Zo were 0`.
    pub fn full(&self) -> String {
        let Figure { value, low, high, limit, .. } = self.figure;
        match self.form {
            Form::Interval(most_decimals) => with_qualifiers(&self.figure, most_decimals),
            Form::Digits(digits) => {
                let number = within_interval(value, low, high, digits);
                if limit { format!("≤ {number}") } else { number }
            }
            Form::Significant(digits) => significant_with_interval(&self.figure, digits),
            Form::Fixed(decimals) => format!("{value:.decimals$}"),
            Form::Count => count(value),
        }
    }

    /// The number alone, for narrow columns: `-80.12`, `≥131.2`.
    pub fn short(&self) -> String {
        let Figure { value, low, high, limit, bound, .. } = self.figure;
        if !value.is_finite() {
            return infinite(value);
        }
        let number = match self.form {
            Form::Interval(_) if limit => fixed(value, 1),
            Form::Interval(most_decimals) => fixed(value, self.short_decimals(most_decimals)),
            Form::Digits(digits) => within_interval(value, low, high, digits - 1),
            Form::Significant(digits) => within_interval(value, low, high, digits),
            Form::Fixed(decimals) => fixed(value, decimals),
            Form::Count => grouped(value as u64),
        };
        if limit { format!("{}{number}", bound.sign()) } else { number }
    }

    /// One or two decimals of three, three or four of four; none where the interval leaves whole numbers open.
    fn short_decimals(&self, most: usize) -> usize {
        let half = half_width(&self.figure);
        match most {
            4.. => 3 + usize::from(half < 0.0005),
            // An infinite one belongs to a figure that is bounded on one side, with its decimals.
            _ if (5.0..f64::INFINITY).contains(&half) => 0,
            _ => most.min(1 + usize::from(half <= 0.1)),
        }
    }

    /// The number with more digits than are shown and with its unit, in ASCII as spreadsheets read it: `<= -103.6200 dB`.
    pub fn copied(&self, unit: &str) -> String {
        let Figure { value, limit, bound, .. } = self.figure;
        let number = match self.form {
            Form::Interval(_) if unit == "Hz" => format!("{value:.6}"),
            Form::Interval(_) | Form::Fixed(_) => format!("{value:.4}"),
            Form::Digits(digits) | Form::Significant(digits) => significant(value, digits),
            Form::Count => count(value),
        };
        let sign = match (limit, bound) {
            (false, _) => "",
            (true, Bound::Upper) => "<= ",
            (true, Bound::Lower) => ">= ",
        };
        format!("{sign}{number} {unit}").trim_end().to_owned()
    }

    /// `±0.02 dB`: one significant digit, rounded up so that it is never understated. `None` for limits.
    pub fn uncertainty(&self, unit: &str) -> Option<String> {
        let half = half_width(&self.figure);
        if self.figure.limit || !half.is_finite() {
            return None;
        }
        let digits = if half > 0.0 { (-half.log10().floor()).clamp(0.0, 4.0) as usize } else { 4 };
        let step = 10f64.powi(digits as i32);
        // The small subtraction keeps a binary error from turning 0.02 into 0.03.
        let rounded_up = ((half * step - 1e-6).ceil() / step).max(0.0);
        Some(format!("±{rounded_up:.digits$} {unit}").trim_end().to_owned())
    }
}

/// Half of the 95 % interval, in the figure's unit; +∞ if an end is infinite.
fn half_width(figure: &Figure) -> f64 {
    let half = (figure.high - figure.low) / 2.0;
    if half.is_finite() { half.abs() } else { f64::INFINITY }
}

fn with_qualifiers(figure: &Figure, most_decimals: usize) -> String {
    let Figure { value, low, high, limit, bound, modulo, assumes, .. } = *figure;
    let number = match bound {
        Bound::Lower if limit && value.is_finite() => format!("{} {value:.1}", bound.sign()),
        _ => measured(value, low, high, limit, most_decimals),
    };
    let modulo = modulo.map_or(String::new(), |period| format!(" modulo {period:.2}"));
    let assumes = assumes.map_or(String::new(), |assumption| format!(" {}", assumption.words()));
    number + &modulo + &assumes
}

/// `45.31 ±0.12`, `≥ 45.3`.
fn significant_with_interval(figure: &Figure, digits: i32) -> String {
    let Figure { value, low, high, limit, bound, .. } = *figure;
    if limit && value.is_finite() {
        return format!("{} {}", bound.sign(), significant(value, digits - 1));
    }
    measured(value, low, high, limit, significant_decimals(value, digits))
}

/// A number with fixed decimals, never `-0.00`; `-∞` for digital silence.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return infinite(value);
    }
    without_negative_zero(format!("{value:.decimals$}"))
}

fn infinite(value: f64) -> String {
    if value < 0.0 { "-∞".to_owned() } else { "∞".to_owned() }
}

/// Digits in groups of three, separated by a no-break space: "1 048 576".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// A value with its interval: `-80.12 ±0.02`, or `≤ -131.2` for a limit. An interval smaller than the last decimal is
/// not shown.
pub fn measured(value: f64, low: f64, high: f64, is_limit: bool, most_decimals: usize) -> String {
    if !value.is_finite() {
        return infinite(value);
    }
    if is_limit {
        return format!("≤ {value:.1}");
    }
    let half = [value - low, high - value].into_iter().filter(|side| side.is_finite()).fold(0.0, f64::max);
    let decimals = decimals_of(half, most_decimals);
    let spread = format!("{half:.decimals$}");
    let is_shown = spread.chars().any(|digit| digit.is_ascii_digit() && digit != '0');
    let number = without_negative_zero(format!("{value:.decimals$}"));
    if is_shown { format!("{number} ±{spread}") } else { number }
}

fn without_negative_zero(number: String) -> String {
    match number.strip_prefix('-') {
        Some(digits) if digits.chars().all(|digit| matches!(digit, '0' | '.')) => digits.to_owned(),
        _ => number,
    }
}

/// Decimals that show one digit of the uncertainty, or two if it begins with a 1.
pub fn decimals_of(half: f64, most: usize) -> usize {
    if half <= 0.0 {
        return most;
    }
    (2.0 / half).log10().ceil().clamp(0.0, most as f64) as usize
}

/// A value to `digits` significant digits, or fewer if its interval is wide. The interval itself is not shown.
pub fn within_interval(value: f64, low: f64, high: f64, digits: i32) -> String {
    let half = [value - low, high - value].into_iter().filter(|side| side.is_finite()).fold(0.0, f64::max);
    if value == 0.0 || !value.is_finite() || half == 0.0 {
        return significant(value, digits);
    }
    let decimals = significant_decimals(value, digits).min(decimals_of(half, MOST_DECIMALS));
    without_negative_zero(format!("{value:.decimals$}"))
}

/// A count.
pub fn count(value: f64) -> String {
    format!("{value:.0}")
}

/// A value to `digits` significant digits, without an exponent down to 1e-9.
pub fn significant(value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let decimals = significant_decimals(value, digits);
    format!("{value:.decimals$}")
}

/// Enough for nanovolts in volts.
const MOST_DECIMALS: usize = 9;

fn significant_decimals(value: f64, digits: i32) -> usize {
    (digits - 1 - value.abs().log10().floor() as i32).clamp(0, MOST_DECIMALS as i32) as usize
}

/// `997 Hz`, `20 kHz`.
pub fn hertz(hz: f64) -> String {
    let (number, unit) = if hz >= 1e4 { (hz / 1e3, "kHz") } else { (hz, "Hz") };
    let text = format!("{number:.2}");
    format!("{} {unit}", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests;
