//! The weighting curves against the tables of their standards.

use groundtruth_measure::{a_weighting_power, ccir_rms_power, itu468_power};
use groundtruth_tests::tolerance::Tolerance;

/// IEC 61672-1:2013, table 3: A weighting at the nominal third-octave frequencies, which stand for `10^(n/10)`.
const A_TABLE: [(i32, f64); 31] = [
    (13, -50.5),
    (14, -44.7),
    (15, -39.4),
    (16, -34.6),
    (17, -30.2),
    (18, -26.2),
    (19, -22.5),
    (20, -19.1),
    (21, -16.1),
    (22, -13.4),
    (23, -10.9),
    (24, -8.6),
    (25, -6.6),
    (26, -4.8),
    (27, -3.2),
    (28, -1.9),
    (29, -0.8),
    (30, 0.0),
    (31, 0.6),
    (32, 1.0),
    (33, 1.2),
    (34, 1.3),
    (35, 1.2),
    (36, 1.0),
    (37, 0.5),
    (38, -0.1),
    (39, -1.1),
    (40, -2.5),
    (41, -4.3),
    (42, -6.6),
    (43, -9.3),
];

/// ITU-R BS.468-4, table 1, with the tolerance the table itself gives where the curve is steep.
const ITU_468_TABLE: [(f64, f64); 21] = [
    (31.5, -29.9),
    (63.0, -23.9),
    (100.0, -19.8),
    (200.0, -13.8),
    (400.0, -7.8),
    (800.0, -1.9),
    (1000.0, 0.0),
    (2000.0, 5.6),
    (3150.0, 9.0),
    (4000.0, 10.5),
    (5000.0, 11.7),
    (6300.0, 12.2),
    (7100.0, 12.0),
    (8000.0, 11.4),
    (9000.0, 10.1),
    (10_000.0, 8.1),
    (12_500.0, 0.0),
    (14_000.0, -5.3),
    (16_000.0, -11.7),
    (20_000.0, -22.2),
    (31_500.0, -42.7),
];

fn db(power: f64) -> f64 {
    10.0 * power.log10()
}

#[test]
fn the_a_curve_passes_through_the_points_of_iec_61672() {
    let rounding = Tolerance::new(0.0501, "the table is rounded to 0.1 dB");
    for (tenths_of_a_decade, level_db) in A_TABLE {
        let frequency_hz = 10f64.powf(f64::from(tenths_of_a_decade) / 10.0);
        rounding.check(format!("A at {frequency_hz:.1} Hz"), db(a_weighting_power(frequency_hz)), level_db);
    }
}

#[test]
fn the_468_curve_passes_through_the_points_of_itu_r_bs_468() {
    let rounding = Tolerance::new(0.1, "the table's rounding, 0.05 dB, and the rational form's 0.05 dB");
    for (frequency_hz, level_db) in ITU_468_TABLE {
        rounding.check(format!("468 at {frequency_hz} Hz"), db(itu468_power(frequency_hz)), level_db);
    }
}

#[test]
fn the_ccir_rms_curve_is_the_468_one_with_unity_near_2_khz() {
    let offset = Tolerance::new(1e-9, "5.63 dB by definition");
    for (frequency_hz, _) in ITU_468_TABLE {
        offset.check(frequency_hz, db(ccir_rms_power(frequency_hz)), db(itu468_power(frequency_hz)) - 5.63);
    }
    Tolerance::new(0.05, "5.63 dB is rounded from the table's 5.6").check(
        "2 kHz",
        db(ccir_rms_power(2000.0)),
        0.0,
    );
}

#[test]
fn nothing_at_0_hz_is_heard_and_nothing_breaks_there() {
    for weighting in [a_weighting_power, ccir_rms_power, itu468_power] {
        assert_eq!(weighting(0.0), 0.0);
        assert!(weighting(384_000.0).is_finite());
    }
}
