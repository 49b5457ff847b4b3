use groundtruth_captures::Measured;
use groundtruth_measure::{Settings, measure_record};

use super::*;

fn capture(name: &str) -> SessionCapture {
    let tone: Vec<f64> = (0..24_000).map(|n| 0.5 * (f64::from(n) * 0.13).sin()).collect();
    let report = measure_record(48_000.0, &[&tone[..]], Settings::default());
    SessionCapture::new(Capture::new(name, Measured { report, calibration: None })).expect("short enough")
}

fn names(captures: &[SessionCapture]) -> Vec<String> {
    captures.iter().map(|capture| capture.details().name.clone()).collect()
}

#[test]
fn every_change_is_taken_back_and_made_again() {
    let session = Session::default();
    session.add(capture("A"));
    session.add(capture("B"));
    let id = session.captures()[0].id();
    assert!(session.edit(id, Details { name: "renamed".to_owned(), ..Details::default() }));
    assert!(session.remove(session.captures()[1].id()));
    assert_eq!(names(&session.captures()), ["renamed"]);
    for expected in [&["renamed", "B"][..], &["A", "B"], &["A"], &[]] {
        session.undo();
        assert_eq!(names(&session.captures()), expected);
    }
    session.undo();
    for expected in [&["A"][..], &["A", "B"], &["renamed", "B"], &["renamed"]] {
        session.redo();
        assert_eq!(names(&session.captures()), expected);
    }
}

#[test]
fn a_state_brings_all_captures_back_and_keeps_what_it_cannot_read() {
    let session = Session::default();
    session.add(capture("A"));
    session.add(capture("B"));
    let mut saved: Vec<serde_json::Value> = serde_json::from_str(&session.to_json()).expect("an array");
    let damaged = serde_json::json!({ "id": 7, "details": { "name": "broken" } });
    saved.insert(1, damaged.clone());
    let text = serde_json::to_string(&saved).expect("JSON");

    let restored = Session::default();
    let messages = restored.restore(&text);
    assert_eq!(names(&restored.captures()), ["A", "B"]);
    assert!(messages.len() == 1 && messages[0].contains("“broken”"), "{messages:?}");
    for (own, before) in restored.captures().iter().zip(session.captures()) {
        assert_eq!(own.capture().expect("readable"), before.capture().expect("readable"));
    }
    let again: Vec<serde_json::Value> = serde_json::from_str(&restored.to_json()).expect("an array");
    assert!(again.contains(&damaged), "it is saved again as it was");
}

#[test]
fn edited_details_hold_after_loading_without_unpacking() {
    let session = Session::default();
    session.add(capture("A"));
    let restored = Session::default();
    restored.restore(&session.to_json());
    let id = restored.captures()[0].id();
    assert!(
        restored.edit(id, Details { name: "B".to_owned(), price: "$9".to_owned(), ..Details::default() })
    );
    let loaded = Session::default();
    loaded.restore(&restored.to_json());
    let captures = loaded.captures();
    assert_eq!(captures[0].capture().expect("readable").details.price, "$9");
}

#[test]
fn typing_a_name_is_one_step() {
    let session = Session::default();
    session.add(capture("A"));
    let id = session.captures()[0].id();
    for name in ["B", "Ba", "Bal"] {
        assert!(session.edit(id, Details { name: name.to_owned(), ..Details::default() }));
    }
    session.undo();
    assert_eq!(names(&session.captures()), ["A"]);
    session.redo();
    assert_eq!(names(&session.captures()), ["Bal"]);
    session.undo();
    assert!(session.edit(id, Details { name: "C".to_owned(), ..Details::default() }));
    session.redo();
    assert_eq!(names(&session.captures()), ["C"], "a new change ends what could be made again");
}
