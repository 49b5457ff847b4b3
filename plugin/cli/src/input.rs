//! Sources of a recording's bytes: a file, standard input, or a pipe. Input that cannot seek is copied into a temporary
//! file first, since a measurement reads twice.

use std::fs::{self, File, FileType};
use std::io::{self, Read, Seek};
use std::path::Path;
use std::time::Duration;

use groundtruth_captures::audio_file::{AudioFile, Fault, Truncated};

use crate::names;

/// Longest wait for a pipe's writer.
const WRITER_WAIT: Duration = Duration::from_secs(3);

/// Opens a recording, or standard input with the name `-`.
pub(crate) fn open(path: &Path, allow_truncated: bool) -> Result<AudioFile<File>, String> {
    let truncated = if allow_truncated { Truncated::Accept } else { Truncated::Refuse };
    let is_stream = names::is_standard_stream(path);
    let opened = match fs::metadata(path) {
        _ if is_stream => copied(io::stdin().lock()).and_then(|file| AudioFile::new(file, truncated)),
        Ok(there) if is_pipe(there.file_type()) => {
            open_pipe(path)?.and_then(|file| AudioFile::new(file, truncated))
        }
        _ => AudioFile::open(path, truncated),
    };
    opened.map_err(|fault| said(&fault))
}

/// The fault, with the option that reads the file in spite of it.
pub(crate) fn said(fault: &Fault) -> String {
    let anyway = if fault.leaves_a_part() { ", or measure what is there with --allow-truncated" } else { "" };
    format!("{fault}{anyway}")
}

/// The whole of a stream, in an anonymous file.
fn copied(mut stream: impl Read) -> Result<File, Fault> {
    let mut file = tempfile::tempfile().map_err(Fault::Unreadable)?;
    io::copy(&mut stream, &mut file).map_err(Fault::Unreadable)?;
    file.rewind().map_err(Fault::Unreadable)?;
    Ok(file)
}

#[cfg(unix)]
fn is_pipe(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: FileType) -> bool {
    false
}

/// The content of a pipe, or why there is none.
#[cfg(unix)]
fn open_pipe(path: &Path) -> Result<Result<File, Fault>, String> {
    let opened = pipe::Pipe::open(path).and_then(|mut pipe| Ok((pipe.wait_for_writer()?, pipe)));
    match opened {
        Ok((true, pipe)) => Ok(copied(pipe)),
        Ok((false, _)) => Err(format!(
            "is a pipe without a writer (waited {} s); start its writer, or pipe into 'groundtruth measure -'",
            WRITER_WAIT.as_secs()
        )),
        Err(error) => Ok(Err(Fault::Unreadable(error))),
    }
}

#[cfg(not(unix))]
fn open_pipe(path: &Path) -> Result<Result<File, Fault>, String> {
    Ok(File::open(path).map_err(Fault::Unreadable))
}

/// Named pipes. Opening one in the usual way would wait indefinitely for a writer.
#[cfg(unix)]
mod pipe {
    use std::fs::{File, OpenOptions};
    use std::io::{self, ErrorKind, Read};
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use super::WRITER_WAIT;

    /// Polling interval: short enough not to be noticed, at negligible cost.
    const PAUSE: Duration = Duration::from_millis(5);

    /// A pipe's reading end.
    pub(super) struct Pipe {
        file: File,
        /// The first bytes, read while waiting.
        begin: Vec<u8>,
    }

    impl Pipe {
        pub(super) fn open(path: &Path) -> io::Result<Pipe> {
            let file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)?;
            Ok(Pipe { file, begin: Vec::new() })
        }

        /// Whether there is, or was, a writer within [`WRITER_WAIT`].
        pub(super) fn wait_for_writer(&mut self) -> io::Result<bool> {
            let end = Instant::now() + WRITER_WAIT;
            let mut begin = [0; 4096];
            while Instant::now() < end {
                match self.file.read(&mut begin) {
                    Ok(0) => sleep(PAUSE),
                    Ok(count) => {
                        self.begin = begin[..count].to_vec();
                        return Ok(true);
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                    Err(error) => return Err(error),
                }
            }
            Ok(false)
        }
    }

    impl Read for Pipe {
        fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
            if !self.begin.is_empty() {
                let count = target.len().min(self.begin.len());
                target[..count].copy_from_slice(&self.begin[..count]);
                self.begin.drain(..count);
                return Ok(count);
            }
            loop {
                match self.file.read(target) {
                    Err(error) if error.kind() == ErrorKind::WouldBlock => sleep(PAUSE),
                    read => return read,
                }
            }
        }
    }
}
