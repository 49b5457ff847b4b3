//! The plugin's saved state as a DAW keeps it: read, changed, given back.
//!
//! The framework writes an 8-byte length, then JSON `{version, params, fields}`, where each field is JSON inside a
//! JSON string.

use groundtruth_measure::Report;
use serde_json::{Value, json};

/// A saved state.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedState(Value);

impl From<Value> for SavedState {
    /// The state of a VST3, which has no length prefix.
    fn from(json: Value) -> SavedState {
        SavedState(json)
    }
}

impl SavedState {
    /// Reads what [`clap.state`](https://github.com/free-audio/clap/blob/main/include/clap/ext/state.h) saved.
    pub fn from_bytes(bytes: &[u8]) -> Option<SavedState> {
        let (length, json) = bytes.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        serde_json::from_slice(json.get(..length)?).ok().map(SavedState)
    }

    /// The form that the plugin loads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let json = self.0.to_string().into_bytes();
        let mut bytes = (json.len() as u64).to_le_bytes().to_vec();
        bytes.extend(json);
        bytes
    }

    /// The whole JSON, to look into or damage.
    pub fn json(&mut self) -> &mut Value {
        &mut self.0
    }

    /// One persisted field, parsed.
    pub fn field(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.0.get("fields")?.get(name)?.as_str()?).ok()
    }

    /// Replaces one persisted field.
    pub fn set_field(&mut self, name: &str, value: &Value) {
        self.0["fields"][name] = json!(value.to_string());
    }

    /// Sets one key inside a persisted field and leaves the rest of it.
    pub fn set_in_field(&mut self, field: &str, path: &str, value: Value) {
        let mut content = self.field(field).unwrap_or_else(|| json!({}));
        let mut place = &mut content;
        for key in path.split('.') {
            place = &mut place[key];
        }
        *place = value;
        self.set_field(field, &content);
    }

    /// The report of the last finished record.
    pub fn report(&self) -> Option<Report> {
        serde_json::from_value(self.field("report")?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_key_leaves_its_neighbours() {
        let mut state = SavedState(json!({"fields": {"view": r#"{"tab":"spectrum","zoom":{"x":1,"y":2}}"#}}));
        state.set_in_field("view", "zoom.x", json!(7));
        assert_eq!(state.field("view"), Some(json!({"tab": "spectrum", "zoom": {"x": 7, "y": 2}})));
    }

    #[test]
    fn bytes_come_back_as_the_same_state() {
        let state = SavedState(json!({"version": "0.1.0", "fields": {"a": "1"}}));
        assert_eq!(SavedState::from_bytes(&state.to_bytes()), Some(state));
    }

    #[test]
    fn cut_bytes_are_no_state() {
        let bytes = SavedState(json!({"fields": {}})).to_bytes();
        assert_eq!(SavedState::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(SavedState::from_bytes(&[]), None);
    }
}
