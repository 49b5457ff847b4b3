//! Sources of a recording's bytes: a file, standard input, or a pipe. Input that cannot seek is copied into a temporary
//! file first, since a measurement reads twice.

use std::fs::{self, File, FileType};
use std::io::{self, Read, Seek};
use std::path::Path;

use super::fault::Fault;
use crate::names;

/// Opens a file, or standard input with the name `-`.
pub(super) fn open(path: &Path) -> Result<File, Fault> {
    if names::is_standard_stream(path) {
        return copied(io::stdin().lock());
    }
    let kind = fs::metadata(path).map_err(Fault::unreadable)?.file_type();
    if is_pipe(kind) {
        return open_pipe(path);
    }
    if !kind.is_file() {
        return Err(Fault::NotAFile { is_folder: kind.is_dir() });
    }
    File::open(path).map_err(Fault::unreadable)
}

/// The whole of a stream, in an anonymous file.
fn copied(mut stream: impl Read) -> Result<File, Fault> {
    let mut file = tempfile::tempfile().map_err(Fault::unreadable)?;
    io::copy(&mut stream, &mut file).map_err(Fault::unreadable)?;
    file.rewind().map_err(Fault::unreadable)?;
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

#[cfg(unix)]
fn open_pipe(path: &Path) -> Result<File, Fault> {
    let mut pipe = pipe::Pipe::open(path).map_err(Fault::unreadable)?;
    if pipe.wait_for_writer().map_err(Fault::unreadable)? { copied(pipe) } else { Err(Fault::NoWriter) }
}

#[cfg(not(unix))]
fn open_pipe(path: &Path) -> Result<File, Fault> {
    File::open(path).map_err(Fault::unreadable)
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

    use super::super::fault::WRITER_WAIT;

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
