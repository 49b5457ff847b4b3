//! Data in a state that this version cannot use, kept to be saved again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Parameters and fields of other versions, unchanged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Extra {
    pub(super) params: BTreeMap<String, ParamValueText>,
    pub(super) fields: BTreeMap<String, String>,
}

/// A parameter value as JSON text: the framework's own type does not implement comparison.
pub(super) type ParamValueText = String;

/// Unreadable texts, by place: `settings/measure/window`.
pub(crate) type Damaged = BTreeMap<String, String>;
