//! What can go wrong in a library.

use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::{Path, PathBuf};

/// Why the library could not do something. The text says what, where, and what to do.
#[derive(Debug)]
pub enum LibraryError {
    /// The platform names no folder for data.
    NoDataFolder,
    /// A file or folder could not be used.
    File {
        /// Which.
        path: PathBuf,
        /// What was attempted, as in "cannot be written".
        attempt: &'static str,
        /// The system's reason.
        error: io::Error,
    },
    /// Another program has held the library's lock for too long.
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// A file is not a readable capture.
    Damaged {
        /// Which.
        path: PathBuf,
        /// In what way.
        reason: String,
    },
    /// No capture has this name or id.
    NotFound {
        /// The library.
        library: PathBuf,
        /// The name or id.
        name: String,
    },
    /// Several captures have this name.
    Ambiguous {
        /// The name.
        name: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// A capture with this id is there, with other content.
    OtherContent {
        /// The file that holds it.
        path: PathBuf,
    },
    /// A capture has no samples.
    NoSamples {
        /// Its file.
        path: PathBuf,
    },
}

impl LibraryError {
    pub(super) fn file(path: &Path, attempt: &'static str, error: io::Error) -> LibraryError {
        LibraryError::File { path: path.to_owned(), attempt, error }
    }
}

impl Display for LibraryError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            LibraryError::NoDataFolder => {
                write!(f, "the system names no folder for data; set GROUNDTRUTH_LIBRARY to a folder")
            }
            LibraryError::File { path, attempt, error } => {
                write!(f, "{}: cannot be {attempt}: {error}; {}", path.display(), remedy(error))
            }
            LibraryError::Locked { path } => {
                write!(f, "{}: another program is writing; close it, or try again", path.display())
            }
            LibraryError::Damaged { path, reason } => {
                write!(f, "{}: {reason}; the file is left as it is", path.display())
            }
            LibraryError::NotFound { library, name } => {
                write!(
                    f,
                    "{name}: no capture in {} has this name or id; list them all to see what is there",
                    library.display()
                )
            }
            LibraryError::Ambiguous { name, ids } => {
                write!(f, "{name}: is the name of {} captures; use an id: {}", ids.len(), ids.join(", "))
            }
            LibraryError::OtherContent { path } => {
                write!(
                    f,
                    "another version of this capture is in the library, {}; delete that first",
                    path.display()
                )
            }
            LibraryError::NoSamples { path } => {
                write!(f, "{}: has no samples beside it; export the JSON", path.display())
            }
        }
    }
}

impl std::error::Error for LibraryError {}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "check the permissions",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space",
        io::ErrorKind::AlreadyExists => "use another name",
        io::ErrorKind::Unsupported => "use a folder on a local disk",
        _ => "check the disk",
    }
}
