//! Corrects the checksums of FLAC files.
//!
//! A fuzzer's inputs practically never have valid checksums, so without this no other damage would ever be reached. The
//! reader could be built to ignore them, but then the inputs kept would not apply to the released program. The correct
//! values are taken from the reader itself; `tests/files` checks it against files from another encoder.

use std::io::Cursor;

use groundtruth_captures::audio_file::{AudioFile, Fault, Truncated};
use groundtruth_measure::Recording;

/// Number of corrected checksums, one of the header and one of the whole for each frame; the rest of a file exercises
/// no other code.
const CHECKSUMS: usize = 8;

/// The file with corrected checksums in its first frames; `None` if they are valid, or no frame starts.
pub(crate) fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = bytes.to_vec();
    for _ in 0..CHECKSUMS {
        let Some((offset, width, right)) = wrong_checksum(&file) else { break };
        let right = &right.to_be_bytes()[2 - width..];
        file[offset..offset + width].copy_from_slice(right);
    }
    (file != bytes).then_some(file)
}

/// Offset, width in bytes and correct value of the first wrong checksum.
fn wrong_checksum(file: &[u8]) -> Option<(usize, usize, u16)> {
    match first_fault(file)? {
        Fault::FlacChecksum { bytes, offset, computed, .. } => {
            Some((offset as usize, usize::from(bytes), computed))
        }
        _ => None,
    }
}

/// The fault that ends the reading of the first frames; `None` without any.
fn first_fault(file: &[u8]) -> Option<Fault> {
    let mut reader = match AudioFile::new(Cursor::new(file), Truncated::Accept) {
        Ok(reader) => reader,
        Err(fault) => return Some(fault),
    };
    let mut block = vec![Vec::new(); reader.channels()];
    (0..CHECKSUMS).find_map(|_| reader.read(&mut block).err())
}
