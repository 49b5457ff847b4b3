//! The fields of a saved state.

use std::sync::Arc;

use groundtruth_measure::Report;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::readable::Readable;

/// Every field of the state, by the name that it is saved under.
pub(super) const NAMES: [&str; 7] =
    ["hold", "settings", "preferences", "report", "captures", "extra", "damaged"];

/// The last finished reading, if there is one.
pub(crate) type StoredReport = Option<Arc<Report>>;

impl Readable for StoredReport {}

/// The captures as one text of JSON, an array. It is read element by element, by [`crate::session`].
#[derive(Clone, Debug)]
pub(crate) struct StoredCaptures(pub Box<RawValue>);

impl Default for StoredCaptures {
    fn default() -> StoredCaptures {
        StoredCaptures::of("[]".to_owned())
    }
}

impl StoredCaptures {
    /// Of a text in JSON; without captures if it is none.
    pub fn of(text: String) -> StoredCaptures {
        StoredCaptures(RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}

impl Serialize for StoredCaptures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for StoredCaptures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<StoredCaptures, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(StoredCaptures)
    }
}
