//! The reviewer's sheet of a recording of the bench track: table, JSON and page.

use serde_json::Value;

use crate::command::{file, groundtruth, path, stderr, stdout};
use crate::wav_bytes::single_ended;

/// The track itself, as a perfect device would return it.
fn track(name: &str, level_dbfs: &str) -> String {
    let track = path(name);
    let track = track.to_str().expect("a UTF-8 path").to_owned();
    let arguments = ["stimulus", "bench", "--quick", "-o", &track, "--level-dbfs", level_dbfs, "--force"];
    let made = groundtruth(&arguments);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    track
}

/// The part of the standard output that is the sheet.
fn sheet_of(text: &str) -> &str {
    &text[text.find("\nReviewer's sheet: ").unwrap_or_else(|| panic!("no sheet in {text}"))..]
}

#[test]
fn a_recording_of_the_track_has_the_sheet_below_its_table() {
    let track = track("sheet-table.wav", "-12");
    let output = groundtruth(&["measure", &track, "--reference-volts", "2.83", "--load", "32"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    let text = stdout(&output);
    let sheet = sheet_of(&text);
    assert!(sheet.starts_with("\nReviewer's sheet: 2.830 V at 0 dBFS, into 32 Ω\n"), "{sheet}");
    for line in sheet.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    // −12 dBFS of 2.83 V into 32 Ω are 15.8 mW, and a track without distortion reaches no limit.
    assert!(sheet.contains("Power at 1 % THD") && sheet.contains("≥ 15.8"), "{sheet}");
    assert!(
        sheet.contains("measured with 15.8 mW, the level of the sweeps, not with 1 mW"),
        "{}",
        sheet.replace("\n    ", " ")
    );
}

#[test]
fn without_volts_the_sheet_asks_for_them_once() {
    let output = groundtruth(&["measure", &track("sheet-bare.wav", "-12")]);
    let text = stdout(&output);
    // Lines are broken anywhere.
    let sheet = sheet_of(&text).split_whitespace().collect::<Vec<&str>>().join(" ");
    assert_eq!(sheet.matches("needs the voltage").count(), 1, "{sheet}");
    assert_eq!(sheet.matches("Power at 1 % THD").count(), 1, "{sheet}");
    let tone = file("sheet-none.wav", &single_ended().bytes());
    let other = stdout(&groundtruth(&["measure", tone.to_str().expect("a UTF-8 path")]));
    assert!(!other.contains("Reviewer's sheet"));
}

#[test]
fn the_sheet_in_json_has_every_row_with_its_readings() {
    let [loaded, open] = [track("sheet-loaded.wav", "-12.5"), track("sheet-open.wav", "-12")];
    let other = format!("open={open}");
    let arguments =
        ["measure", &loaded, "--json", "--reference-volts", "2", "--load", "32", "--other-load", &other];
    let report: Value = serde_json::from_str(&stdout(&groundtruth(&arguments))).expect("JSON");
    let sheet = &report["sheet"];
    assert_eq!((sheet["load_ohms"].as_f64(), sheet["reference_volts"][0].as_f64()), (Some(32.0), Some(2.0)));
    let rows = sheet["rows"].as_array().expect("rows");
    assert!(rows.len() > 30);
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id}"));
    let power = &row("power.1_percent")["readings"]["L"];
    assert_eq!((power["limit"].as_bool(), power["bound"].as_str()), (Some(true), Some("lower")));
    // 0.5 dB less into 32 Ω than into no load: 32·(10^0.025 − 1).
    let ohms = row("zout")["readings"]["R"]["value"].as_f64().expect("an impedance");
    assert!((ohms - 1.896).abs() < 0.002, "{ohms}");
    let damping = row("damping")["readings"]["L"]["value"].as_f64().expect("a factor");
    assert!((damping - 16.87).abs() < 0.02, "{damping}");
    let missing = &row("thdn.50_mv")["readings"]["L"];
    assert!(missing["value"].as_f64().is_some(), "{missing}");
    assert!(row("xtalk.1_khz")["readings"]["L>R"]["limit"].as_bool().is_some());
    assert!(sheet["notes"].as_array().is_some_and(|notes| notes.iter().all(|note| note["note"].is_string())));
}

#[test]
fn the_sheet_is_written_as_a_page() {
    let track = track("sheet-<i>.wav", "-12");
    let page = path("sheet.html");
    let target = page.to_str().expect("a UTF-8 path");
    let _ = std::fs::remove_file(&page);
    let arguments = ["measure", &track, "--reference-volts", "2.83", "--load", "32", "--html", target];
    let output = groundtruth(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = std::fs::read_to_string(&page).expect("the page");
    assert!(
        text.starts_with("<!DOCTYPE html>") && text.matches("<svg").count() == 5,
        "{}",
        text.matches("<svg").count()
    );
    assert!(
        text.contains("THD+N at 1 mW") && text.contains("prefers-color-scheme:dark") && !text.contains("<i>")
    );
    assert!(!text.contains("<script") && !text.contains("src=\"http"));
    assert_eq!(groundtruth(&arguments).status.code(), Some(1), "the page is replaced without --force");
    let two = groundtruth(&["measure", &track, &track, "--html", target, "--force"]);
    assert_eq!(two.status.code(), Some(2));
    let tone = file("sheet-tone.wav", &single_ended().bytes());
    let none = groundtruth(&["measure", tone.to_str().expect("a UTF-8 path"), "--html", target, "--force"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(stderr(&none).contains("holds no bench track"), "{}", stderr(&none));
}

#[test]
fn the_sheet_is_printed_as_markdown() {
    let track = track("sheet-forum.wav", "-12");
    let output = groundtruth(&["measure", &track, "--reference-volts", "2.83", "--load", "32", "--markdown"]);
    let text = stdout(&output);
    assert!(text.contains("sheet-forum.wav: 2.830 V at 0 dBFS, into 32 Ω"), "{text}");
    assert!(
        text.contains("| Figure | Unit | L | R |") && text.contains("| Power at 1 % THD | mW | ≥ 15.8 |"),
        "{text}"
    );
    assert!(text.contains("Conditions:\n- power: "), "{text}");
    let tone = file("sheet-forum-tone.wav", &single_ended().bytes());
    let none = groundtruth(&["measure", tone.to_str().expect("a UTF-8 path"), "--markdown"]);
    assert!(stdout(&none).is_empty() && stderr(&none).contains("holds no bench track"), "{}", stderr(&none));
}
