//! Captures from and to files outside the library.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use groundtruth_measure::Report;
use ulid::Ulid;

use super::entry::{SAMPLES, samples_beside};
use super::error::LibraryError;
use super::folder::{Library, capture, text};
use super::write::Temporary;
use crate::capture::Capture;
use crate::capture_json::schema;
use crate::output::{Existing, write_whole};

/// A capture that is in the library now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its id.
    pub id: Ulid,
    /// Its file.
    pub path: PathBuf,
    /// Whether it was there before.
    pub was_there: bool,
}

impl Library {
    /// Imports a capture, with samples if a WAV file lies beside it, or a report as `groundtruth measure --json` writes
    /// it.
    ///
    /// # Errors
    ///
    /// The file is neither; it cannot be read, or the library not written; or the library holds this capture with other
    /// content, which stays.
    pub fn import(&self, file: &Path) -> Result<Imported, LibraryError> {
        let Stored { capture, text, is_report } = stored(file)?;
        if let Some(path) = self.path_of(capture.id)? {
            return match self.load(capture.id)? == capture {
                true => Ok(Imported { id: capture.id, path, was_there: true }),
                false => Err(LibraryError::OtherContent { path }),
            };
        }
        self.prepare()?;
        let samples = Some(samples_beside(file)).filter(|samples| !is_report && samples.is_file());
        let samples = samples
            .map(|samples| Temporary::in_library(self.folder(), |mut target| copy(&samples, &mut target)));
        let text = if is_report { capture.to_json() } else { text };
        let path = self.store(capture.id, &capture.details.name, &text, samples.transpose()?)?;
        Ok(Imported { id: capture.id, path, was_there: false })
    }

    /// Writes a capture into a new file: its samples if that ends in `.wav`, otherwise its JSON.
    ///
    /// # Errors
    ///
    /// There is no such capture, or it has no samples; the file exists, or cannot be written.
    pub fn export(&self, id: Ulid, target: &Path) -> Result<(), LibraryError> {
        let source = self.export_source(id, target)?;
        let written = write_whole(target, Existing::Keep, |file| copy(&source, file));
        written.map_err(|error| LibraryError::file(target, "written", error))
    }

    /// The library's file that an export to this target copies.
    ///
    /// # Errors
    ///
    /// There is no such capture, it has no samples, or it is damaged.
    pub fn export_source(&self, id: Ulid, target: &Path) -> Result<PathBuf, LibraryError> {
        let path = self.path(id)?;
        if target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(SAMPLES)) {
            return self.samples_path(id)?.ok_or(LibraryError::NoSamples { path });
        }
        self.load(id)?;
        Ok(path)
    }
}

/// Reads a capture or a report outside the library; a report's capture is named after its recording.
///
/// # Errors
///
/// The file cannot be read, or is neither.
pub fn read(file: &Path) -> Result<Capture, LibraryError> {
    stored(file).map(|stored| stored.capture)
}

/// A file's capture, and its text.
struct Stored {
    capture: Capture,
    text: String,
    is_report: bool,
}

fn stored(file: &Path) -> Result<Stored, LibraryError> {
    let text = text(file)?;
    let mut capture = capture(file, &text)?;
    let is_report = schema(&text).is_ok_and(|schema| schema == Report::SCHEMA);
    if is_report {
        capture.details.name = source_name(&capture.details.name, file);
    }
    Ok(Stored { capture, text, is_report })
}

fn copy(source: &Path, target: &mut dyn Write) -> io::Result<()> {
    io::copy(&mut File::open(source)?, target).map(drop)
}

/// Name of a report's capture: that of the recording without folder and ending, otherwise that of the report's file.
fn source_name(recording: &str, file: &Path) -> String {
    let name = recording.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let of_file = || file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if stem.is_empty() { of_file() } else { stem.to_owned() }
}
