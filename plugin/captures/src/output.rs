//! Files outside the library: there completely or not at all, after a crash too.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use ulid::Ulid;

/// What happens to a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and writing fails.
    Keep,
    /// It is replaced, and its permissions are kept.
    Replace,
}

/// Writes a file under a temporary name in the same folder, puts it on the disk, and renames it in one step.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] if a file is to be kept; the system's otherwise. Nothing is left behind.
pub fn write_whole(
    target: &Path,
    existing: Existing,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    if target.file_name().is_none() {
        return Err(io::ErrorKind::InvalidFilename.into());
    }
    if existing == Existing::Keep && fs::symlink_metadata(target).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = folder.join(format!(".{}.part", Ulid::generate()));
    let written = filled(&temporary, target, fill).and_then(|()| match existing {
        Existing::Replace => fs::rename(&temporary, target),
        Existing::Keep => rename_to_new(&temporary, target),
    });
    if written.is_err() {
        // The failure is reported; a leftover that cannot be removed is ignored.
        _ = fs::remove_file(&temporary);
    }
    written.and_then(|()| sync_folder(folder))
}

fn filled(temporary: &Path, target: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut file = File::create_new(temporary)?;
    fill(&mut file)?;
    if let Ok(there) = fs::metadata(target) {
        fs::set_permissions(temporary, there.permissions())?;
    }
    file.sync_all()
}

/// Renames to a name that no file has: a plain rename would replace a file created meanwhile.
fn rename_to_new(temporary: &Path, target: &Path) -> io::Result<()> {
    match fs::hard_link(temporary, target) {
        Ok(()) => fs::remove_file(temporary),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // File systems without links: the name is taken by an empty file first.
        Err(_) => File::create_new(target).and_then(|_| fs::rename(temporary, target)),
    }
}

/// Makes renames in a folder last.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such call.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
