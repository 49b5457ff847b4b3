//! FLAC with its checksums put right.
//!
//! Nothing that a fuzzer makes up has the right checksums, so that without this no damage but theirs would ever be
//! seen. The reader could be built to ignore them, but then the inputs that were kept would mean nothing to the
//! program that people run. What the right ones are is the reader's own word; `tests/files` holds it against files
//! that another encoder wrote.

use std::io::Cursor;

use groundtruth_cli::audio_file::{AudioFile, Fault, Truncated};
use groundtruth_measure::Recording;

/// Checksums that are put right, one of the header and one of the whole for each frame; the rest of a file meets no
/// other code.
const CHECKSUMS: usize = 8;

/// The file with the checksums that its first frames should have; `None` where they are right, or no frame begins.
pub(crate) fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = bytes.to_vec();
    for _ in 0..CHECKSUMS {
        let Some((offset, width, right)) = wrong_checksum(&file) else { break };
        let right = &right.to_be_bytes()[2 - width..];
        file[offset..offset + width].copy_from_slice(right);
    }
    (file != bytes).then_some(file)
}

/// Place, width in bytes and right value of the first checksum that is wrong.
fn wrong_checksum(file: &[u8]) -> Option<(usize, usize, u16)> {
    match first_fault(file)? {
        Fault::FlacChecksum { bytes, offset, computed, .. } => {
            Some((offset as usize, usize::from(bytes), computed))
        }
        _ => None,
    }
}

/// What ends the reading of the first frames; `None` where nothing does.
fn first_fault(file: &[u8]) -> Option<Fault> {
    let mut reader = match AudioFile::new(Cursor::new(file), Truncated::Accept) {
        Ok(reader) => reader,
        Err(fault) => return Some(fault),
    };
    let mut block = vec![Vec::new(); reader.channels()];
    (0..CHECKSUMS).find_map(|_| reader.read(&mut block).err())
}
