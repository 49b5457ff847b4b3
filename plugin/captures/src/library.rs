//! The library: a folder of captures as plain files, `NAME.json` and, where samples are kept, `NAME.wav` beside it.
//!
//! Several programs may use one library at once. A file is written under a temporary name, put on the disk, and renamed
//! in one step; the JSON comes last, so a capture is there completely or not at all. Names are chosen under a lock.
//! Captures are found by their id, so their files may be renamed by hand. Nothing that cannot be read is ever replaced
//! or removed.
//!
//! There is no index: see `head` for the reason.

mod deleted;
mod entry;
mod error;
mod exchange;
mod folder;
mod head;
mod lock;
mod name;
mod samples;
mod write;

pub use deleted::Binned;
pub use entry::{Entry, Summary, summary_of};
pub use error::LibraryError;
pub use exchange::{Imported, read};
pub use folder::{FOLDER_VARIABLE, Library};
pub use name::file_name;
pub use samples::Samples;
