//! Files are written completely or not at all. Links and devices are written through, never replaced.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Seek};
use std::path::{Path, PathBuf};

use groundtruth_captures::output::{Existing, write_whole};

use crate::names;

/// Writes the output of `fill` into a file: to a path, or to standard output with the name `-`.
///
/// New files, and plain ones that are replaced, are written under a temporary name first, so no partial file is
/// visible. Everything else (a device, a pipe, a file with several names) is written directly.
pub(crate) fn write(target: &Path, force: bool, fill: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    if names::is_standard_stream(target) {
        return write_to_standard_output(fill);
    }
    let target = behind_links(target)?;
    match fs::metadata(&target) {
        Err(error) if error.kind() == ErrorKind::NotFound => whole(&target, Existing::Keep, fill),
        Err(error) => Err(error),
        Ok(there) if there.is_dir() => Err(said(ErrorKind::IsADirectory, "is a folder; name a file in it")),
        Ok(_) if !force => {
            let reason = "exists already; use another name, or --force to overwrite it";
            Err(said(ErrorKind::AlreadyExists, reason))
        }
        Ok(there) if there.is_file() && has_one_name(&there) => whole(&target, Existing::Replace, fill),
        Ok(there) => write_into(&target, &there, fill),
    }
}

fn whole(target: &Path, existing: Existing, fill: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    write_whole(target, existing, |file| fill(file.try_clone()?))
}

fn said(kind: ErrorKind, reason: &str) -> io::Error {
    io::Error::new(kind, reason)
}

/// The target of symbolic links, whether or not it exists.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    /// The usual limit of operating systems.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().map_or(next.clone(), |folder| folder.join(&next)),
            Err(_) => return Ok(path),
        }
    }
    Err(said(ErrorKind::InvalidInput, "is a link to itself; name the file"))
}

fn write_to_standard_output(fill: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    if io::stdout().is_terminal() {
        return Err(said(ErrorKind::InvalidInput, "is a terminal; name a file, or redirect it"));
    }
    match filled(fill).and_then(|mut file| io::copy(&mut file, &mut io::stdout().lock())) {
        // A closed pipe is not an error.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.map(drop),
    }
}

/// An anonymous file, written and rewound: a WAV's header is completed at the end, which a stream does not allow.
fn filled(fill: impl FnOnce(File) -> io::Result<()>) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    fill(file.try_clone()?)?;
    file.rewind()?;
    Ok(file)
}

fn write_into(target: &Path, there: &Metadata, fill: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    let _reader_seen = open_without_waiting(target, there)?;
    let mut file = filled(fill)?;
    let mut target = OpenOptions::new().write(true).truncate(there.is_file()).open(target)?;
    io::copy(&mut file, &mut target).map(drop)
}

/// Fails if opening would wait indefinitely: a pipe without a reader.
#[cfg(unix)]
fn open_without_waiting(target: &Path, there: &Metadata) -> io::Result<Option<File>> {
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
    if !there.file_type().is_fifo() {
        return Ok(None);
    }
    let opened = OpenOptions::new().write(true).custom_flags(libc::O_NONBLOCK).open(target);
    match opened {
        Err(error) if error.raw_os_error() == Some(libc::ENXIO) => {
            Err(said(ErrorKind::NotConnected, "is a pipe without a reader; start the reader first"))
        }
        result => result.map(Some),
    }
}

#[cfg(not(unix))]
fn open_without_waiting(_: &Path, _: &Metadata) -> io::Result<Option<File>> {
    Ok(None)
}

#[cfg(unix)]
fn has_one_name(there: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(there) == 1
}

#[cfg(not(unix))]
fn has_one_name(_: &Metadata) -> bool {
    true
}
