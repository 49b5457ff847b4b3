//! *Freeze* and *take*, which occur twice in a state: as parameters, which only the CLAP has, and in a field that both
//! formats read. If they differ, the parameters have priority, because older states have only these.

use std::mem::discriminant;

use nice_plug::plugin::ParamValue;
use nice_plug::prelude::PluginState;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::aside::Damaged;
use super::readable::Readable;
use super::texts::{read_field, value_text};

/// Highest number of a take.
pub(crate) const LAST_TAKE: i32 = 9999;
/// The parameters' ids.
pub(super) const PARAMS: [&str; 2] = ["freeze", "take"];

/// Name of the field.
const FIELD: &str = "hold";

/// Whether the display is frozen, and the number of the take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Hold {
    /// Whether figures and curves are frozen.
    pub frozen: bool,
    /// Number of the take.
    pub take: i32,
}

impl Readable for Hold {}

/// Gives parameters and field the same values, in range.
pub(super) fn settle(state: &mut PluginState, damaged: &mut Damaged) {
    let saved: Hold = read_field(state, FIELD, damaged);
    let mut param = |name: &str, saved: ParamValue| {
        let value = match state.params.remove(name) {
            Some(value) if discriminant(&value) == discriminant(&saved) => value,
            Some(other) => {
                damaged.insert(name.to_owned(), value_text(&other));
                saved
            }
            None => saved,
        };
        // The framework accepts any number from a state.
        let value = if let ParamValue::I32(take) = value { ParamValue::I32(in_range(take)) } else { value };
        state.params.insert(name.to_owned(), value.clone());
        value
    };
    let [freeze, take] = PARAMS;
    let values = [param(freeze, ParamValue::Bool(saved.frozen)), param(take, ParamValue::I32(saved.take))];
    write(state, values);
}

fn in_range(take: i32) -> i32 {
    take.clamp(0, LAST_TAKE)
}

/// Writes the values into the field, keeping data of a later version there.
fn write(state: &mut PluginState, values: [ParamValue; 2]) {
    let Some(text) = state.fields.get_mut(FIELD) else { return };
    let mut tree: Value = serde_json::from_str(text).unwrap_or_else(|_| json!({}));
    let [frozen, take] = values.map(|value| match value {
        ParamValue::Bool(frozen) => json!(frozen),
        ParamValue::I32(take) => json!(take),
        ParamValue::F32(_) | ParamValue::String(_) => Value::Null,
    });
    (tree["frozen"], tree["take"]) = (frozen, take);
    *text = tree.to_string();
}
