//! Captures from and to files outside the library.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use groundtruth_measure::Report;
use ulid::Ulid;

use super::entry::{SAMPLES, samples_beside};
use super::error::LibraryError;
use super::folder::{Library, capture, text};
use super::write::{Temporary, sync_folder};
use crate::capture_json::schema;

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
        let stored = text(file)?;
        let mut capture = capture(file, &stored)?;
        let is_report = schema(&stored).is_ok_and(|schema| schema == Report::SCHEMA);
        if is_report {
            capture.details.name = source_name(&capture.details.name, file);
        }
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
        let text = if is_report { capture.to_json() } else { stored };
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
        if fs::symlink_metadata(target).is_ok() {
            return Err(LibraryError::file(target, "written", io::ErrorKind::AlreadyExists.into()));
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        Temporary::elsewhere(folder, |mut file| copy(&source, &mut file))?.rename(target)?;
        sync_folder(folder)
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
