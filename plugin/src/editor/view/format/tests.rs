use super::*;

#[test]
fn negative_numbers_carry_a_true_minus_and_zero_none() {
    assert_eq!(fixed(-87.456, 2), "−87.46");
    assert_eq!(fixed(-0.001, 2), "0.00");
    assert_eq!(fixed(3.0, 1), "3.0");
    assert_eq!(fixed(f64::NEG_INFINITY, 1), "−∞");
}

#[test]
fn figures_carry_a_true_minus_and_their_bound() {
    assert_eq!(figure(&Figure::within(-103.617, 0.02)), "−103.62");
    assert_eq!(figure(&Figure { limit: true, ..Figure::within(-148.23, 3.0) }), "≤−148.2");
}

#[test]
fn ticks_and_bands_have_no_needless_digits() {
    assert_eq!(frequency_tick(22_400.0), "22.4k");
    assert_eq!(frequency_tick(1000.0), "1k");
    assert_eq!(frequency_tick(50.0), "50");
    assert_eq!(band([20.0, 20_000.0]), "20 Hz–20 kHz");
    assert_eq!(sample_rate(44_100.0), "44.1 kHz");
}

#[test]
fn phases_are_named_by_what_they_mean() {
    use std::f64::consts::{FRAC_PI_2, PI};
    assert_eq!(phase_word(PI), "inverted");
    assert_eq!(phase_word(-3.1), "inverted");
    assert_eq!(phase_word(0.05), "in phase");
    assert_eq!(phase_word(FRAC_PI_2), "+90°");
    assert_eq!(phase_word(-FRAC_PI_2), "−90°");
    assert_eq!(phase_word(-0.7), "−40°");
}

#[test]
fn a_reason_reads_as_a_sentence() {
    let reason = refusal(&Refusal::NoTone { strongest_dbfs: Some(-23.4) });
    assert_eq!(reason, "No test tone: the strongest line is −23.4 dBFS.");
}

#[test]
fn significant_digits_and_prefixes_are_those_of_the_rounded_value() {
    let digits = |value: f64| significant(value, 3);
    assert_eq!(
        [digits(149.97), digits(0.035_21), digits(1234.0), digits(0.0)],
        ["150", "0.0352", "1230", "0"]
    );
    let named = |value: f64| with_prefix(value, "V", 4);
    assert_eq!([named(1.0524), named(0.999_96), named(0.999_94)], ["1.052 V", "1.000 V", "999.9 mV"]);
    assert_eq!(
        [named(3.6391e-6), named(0.0), with_prefix(35.21e-12, "F", 3)],
        ["3.639 µV", "0 V", "35.2 pF"]
    );
}

#[test]
fn moments_are_written_in_seconds_minutes_and_hours() {
    assert_eq!([moment(0.0), moment(12.3454), moment(59.9996)], ["0.000 s", "12.345 s", "1:00.000"]);
    assert_eq!(moment(3725.123), "1:02:05.123");
}
