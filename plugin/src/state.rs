//! The saved state, and the handling of damaged or later ones.
//!
//! The host keeps `{version, params, fields}`; each field is its own JSON. [`filter`] runs first on every load: data
//! unknown to this version is moved to `extra`, unreadable data to `damaged`, and replaced by the default. Both are
//! saved again, so that nothing is lost.

use nice_plug::plugin::ParamValue;
use nice_plug::prelude::PluginState;

mod aside;
mod hold;
mod kept;
mod readable;
mod stored;
mod texts;

pub(crate) use aside::{Damaged, Extra};
pub(crate) use hold::{Hold, LAST_TAKE};
pub(crate) use kept::Kept;
pub(crate) use stored::{StoredCaptures, StoredReport};
use texts::{read_field, value_text, write_field};

use crate::editor::preferences::Preferences;
use crate::settings::InstrumentSettings;

/// Longest state that is loaded, in bytes of its names and texts. A session with a full report takes 0.2 MB.
const LONGEST_BYTES: usize = 16_000_000;

/// Key in [`Damaged`] for the reason why a whole state was rejected. No field or parameter has this name.
pub(crate) const REFUSED: &str = "state";

/// Brings any state that the host could parse into a form that loads completely. One longer than [`LONGEST_BYTES`]
/// changes nothing and leaves a message.
pub(crate) fn filter(state: &mut PluginState) {
    let bytes = length_bytes(state);
    if bytes > LONGEST_BYTES {
        refuse(state, bytes);
        return;
    }
    let mut damaged = Damaged::new();
    let mut extra: Extra = read_field(state, "extra", &mut damaged);
    let earlier: Damaged = read_field(state, "damaged", &mut damaged);

    take_back_known(state, &mut extra);
    read_field::<InstrumentSettings>(state, "settings", &mut damaged);
    read_field::<Preferences>(state, "preferences", &mut damaged);
    read_field::<StoredReport>(state, "report", &mut damaged);
    check_array(state, "captures", &mut damaged);
    hold::settle(state, &mut damaged);
    set_unknown_aside(state, &mut extra);

    damaged.extend(earlier);
    write_field(state, "extra", &extra);
    write_field(state, "damaged", &damaged);
}

/// A field that is read element by element has to be an array.
fn check_array(state: &mut PluginState, name: &str, damaged: &mut Damaged) {
    let is_array = |text: &String| serde_json::from_str::<Vec<serde::de::IgnoredAny>>(text).is_ok();
    if let Some(text) = state.fields.remove(name) {
        if is_array(&text) {
            state.fields.insert(name.to_owned(), text);
            return;
        }
        damaged.insert(name.to_owned(), text);
    }
    state.fields.insert(name.to_owned(), "[]".to_owned());
}

fn length_bytes(state: &PluginState) -> usize {
    let fields = state.fields.iter().map(|(name, text)| name.len() + text.len());
    let text_bytes = |value: &ParamValue| if let ParamValue::String(text) = value { text.len() } else { 0 };
    let params = state.params.iter().map(|(name, value)| name.len() + text_bytes(value));
    fields.chain(params).sum()
}

/// A missing parameter or field keeps its value, so that only the message arrives.
fn refuse(state: &mut PluginState, bytes: usize) {
    let reason = format!(
        "The saved state was not loaded: it holds {:.1} MB and {} MB is the limit. Settings and figures are unchanged. \
         Save the session again to replace it.",
        bytes as f64 / 1e6,
        LONGEST_BYTES / 1_000_000
    );
    state.params.clear();
    state.fields.clear();
    write_field(state, "damaged", &Damaged::from([(REFUSED.to_owned(), reason)]));
}

/// Data set aside by an earlier version and known to this one is restored to its place.
fn take_back_known(state: &mut PluginState, extra: &mut Extra) {
    for name in stored::NAMES {
        if let Some(text) = extra.fields.remove(name) {
            state.fields.entry(name.to_owned()).or_insert(text);
        }
    }
    for name in hold::PARAMS {
        let value = extra.params.remove(name).and_then(|text| serde_json::from_str(&text).ok());
        if let Some(value) = value {
            state.params.entry(name.to_owned()).or_insert(value);
        }
    }
}

fn set_unknown_aside(state: &mut PluginState, extra: &mut Extra) {
    let unknown_field = |name: &String, _: &mut String| !stored::NAMES.contains(&name.as_str());
    extra.fields.extend(state.fields.extract_if(.., unknown_field));
    let unknown_param = |name: &String, _: &mut ParamValue| !hold::PARAMS.contains(&name.as_str());
    let unknown = state.params.extract_if(.., unknown_param);
    extra.params.extend(unknown.map(|(name, value)| (name, value_text(&value))));
}

#[cfg(test)]
mod tests;
