//! Fields and parameters as JSON texts.

use nice_plug::plugin::ParamValue;
use nice_plug::prelude::PluginState;
use serde::Serialize;
use serde_json::Value;

use super::aside::Damaged;
use super::readable::{Readable, keep_what_reads};

/// Reads the valid parts of one field, and replaces it by a text that is completely readable.
pub(super) fn read_field<T: Readable>(state: &mut PluginState, name: &str, damaged: &mut Damaged) -> T {
    let stored = state.fields.remove(name);
    let accepted = match stored.as_deref().map(serde_json::from_str) {
        Some(Ok(stored)) => keep_what_reads::<T>(name, stored, damaged),
        Some(Err(_)) => {
            damaged.extend(stored.map(|text| (name.to_owned(), text)));
            T::default_tree()
        }
        None => T::default_tree(),
    };
    state.fields.insert(name.to_owned(), accepted.to_string());
    T::read(&accepted).unwrap_or_default()
}

pub(super) fn write_field<T: Serialize>(state: &mut PluginState, name: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        state.fields.insert(name.to_owned(), text);
    }
}

/// A parameter value as JSON.
pub(super) fn value_text(value: &ParamValue) -> String {
    serde_json::to_value(value).unwrap_or(Value::Null).to_string()
}
