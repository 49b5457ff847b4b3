use groundtruth_measure::Assumption;

use super::*;

fn with_interval(figure: Figure) -> Number {
    Number { figure, form: Form::Interval(3) }
}

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
    assert_eq!(with_interval(snr).full(), "≥ 121.3");
}

#[test]
fn period_and_assumption_stand_beside_the_value() {
    let delay = Figure { modulo: Some(48.144), ..Figure::within(3.7111, 1e-5) };
    assert_eq!(Number { figure: delay, form: Form::Interval(4) }.full(), "3.7111 modulo 48.14");
    let shared = Figure { assumes: Some(Assumption::NoOutputImpedance), ..Figure::within(149.509, 0.012) };
    assert_eq!(with_interval(shared).full(), "149.509 ±0.012 as if Zo were 0");
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

#[test]
fn a_narrow_column_shows_the_number_alone() {
    let short = |figure: Figure| with_interval(figure).short();
    assert_eq!(short(Figure::within(-103.617, 0.02)), "-103.62");
    assert_eq!(short(Figure::within(-103.617, 0.4)), "-103.6");
    assert_eq!(short(Figure::within(2145.3, 1926.0)), "2145");
    assert_eq!(short(Figure::within(-0.001, 0.02)), "0.00");
    assert_eq!(short(Figure::exact(f64::NEG_INFINITY)), "-∞");
    let limit = Figure { limit: true, ..Figure::within(-148.23, 3.0) };
    assert_eq!(short(limit), "≤-148.2");
    assert_eq!(with_interval(limit).uncertainty("dB"), None);
    let range = Figure { bound: Bound::Lower, ..limit };
    assert_eq!(short(range), "≥-148.2");
    assert_eq!(with_interval(range).copied("dB"), ">= -148.2300 dB");
    let frequency = |half| Number { figure: Figure::within(997.0, half), form: Form::Interval(4) }.short();
    assert_eq!([frequency(1e-5), frequency(0.01)], ["997.0000", "997.000"]);
}

#[test]
fn uncertainty_is_rounded_up_to_one_digit() {
    let uncertainty = |half, unit| with_interval(Figure::within(0.0, half)).uncertainty(unit);
    assert_eq!(uncertainty(0.02, "dB").as_deref(), Some("±0.02 dB"));
    assert_eq!(uncertainty(0.021, "dB").as_deref(), Some("±0.03 dB"));
    assert_eq!(uncertainty(2.3, "dB").as_deref(), Some("±3 dB"));
    assert_eq!(uncertainty(1e-9, "Hz").as_deref(), Some("±0.0001 Hz"));
}

#[test]
fn numbers_are_grouped_by_thousands() {
    assert_eq!(grouped(4096), "4\u{a0}096");
    assert_eq!(grouped(1_048_576), "1\u{a0}048\u{a0}576");
    assert_eq!(grouped(12), "12");
}

#[test]
fn a_copied_number_is_plain_ascii() {
    assert_eq!(with_interval(Figure::within(-103.62, 0.02)).copied("dB"), "-103.6200 dB");
}
