use super::*;

fn measured(value: f64, half: f64) -> Figure {
    Figure::within(value, half)
}

#[test]
fn negative_numbers_carry_a_true_minus_and_zero_none() {
    assert_eq!(fixed(-87.456, 2), "−87.46");
    assert_eq!(fixed(-0.001, 2), "0.00");
    assert_eq!(fixed(3.0, 1), "3.0");
    assert_eq!(fixed(f64::NEG_INFINITY, 1), "−∞");
}

#[test]
fn decimals_follow_the_interval() {
    assert_eq!(figure(&measured(-103.617, 0.02)), "−103.62");
    assert_eq!(figure(&measured(-103.617, 0.4)), "−103.6");
}

#[test]
fn limits_say_so() {
    let limit = Figure { limit: true, ..measured(-148.23, 3.0) };
    assert_eq!(figure(&limit), "≤−148.2");
    assert_eq!(uncertainty(&limit, "dB"), None);
    let range = Figure { bound: Bound::Lower, ..limit };
    assert_eq!(figure(&range), "≥−148.2");
    assert_eq!(copied(&Reading::Measured(range), "dB"), ">= -148.2300 dB");
}

#[test]
fn uncertainty_is_rounded_up_to_one_digit() {
    assert_eq!(uncertainty(&measured(0.0, 0.02), "dB").as_deref(), Some("±0.02 dB"));
    assert_eq!(uncertainty(&measured(0.0, 0.021), "dB").as_deref(), Some("±0.03 dB"));
    assert_eq!(uncertainty(&measured(0.0, 2.3), "dB").as_deref(), Some("±3 dB"));
    assert_eq!(uncertainty(&measured(0.0, 1e-9), "Hz").as_deref(), Some("±0.0001 Hz"));
}

#[test]
fn percentages_keep_two_significant_digits() {
    assert_eq!(percent(-103.6), "0.00066");
    assert_eq!(percent(-40.0), "1.0");
    assert_eq!(percent(0.0), "100");
    assert_eq!(percent(f64::NEG_INFINITY), "0");
}

#[test]
fn numbers_are_grouped_by_thousands() {
    assert_eq!(grouped(4096), "4\u{a0}096");
    assert_eq!(grouped(1_048_576), "1\u{a0}048\u{a0}576");
    assert_eq!(grouped(12), "12");
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
fn every_refusal_fits_where_a_figure_would_be() {
    let recorded = |reason: &str| Refusal::Recorded { sentence: reason.to_owned() };
    assert_eq!(
        short_refusal(&recorded("not driven: the tone is 46.7 dB below the driven side")),
        "not driven"
    );
    let long = recorded("order 2 at 26000 Hz lies outside the band, which ends at 20000 Hz");
    assert!(short_refusal(&long).chars().count() <= 12);
}

#[test]
fn a_reason_reads_as_a_sentence() {
    let reason = refusal(&Refusal::NoTone { strongest_dbfs: Some(-23.4) });
    assert_eq!(reason, "No test tone: the strongest line is −23.4 dBFS.");
}

#[test]
fn a_copied_figure_is_plain_ascii() {
    let text = copied(&Reading::Measured(measured(-103.62, 0.02)), "dB");
    assert_eq!(text, "-103.6200 dB");
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
