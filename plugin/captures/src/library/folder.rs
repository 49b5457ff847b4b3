//! A folder of captures: listing, finding, loading, keeping.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};
use ulid::Ulid;

use super::entry::{CAPTURE, Cache, Entry, SAMPLES, samples_beside};
use super::error::LibraryError;
use super::head;
use super::lock::Lock;
use super::name::{file_name, numbered};
use super::samples::Samples;
use super::write::{self, Temporary};
use crate::capture::{Capture, Details};
use crate::capture_json::with_details;

/// Environment variable that names another folder than the platform's.
pub const FOLDER_VARIABLE: &str = "GROUNDTRUTH_LIBRARY";

/// A folder of captures.
pub struct Library {
    folder: PathBuf,
    read: Mutex<Cache>,
    is_prepared: AtomicBool,
}

impl Library {
    /// The library in a folder, which the first capture creates. Touches nothing.
    pub fn open(folder: impl Into<PathBuf>) -> Library {
        Library { folder: folder.into(), read: Mutex::default(), is_prepared: AtomicBool::new(false) }
    }

    /// The folder named by [`FOLDER_VARIABLE`], otherwise `groundtruth/library` in the platform's folder for data.
    ///
    /// # Errors
    ///
    /// [`LibraryError::NoDataFolder`].
    pub fn default_folder() -> Result<PathBuf, LibraryError> {
        match std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()) {
            Some(folder) => Ok(folder.into()),
            None => {
                let platform = choose_native_strategy().map_err(|_| LibraryError::NoDataFolder)?;
                Ok(platform.data_dir().join("groundtruth").join("library"))
            }
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All captures by name, with damaged files among them.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn list(&self) -> Result<Vec<Entry>, LibraryError> {
        self.cache().list(&self.folder).map_err(|error| LibraryError::file(&self.folder, "read", error))
    }

    /// The only capture with this id, name or file name without ending.
    ///
    /// # Errors
    ///
    /// There is none, or there are several.
    pub fn find(&self, name: &str) -> Result<Entry, LibraryError> {
        found(self.list()?, name, &self.folder)
    }

    /// The file of a capture.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn path(&self, id: Ulid) -> Result<PathBuf, LibraryError> {
        self.path_of(id)?.ok_or_else(|| self.not_found(id))
    }

    /// The samples of a capture, if any are kept: a WAV file.
    ///
    /// # Errors
    ///
    /// There is no such capture.
    pub fn samples_path(&self, id: Ulid) -> Result<Option<PathBuf>, LibraryError> {
        Ok(Some(samples_beside(&self.path(id)?)).filter(|path| path.is_file()))
    }

    /// Reads a capture.
    ///
    /// # Errors
    ///
    /// There is none, or it is damaged.
    pub fn load(&self, id: Ulid) -> Result<Capture, LibraryError> {
        let path = self.path(id)?;
        capture(&path, &text(&path)?)
    }

    /// Keeps a capture, and returns its file. A capture with this id is replaced in its file, and keeps its samples if
    /// there are no new ones. When this returns, everything is on the disk.
    ///
    /// # Errors
    ///
    /// Something could not be written; the library is as before.
    pub fn save(&self, capture: &Capture, samples: Option<&Samples>) -> Result<PathBuf, LibraryError> {
        self.prepare()?;
        let samples = samples.map(|samples| Temporary::in_library(&self.folder, |file| samples.write(file)));
        self.store(capture.id, &capture.details.name, &capture.to_json(), samples.transpose()?)
    }

    /// Replaces what the user says about a capture. The rest of the file stays as it is, and so does its name: of two
    /// files one would be renamed first.
    ///
    /// # Errors
    ///
    /// As [`Library::load`] and [`Library::save`].
    pub fn update_details(&self, id: Ulid, details: &Details) -> Result<(), LibraryError> {
        let path = self.path(id)?;
        let stored = text(&path)?;
        capture(&path, &stored)?;
        let changed = with_details(&stored, details);
        let changed = changed
            .map_err(|error| LibraryError::Damaged { path, reason: format!("is damaged: {error}") })?;
        self.prepare()?;
        self.store(id, &details.name, &changed, None).map(drop)
    }

    /// Gives a capture another name; see [`Library::update_details`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn rename(&self, id: Ulid, name: &str) -> Result<(), LibraryError> {
        let details = Details { name: name.to_owned(), ..self.load(id)?.details };
        self.update_details(id, &details)
    }

    /// Writes the JSON, and renames it after the samples.
    pub(super) fn store(
        &self,
        id: Ulid,
        name: &str,
        text: &str,
        samples: Option<Temporary>,
    ) -> Result<PathBuf, LibraryError> {
        let json = Temporary::in_library(&self.folder, |mut file| file.write_all(text.as_bytes()))?;
        let there = self.path_of(id)?;
        let path = {
            let _lock = Lock::take(&self.folder)?;
            let path = there.filter(|path| holds(path, id));
            let path = path.unwrap_or_else(|| free_path(&self.folder, &file_name(name)));
            if let Some(samples) = samples {
                samples.rename(&samples_beside(&path))?;
            }
            json.rename(&path)?;
            path
        };
        write::sync_folder(&self.folder)?;
        Ok(path)
    }

    /// Creates the folder, and once removes what a killed program has left.
    pub(super) fn prepare(&self) -> Result<(), LibraryError> {
        let created = fs::create_dir_all(&self.folder);
        created.map_err(|error| LibraryError::file(&self.folder, "created", error))?;
        if !self.is_prepared.swap(true, Ordering::Relaxed) {
            write::remove_leftovers(&self.folder, &Lock::take(&self.folder)?);
        }
        Ok(())
    }

    pub(super) fn path_of(&self, id: Ulid) -> Result<Option<PathBuf>, LibraryError> {
        if let Some(path) = self.cache().path_of(id) {
            return Ok(Some(path));
        }
        let entry = self.list()?.into_iter().find(|entry| entry.id() == Some(id));
        Ok(entry.map(|entry| entry.path))
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn not_found(&self, id: Ulid) -> LibraryError {
        LibraryError::NotFound { library: self.folder.clone(), name: id.to_string() }
    }
}

/// The only entry with this id, name, or file name without ending; the first of these that there is.
pub(super) fn found(entries: Vec<Entry>, name: &str, library: &Path) -> Result<Entry, LibraryError> {
    let id = Ulid::from_string(name).ok();
    let is_asked: [&dyn Fn(&Entry) -> bool; 3] =
        [&|entry| id.is_some() && entry.id() == id, &|entry| entry.name() == name, &|entry| {
            entry.stem() == name
        }];
    for is_asked in is_asked {
        let mut asked = entries.iter().filter(|entry| is_asked(entry));
        match (asked.next(), asked.next()) {
            (None, _) => {}
            (Some(entry), None) => return Ok(entry.clone()),
            (Some(_), Some(_)) => {
                let ids = entries.iter().filter(|entry| is_asked(entry)).filter_map(Entry::id);
                let ids = ids.map(|id| id.to_string()).collect();
                return Err(LibraryError::Ambiguous { name: name.to_owned(), ids });
            }
        }
    }
    Err(LibraryError::NotFound { library: library.to_owned(), name: name.to_owned() })
}

/// The text of a capture's file.
pub(super) fn text(path: &Path) -> Result<String, LibraryError> {
    let unreadable = |error| LibraryError::file(path, "read", error);
    let mut text = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(head::LONGEST_BYTES + 1).read_to_end(&mut text).map_err(unreadable)?;
    let damaged = |reason: &str| LibraryError::Damaged { path: path.to_owned(), reason: reason.to_owned() };
    if text.len() as u64 > head::LONGEST_BYTES {
        return Err(damaged("is longer than any capture"));
    }
    String::from_utf8(text).map_err(|_| damaged("is no JSON: it is not UTF-8"))
}

pub(super) fn capture(path: &Path, text: &str) -> Result<Capture, LibraryError> {
    Capture::from_json(text).map_err(|reason| LibraryError::Damaged { path: path.to_owned(), reason })
}

/// Whether a file is a whole capture with this id.
fn holds(path: &Path, id: Ulid) -> bool {
    text(path).and_then(|text| capture(path, &text)).is_ok_and(|capture| capture.id == id)
}

/// A path that neither a capture nor samples have.
pub(super) fn free_path(folder: &Path, name: &str) -> PathBuf {
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let of = |number: usize, ending: &str| folder.join(format!("{}.{ending}", numbered(name, number)));
    let number = (1..).find(|number| is_free(&of(*number, CAPTURE)) && is_free(&of(*number, SAMPLES)));
    of(number.unwrap_or(usize::MAX), CAPTURE)
}
