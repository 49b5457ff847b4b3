//! FLAC with its checksums put right.
//!
//! Nothing that a fuzzer makes up has the right checksums, so that without this no damage but theirs would ever be
//! seen. The decoder could be built to ignore them, but then the inputs that were kept would mean nothing to the
//! program that people run.

use std::io::Cursor;

use claxon::Error::FormatError;
use claxon::frame::FrameReader;

/// Frames whose checksums are put right; the rest of a file meets no other code.
const FRAMES: usize = 4;

/// The file with the checksums that its first frames should have; `None` where they are right, or no frame begins.
pub(crate) fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = bytes.to_vec();
    let mut frame = first_frame(bytes)?;
    for _ in 0..FRAMES {
        match repair_frame(file.get_mut(frame..)?) {
            Some(length) => frame += length,
            None => break,
        }
    }
    (file != bytes).then_some(file)
}

/// Where the metadata ends.
fn first_frame(bytes: &[u8]) -> Option<usize> {
    let mut next = 4;
    loop {
        let [kind, a, b, c] = *bytes.get(next..)?.first_chunk()?;
        next += 4 + u32::from_be_bytes([0, a, b, c]) as usize;
        if kind & 0x80 != 0 {
            return Some(next);
        }
    }
}

/// Length of the frame that the bytes begin with, its checksums put right; `None` where there is something else.
fn repair_frame(bytes: &mut [u8]) -> Option<usize> {
    loop {
        let mut input = Cursor::new(&*bytes);
        let result = FrameReader::new(&mut input).read_next_or_eof(Vec::new());
        let read = input.position() as usize;
        match result {
            Ok(Some(_)) => return Some(read),
            // The decoder stops right behind the checksum that it has just compared.
            Err(FormatError("frame header CRC mismatch")) => {
                bytes[read - 1] = crc(&bytes[..read - 1], 8, 0x07) as u8;
            }
            Err(FormatError("frame CRC mismatch")) => {
                let right = crc(&bytes[..read - 2], 16, 0x8005);
                bytes[read - 2..read].copy_from_slice(&right.to_be_bytes());
                return Some(read);
            }
            _ => return None,
        }
    }
}

/// RFC 9639, 9.1.8 and 9.3: no reflection, begins with 0.
fn crc(bytes: &[u8], width: u32, polynomial: u16) -> u16 {
    let shift = 16 - width;
    let step = |register: u16| register << 1 ^ (if register & 0x8000 != 0 { polynomial << shift } else { 0 });
    let add = |register: u16, byte: &u8| (0..8).fold(register ^ u16::from(*byte) << 8, |r, _| step(r));
    bytes.iter().fold(0, add) >> shift
}
