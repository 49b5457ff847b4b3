//! The VST3, and states exchanged between it and the CLAP.

use groundtruth_tests::headless_host::{HeadlessHost, linked_library};
use groundtruth_tests::saved_state::SavedState;
use groundtruth_tests::vst3_host::Vst3Host;
use serde_json::{Value, json};

/// A state as saved by the CLAP and the VST3: the same JSON, after a length in the CLAP.
fn from_vst3(host: &Vst3Host) -> SavedState {
    let json: Value = serde_json::from_slice(&host.save()).expect("a VST3 state is JSON");
    SavedState::from(json)
}

fn load_into_vst3(host: &Vst3Host, state: &mut SavedState) {
    assert!(host.load(state.json().to_string().as_bytes()), "a state loads");
}

fn clap() -> HeadlessHost {
    HeadlessHost::new(&linked_library())
}

#[test]
fn a_vst3_host_sees_no_parameter_and_sets_none() {
    let host = Vst3Host::linked();
    let before = host.save();
    assert_eq!(host.controller().count(), 0);
    assert!(!host.controller().set("freeze", 1.0) && !host.controller().set("take", 0.5));
    assert_eq!(host.save(), before);
    assert_eq!(from_vst3(&host).json()["params"], json!({}));
}

#[test]
fn freeze_and_take_travel_from_the_clap_to_the_vst3_and_back() {
    let mut first = clap();
    assert_eq!(first.set_parameter("Freeze", 1.0), 1.0);
    assert_eq!(first.set_parameter("Take", 17.0).round(), 17.0);
    let mut state = first.save();
    state.set_in_field("settings", "measure.transform_frames", json!(8192));

    let vst3 = Vst3Host::linked();
    load_into_vst3(&vst3, &mut state);
    let saved = from_vst3(&vst3);
    assert_eq!(saved.field("hold"), Some(json!({"format": 1, "frozen": true, "take": 17})));
    assert_eq!(saved.field("settings").expect("settings")["measure"]["transform_frames"], 8192);
    assert_eq!(saved.field("damaged"), Some(json!({})));

    let mut second = clap();
    second.load(&saved).expect("a VST3's state loads into the CLAP");
    let mut back = second.save();
    assert_eq!(back.json()["params"], json!({"freeze": {"bool": true}, "take": {"i32": 17}}));
    assert_eq!(back.field("settings"), saved.field("settings"));
}

#[test]
fn a_state_from_before_the_field_keeps_its_parameters_in_both_formats() {
    let mut old = clap().save();
    old.json()["params"] = json!({"freeze": {"bool": true}, "take": {"i32": 4}});
    old.json()["fields"].as_object_mut().expect("fields").remove("hold");

    let mut host = clap();
    host.load(&old).expect("an old state loads");
    assert_eq!(host.save().json()["params"], old.json()["params"]);
    let vst3 = Vst3Host::linked();
    load_into_vst3(&vst3, &mut old);
    assert_eq!(from_vst3(&vst3).field("hold"), Some(json!({"format": 1, "frozen": true, "take": 4})));
}

#[test]
fn what_a_later_version_keeps_beside_freeze_and_take_survives_in_the_vst3() {
    let host = Vst3Host::linked();
    let mut state = from_vst3(&host);
    state.set_field("hold", &json!({"frozen": true, "take": 70_000, "colour_of_tea": "green"}));
    load_into_vst3(&host, &mut state);
    let saved = from_vst3(&host).field("hold");
    assert_eq!(saved, Some(json!({"format": 1, "frozen": true, "take": 9999, "colour_of_tea": "green"})));
}
