//! Reading as much of a saved field as makes sense.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Damaged, Extra};
use crate::editor::preferences::Preferences;
use crate::settings::InstrumentSettings;

/// A persisted type that says which trees it takes.
pub(crate) trait Readable: Default + Serialize + DeserializeOwned {
    /// Keys whose entries only make sense together.
    const INDIVISIBLE: &'static [&'static str] = &[];

    /// Whether a value of the right shape also makes sense.
    fn is_sane(&self) -> bool {
        true
    }

    /// The value of a tree; `None` when the tree has another shape or makes no sense.
    fn read(tree: &Value) -> Option<Self> {
        Self::deserialize(tree).ok().filter(Self::is_sane)
    }

    /// The tree of the default value.
    fn default_tree() -> Value {
        serde_json::to_value(Self::default()).unwrap_or(Value::Null)
    }
}

impl Readable for InstrumentSettings {
    const INDIVISIBLE: &'static [&'static str] = &["averaging", "band"];

    fn is_sane(&self) -> bool {
        self.is_valid()
    }
}

impl Readable for Preferences {
    fn is_sane(&self) -> bool {
        let sides = [self.window_width, self.window_height];
        self.level_low_dbfs < self.level_high_dbfs && sides.iter().all(|side| (1.0..=65_535.0).contains(side))
    }
}

impl Readable for Extra {}
impl Readable for Damaged {}

/// The largest pieces of `stored` that read as a `T`, over the default; the rest goes into `damaged`.
/// Keys that `T` does not know stay.
pub(super) fn keep_what_reads<T: Readable>(name: &str, stored: Value, damaged: &mut Damaged) -> Value {
    let mut accepted = T::default_tree();
    adopt::<T>(&mut accepted, &mut Vec::new(), stored, &mut |path, text| {
        damaged.insert([&[name.to_owned()], path].concat().join("/"), text);
    });
    accepted
}

/// Puts `stored` at `path`; where the whole then no longer reads, tries its entries one by one instead.
/// `accepted` reads before and after.
fn adopt<T: Readable>(
    accepted: &mut Value,
    path: &mut Vec<String>,
    stored: Value,
    refuse: &mut impl FnMut(&[String], String),
) {
    let before = put(accepted, path, Some(stored.clone()));
    if T::read(accepted).is_some() {
        return;
    }
    put(accepted, path, before.clone());
    let divisible = path.last().is_none_or(|key| !T::INDIVISIBLE.contains(&key.as_str()));
    match (before, stored) {
        (Some(Value::Object(_)), Value::Object(entries)) if divisible => {
            for (key, value) in entries {
                path.push(key);
                adopt::<T>(accepted, path, value, refuse);
                path.pop();
            }
        }
        (_, stored) => refuse(path, stored.to_string()),
    }
}

/// Sets or removes the value at `path` and returns what was there. The path's parents are objects.
fn put(tree: &mut Value, path: &[String], value: Option<Value>) -> Option<Value> {
    let Some((key, parents)) = path.split_last() else {
        return Some(std::mem::replace(tree, value.unwrap_or(Value::Null)));
    };
    let parent = parents.iter().try_fold(tree, |tree, key| tree.get_mut(key))?;
    let entries: &mut Map<String, Value> = parent.as_object_mut()?;
    match value {
        Some(value) => entries.insert(key.clone(), value),
        None => entries.remove(key),
    }
}
