//! States far larger than real ones.

use std::time::{Duration, Instant};

use super::*;

/// An unoptimised build on a busy machine takes half a second; quadratic time was 17 s.
const LIMIT: Duration = Duration::from_secs(3);

/// Unknown entries, half a megabyte.
fn unknown_entries(count: usize) -> serde_json::Map<String, Value> {
    (0..count).map(|index| (format!("key{index:05}"), json!(index))).collect()
}

fn load_in_time(stored: PluginState) -> (Arc<Instance>, Parameters) {
    let began = Instant::now();
    let loaded = load(stored);
    assert!(began.elapsed() < LIMIT, "loaded after {:?}", began.elapsed());
    loaded
}

#[test]
fn a_bad_entry_among_forty_thousand_unknown_ones_is_found_in_time_and_alone_refused() {
    let mut settings = unknown_entries(40_000);
    let mut measure = unknown_entries(40_000);
    measure.insert("window".to_owned(), json!("triangle"));
    measure.insert("transform_frames".to_owned(), json!(8192));
    settings.insert("measure".to_owned(), Value::Object(measure));
    let (instance, params) = load_in_time(state(&[("settings", Value::Object(settings))]));

    assert_eq!(instance.settings().measure.transform_frames, 8192);
    let kept = saved(&params, "settings");
    assert_eq!((&kept["key39999"], &kept["measure"]["key00000"]), (&json!(39_999), &json!(0)));
    assert_eq!(saved(&params, "damaged"), json!({"settings/measure/window": "\"triangle\""}));
}

#[test]
fn of_a_map_of_many_entries_only_the_bad_ones_are_refused_and_they_share_a_message() {
    let mut fields = unknown_entries(40_000);
    fields.insert("bench".to_owned(), json!("[1,2,3]"));
    let extra = json!({"params": {}, "fields": fields});
    let (instance, params) = load_in_time(state(&[("extra", extra)]));

    assert_eq!(saved(&params, "extra")["fields"], json!({"bench": "[1,2,3]"}));
    assert_eq!(saved(&params, "damaged").as_object().map(serde_json::Map::len), Some(40_000));
    let messages = instance.messages();
    assert_eq!(messages.len(), 21);
    assert_eq!(messages[20], "39980 more saved entries could not be read.");
}

#[test]
fn a_state_of_more_than_16_megabytes_changes_nothing_and_leaves_a_message() {
    let (instance, params) = load(state(&[("settings", json!({"analyse_while_closed": true}))]));
    let before = params.serialize_fields();
    let text = "x".repeat(16_000_000);
    let mut large = state(&[("settings", json!({"analyse_while_closed": false, "text": text}))]);
    large.params.insert("freeze".to_owned(), ParamValue::Bool(true));
    filter(&mut large);
    params.deserialize_fields(&large.fields);

    assert!(large.params.is_empty());
    assert_eq!(params.serialize_fields(), before);
    let [message] = &instance.messages()[..] else { panic!("{:?}", instance.messages()) };
    assert!(message.contains("was not loaded: it holds 16.0 MB and 16 MB is the limit"), "{message}");
}

#[test]
fn a_state_just_below_16_megabytes_loads() {
    let text = "x".repeat(15_900_000);
    let stored = state(&[("settings", json!({"analyse_while_closed": true, "text": text}))]);
    let (instance, _) = load(stored);
    assert!(instance.settings().analyse_while_closed);
    assert_eq!(instance.messages(), Vec::<String>::new());
}
