//! The plugin's whole state, as a host's session keeps it, from arbitrary bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use groundtruth_captures::pack::{MOST_UNPACKED_BYTES, PackedCaptures};
use groundtruth_plugin::{Groundtruth, HostSide, Instance, WithParameters};
use nice_plug::prelude::{Params, Plugin, PluginState};
use serde_json::Value;

use crate::captures::assert_unpacks_or_refuses;
use crate::{Input, memory};

/// A state that the host can parse loads; what is saved then is loaded and saved again as it was, and no entry of
/// `captures` is lost, readable or not. Memory is bounded whatever the state claims.
pub fn state(bytes: &[u8]) -> Input {
    /// A capture of the greatest length, parsed.
    const MEMORY: usize = 64 * MOST_UNPACKED_BYTES;
    /// Copies of a text in the state's fields, as text and as trees.
    const MEMORY_PER_BYTE: usize = 2000;
    let Ok(stored) = serde_json::from_slice::<PluginState>(bytes) else { return Input::Foreign };
    let ((), held) = memory::peak_bytes(|| assert_kept(stored));
    let most = MEMORY + MEMORY_PER_BYTE * bytes.len();
    assert!(held <= most, "{held} bytes of memory for a state of {}", bytes.len());
    Input::Used
}

fn assert_kept(stored: PluginState) {
    let entries = stored.fields.get("captures").map_or(0, |text| elements(text));
    let once = reloaded(stored);
    let twice =
        reloaded(PluginState { version: String::new(), params: BTreeMap::new(), fields: once.clone() });
    assert_eq!(once, twice, "a state changes as it is saved and loaded");
    let captures = &once["captures"];
    assert_eq!(elements(captures), entries, "entries of {captures}");
    let captures = PackedCaptures::from_json(captures).expect("an array is saved");
    captures.captures.iter().for_each(assert_unpacks_or_refuses);
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
