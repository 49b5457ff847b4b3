use egui::Rangef;

use super::*;

const UNITS: [Unit; 5] = [Unit::Db("dBFS"), Unit::Volts, Unit::VoltsPerRootHz, Unit::Percent, Unit::Watts];

fn labels(unit: Unit, low_db: f32, high_db: f32, height: f32) -> Vec<String> {
    let axis = LevelAxis { low_db, high_db, y: Rangef::new(0.0, height) };
    unit.ticks(&axis, 34.0).into_iter().map(|tick| tick.label).collect()
}

#[test]
fn a_level_and_its_value_are_inverse() {
    for unit in UNITS {
        for db in [-180.0, -60.0, 0.0, 6.02] {
            assert!((unit.db(unit.value(db)) - db).abs() < 1e-9, "{unit:?} {db}");
        }
    }
    assert!((Unit::Volts.value(-60.0) - 1e-3).abs() < 1e-12);
    assert!((Unit::Watts.value(-30.0) - 1e-3).abs() < 1e-12);
    assert!((Unit::Percent.value(-40.0) - 1.0).abs() < 1e-12);
}

#[test]
fn levels_are_written_with_a_prefix_that_suits_them() {
    assert_eq!(Unit::Volts.text(-60.0, false), "1.000 mV");
    assert_eq!(Unit::Volts.text(-0.0434, false), "995.0 mV");
    assert_eq!(Unit::Volts.text(-1e-7, false), "1.000 V");
    assert_eq!(Unit::Volts.text(-107.5, true), "≤4.217 µV");
    assert_eq!(Unit::VoltsPerRootHz.text(-160.0, false), "10.00 nV/√Hz");
    assert_eq!(Unit::Watts.text(-95.0, false), "316.2 pW");
    assert_eq!(Unit::Percent.text(-40.0, false), "1.000 %");
    assert_eq!(Unit::Percent.text(-150.0, true), "≤3.16e−6 %");
    assert_eq!(Unit::Db("dBr").text(-46.65, true), "≤−46.6 dBr");
    assert_eq!(Unit::Volts.text(f64::NEG_INFINITY, false), "0 V");
}

#[test]
fn axes_have_round_values_in_engineering_form() {
    let volts = labels(Unit::Volts, -160.0, 6.0, 500.0);
    assert_eq!(volts, ["10 nV", "100 nV", "1 µV", "10 µV", "100 µV", "1 mV", "10 mV", "100 mV", "1 V"]);
    assert_eq!(labels(Unit::Volts, -160.0, 6.0, 200.0), ["10 nV", "1 µV", "100 µV", "10 mV", "1 V"]);
    assert_eq!(labels(Unit::Percent, -140.0, 0.0, 300.0)[..4], ["1e−5 %", "1e−4 %", "0.001 %", "0.01 %"]);
    assert_eq!(labels(Unit::Watts, -90.0, 0.0, 120.0), ["1 nW", "1 µW", "1 mW", "1 W"]);
    // Zoomed in: 1, 2, 5, and then even steps.
    assert_eq!(labels(Unit::Volts, -60.0, -40.0, 130.0), ["1 mV", "2 mV", "5 mV", "10 mV"]);
    assert_eq!(
        labels(Unit::Volts, -6.1, 0.0, 250.0),
        ["500 mV", "600 mV", "700 mV", "800 mV", "900 mV", "1 V"]
    );
}

#[test]
fn grid_lines_keep_their_distance_and_stay_on_the_axis() {
    for unit in UNITS {
        for (low_db, high_db) in [(-180.0, 10.0), (-60.0, -30.0), (-7.0, 0.0), (-350.0, 200.0)] {
            let axis = LevelAxis { low_db, high_db, y: Rangef::new(0.0, 300.0) };
            let ticks = unit.ticks(&axis, 34.0);
            assert!(!ticks.is_empty() && ticks.len() <= 12, "{unit:?} {low_db} {ticks:?}");
            let range = f64::from(low_db) - 0.01..=f64::from(high_db) + 0.01;
            assert!(ticks.iter().all(|tick| range.contains(&tick.value)), "{unit:?} {ticks:?}");
        }
    }
}

#[test]
fn a_short_number_has_at_most_seven_characters() {
    for unit in [Unit::Volts, Unit::Percent, Unit::Watts] {
        for step in 0..2500 {
            let db = f64::from(step) * -0.1 + 20.0;
            for limit in [false, true] {
                let figure = Figure { limit, ..Figure::exact(db) };
                let (number, sign) = unit.number(Number { figure, form: Form::Interval(3) });
                let text = unit.short(&number, sign, 3);
                // An amplitude of a few kilovolts in per cent is no level.
                assert!(text.chars().count() <= 7, "{unit:?} {db}: {text}");
            }
        }
    }
}

#[test]
fn a_number_keeps_its_interval() {
    let figure = Figure::within(-60.0, 0.1);
    let (number, unit) = Unit::Volts.number(Number { figure, form: Form::Interval(3) });
    assert_eq!(unit, "mV");
    let ends = [number.figure.low, number.figure.high].map(|end| 20.0 * end.log10());
    assert!((ends[0] + 0.1).abs() < 1e-9 && (ends[1] - 0.1).abs() < 1e-9, "{ends:?}");
    assert_eq!(number.copied(unit), "1.0000 mV");
}

#[test]
fn a_typed_level_reads_back() {
    for unit in UNITS {
        for db in [-140.0, -60.0, 6.5] {
            let text = unit.typed(db);
            let back = unit.parsed(&text).unwrap_or(f64::NAN);
            // Four digits, or two of a small percentage.
            assert!((back - db).abs() < 0.3, "{text}: {back} dB");
        }
    }
    for text in ["100 nV", "100n", "1e-7", "0.1 uV", "0.1 µV", "0.1μ", "100nV"] {
        let db = Unit::Volts.parsed(text).unwrap_or(f64::NAN);
        assert!((db + 140.0).abs() < 1e-9, "{text}: {db}");
    }
    assert_eq!(Unit::Db("dBr").parsed("−140 dBr"), Some(-140.0));
    assert!(Unit::Percent.parsed("1 %").is_some_and(|db| (db + 40.0).abs() < 1e-9));
    for text in ["", "V", "-1", "0", "nan", "1 W"] {
        assert_eq!(Unit::Volts.parsed(text), None, "{text}");
    }
}
