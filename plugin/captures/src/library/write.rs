//! Files that are there completely or not at all, after a crash too.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use ulid::Ulid;

use super::error::LibraryError;
use super::lock::Lock;
use crate::output;

/// Ending of files that are being written. Their names begin with a dot.
const PART: &str = ".part";

/// A file under a temporary name in the library, removed unless it is renamed. Its lock tells other programs that its
/// writer is alive.
pub(super) struct Temporary {
    path: PathBuf,
    file: File,
    is_renamed: bool,
}

impl Temporary {
    /// Creates and fills a file in a library. It is on the disk when this returns.
    pub(super) fn in_library(
        folder: &Path,
        fill: impl FnOnce(&File) -> io::Result<()>,
    ) -> Result<Temporary, LibraryError> {
        let created = {
            // Under the library's lock, so that nobody finds the file before it is locked.
            let _lock = Lock::take(folder)?;
            let created = Temporary::create(folder)?;
            created.file.lock().map_err(|error| LibraryError::file(&created.path, "locked", error))?;
            created
        };
        created.filled(fill)
    }

    fn create(folder: &Path) -> Result<Temporary, LibraryError> {
        let path = folder.join(format!(".{}{PART}", Ulid::generate()));
        let created = File::create_new(&path);
        let file = created.map_err(|error| LibraryError::file(&path, "written", error))?;
        Ok(Temporary { path, file, is_renamed: false })
    }

    fn filled(self, fill: impl FnOnce(&File) -> io::Result<()>) -> Result<Temporary, LibraryError> {
        let filled = fill(&self.file).and_then(|()| self.file.sync_all());
        filled.map_err(|error| LibraryError::file(&self.path, "written", error))?;
        Ok(self)
    }

    /// Renames in one step. Replaces a file or link of this name, never what a link leads to.
    pub(super) fn rename(mut self, target: &Path) -> Result<(), LibraryError> {
        fs::rename(&self.path, target).map_err(|error| LibraryError::file(target, "written", error))?;
        self.is_renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_renamed {
            // The failure is reported elsewhere; a leftover is removed by the next program.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes temporary files whose writers are gone. Must be called under the library's lock.
pub(super) fn remove_leftovers(folder: &Path, _lock: &Lock) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_part = name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(PART));
        let is_plain = || entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_part && is_plain() {
            let is_left = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
            if is_left {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Makes renames in the library last.
pub(super) fn sync_folder(folder: &Path) -> Result<(), LibraryError> {
    output::sync_folder(folder).map_err(|error| LibraryError::file(folder, "written", error))
}
