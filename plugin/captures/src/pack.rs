//! Captures in the session's saved state: compressed, with id and details readable.
//!
//! A state is loaded and saved often, and most of its captures are not looked at. So a capture stays packed until its
//! figures are asked for, and its details are edited beside the packed part.

use std::fmt::{self, Display, Formatter};
use std::io::{Read, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD as BASE64;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ulid::Ulid;

use crate::capture::{Capture, Details};

/// Most bytes of a packed capture in a state. A tone takes 30 KiB; a run of the bench track with its sections and curves
/// 270 KiB.
pub const MOST_PACKED_BYTES: usize = 512 * 1024;

/// Most bytes of an unpacked capture.
pub const MOST_UNPACKED_BYTES: usize = 16 << 20;

/// A capture without its samples, for the state of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackedCapture {
    /// Id of the capture.
    pub id: Ulid,
    /// What the user says. Holds instead of the packed details.
    pub details: Details,
    /// The capture's JSON, compressed by DEFLATE, in Base64.
    pub blob: String,
}

/// Why a capture could not be packed or unpacked. The text names the capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The capture's name, or its id if it has none.
    pub name: String,
    /// What is wrong.
    pub problem: PackProblem,
}

/// What is wrong with a packed capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackProblem {
    /// It takes more than [`MOST_PACKED_BYTES`].
    TooLong {
        /// Bytes that it would take.
        bytes: usize,
    },
    /// It unpacks to more than [`MOST_UNPACKED_BYTES`].
    Bomb,
    /// It cannot be read.
    Damaged(String),
}

impl PackedCapture {
    /// Packs a capture.
    ///
    /// # Errors
    ///
    /// [`PackProblem::TooLong`].
    pub fn pack(capture: &Capture) -> Result<PackedCapture, PackError> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        let written = serde_json::to_writer(&mut encoder, capture).map_err(|error| error.to_string());
        let written = written.and_then(|()| encoder.flush().map_err(|error| error.to_string()));
        let bytes = written.and_then(|()| encoder.finish().map_err(|error| error.to_string()));
        let (id, details) = (capture.id, capture.details.clone());
        let named = |problem| PackError { name: name(&details, id), problem };
        let bytes = bytes.map_err(|reason| named(PackProblem::Damaged(reason)))?;
        let packed = PackedCapture { id, details, blob: BASE64.encode(bytes) };
        let bytes = serde_json::to_vec(&packed).map_or(usize::MAX, |text| text.len());
        match bytes {
            ..=MOST_PACKED_BYTES => Ok(packed),
            _ => Err(packed.error(PackProblem::TooLong { bytes })),
        }
    }

    /// Unpacks the capture, with these details.
    ///
    /// # Errors
    ///
    /// The packed part is damaged, too long, or that of another capture.
    pub fn unpack(&self) -> Result<Capture, PackError> {
        let damaged = |reason: String| self.error(PackProblem::Damaged(reason));
        let bytes = BASE64.decode(&self.blob).map_err(|error| damaged(error.to_string()))?;
        let mut text = Vec::new();
        let mut decoder = DeflateDecoder::new(&bytes[..]).take(MOST_UNPACKED_BYTES as u64 + 1);
        decoder.read_to_end(&mut text).map_err(|error| damaged(error.to_string()))?;
        if text.len() > MOST_UNPACKED_BYTES {
            return Err(self.error(PackProblem::Bomb));
        }
        let capture: Capture = serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
        if capture.schema != Capture::SCHEMA {
            return Err(damaged(format!("its schema is {:?}", capture.schema)));
        }
        if capture.id != self.id {
            return Err(damaged(format!("it holds another capture, {}", capture.id)));
        }
        Ok(Capture { details: self.details.clone(), ..capture })
    }

    fn error(&self, problem: PackProblem) -> PackError {
        PackError { name: name(&self.details, self.id), problem }
    }
}

fn name(details: &Details, id: Ulid) -> String {
    if details.name.is_empty() { id.to_string() } else { details.name.clone() }
}

impl Display for PackError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.problem {
            PackProblem::TooLong { bytes } => {
                let (takes, most) = (bytes.div_ceil(1024), MOST_PACKED_BYTES / 1024);
                write!(
                    f,
                    "{name}: takes {takes} KiB, and a session keeps {most} KiB of a capture; save it in the library"
                )
            }
            PackProblem::Bomb => {
                let most = MOST_UNPACKED_BYTES >> 20;
                write!(f, "{name}: unpacks to more than {most} MiB, which no capture does; it is kept packed")
            }
            PackProblem::Damaged(reason) => {
                write!(f, "{name}: is damaged in the session: {reason}; it is kept as it is")
            }
        }
    }
}

impl std::error::Error for PackError {}

/// The captures of a state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackedCaptures {
    /// Those with id and details; what is packed may still be damaged.
    pub captures: Vec<PackedCapture>,
    /// The text of those without, to be saved again as it is.
    pub set_aside: Vec<SetAside>,
}

/// A damaged part of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its name, if that can be read; otherwise its place in the list, from 1.
    pub name: String,
    /// In what way it is damaged.
    pub reason: String,
    /// Its JSON.
    pub text: String,
}

impl PackedCaptures {
    /// Reads the captures of a state; one that is damaged does not concern the others.
    ///
    /// # Errors
    ///
    /// The text is not an array in JSON.
    pub fn from_json(text: &str) -> serde_json::Result<PackedCaptures> {
        let mut read = PackedCaptures::default();
        let parts: Vec<&RawValue> = serde_json::from_str(text)?;
        for (index, part) in parts.into_iter().enumerate() {
            match serde_json::from_str(part.get()) {
                Ok(capture) => read.captures.push(capture),
                Err(error) => read.set_aside.push(SetAside {
                    name: readable_name(part).unwrap_or_else(|| format!("capture {}", index + 1)),
                    reason: error.to_string(),
                    text: part.get().to_owned(),
                }),
            }
        }
        Ok(read)
    }

    /// The form for a state; damaged parts are at the end.
    pub fn to_json(&self) -> String {
        let captures = self.captures.iter().map(|capture| serde_json::to_string(capture).unwrap_or_default());
        let parts: Vec<String> =
            captures.chain(self.set_aside.iter().map(|aside| aside.text.clone())).collect();
        format!("[{}]", parts.join(","))
    }
}

fn readable_name(part: &RawValue) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(part.get()).ok()?;
    value.get("details")?.get("name")?.as_str().map(str::to_owned)
}
