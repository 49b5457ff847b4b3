//! The plugin's whole state, as a host's session keeps it, from arbitrary bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use groundtruth_captures::pack::PackedCaptures;
use groundtruth_fuzz::{Input, assert_unpacks_or_refuses};
use groundtruth_plugin::{Groundtruth, HostSide, Instance, WithParameters};
use nice_plug::prelude::{Params, Plugin, PluginState};
use serde_json::Value;

/// A state that the host can parse loads; what is saved then is loaded and saved again as it was, and no entry of
/// `captures` is lost, readable or not.
pub fn state(bytes: &[u8]) -> Input {
    let Ok(stored) = serde_json::from_slice::<PluginState>(bytes) else { return Input::Foreign };
    let entries = stored.fields.get("captures").map_or(0, |text| elements(text));
    let once = reloaded(stored);
    let again = PluginState { version: String::new(), params: BTreeMap::new(), fields: once.clone() };
    assert_eq!(once, reloaded(again), "a state changes as it is saved and loaded");
    let captures = &once["captures"];
    assert_eq!(elements(captures), entries, "entries of {captures}");
    let captures = PackedCaptures::from_json(captures).expect("an array is saved");
    captures.captures.iter().for_each(assert_unpacks_or_refuses);
    Input::Used
}

/// The fields that an instance saves after it has loaded a state.
fn reloaded(mut stored: PluginState) -> BTreeMap<String, String> {
    Groundtruth::filter_state(&mut stored);
    let instance = Arc::new(Instance::default());
    let params = WithParameters::params(instance.clone());
    params.deserialize_fields(&stored.fields);
    instance.messages().iter().for_each(|message| assert!(!message.is_empty()));
    params.serialize_fields()
}

/// Length of an array; 0 of anything else.
fn elements(text: &str) -> usize {
    serde_json::from_str(text).map_or(0, |array: Vec<Value>| array.len())
}
