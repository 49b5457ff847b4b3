//! Reading of what stands before the figures of a capture.
//!
//! A list needs the first two kilobytes of each file. Reading these costs less than keeping an index up to date would,
//! and there is no index that could be wrong.

use std::fmt::{self, Formatter};
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use groundtruth_measure::StimulusKind;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use ulid::Ulid;

use crate::capture::{Capture, Details, Origin};
use crate::capture_json::{END, unknown_schema};

/// Longest capture that is read, in bytes.
pub(super) const LONGEST_BYTES: u64 = 1 << 26;

/// Bytes read at first: more than any head without long notes.
const HEAD_BYTES: usize = 1 << 12;

/// What stands before the figures.
#[derive(Default)]
pub(super) struct Head {
    schema: Option<String>,
    id: Option<Ulid>,
    details: Option<Details>,
    origin: Origin,
    source: Option<Source>,
    stimulus: Option<Stimulus>,
}

#[derive(Deserialize)]
struct Source {
    sample_rate_hz: f64,
    frames: u64,
}

#[derive(Deserialize)]
struct Stimulus {
    kind: StimulusKind,
}

/// The head of a capture that has all of it.
pub(super) struct CompleteHead {
    pub(super) id: Ulid,
    pub(super) details: Details,
    pub(super) origin: Origin,
    pub(super) sample_rate_hz: f64,
    pub(super) frames: u64,
    pub(super) stimulus: StimulusKind,
}

/// Reads the head of a file. The inner result is the head, or in what way the file is damaged.
pub(super) fn read(path: &Path) -> io::Result<(Metadata, Result<CompleteHead, String>)> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let length = metadata.len();
    if length > LONGEST_BYTES {
        let reason = format!("is longer than {} MB, which no capture is", LONGEST_BYTES >> 20);
        return Ok((metadata, Err(reason)));
    }
    let mut text = Vec::with_capacity(HEAD_BYTES);
    file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut text)?;
    if text.len() as u64 != length {
        if let Some(head) = before_figures(&text).filter(|_| ends_complete(&mut file)) {
            return Ok((metadata, Ok(head)));
        }
        file.seek(SeekFrom::Start(text.len() as u64))?;
        file.take(LONGEST_BYTES).read_to_end(&mut text)?;
    }
    Ok((metadata, whole(&text)))
}

/// Whether a file's last line is that of a capture. If not, it may be cut off, or written by another program.
fn ends_complete(file: &mut File) -> bool {
    let mut end = [0; END.len()];
    let read = file.seek(SeekFrom::End(-(END.len() as i64))).and_then(|_| file.read_exact(&mut end));
    read.is_ok() && end == *END
}

/// The head, if it lies within this beginning of a text.
fn before_figures(text: &[u8]) -> Option<CompleteHead> {
    let mut head = Head::default();
    // Ends with an error on purpose: behind the head, or at the end of the text.
    let _ = HeadSeed(&mut head).deserialize(&mut serde_json::Deserializer::from_slice(text));
    complete(head).ok()
}

/// The head of a text, all of which is read.
pub(super) fn whole(text: &[u8]) -> Result<CompleteHead, String> {
    let mut head = Head::default();
    let stopped = HeadSeed(&mut head).deserialize(&mut serde_json::Deserializer::from_slice(text));
    let text = str::from_utf8(text).map_err(|_| "is no JSON: it is not UTF-8".to_owned())?;
    match head.schema.as_deref() {
        Some(Capture::SCHEMA) => Capture::from_json(text).and_then(|_| complete(head)),
        Some(schema) => Err(unknown_schema(schema)),
        None => Err(match stopped {
            Err(error) if !error.is_data() => format!("is no JSON: {error}"),
            _ => "is no capture of this program".to_owned(),
        }),
    }
}

fn complete(head: Head) -> Result<CompleteHead, String> {
    let missing = |key: &str| format!("is damaged: it has no {key}");
    match head.schema.as_deref() {
        Some(Capture::SCHEMA) => {}
        Some(other) => return Err(unknown_schema(other)),
        None => return Err(missing("schema")),
    }
    let source = head.source.ok_or_else(|| missing("source"))?;
    Ok(CompleteHead {
        id: head.id.ok_or_else(|| missing("id"))?,
        details: head.details.ok_or_else(|| missing("details"))?,
        origin: head.origin,
        sample_rate_hz: source.sample_rate_hz,
        frames: source.frames,
        stimulus: head.stimulus.ok_or_else(|| missing("stimulus"))?.kind,
    })
}

impl Head {
    fn is_complete(&self) -> bool {
        self.schema.is_some()
            && self.id.is_some()
            && self.details.is_some()
            && self.source.is_some()
            && self.stimulus.is_some()
    }
}

/// Reads a capture's keys until the head is complete.
struct HeadSeed<'a>(&'a mut Head);
/// Reads the report's keys until the head is complete.
struct MeasuredSeed<'a>(&'a mut Head);

impl<'de> DeserializeSeed<'de> for HeadSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HeadSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str("a capture")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let HeadSeed(head) = self;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "schema" => head.schema = Some(map.next_value()?),
                "id" => head.id = Some(map.next_value()?),
                "details" => head.details = Some(map.next_value()?),
                "origin" => head.origin = map.next_value()?,
                "measured" => map.next_value_seed(MeasuredSeed(head))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for MeasuredSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MeasuredSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str("a report")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let MeasuredSeed(head) = self;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "source" => head.source = Some(map.next_value()?),
                "stimulus" => head.stimulus = Some(map.next_value()?),
                _ if head.is_complete() => return Err(A::Error::custom("the head is complete")),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}
