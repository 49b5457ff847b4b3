//! Reads the valid parts of a saved field.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::aside::{Damaged, Extra};
use crate::editor::preferences::Preferences;
use crate::settings::InstrumentSettings;

/// A persisted type with rules for valid trees.
pub(crate) trait Readable: Default + Serialize + DeserializeOwned {
    /// Keys whose entries are only valid together.
    const INDIVISIBLE: &'static [&'static str] = &[];

    /// Whether a value of the right shape is also valid.
    fn is_sane(&self) -> bool {
        true
    }

    /// The value of a tree; `None` if the tree has another shape or is invalid.
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
        self.is_valid()
    }
}

impl Readable for Extra {}
impl Readable for Damaged {}

/// The largest parts of `stored` that read as a `T`, over the default; the rest goes into `damaged`. Keys unknown to
/// `T` are kept.
///
/// Takes time proportional to the text: the whole is read once, then every known key once, then the unknown keys
/// together.
pub(super) fn keep_what_reads<T: Readable>(name: &str, mut stored: Value, damaged: &mut Damaged) -> Value {
    if T::read(&stored).is_some() {
        return stored;
    }
    let mut refuse = |path: &[String], text: String| {
        damaged.insert([&[name.to_owned()], path].concat().join("/"), text);
    };
    let default = T::default_tree();
    let mut beyond = Vec::new();
    set_unknown_aside::<T>(&default, &mut Vec::new(), &mut stored, &mut beyond);
    let mut accepted = default.clone();
    adopt::<T>(&mut accepted, &mut Vec::new(), stored, &mut refuse);
    for (path, entries) in beyond {
        let entries = which_read::<T>(&default, &path, entries, &mut refuse);
        if let Some(place) = object_at(&mut accepted, &path) {
            place.extend(entries);
        }
    }
    accepted
}

/// Removes the entries missing in the default from `stored`, at any depth, by the path of their object. Otherwise every
/// known key would be read together with all of them.
fn set_unknown_aside<T: Readable>(
    default: &Value,
    path: &mut Vec<String>,
    stored: &mut Value,
    beyond: &mut Vec<(Vec<String>, Map<String, Value>)>,
) {
    let (Value::Object(default), Value::Object(entries)) = (default, stored) else { return };
    if !is_divisible::<T>(path) {
        return;
    }
    let (known, unknown): (Map<_, _>, Map<_, _>) =
        std::mem::take(entries).into_iter().partition(|(key, _)| default.contains_key(key));
    *entries = known;
    if !unknown.is_empty() {
        beyond.push((path.clone(), unknown));
    }
    for (key, value) in entries {
        path.push(key.clone());
        set_unknown_aside::<T>(&default[key], path, value, beyond);
        path.pop();
    }
}

/// The readable entries, tested at `path` of the default. If `T` ignores unknown keys all are readable; the entries of
/// a map are tested individually once one is unreadable.
fn which_read<T: Readable>(
    default: &Value,
    path: &[String],
    entries: Map<String, Value>,
    refuse: &mut impl FnMut(&[String], String),
) -> Map<String, Value> {
    let mut tree = default.clone();
    let mut reads = |entries: &Map<String, Value>| {
        let Some(place) = object_at(&mut tree, path) else { return false };
        let known = place.clone();
        place.extend(entries.clone());
        let reads = T::read(&tree).is_some();
        if let Some(place) = object_at(&mut tree, path) {
            *place = known;
        }
        reads
    };
    if reads(&entries) {
        return entries;
    }
    let (good, bad): (Map<_, _>, Map<_, _>) =
        entries.into_iter().partition(|(key, value)| reads(&Map::from_iter([(key.clone(), value.clone())])));
    for (key, value) in bad {
        refuse(&[path, &[key]].concat(), value.to_string());
    }
    good
}

fn is_divisible<T: Readable>(path: &[String]) -> bool {
    path.last().is_none_or(|key| !T::INDIVISIBLE.contains(&key.as_str()))
}

/// Puts `stored` at `path`; if the whole is then unreadable, tries its entries individually. `accepted` is readable
/// before and after.
fn adopt<T: Readable>(
    accepted: &mut Value,
    path: &mut Vec<String>,
    stored: Value,
    refuse: &mut impl FnMut(&[String], String),
) {
    let Some(place) = at(accepted, path) else { return };
    let before = std::mem::replace(place, stored.clone());
    if T::read(accepted).is_some() {
        return;
    }
    let is_object = before.is_object();
    if let Some(place) = at(accepted, path) {
        *place = before;
    }
    match stored {
        Value::Object(entries) if is_object && is_divisible::<T>(path) => {
            for (key, value) in entries {
                path.push(key);
                adopt::<T>(accepted, path, value, refuse);
                path.pop();
            }
        }
        stored => refuse(path, stored.to_string()),
    }
}

/// The value at `path`.
fn at<'a>(tree: &'a mut Value, path: &[String]) -> Option<&'a mut Value> {
    path.iter().try_fold(tree, |tree, key| tree.get_mut(key))
}

fn object_at<'a>(tree: &'a mut Value, path: &[String]) -> Option<&'a mut Map<String, Value>> {
    at(tree, path)?.as_object_mut()
}
