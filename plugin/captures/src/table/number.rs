//! Formatting of numbers in a table, with decimals according to their uncertainty.

use groundtruth_measure::{Bound, Figure};

/// A figure with its interval and qualifiers: `≥ 131.2`, `3.711 modulo 48.14`, `149.51 as if Zo were 0`. `scale`
/// converts to the unit shown.
pub fn figure(figure: &Figure, scale: f64, most_decimals: usize) -> String {
    let Figure { value, low, high, limit, bound, modulo, assumes, .. } = *figure;
    let number = match bound {
        Bound::Lower if limit && value.is_finite() => format!("{} {:.1}", bound.sign(), value * scale),
        _ => measured(value * scale, low * scale, high * scale, limit, most_decimals),
    };
    let modulo = modulo.map_or(String::new(), |period| format!(" modulo {:.2}", period * scale));
    let assumes = assumes.map_or(String::new(), |assumption| format!(" {}", assumption.words()));
    number + &modulo + &assumes
}

/// A value with its interval: `-80.12 ±0.02`, or `≤ -131.2` for a limit. An interval smaller than the last decimal is
/// not shown.
pub fn measured(value: f64, low: f64, high: f64, is_limit: bool, most_decimals: usize) -> String {
    if !value.is_finite() {
        return if value < 0.0 { "-∞".to_owned() } else { "∞".to_owned() };
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
mod tests {
    use groundtruth_measure::Assumption;

    use super::*;

    #[test]
    fn decimals_follow_the_uncertainty() {
        assert_eq!(measured(-80.123, -80.143, -80.103, false, 3), "-80.12 ±0.02");
        assert_eq!(measured(-80.123, -80.135, -80.111, false, 3), "-80.123 ±0.012");
        assert_eq!(measured(-120.4, -123.4, -117.9, false, 3), "-120 ±3");
        assert_eq!(measured(-0.0001, -0.02, 0.02, false, 3), "0.00 ±0.02");
        assert_eq!(measured(-6.00004, -6.00005, -6.00003, false, 3), "-6.000");
    }

    #[test]
    fn limits_and_silence_say_so() {
        assert_eq!(measured(-131.23, f64::NEG_INFINITY, -131.23, true, 3), "≤ -131.2");
        assert_eq!(measured(f64::NEG_INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY, true, 3), "-∞");
        assert_eq!(measured(-100.0, f64::NEG_INFINITY, -97.0, false, 3), "-100 ±3");
    }

    #[test]
    fn a_range_at_the_noise_is_at_least_its_lower_end() {
        let snr = Figure { limit: true, bound: Bound::Lower, high: 140.0, ..Figure::exact(121.26) };
        assert_eq!(figure(&snr, 1.0, 3), "≥ 121.3");
    }

    #[test]
    fn period_and_assumption_stand_beside_the_value() {
        let delay = Figure { modulo: Some(48.144), ..Figure::within(3.7111, 1e-5) };
        assert_eq!(figure(&delay, 1.0, 4), "3.7111 modulo 48.14");
        let shared =
            Figure { assumes: Some(Assumption::NoOutputImpedance), ..Figure::within(149.509, 0.012) };
        assert_eq!(figure(&shared, 1.0, 3), "149.509 ±0.012 as if Zo were 0");
    }

    #[test]
    fn significant_digits_need_no_exponent() {
        assert_eq!(significant(0.000_123_4, 3), "0.000123");
        assert_eq!(significant(12.34, 3), "12.3");
        assert_eq!(significant(0.0, 3), "0");
    }

    #[test]
    fn no_digit_lies_beyond_the_interval() {
        assert_eq!(within_interval(0.080_979, 0.0804, 0.0816, 5), "0.0810");
        assert_eq!(within_interval(1.002_374, 1.002_373, 1.002_375, 5), "1.0024");
        assert_eq!(within_interval(1.91e-7, 1.5e-7, 2.4e-7, 3), "0.00000019");
        assert_eq!(within_interval(-0.000_01, -0.003, 0.003, 5), "0.000");
        assert_eq!(within_interval(3.2, 3.2, 3.2, 3), "3.20");
    }

    #[test]
    fn frequencies_shorten_to_what_they_need() {
        assert_eq!(hertz(997.0), "997 Hz");
        assert_eq!(hertz(22_050.0), "22.05 kHz");
        assert_eq!(hertz(48_000.0), "48 kHz");
    }
}
