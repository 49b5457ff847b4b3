//! One writer at a time, over all programs.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::error::LibraryError;

/// Longest wait for other programs: they hold the lock for milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

const PAUSE: Duration = Duration::from_millis(1);

/// Name of the lock file.
const NAME: &str = ".lock";

/// The library's lock, held until dropped or until the process ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn take(folder: &Path) -> Result<Lock, LibraryError> {
        let path = folder.join(NAME);
        // A link could make this create a file elsewhere.
        if fs::symlink_metadata(&path).is_ok_and(|there| !there.is_file()) {
            let error = std::io::Error::other("it is not a plain file");
            return Err(LibraryError::file(&path, "locked", error));
        }
        let failed = |error| LibraryError::file(&path, "locked", error);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        let end = Instant::now() + LONGEST_WAIT;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if Instant::now() < end => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(LibraryError::Locked { path }),
            }
        }
    }
}
