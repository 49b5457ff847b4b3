//! The JSON report, against the contract's example and a recording with known answers.

use groundtruth_measure::{ChannelFigure, FigureKey, PairFigure, Report};
use serde_json::Value;

use crate::command::{file, groundtruth, stderr, stdout};
use crate::wav_bytes::single_ended;

fn json(name: &str, options: &[&str]) -> Value {
    let amp = file(name, &single_ended().bytes());
    let mut arguments = vec!["measure", "--json", amp.to_str().expect("a UTF-8 path")];
    arguments.extend(options);
    let output = groundtruth(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

/// Every key of `example` is in `real`, with a value of the same kind.
fn assert_alike(place: &str, example: &Value, real: &Value) {
    match (example, real) {
        (Value::Object(example), Value::Object(real)) => {
            for (key, value) in example {
                let place = format!("{place}.{key}");
                assert_alike(&place, value, real.get(key).unwrap_or_else(|| panic!("no {place}")));
            }
        }
        (Value::Array(example), Value::Array(real)) => {
            if let (Some(example), Some(real)) = (example.first(), real.first()) {
                assert_alike(&format!("{place}[0]"), example, real);
            }
        }
        _ => assert_eq!(std::mem::discriminant(example), std::mem::discriminant(real), "{place}: {real}"),
    }
}

#[test]
fn the_report_has_every_key_of_the_contracts_example() {
    let example = include_str!("../fixtures/report-example.json");
    let example = serde_json::from_str(example).expect("the contract's example");
    assert_alike("report", &example, &json("report-example.wav", &[]));
}

#[test]
fn every_id_stands_on_every_channel_and_ordered_pair() {
    let report = json("report-ids.wav", &[]);
    has_all::<ChannelFigure>(&report["channels"]);
    has_all::<PairFigure>(&report["pairs"]);
}

fn has_all<Id: FigureKey>(parts: &Value) {
    let parts = parts.as_array().expect("a list");
    assert_eq!(parts.len(), 2);
    for definition in Id::ALL.iter().map(|id| id.definition()) {
        for part in parts {
            let entry = part["figures"][definition.id].as_object();
            let entry = entry.unwrap_or_else(|| panic!("no {}", definition.id));
            let is_figure = ["value", "low", "high", "limit"].iter().all(|key| entry.contains_key(*key));
            assert!(
                is_figure && entry["unit"] == definition.unit || entry.contains_key("not_measurable"),
                "{}",
                definition.id
            );
        }
    }
}

#[test]
fn known_answers_come_out() {
    let report = json("report-known.wav", &[]);
    let figures = &report["channels"][0]["figures"];
    // The accuracy of section 8, on a second of a tone in 24 bits without dither.
    let close = |value: &Value, expected: f64, tolerance: f64| {
        let value = value["value"].as_f64().expect("a number");
        assert!((value - expected).abs() <= tolerance, "{value} for {expected}");
    };
    close(&figures["frequency"], 997.0, 1e-4);
    close(&figures["level.fundamental"], -6.0, 0.0005);
    close(&figures["thd.f"], -80.0, 0.01);
    close(&report["pairs"][0]["figures"]["xtalk.selective"], -60.0, 0.01);
    assert_eq!(report["source"]["frames"], 48_000);
    assert_eq!(report["stimulus"]["kind"], "tone");
}

#[test]
fn several_files_make_an_array() {
    let amp = file("report-several.wav", &single_ended().bytes());
    let path = amp.to_str().expect("a UTF-8 path");
    let output = groundtruth(&["measure", "--json", path, "no-such-file.wav"]);
    let reports: Vec<Report> = serde_json::from_str(&stdout(&output)).expect("an array of reports");
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].source.file.as_deref(), Some(path));
}

#[test]
fn calibrated_levels_follow_from_volts_and_load() {
    let report = json("report-volts.wav", &["--reference-volts", "2", "--load", "32"]);
    let level = &report["calibration"]["channels"][0]["levels"]["level.fundamental"];
    // -6 dBFS of 2 V: 1.00237 V, 0.0206 dBV; 31.3987 mW into 32 ohms. The tolerance is that of the level, 0.0005 dB.
    let expected =
        [("volts_rms", 1.00237), ("dbv", 0.0206), ("dbu", 2.2391), ("milliwatts", 31.3987), ("dbm", 14.9691)];
    for (unit, expected) in expected {
        let value = level[unit]["value"].as_f64().expect("a number");
        assert!((value - expected).abs() < 6e-4 * f64::max(1.0, expected / 10.0), "{unit}: {value}");
    }
}

#[test]
fn peak_dc_rms_and_hum_read_in_volts_too() {
    let report = json("report-all-volts.wav", &["--reference-volts", "2"]);
    let channel = &report["calibration"]["channels"][0];
    // A sine of 2 V rms peaks at full scale: its peak at −6 dBFS is 2.828427·0.501187 V, raised by the harmonic and the hum.
    let peak = channel["peak_volts"]["value"].as_f64().expect("a number");
    assert!((peak - 1.417_57).abs() < 5e-4, "{peak}");
    let dc = &report["channels"][0]["figures"]["dc"]["value"];
    let dc = 2.0 * 2f64.sqrt() * dc.as_f64().expect("a number");
    assert_eq!(channel["dc_volts"]["value"].as_f64(), Some(dc));
    let amp = file("report-table-volts.wav", &single_ended().bytes());
    let output = groundtruth(&["measure", amp.to_str().expect("UTF-8"), "--reference-volts", "2"]);
    let table = stdout(&output);
    let has = |label: &str, unit: &str| {
        table
            .lines()
            .any(|line| line.starts_with(label) && line[label.len()..].trim_start().starts_with(unit))
    };
    for (label, unit) in [("RMS level", "V rms "), ("Peak", "V "), ("DC", "mV "), ("Hum", "µV rms ")] {
        assert!(has(label, unit), "no {label} in {unit}: {table}");
    }
    assert!(table.lines().any(|line| line.split_whitespace().eq(["Glitches", "0", "0"])), "{table}");
}

#[test]
fn volts_for_another_number_of_channels_are_refused() {
    let amp = file("report-channels.wav", &single_ended().bytes());
    let path = amp.to_str().expect("a UTF-8 path");
    let output = groundtruth(&["measure", path, "--reference-volts", "1,2,3"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("has 2 channels, --reference-volts 3"), "{}", stderr(&output));
}
