//! What a state holds that this version cannot use, kept to be saved again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Parameters and fields of other versions, as they came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Extra {
    pub(super) params: BTreeMap<String, ParamValueText>,
    pub(super) fields: BTreeMap<String, String>,
}

/// A parameter value as JSON text: the framework's own type compares to nothing.
pub(super) type ParamValueText = String;

/// Texts that could not be read, by place: `settings/measure/window`.
pub(crate) type Damaged = BTreeMap<String, String>;
