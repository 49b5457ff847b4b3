//! A value that preserves unknown parts of its saved form when saved again.

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Version of the current form of every field, saved as `format`.
const FORMAT: u32 = 1;

/// A persisted value, and the keys that a later version had saved beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Kept<T> {
    /// The part known to this version.
    pub value: T,
    beyond: Map<String, Value>,
}

impl<T> From<T> for Kept<T> {
    fn from(value: T) -> Kept<T> {
        Kept { value, beyond: Map::new() }
    }
}

impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tree = serde_json::to_value(&self.value).map_err(S::Error::custom)?;
        if let Value::Object(entries) = &mut tree {
            entries.insert("format".to_owned(), FORMAT.into());
            overlay(entries, &self.beyond);
        }
        tree.serialize(serializer)
    }
}

impl<'de, T: Serialize + DeserializeOwned> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Kept<T>, D::Error> {
        let stored = Value::deserialize(deserializer)?;
        let value = T::deserialize(&stored).map_err(D::Error::custom)?;
        let known = serde_json::to_value(&value).map_err(D::Error::custom)?;
        let mut beyond = difference(&stored, &known);
        beyond.remove("format");
        Ok(Kept { value, beyond })
    }
}

/// The entries of `stored` that `known` lacks, at any depth.
fn difference(stored: &Value, known: &Value) -> Map<String, Value> {
    let (Value::Object(stored), Value::Object(known)) = (stored, known) else { return Map::new() };
    let mut beyond = Map::new();
    for (key, value) in stored {
        match known.get(key) {
            None => drop(beyond.insert(key.clone(), value.clone())),
            Some(known) => {
                let deeper = difference(value, known);
                if !deeper.is_empty() {
                    beyond.insert(key.clone(), Value::Object(deeper));
                }
            }
        }
    }
    beyond
}

/// Adds missing entries, at any depth.
fn overlay(entries: &mut Map<String, Value>, beyond: &Map<String, Value>) {
    for (key, value) in beyond {
        match (entries.get_mut(key), value) {
            (None, value) => drop(entries.insert(key.clone(), value.clone())),
            (Some(Value::Object(entries)), Value::Object(deeper)) => overlay(entries, deeper),
            (Some(_), _) => {}
        }
    }
}
