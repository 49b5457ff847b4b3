//! Files with several stimuli, and the tones of a pair, in table and report.

use serde_json::Value;

use crate::command::{file, groundtruth, stdout};
use crate::wav_bytes::WavBytes;

const RATE_HZ: f64 = 48_000.0;

/// Floats of both sides over time in seconds.
fn recording(seconds: f64, sides: impl Fn(f64) -> [f64; 2]) -> WavBytes {
    // Low-level noise from a linear congruential generator: real files do not consist of exact tones only.
    let mut state = 1u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        1e-5 * (f64::from(state) / f64::from(u32::MAX) - 0.5)
    };
    let mut wav = WavBytes::counting(0);
    (wav.tag, wav.bits) = (3, 32);
    let frames = 0..(seconds * RATE_HZ) as usize;
    let samples = frames.flat_map(|frame| sides(frame as f64 / RATE_HZ));
    wav.audio = samples.flat_map(|sample| ((sample + noise()) as f32).to_le_bytes()).collect();
    wav
}

fn sine(hz: f64, level_dbfs: f64, time_s: f64) -> f64 {
    10f64.powf(level_dbfs / 20.0) * (std::f64::consts::TAU * hz * time_s).sin()
}

fn table_and_report(name: &str, wav: &WavBytes) -> (String, Value) {
    let path = file(name, &wav.bytes());
    let path = path.to_str().expect("a UTF-8 path");
    let json = stdout(&groundtruth(&["measure", "--json", path]));
    (stdout(&groundtruth(&["measure", path])), serde_json::from_str(&json).expect("JSON"))
}

#[test]
fn left_then_right_is_two_sections_in_table_and_report() {
    let (table, report) = table_and_report(
        "sections-two.wav",
        &recording(8.0, |time_s| match time_s {
            early if early < 5.0 => [sine(997.0, -6.0, early), sine(997.0, -66.0, early)],
            pause if pause < 6.0 => [0.0; 2],
            late => [sine(1503.0, -76.0, late), sine(1503.0, -6.0, late)],
        }),
    );
    let at = |words: &str| table.find(words).unwrap_or_else(|| panic!("no {words:?} in {table}"));
    assert!(at("\nSections\n") < at("tone: 997 Hz on L, the figures above"));
    assert!(at("L to R: crosstalk -60.0") < at("tone: 1503 Hz on R\n"));
    assert!(at("tone: 1503 Hz on R\n") < at("R to L: crosstalk -70.0"));
    at("% of the file is measured; left out: ");
    let used = &report["source"]["used"];
    let share = used["share"].as_f64().expect("a share");
    assert!((0.55..0.63).contains(&share), "{used}");
    let left_out = used["left_out"].as_array().expect("a list");
    let frames_of = |reason: &str| {
        let part = left_out.iter().find(|part| part["reason"] == reason);
        part.map_or(0.0, |part| part["frames"].as_f64().expect("frames") / RATE_HZ)
    };
    assert!(
        (1.4..2.1).contains(&frames_of("other_section")) && (0.8..1.1).contains(&frames_of("pause")),
        "{used}"
    );
    let all: f64 = left_out.iter().map(|part| part["frames"].as_f64().expect("frames")).sum();
    assert!((all / (8.0 * RATE_HZ) + share - 1.0).abs() < 1e-9, "{used}");
}

#[test]
fn the_tones_of_a_pair_have_a_level_and_a_frequency_each() {
    let pair = |time_s| [sine(60.0, -8.0, time_s) + sine(7000.0, -20.0, time_s), 0.0];
    let (table, report) = table_and_report("sections-pair.wav", &recording(3.0, pair));
    let row = |words: &str| {
        let line = table.lines().find(|line| line.starts_with(words)).unwrap_or_else(|| panic!("{table}"));
        line.split_whitespace().nth(4).expect("a number").parse::<f64>().expect("a number")
    };
    let expected = [60.0, -8.0, 7000.0, -20.0];
    let rows = ["Tone 1, frequency", "Tone 1, level", "Tone 2, frequency", "Tone 2, level"];
    for (words, expected) in rows.into_iter().zip(expected) {
        assert!((row(words) - expected).abs() < 1e-3, "{words}: {table}");
    }
    let tones = report["channels"][0]["tones"].as_array().expect("two tones");
    assert_eq!(tones.len(), 2);
    assert!(tones.iter().all(|tone| tone["low"].as_f64() <= tone["level_dbfs"].as_f64()), "{tones:?}");
    assert!(report["channels"][1].get("tones").is_none());
}
