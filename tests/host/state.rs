//! Saved, loaded, damaged and future states of a DAW's session.

use groundtruth_tests::headless_host::{HeadlessHost, linked_library};
use groundtruth_tests::saved_state::SavedState;
use serde_json::{Value, json};

fn host() -> HeadlessHost {
    HeadlessHost::new(&linked_library())
}

#[test]
fn a_state_loads_into_a_fresh_instance_and_is_saved_the_same() {
    let mut first = host();
    let mut state = first.save();
    state.set_in_field("settings", "measure.transform_frames", json!(1 << 20));
    state.set_in_field("preferences", "window_width", json!(900.0));
    first.load(&state).expect("a valid state loads");

    let saved = first.save();
    assert_eq!(saved.field("settings").expect("settings")["measure"]["transform_frames"], 1 << 20);
    let mut second = host();
    second.load(&saved).expect("a saved state loads");
    assert_eq!(second.save(), saved);
}

#[test]
fn what_a_later_version_added_survives_a_round_trip() {
    let mut host = host();
    let mut state = host.save();
    state.set_field("bench", &json!({"A": [1, 2]}));
    state.set_in_field("settings", "measure.overlap", json!(0.9));
    state.json()["params"]["generator"] = json!({"f32": 0.25});
    host.load(&state).expect("a later state loads");

    let saved = host.save();
    let extra = saved.field("extra").expect("what is unknown is set aside");
    assert_eq!(extra["fields"]["bench"], json!({"A": [1, 2]}).to_string());
    assert_eq!(extra["params"]["generator"], json!({"f32": 0.25}).to_string());
    assert_eq!(saved.field("settings").expect("settings")["measure"]["overlap"], 0.9);
}

#[test]
fn a_damaged_field_loads_as_its_default_and_the_others_as_they_are() {
    let mut host = host();
    let untouched = host.save();
    let mut state = untouched.clone();
    state.json()["fields"]["settings"] = json!("{\"measure\": [torn");
    state.set_in_field("preferences", "window_width", json!(901.0));
    host.load(&state).expect("a state with one damaged field loads");

    let saved = host.save();
    assert_eq!(saved.field("settings"), untouched.field("settings"));
    assert_eq!(saved.field("preferences").expect("preferences")["window_width"], 901.0);
    assert_eq!(saved.field("damaged"), Some(json!({"settings": "{\"measure\": [torn"})));
}

#[test]
fn a_wholly_damaged_state_is_refused_and_changes_nothing() {
    let mut host = host();
    let mut state = host.save();
    state.set_in_field("settings", "analyse_while_closed", json!(true));
    host.load(&state).expect("a valid state loads");
    let before = host.save();
    let bytes = before.to_bytes();

    let with_length = |json: &[u8]| [&(json.len() as u64).to_le_bytes(), json].concat();
    for damaged in [
        Vec::new(),
        bytes[..bytes.len() / 2].to_vec(),
        with_length(b""),
        with_length(b"null"),
        with_length(b"{\"version\":\"0.1.0\"}"),
        with_length(b"{\"params\":{\"freeze\":{\"nonsense\":1}},\"fields\":{}}"),
        with_length(&[0xff; 100]),
    ] {
        assert!(!host.accepts_state_bytes(&damaged), "{damaged:?}");
        assert_eq!(host.save(), before, "{damaged:?}");
    }
}

#[test]
fn no_torn_byte_makes_the_plugin_crash() {
    let mut host = host();
    let bytes = host.save().to_bytes();
    for position in 8..bytes.len() {
        let mut torn = bytes.clone();
        torn[position] = b'}';
        // It may be rejected or repaired, as long as the plugin can still save itself.
        host.accepts_state_bytes(&torn);
    }
    assert!(host.save().field("settings").is_some_and(|settings| settings.is_object()));
}

#[test]
fn freeze_and_take_are_the_only_parameters_saved() {
    let mut state = host().save();
    assert_eq!(state.json()["params"], json!({"freeze": {"bool": false}, "take": {"i32": 0}}));
    let fields: Vec<&String> = state.json()["fields"].as_object().expect("fields").keys().collect();
    assert_eq!(fields, ["captures", "damaged", "extra", "hold", "preferences", "report", "settings"]);
    assert_eq!(state.field("report"), Some(Value::Null));
}

/// A state of version 1 with every field in use, as a DAW has kept it.
const VERSION_1: &str = include_str!("fixtures/state-1.json");

#[test]
fn a_state_of_version_1_loads_and_is_saved_again_with_all_that_was_in_it() {
    let stored = SavedState::from(serde_json::from_str::<Value>(VERSION_1).expect("JSON"));
    let mut host = host();
    host.load(&stored).expect("a state of version 1 loads");
    let mut saved = host.save();
    assert_eq!(saved.json()["params"], json!({"freeze": {"bool": true}, "take": {"i32": 17}}));
    for field in ["hold", "settings", "preferences", "report", "captures", "extra", "damaged"] {
        let before = stored.field(field).expect("a field of version 1");
        let now = saved.field(field).unwrap_or_else(|| panic!("{field} is not saved"));
        assert!(holds(&now, &before), "{field}: {now} lacks something of {before}");
    }
    let captures = saved.field("captures").expect("captures");
    assert_eq!(captures[0]["details"]["name"], "Amp 3, balanced");
    assert_eq!(saved.report().expect("a report").channels.len(), 2);
}

/// Whether a tree has all entries of an earlier one; it may have more.
fn holds(now: &Value, before: &Value) -> bool {
    match (now, before) {
        (Value::Object(now), Value::Object(before)) => {
            before.iter().all(|(key, before)| now.get(key).is_some_and(|now| holds(now, before)))
        }
        (Value::Array(now), Value::Array(before)) => {
            now.len() == before.len() && now.iter().zip(before).all(|(now, before)| holds(now, before))
        }
        _ => now == before,
    }
}
