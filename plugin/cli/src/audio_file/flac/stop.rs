//! Why a frame is not read to its end.

use std::io;

/// Why a frame ends before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file ends.
    End,
    /// The system does not give the bytes.
    Io(io::Error),
    /// It says of itself what the stream does not.
    Contradiction(&'static str),
    /// It cannot be what an encoder wrote.
    Damaged(&'static str),
    /// A checksum of so many bytes is not that of the bytes before it.
    Checksum { bytes: u8, offset: u64, computed: u16 },
}
