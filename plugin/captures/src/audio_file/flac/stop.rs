//! Why a frame cannot be read completely.

use std::io;

/// Why a frame cannot be read completely.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file ends.
    End,
    /// The system cannot read the bytes.
    Io(io::Error),
    /// Its parameters contradict the stream's.
    Contradiction(&'static str),
    /// No encoder can have written it.
    Damaged(&'static str),
    /// A checksum of `bytes` bytes does not match the bytes before it.
    Checksum { bytes: u8, offset: u64, computed: u16 },
}
