//! Captures as JSON text: one line for each key of the capture, so that the text can be searched by lines, and its last
//! line shows that it is complete.

use std::fmt;

use groundtruth_measure::Report;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::capture::{Capture, Details};
use crate::measured::Measured;

/// End of a complete text. Inside a capture no line begins with a brace.
pub(crate) const END: &[u8] = b"\n}\n";

const NOT_OURS: &str = "is neither a report nor a capture of this program";

/// The schema, whatever else there is.
#[derive(Deserialize)]
struct Head {
    schema: String,
}

impl Capture {
    /// The capture as `groundtruth.capture/1`, with a line for each key.
    pub fn to_json(&self) -> String {
        Document::of(self).and_then(|document| document.text()).expect("a capture has a form in JSON")
    }

    /// Reads a capture, or makes one from a report as `groundtruth measure --json` writes it; that is named after its
    /// source.
    ///
    /// # Errors
    ///
    /// In what way the text is neither, as the rest of a sentence that begins with the file.
    pub fn from_json(text: &str) -> Result<Capture, String> {
        let damaged = |error: serde_json::Error| format!("is damaged: {error}");
        match schema(text)?.as_str() {
            Capture::SCHEMA => serde_json::from_str(text).map_err(damaged),
            Report::SCHEMA => {
                let measured: Measured = serde_json::from_str(text).map_err(damaged)?;
                let name = measured.report.source.file.clone().unwrap_or_default();
                Ok(Capture::new(&name, measured))
            }
            other => Err(unknown_schema(other)),
        }
    }
}

/// The schema of a text, or why it is not of this program.
pub(crate) fn schema(text: &str) -> Result<String, String> {
    let head: serde_json::Result<Head> = serde_json::from_str(text);
    head.map(|head| head.schema).map_err(|error| match error.is_data() {
        true if text.trim_start().starts_with('[') => {
            "holds several reports; write each into its own file".to_owned()
        }
        true => NOT_OURS.to_owned(),
        false => format!("is no JSON: {error}"),
    })
}

/// Why a schema cannot be read.
pub(crate) fn unknown_schema(schema: &str) -> String {
    match schema.strip_prefix("groundtruth.capture/") {
        Some(_) => format!(
            "was written by a later version ({}); update this program to read it",
            schema.escape_debug()
        ),
        None => format!("{NOT_OURS}: its schema is {schema:?}"),
    }
}

/// The text of a capture with other details. Everything else stays as it is, also what this version does not know.
pub(crate) fn with_details(text: &str, details: &Details) -> serde_json::Result<String> {
    let mut document: Document = serde_json::from_str(text)?;
    document.set_details(details)?;
    document.text()
}

/// The keys of an object in their order, with unparsed values.
struct Document(Vec<(String, Box<RawValue>)>);

impl Document {
    fn of(capture: &Capture) -> serde_json::Result<Document> {
        serde_json::from_str(&serde_json::to_string(capture)?)
    }

    fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    fn set_details(&mut self, details: &Details) -> serde_json::Result<()> {
        let there = self.0.iter_mut().find(|(key, _)| key == "details");
        let Some((_, stored)) = there else {
            self.0.push(("details".to_owned(), to_raw_value(details)?));
            return Ok(());
        };
        let mut merged: Map<String, Value> = serde_json::from_str(stored.get())?;
        merged.retain(|key, _| !Details::KEYS.contains(&key.as_str()));
        if let Value::Object(new) = serde_json::to_value(details)? {
            merged.extend(new);
        }
        *stored = to_raw_value(&merged)?;
        Ok(())
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_map(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Document(entries))
    }
}
