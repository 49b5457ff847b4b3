//! Deletion, first into a folder of the library, where it can be undone, then into the system's bin.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use ulid::Ulid;

use super::entry::{Cache, Entry, samples_beside};
use super::error::LibraryError;
use super::folder::{Library, found, free_path};
use super::lock::Lock;
use super::write::sync_folder;

/// Folder of deleted captures.
const FOLDER: &str = "deleted";

/// Where a capture went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binned {
    /// Into the system's bin.
    Bin,
    /// There is no bin; it can be undeleted.
    Kept {
        /// Its file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

impl Library {
    /// Moves a capture and its samples into the folder `deleted`, until [`Library::undelete`].
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be moved.
    pub fn delete(&self, id: Ulid) -> Result<PathBuf, LibraryError> {
        let path = self.path(id)?;
        let folder = self.deleted_folder();
        let created = match fs::symlink_metadata(&folder) {
            // A link could lead elsewhere.
            Ok(there) if !there.is_dir() => Err(std::io::Error::other("it is not a folder")),
            Ok(_) => Ok(()),
            Err(_) => fs::create_dir_all(&folder),
        };
        created.map_err(|error| LibraryError::file(&folder, "used", error))?;
        self.move_to(&path, &folder)
    }

    /// Moves a deleted capture back.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be moved.
    pub fn undelete(&self, id: Ulid) -> Result<PathBuf, LibraryError> {
        let deleted = self.deleted()?.into_iter().find(|entry| entry.id() == Some(id));
        let path = deleted.ok_or_else(|| self.not_found(id))?.path;
        self.move_to(&path, self.folder())
    }

    /// All captures in the folder `deleted`.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn deleted(&self) -> Result<Vec<Entry>, LibraryError> {
        let folder = self.deleted_folder();
        Cache::default().list(&folder).map_err(|error| LibraryError::file(&folder, "read", error))
    }

    /// The only deleted capture with this id, name or file name without ending.
    ///
    /// # Errors
    ///
    /// There is none, or there are several.
    pub fn find_deleted(&self, name: &str) -> Result<Entry, LibraryError> {
        found(self.deleted()?, name, &self.deleted_folder())
    }

    /// Moves a capture, deleted or not, into the system's bin, from where the system restores it to the library. Where
    /// there is no bin it is kept in the folder `deleted`.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be moved.
    pub fn move_to_bin(&self, id: Ulid) -> Result<Binned, LibraryError> {
        let path = match self.path(id) {
            Ok(path) => path,
            // The bin remembers the place: it has to be the library's own.
            Err(LibraryError::NotFound { .. }) => self.undelete(id)?,
            Err(error) => return Err(error),
        };
        let samples = samples_beside(&path);
        let mut files = vec![path];
        files.extend(Some(samples).filter(|samples| fs::symlink_metadata(samples).is_ok()));
        // `trash` panics on mount points that are not UTF-8.
        let moved = catch_unwind(|| trash::delete_all(&files).map_err(|error| error.to_string()));
        match moved.unwrap_or_else(|_| Err("the bin could not be determined".to_owned())) {
            Ok(()) => Ok(Binned::Bin),
            Err(reason) => Ok(Binned::Kept { path: self.delete(id)?, reason }),
        }
    }

    fn deleted_folder(&self) -> PathBuf {
        self.folder().join(FOLDER)
    }

    /// Moves a capture and then its samples to a free name in a folder.
    fn move_to(&self, path: &Path, folder: &Path) -> Result<PathBuf, LibraryError> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let failed = |error| LibraryError::file(path, "moved", error);
        let target = {
            let _lock = Lock::take(self.folder())?;
            let target = free_path(folder, &stem);
            fs::rename(path, &target).map_err(failed)?;
            let samples = samples_beside(path);
            if fs::symlink_metadata(&samples).is_ok() {
                fs::rename(samples, samples_beside(&target)).map_err(failed)?;
            }
            target
        };
        sync_folder(folder)?;
        sync_folder(path.parent().unwrap_or(folder))?;
        Ok(target)
    }
}
